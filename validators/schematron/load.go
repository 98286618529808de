package schematron

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon/validators/schematron/xpath"
)

// Load reads and compiles the schema in the file entry of a pack. The defects
// are given also with an error.
func Load(fsys fs.FS, entry string, o Options) (*Schema, []Defect, error) {
	r := &reader{files: &files{fsys: fsys, caseSensitive: o.CaseSensitive}, limits: o.Limits}
	root, err := r.file(entry)
	if err != nil {
		return nil, r.defects, fmt.Errorf("schema %w", err)
	}
	if !root.is("schema") {
		return nil, r.defects, fmt.Errorf("%s: the root element is not sch:schema", root.at())
	}
	if b := root.attr("queryBinding"); b != "xslt2" {
		return nil, r.defects, fmt.Errorf("%s: query binding %q is not run here, only xslt2", root.at(), b)
	}
	if err := grammar(root); err != nil {
		return nil, r.defects, err
	}
	l := &loader{reader: r, root: root, bodies: map[bodyKey]*body{}, globals: map[string][]*global{}, abstractRules: map[string]*element{}}
	s, err := l.schema(entry, o)
	if err != nil {
		return nil, r.defects, err
	}
	return s, r.defects, nil
}

// loader compiles a schema that was read.
type loader struct {
	*reader
	root          *element
	s             *Schema
	c             *xpath.Compiler
	globals       map[string][]*global
	abstractRules map[string]*element
	bodies        map[bodyKey]*body
	diagnostics   map[string]*element
	seen          int // lookups already checked
}

func (l *loader) schema(entry string, o Options) (*Schema, error) {
	l.s = &Schema{version: l.root.attr("schemaVersion")}
	if t := l.root.first("title"); t != nil {
		l.s.title = t.words()
	}
	bound := map[string]string{}
	for _, n := range l.root.named("ns") {
		p := prefix{strings.TrimSpace(n.attr("prefix")), n.attr("uri")}
		if _, twice := bound[p.name]; !twice {
			l.s.prefixes = append(l.s.prefixes, p)
		}
		bound[p.name] = p.uri
	}
	l.c = xpath.NewCompiler(bound)
	l.s.compiler = l.c
	l.s.library = &library{files: l.files, dir: path.Dir(entry), limit: o.Limits, c: l.c, docs: map[string]*opened{}}
	active, err := l.phase(o.Phase)
	if err != nil {
		return nil, err
	}
	instances := l.instances(l.root)
	l.collect(instances)
	declared, running := map[string]bool{}, map[string]bool{"": true}
	for _, in := range instances {
		id := strings.TrimSpace(in.el.attr("id"))
		if declared[id] && id != "" {
			l.defect(in.el, DuplicateName, "a second pattern %s", id)
		}
		declared[id] = true
		if active != nil && !active.has(id) {
			continue
		}
		p, err := l.pattern(in, id)
		if err != nil {
			return nil, err
		}
		l.s.patterns = append(l.s.patterns, p)
		running[in.number] = true
	}
	if err := l.compileGlobals(running); err != nil {
		return nil, err
	}
	if active != nil {
		for _, a := range active.refs {
			if id := strings.TrimSpace(a.attr("pattern")); !declared[id] {
				l.defect(a, UndeclaredPattern, "pattern %s is active in a phase and there is no such pattern", id)
			}
		}
	}
	l.s.automaton = automaton(l.s.patterns)
	return l.s, nil
}

// activePhase is the phase that runs.
type activePhase struct {
	refs []*element
	ids  []string
}

func (p *activePhase) has(id string) bool { return slices.Contains(p.ids, id) }

// phase finds the phase to run; nil when every pattern does.
func (l *loader) phase(asked string) (*activePhase, error) {
	id := asked
	if id == "" {
		id = l.root.attr("defaultPhase")
	}
	if id == "" || id == "#ALL" {
		return nil, nil
	}
	if id == "#DEFAULT" {
		id = l.root.attr("defaultPhase")
	}
	for _, p := range l.root.named("phase") {
		if p.attr("id") != id {
			continue
		}
		l.s.phase = id
		active := &activePhase{refs: p.named("active")}
		for _, a := range active.refs {
			active.ids = append(active.ids, strings.TrimSpace(a.attr("pattern")))
		}
		return active, nil
	}
	return nil, fmt.Errorf("%s: there is no phase %q", l.root.at(), id)
}

// collect gathers what may be referred to from anywhere: global lets, abstract
// rules, diagnostics.
func (l *loader) collect(instances []instance) {
	for _, let := range l.root.named("let") {
		l.global(let, "", nil)
	}
	for _, p := range l.root.named("phase") {
		if p.attr("id") == l.s.phase {
			for _, let := range p.named("let") {
				l.global(let, "", nil)
			}
		}
	}
	for _, in := range instances {
		for _, let := range in.body.named("let") {
			l.global(let, in.number, in.params)
		}
	}
	for _, p := range l.root.named("pattern") {
		for _, r := range p.named("rule") {
			if r.attr("abstract") == "true" {
				l.abstractRules[r.attr("id")] = r
			}
		}
	}
	for _, rs := range l.root.named("rules") {
		for _, r := range rs.named("rule") {
			l.abstractRules[r.attr("id")] = r
		}
	}
	l.diagnostics = map[string]*element{}
	for _, group := range l.root.named("diagnostics", "properties") {
		for _, d := range group.named("diagnostic", "property") {
			l.diagnostics[d.attr("id")] = d
		}
	}
	for _, in := range instances { // ISO 2020 allows them in a pattern too
		for _, group := range in.body.named("diagnostics", "properties") {
			for _, d := range group.named("diagnostic", "property") {
				l.diagnostics[d.attr("id")] = d
			}
		}
	}
}
