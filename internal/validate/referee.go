package validate

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/judge"
	"github.com/etalon-dmp/etalon/internal/repertoire"
	"github.com/etalon-dmp/etalon/internal/verdicts"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/schemas"
	"github.com/etalon-dmp/etalon/schemas/ans"
	"github.com/etalon-dmp/etalon/schemas/terminology"
	"github.com/etalon-dmp/etalon/validators/facts"
	"github.com/etalon-dmp/etalon/validators/schematron"
	"github.com/etalon-dmp/etalon/validators/xsd"
)

// Referee judges one file at a time by one pack. Several workers may use it.
type Referee struct {
	Packs []etalon.PackInfo
	judge func(ctx context.Context, worker int, raw []byte) (judge.DocumentReport, error)
	inner bool // a message is judged by the CDA documents that it carries
	close func()
}

// Close ends what the referee keeps running.
func (r *Referee) Close() { r.close() }

// PackHint says what a folder of rules may be.
const PackHint = "Donnez l'arborescence TestContenuCDA telle que publiée (schematrons/, jeuxDeValeurs/, infrastructure/), ou un dossier avec pack.yaml. (Give the published tree, or a folder with pack.yaml.)"

// Cache keeps compiled rules between runs.
type Cache = schematron.Cache

// NoCache is a cache that keeps nothing.
type NoCache struct{}

// Get implements Cache.
func (NoCache) Get(string) []byte { return nil }

// Put implements Cache.
func (NoCache) Put(string, []byte) {}

// Rules is what to judge by.
type Rules struct {
	Pack        string             // name of an embedded pack, "" for the DMP's, or name of a folder
	Entry       []string           // entries of a folder; none for those that fit
	Transaction etalon.Transaction // of a message that does not tell it
	Environment facts.Environment  // where messages come from; zero values: not known, and open
	AsPublished bool               // with the defects of the pack, as the official chain
	// Schematron is a schema file to judge by, in the folder that Pack names.
	Schematron string
	// QueryBinding is the language of a schema that does not name one.
	QueryBinding string
	Cache        Cache // keeps compiled rules of a folder between runs; nil compiles them in full
	// Together: what is judged are messages put together by [Together], with an
	// assertion where Asserted says so.
	Together, Asserted bool
	Previous           []byte             // an earlier version of the document; empty: none
	Terms              *terminology.Index // to look codes up in; nil: none
}

// Means is what judging needs of the process that it runs in.
type Means struct {
	// Folder opens a folder of rules.
	Folder func(name string) (fs.FS, error)
	// Beside gives that folder by its name in the folder that holds it: a pack may
	// extend another that lies beside it.
	Beside func(name string) (repertoire.PackFolder, error)
	// Spawn starts the process of the libxml2 engine.
	Spawn xsd.Spawn
	Tool  etalon.ToolInfo
}

func (m Means) judging(l *schemas.Library) verdicts.Means {
	return verdicts.Means{Packs: l, Spawn: m.Spawn, Tool: m.Tool}
}

// NewReferee makes ready to judge with so many workers.
func NewReferee(r Rules, workers int, m Means) (*Referee, error) {
	if r.Schematron != "" {
		return schemaReferee(r, m)
	}
	own, err := schemas.Embedded()
	if err != nil {
		return nil, err
	}
	if Embedded(r.Pack) {
		return libraryReferee(r, own, m, names(r.Pack)...)
	}
	fsys, err := m.Folder(r.Pack)
	if err != nil {
		return nil, exit.Usage(err, PackHint)
	}
	if ans.Detect(fsys) {
		return treeReferee(r, fsys, workers, m)
	}
	with, p, err := m.beside(own, r.Pack)
	if err != nil {
		return nil, err
	}
	if len(r.Entry) == 0 && !r.AsPublished && p.Judges(schemas.OverSOAP) && !p.Judges(schemas.OverDocument) {
		return libraryReferee(r, with, m, p.Name)
	}
	return packReferee(r, p)
}

// Embedded tells whether --pack names one of the project's packs, which are judged
// by with what they extend; those of the DMP, of INSi and of audit records when nothing is asked.
func Embedded(name string) bool { return name == "" || slices.Contains(Names(), name) }

