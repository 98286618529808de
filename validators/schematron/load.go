package schematron

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon/validators/schematron/xpath"
)

// Load reads and compiles the schema in the file entry of a pack, or restores
// it from the cache. The defects are given also with an error.
func Load(fsys fs.FS, entry string, o Options) (*Schema, []Defect, error) {
	f := &files{fsys: fsys, caseSensitive: o.CaseSensitive, covers: o.Covers}
	if o.Cache == nil || o.Digest == "" {
		return load(f, entry, o)
	}
	name := o.formName(entry)
	if kept := o.Cache.Get(name); kept != nil {
		if s, defects, err := restore(kept, f, o); err == nil {
			return s, defects, nil
		}
	}
	l, defects, err := laid(f, entry, o, true)
	if err != nil {
		return nil, defects, err
	}
	form := l.form().bytes()
	if !f.strayed && (f.covers == nil || f.covers(entry)) {
		o.Cache.Put(name, form)
	}
	return restore(form, f, o)
}

// load reads and compiles a schema.
func load(f *files, entry string, o Options) (*Schema, []Defect, error) {
	l, defects, err := laid(f, entry, o, false)
	if err != nil {
		return nil, defects, err
	}
	return newSchema(l.program, l.contexts, f, l.dir, o.Limits), defects, nil
}

// laid reads a schema, lays it in and compiles it. With forget set, nothing
// compiled is kept but what others need to compile: it is for a form.
func laid(f *files, entry string, o Options, forget bool) (*loader, []Defect, error) {
	r := &reader{files: f, limits: o.Limits}
	root, err := r.file(entry)
	if err != nil {
		return nil, r.defects, fmt.Errorf("schema %w", err)
	}
	if !root.is("schema") {
		return nil, r.defects, fmt.Errorf("%s: the root element is not sch:schema", root.at())
	}
	if err := binding(root, o.QueryBinding); err != nil {
		return nil, r.defects, err
	}
	if err := grammar(root); err != nil {
		return nil, r.defects, err
	}
	l := &loader{reader: r, root: root, dir: path.Dir(entry), forget: forget, bodies: map[bodyKey]laidBody{}, local: map[*element]map[string][]*element{}}
	if err := l.schema(o.Phase); err != nil {
		return nil, r.defects, err
	}
	return l, r.defects, nil
}

// binding holds a schema to the query language that is run here. One that names
// none is of the language that whoever loads it says.
func binding(root *element, byDefault string) error {
	b, ok := root.node.LookupAttr("", "queryBinding")
	if !ok {
		if b = byDefault; b == "" {
			return fmt.Errorf("%s: %w: ISO 19757-3 makes it xslt (XSLT 1.0), and only xslt2 is run here", root.at(), ErrNoQueryBinding)
		}
	}
	if !strings.EqualFold(strings.TrimSpace(b), "xslt2") {
		return fmt.Errorf("%s: query binding %q is not run here, only xslt2", root.at(), b)
	}
	return nil
}

// ErrNoQueryBinding is a schema without @queryBinding, loaded without a default.
var ErrNoQueryBinding = errors.New("the schema names no query binding")

// loader lays in a schema that was read, and compiles it.
type loader struct {
	*reader
	root        *element
	dir         string // of the entry schema
	program     *program
	contexts    []*xpath.Pattern // of outline.rules; none with forget
	forget      bool             // see laid
	bodies      map[bodyKey]laidBody
	libraries   map[string][]*element              // abstract rules of all sch:rules, by id
	patterns    map[string][]*element              // of all patterns
	local       map[*element]map[string][]*element // of each pattern
	diagnostics map[string]*element
	seen        int // lookups already checked
}

