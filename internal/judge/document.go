package judge

import (
	"context"
	"io/fs"
	"slices"
	"sync"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/validators/schematron"
	"github.com/etalon-dmp/etalon/validators/xsd"
)

// DocumentPack is a pack whose rules speak of documents on their own, such as
// the tree that ANS publishes for CDA.
type DocumentPack struct {
	Info       etalon.PackInfo
	FS         fs.FS
	Schema     xsd.SchemaRef     // XML Schema of the documents, in FS; "" when the pack has none
	Confidence etalon.Confidence // of rules that do not say theirs
	// AsPublished takes file names by exact case and lets rules that the pack
	// lost by its defects be lost, as the official chain does on Linux. Defects
	// are listed all the same.
	AsPublished  bool
	QueryBinding string // of schemas that name none; "" refuses them
	// Cache keeps compiled entries between processes; nil: nothing is kept. See
	// schematron.Options for what Info.Digest must then be, and for Covers.
	Cache  schematron.Cache
	Covers func(name string) bool
	// Gaps are defects of an entry that loading cannot see, by its file.
	Gaps map[string][]schematron.Defect
}

// EntryRef names one entry schematron of a pack.
type EntryRef struct {
	Name string // what reports and SVRL folders call it
	File string // path in the pack
	// Assumed says that the document names the model that the entry is for but
	// not the version: a remark says so.
	Assumed bool
}

// Shelf is a DocumentPack whose entries are compiled once each, when first
// asked for. It is safe for concurrent use.
type Shelf struct {
	pack DocumentPack

	mu      sync.Mutex
	entries map[string]*shelved
}

type shelved struct {
	once    sync.Once
	set     *ruleset
	defects []schematron.Defect
	err     error
}

// NewShelf gives a shelf on which nothing is compiled yet.
func NewShelf(p DocumentPack) *Shelf {
	return &Shelf{pack: p, entries: map[string]*shelved{}}
}

// Pack is what verdicts name.
func (s *Shelf) Pack() etalon.PackInfo { return s.pack.Info }

// Rules compiles an entry and gives its rules and its defects. The error says
// that it cannot run at all; the defects are given with it.
func (s *Shelf) Rules(ref EntryRef) ([]schematron.RuleInfo, []schematron.Defect, error) {
	e := s.entry(ref)
	if e.err != nil {
		return nil, s.defects(ref, e), e.err
	}
	return e.set.schema.Rules(), s.defects(ref, e), nil
}

func (s *Shelf) defects(ref EntryRef, e *shelved) []schematron.Defect {
	return slices.Concat(e.defects, s.pack.Gaps[ref.File])
}

func (s *Shelf) entry(ref EntryRef) *shelved {
	s.mu.Lock()
	e := s.entries[ref.File]
	if e == nil {
		e = &shelved{}
		s.entries[ref.File] = e
	}
	s.mu.Unlock()
	e.once.Do(func() {
		schema, defects, err := schematron.Load(s.pack.FS, ref.File, schematron.Options{
			CaseSensitive: s.pack.AsPublished, QueryBinding: s.pack.QueryBinding, Cache: s.pack.Cache, Digest: s.pack.Info.Digest, Covers: s.pack.Covers,
		})
		e.defects, e.err = defects, err
		if err != nil {
			return
		}
		// Of the thousands of rules of an entry a document breaks few.
		e.set = &ruleset{schema: schema, mean: func(info schematron.RuleInfo) rule { return s.meaning(ref, info) }}
	})
	return e
}

// meaning is what the pack says of a rule; its source is where it is written.
func (s *Shelf) meaning(ref EntryRef, info schematron.RuleInfo) rule {
	r := meaning(info)
	r.pack = s.pack.Info.Name
	if len(r.id) > 0 && r.id[0] == '/' { // a pattern without a name either
		r.id = etalon.RuleID(ref.Name) + r.id
	}
	if r.confidence == "" {
		r.confidence = s.pack.Confidence
	}
	if r.source == "" {
		r.source = s.where(info.File, info.Line)
	}
	return r
}

// Document judges one document. choose tells which entries speak for it; none
// means that the pack has nothing to say. engine may be nil: then the XML Schema
// is not run. The error speaks of the harness (ctx is done), never of the
// document or the pack.
func (s *Shelf) Document(ctx context.Context, raw []byte, choose func(*xmldoc.Doc) []EntryRef, engine xsd.Engine) (DocumentReport, error) {
	doc, err := xmldoc.Parse(raw, documentLimits)
	if err != nil {
		return unreadable(raw, err), nil
	}
	refs := choose(doc)
	if len(refs) == 0 {
		return DocumentReport{Reason: nothingSpeaks}, nil
	}
	d := newPaper(raw, doc)
	var r DocumentReport
	var schema func() (EntryReport, error)
	signed := doc.Root().Is(nsDSig, "Signature") // which the schema of documents does not know
	if engine != nil && s.pack.Schema != "" && !signed {
		schema = s.aside(ctx, d, engine)
		r.Entries = append(r.Entries, EntryReport{}) // it stands first
	}
	for _, ref := range refs {
		s.entry(ref) // reading takes room for a while, running for good: all are read first
	}
	for _, ref := range refs {
		e, err := s.run(ctx, d, ref)
		if err != nil {
			return DocumentReport{}, err
		}
		r.Entries = append(r.Entries, e)
	}
	if schema != nil {
		if r.Entries[0], err = schema(); err != nil {
			return DocumentReport{}, err
		}
	}
	r.conclude()
	if engine != nil && signed && r.Verdict < etalon.Inconclusive {
		r.Verdict, r.Reason = etalon.Inconclusive, signedUnchecked
	}
	return r, nil
}

// aside has the XML Schema judge while the rules do: most of that work is in
// another process. The function it gives waits for the end. A panic is one of
// whoever waits, who knows what to do about it.
func (s *Shelf) aside(ctx context.Context, p *paper, engine xsd.Engine) func() (EntryReport, error) {
	var e EntryReport
	var err error
	var fault any
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() { fault = recover() }()
		e, err = s.schema(ctx, p, engine)
	}()
	return func() (EntryReport, error) {
		<-done
		if fault != nil {
			panic(fault)
		}
		return e, err
	}
}