// usual is the pack of who names none. Packs that do not extend each other speak of
// different kinds of messages: all at once would contradict each other.
const usual = "dmp"

// records is the pack of audit records, and identities that of INSi: nothing else
// speaks of either.
const (
	records    = "ihe-atna"
	identities = "insi"
)

func names(pack string) []string {
	if pack == "" {
		return []string{usual, records, identities}
	}
	return []string{pack}
}

// libraryReferee judges messages by packs with what they extend, and the schemas.
func libraryReferee(c Rules, l *schemas.Library, m Means, asked ...string) (*Referee, error) {
	j, err := verdicts.NewJudge(asked, m.judging(l))
	if err != nil {
		return nil, exit.Usage(err, "etalon pack verify "+c.Pack)
	}
	packs, codes := j.Book.Packs, facts.Codes(nil)
	if c.Terms != nil {
		packs, codes = append(slices.Clone(packs), verdicts.Looked(c.Terms)...), c.Terms
	}
	return &Referee{Packs: packs, close: j.Close, judge: func(ctx context.Context, _ int, raw []byte) (judge.DocumentReport, error) {
		if c.Together {
			return j.Together(ctx, facts.CaptureInput{Raw: raw, Environment: c.Environment, Codes: codes}, c.Asserted)
		}
		return j.File(ctx, facts.CaptureInput{Raw: raw, Transaction: c.Transaction, Environment: c.Environment, Previous: c.Previous, Codes: codes})
	}}, nil
}

// treeReferee judges by the tree that ANS publishes.
func treeReferee(c Rules, fsys fs.FS, workers int, m Means) (*Referee, error) {
	tree, err := ans.List(fsys)
	if err != nil {
		return nil, exit.Usage(err, PackHint)
	}
	choose, withSchema, err := chooseTree(tree, c.Entry, c.Pack)
	if err != nil {
		return nil, err
	}
	engines := make([]xsd.Engine, workers)
	if tree.Schema != "" && withSchema {
		helium := xsd.Helium(fsys)
		for i := range engines {
			engines[i] = helium
			if xsd.HasLibxml2 {
				engine := xsd.Confirm(xsd.Libxml2Child(m.Spawn, fsys), helium)
				go engine.Prepare(context.Background(), xsd.SchemaRef(tree.Schema))
				engines[i] = engine
			}
		}
	}
	r := &Referee{inner: true}
	r.close = func() {
		for _, e := range engines {
			if e != nil {
				_ = e.Close()
			}
		}
	}
	if err := tree.Sum(); err != nil { // while libxml2 reads its schema
		r.close()
		return nil, exit.Usage(err, PackHint)
	}
	shelf := judge.TreeShelf(tree, c.AsPublished, c.Cache)
	r.Packs = []etalon.PackInfo{shelf.Pack()}
	r.judge = func(ctx context.Context, worker int, raw []byte) (judge.DocumentReport, error) {
		var outside etalon.Text
		report, err := shelf.Document(ctx, raw, func(d *xmldoc.Doc) []judge.EntryRef {
			if outside = judge.OutsideTree(d); outside != (etalon.Text{}) && len(c.Entry) == 0 {
				return nil
			}
			return choose(d)
		}, engines[worker])
		if outside != (etalon.Text{}) && report.Verdict < etalon.Inconclusive {
			report.Verdict, report.Reason = etalon.Inconclusive, outside
		}
		return report, err
	}
	return r, nil
}

// chooseTree resolves --entry. The XML Schema is run with auto, general, all
// and xsd; a schematron asked for by name is run alone.
func chooseTree(tree *ans.Tree, names []string, dir string) (choose func(*xmldoc.Doc) []judge.EntryRef, withSchema bool, err error) {
	if len(names) == 0 {
		names = []string{"auto"}
	}
	auto, onlySchema := false, true
	var fixed, wide []judge.EntryRef // asked for by name; general and all
	for _, name := range names {
		switch name {
		case "auto", "general", "all", "xsd":
			withSchema = true
		}
		if name == "xsd" {
			continue
		}
		onlySchema = false
		if name == "auto" {
			auto = true
			continue
		}
		found, err := tree.Select(name)
		if err != nil {
			return nil, false, exit.Usage(err, "etalon pack show "+dir)
		}
		if name == "general" || name == "all" {
			wide = add(wide, found)
			continue
		}
		fixed = add(fixed, found)
	}
	if onlySchema {
		return nil, false, exit.Usage(fmt.Errorf("--entry xsd seul : un document dont aucune règle n'a parlé n'est jamais conforme (--entry xsd alone: a document that no rule spoke of never conforms)"), "Ajoutez --entry general, ou un nom. (Add --entry general, or a name.)")
	}
	return func(d *xmldoc.Doc) []judge.EntryRef {
		list := slices.Clone(fixed)
		if !ans.Clinical(d).OK() {
			return list // only what was asked for by name speaks of another document
		}
		for _, ref := range wide {
			if !slices.Contains(list, ref) {
				list = append(list, ref)
			}
		}
		if auto {
			list = addChosen(list, tree.Choose(d))
		}
		return list
	}, withSchema, nil
}

