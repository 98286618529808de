package schematron

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/validators/schematron/xpath"
)

// program compiles what an outline holds, once each: everything when a schema
// is loaded from its files; what a document asks for when it comes from a cache
// of outlines that were compiled in full before.
type program struct {
	*outline
	met    func(file string, line int) // told after each expression; may be nil
	forget bool                        // checks are compiled to see that they can be
	late   bool                        // checks are compiled when a rule fires that has them

	mu      sync.Mutex // held while the compiler is in use
	c       *xpath.Compiler
	scopes  map[scopeRef]*xpath.Scope
	globals map[string][]*global
	lets    []*xpath.Var
	checks  []*compiled
}

// compiled is a check, nil before it is compiled.
type compiled struct{ atomic.Pointer[check] }

// global is a global let, and its variable once it is compiled.
type global struct {
	*globalText
	v    *xpath.Var
	open bool // being compiled
}

func newProgram(o *outline) *program {
	p := &program{outline: o, scopes: map[scopeRef]*xpath.Scope{}, globals: map[string][]*global{}}
	bound := map[string]string{}
	for _, b := range o.bound {
		bound[b.name] = b.uri
	}
	p.c = xpath.NewCompiler(bound)
	for i := range o.globals {
		p.addGlobal(i)
	}
	p.lets = make([]*xpath.Var, len(o.lets))
	p.grow()
	return p
}

// grow makes room for checks that were laid in.
func (p *program) grow() {
	more := make([]compiled, len(p.outline.checks)-len(p.checks))
	for i := range more {
		p.checks = append(p.checks, &more[i])
	}
}

func (p *program) addGlobal(i int) {
	g := &p.outline.globals[i]
	p.globals[g.name] = append(p.globals[g.name], &global{globalText: g})
}

// scope gives the variables in sight: those of rules, then the globals as a
// pattern sees them: its own, then those of the schema, then those of other
// patterns.
func (p *program) scope(ref scopeRef) *xpath.Scope {
	if s := p.scopes[ref]; s != nil {
		return s
	}
	s := xpath.NewScope(func(name string) (*xpath.Var, error) {
		at := ref
		for ; at >= 0; at = p.outline.lets[at].outer {
			if p.outline.lets[at].name == name {
				return p.ruleLet(at)
			}
		}
		pattern := int32(^at)
		var best *global
		for _, g := range p.globals[name] {
			if best == nil || g.pattern == pattern || g.pattern == 0 && best.pattern != pattern {
				best = g
			}
		}
		if best == nil {
			return nil, nil
		}
		return p.global(best)
	})
	p.scopes[ref] = s
	return s
}

func (p *program) global(g *global) (*xpath.Var, error) {
	if g.v != nil {
		return g.v, nil
	}
	if g.open {
		return nil, fmt.Errorf("%s:%d: let %s is defined by itself", g.file, g.line, g.name)
	}
	g.open = true
	defer func() { g.open = false }()
	v, err := p.let(&g.letText, ^scopeRef(g.pattern), true)
	if err == nil {
		g.v = v
	}
	return v, err
}

func (p *program) ruleLet(ref scopeRef) (*xpath.Var, error) {
	if v := p.lets[ref]; v != nil {
		return v, nil
	}
	l := &p.outline.lets[ref]
	v, err := p.let(&l.letText, l.outer, false)
	if err == nil {
		p.lets[ref] = v
	}
	return v, err
}

func (p *program) let(l *letText, scope scopeRef, isGlobal bool) (*xpath.Var, error) {
	if l.constant {
		return p.c.Constant(l.name, l.value), nil
	}
	v, err := p.c.Let(l.name, l.value, p.scope(scope), isGlobal)
	if err != nil {
		return nil, fmt.Errorf("%s:%d: let: %w", l.file, l.line, err)
	}
	p.tell(l.file, l.line)
	return v, nil
}

func (p *program) tell(file string, line int) {
	if p.met != nil {
		p.met(file, line)
	}
}

// context compiles the context of a rule.
func (p *program) context(r *ruleText) (*xpath.Pattern, error) {
	x, err := p.c.Pattern(r.context, p.scope(^scopeRef(p.patterns[r.pattern].number)))
	if err == nil {
		p.tell(r.file, r.line)
	}
	return x, err
}

// check compiles a check of outline.checks.
func (p *program) check(i int32) error {
	if p.checks[i].Load() != nil {
		return nil
	}
	t := &p.outline.checks[i]
	c := &check{report: t.report}
	scope := p.scope(t.scope)
	var err error
	if c.test, err = p.c.Compile(t.test, scope); err != nil {
		return err
	}
	p.tell(t.file, t.line)
	if c.text, err = p.message(t.text, t.file, scope); err != nil {
		return err
	}
	for _, d := range t.diagnostics {
		text, err := p.message(d.text, d.file, scope)
		if err != nil {
			return fmt.Errorf("%s:%d: diagnostic %s: %w", d.file, d.line, d.id, err)
		}
		c.diagnostics = append(c.diagnostics, diagnostic{d.id, d.lang, text})
	}
	if !p.forget {
		p.checks[i].Store(c)
	}
	return nil
}

// message compiles mixed content.
func (p *program) message(text []pieceText, file string, scope *xpath.Scope) (message, error) {
	if len(text) == 0 {
		return nil, nil
	}
	out := make(message, len(text))
	for i, t := range text {
		if t.from == "" {
			out[i].text = t.text
			continue
		}
		x, err := p.c.Compile(t.text, scope)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %s: %w", file, t.line, t.from, err)
		}
		p.tell(file, t.line)
		out[i].expr = x
	}
	return out, nil
}

// tree shows a document to the expressions.
func (p *program) tree(d *xmldoc.Doc) *xpath.Tree {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.c.Tree(d)
}

// begin turns a run to another document.
func (p *program) begin(ctx context.Context, run *xpath.Run, d *xmldoc.Doc) {
	p.mu.Lock()
	defer p.mu.Unlock()
	run.Begin(ctx, d)
}

// run begins the evaluation of expressions over a document.
func (p *program) run(ctx context.Context, d *xmldoc.Doc, opener xpath.Opener) *xpath.Run {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.c.NewRun(ctx, p.c.Tree(d), opener)
}