func (l *loader) schema(askedPhase string) error {
	o := &outline{version: l.root.attr("schemaVersion")}
	if t := l.root.first("title"); t != nil {
		o.title = t.words()
	}
	l.declare(o)
	l.program = newProgram(o)
	l.program.met, l.program.forget = l.lookups, l.forget
	active, err := l.phase(askedPhase)
	if err != nil {
		return err
	}
	instances, err := l.instances(l.root)
	if err != nil {
		return err
	}
	l.collect(active, instances)
	declared, running := map[string]bool{}, map[int32]bool{0: true}
	for _, in := range instances {
		id := strings.TrimSpace(in.el.attr("id"))
		if declared[id] && id != "" {
			l.defect(in.el, DuplicateName, "a second pattern %s", id)
		}
		declared[id] = true
		if active != nil && !active.has(id) {
			continue
		}
		if err := l.pattern(in, id); err != nil {
			return err
		}
		running[in.number] = true
	}
	if err := l.compileGlobals(running); err != nil {
		return err
	}
	if active != nil {
		for _, a := range active.refs {
			if id := strings.TrimSpace(a.attr("pattern")); !declared[id] {
				l.defect(a, UndeclaredPattern, "pattern %s is active in a phase and there is no such pattern", id)
			}
		}
	}
	l.program.met = nil
	return nil
}

// declare reads the prefixes. Of those declared twice the report names the
// first, expressions see the last.
func (l *loader) declare(o *outline) {
	for _, n := range l.root.named("ns") {
		p := prefix{strings.TrimSpace(n.attr("prefix")), n.attr("uri")}
		if !slices.ContainsFunc(o.prefixes, func(q prefix) bool { return q.name == p.name }) {
			o.prefixes = append(o.prefixes, p)
		}
		o.bound = append(o.bound, p)
	}
}

// activePhase is the phase that runs.
type activePhase struct {
	el   *element
	refs []*element
	ids  []string
}

func (p *activePhase) has(id string) bool { return slices.Contains(p.ids, id) }

// phase finds the phase to run; nil when every pattern does.
func (l *loader) phase(asked string) (*activePhase, error) {
	id := strings.TrimSpace(asked)
	if id == "" || id == "#DEFAULT" {
		id = strings.TrimSpace(l.root.attr("defaultPhase"))
	}
	if id == "" || id == "#ALL" {
		return nil, nil
	}
	var active *activePhase
	for _, p := range l.root.named("phase") {
		if strings.TrimSpace(p.attr("id")) != id {
			continue
		}
		if active != nil {
			return nil, fmt.Errorf("%s: a second phase %s, after %s", p.at(), id, active.el.at())
		}
		active = &activePhase{el: p, refs: p.named("active")}
		for _, a := range active.refs {
			active.ids = append(active.ids, strings.TrimSpace(a.attr("pattern")))
		}
	}
	if active == nil {
		return nil, fmt.Errorf("%s: there is no phase %q", l.root.at(), id)
	}
	l.program.phase = id
	return active, nil
}

// collect gathers what may be referred to from anywhere: global lets, abstract
// rules, diagnostics.
func (l *loader) collect(active *activePhase, instances []instance) {
	l.globals(l.root, 0)
	if active != nil {
		l.globals(active.el, 0)
	}
	for _, in := range instances {
		l.globals(in.body, in.number)
	}
	l.libraries, l.patterns = l.abstractIn(l.root.named("rules")...), l.abstractIn(l.root.named("pattern")...)
	l.diagnostics = map[string]*element{}
	l.collectDiagnostics(l.root)
	for _, in := range instances { // ISO 2020 allows them in a pattern too
		l.collectDiagnostics(in.body)
	}
}

// collectDiagnostics gathers the diagnostics and properties of a schema or a
// pattern. Of two with one id the last is said, and a defect.
func (l *loader) collectDiagnostics(of *element) {
	for _, group := range of.named("diagnostics", "properties") {
		for _, d := range group.named("diagnostic", "property") {
			id := d.attr("id")
			if other := l.diagnostics[id]; other != nil && other != d {
				l.defect(d, DuplicateName, "a second diagnostic or property %s", id)
			}
			l.diagnostics[id] = d
		}
	}
}