// add adds entries that are not there yet.
func add(list []judge.EntryRef, more []ans.Entry) []judge.EntryRef {
	for _, e := range more {
		ref := entryRef(e.File)
		if !slices.Contains(list, ref) {
			list = append(list, ref)
		}
	}
	return list
}

func addChosen(list []judge.EntryRef, more []ans.Choice) []judge.EntryRef {
	for _, c := range more {
		ref := entryRef(c.File)
		if !slices.Contains(list, ref) {
			ref.Assumed = c.Assumed
			list = append(list, ref)
		}
	}
	return list
}

// entryRef names an entry by its file name without .sch.
func entryRef(file string) judge.EntryRef {
	return judge.EntryRef{Name: strings.TrimSuffix(path.Base(file), ".sch"), File: file}
}

// packReferee judges by chosen entries of a pack, without what it extends: those
// over documents read the file itself, those over exchanges a captured message.
func packReferee(c Rules, p *schemas.Pack) (*Referee, error) {
	var refs []judge.EntryRef
	messages := *p
	messages.Entries, messages.Extends, messages.Schemas = nil, nil, nil
	for _, e := range p.Entries {
		if !asked(c.Entry, e) {
			continue
		}
		switch e.Over {
		case schemas.OverDocument:
			refs = append(refs, judge.EntryRef{Name: e.Name, File: e.File})
		case schemas.OverSOAP:
			messages.Entries = append(messages.Entries, e)
		default: // what a file on its own does not hold
		}
	}
	if len(refs)+len(messages.Entries) == 0 {
		return nil, exit.Usage(fmt.Errorf("aucune entrée de %s ne juge un fichier seul (no entry judges a file on its own)", c.Pack), "etalon pack show "+c.Pack)
	}
	cache := c.Cache
	if len(p.Extends) > 0 {
		cache = nil // its digest does not cover the value sets of what it extends
	}
	shelf := judge.NewShelf(judge.DocumentPack{Info: p.Info(), FS: p.FS, AsPublished: c.AsPublished, QueryBinding: c.QueryBinding, Cache: cache})
	var book *judge.Book
	if len(messages.Entries) > 0 {
		var err error
		if book, err = judge.Compile([]*schemas.Pack{&messages}); err != nil {
			return nil, exit.Usage(err, "etalon pack verify "+c.Pack)
		}
	}
	choose := func(*xmldoc.Doc) []judge.EntryRef { return refs }
	return &Referee{
		Packs: []etalon.PackInfo{p.Info()}, close: func() {}, inner: book == nil,
		judge: func(ctx context.Context, _ int, raw []byte) (judge.DocumentReport, error) {
			if book != nil && (len(refs) == 0 || judge.IsMessage(raw)) {
				return book.File(ctx, facts.CaptureInput{Raw: raw, Transaction: c.Transaction, Environment: c.Environment}, judge.Schemas{})
			}
			return shelf.Document(ctx, raw, choose, nil)
		},
	}, nil
}

// asked tells whether --entry names an entry of a pack with pack.yaml.
func asked(names []string, e schemas.Entry) bool {
	if len(names) == 0 {
		return true
	}
	for _, n := range names {
		switch {
		case n == "auto", n == "general", n == "all", strings.EqualFold(n, e.Name), n == e.File,
			strings.EqualFold(n, strings.TrimSuffix(path.Base(e.File), ".sch")):
			return true
		}
	}
	return false
}
