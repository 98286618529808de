package xpath

import (
	"fmt"
	"slices"

	"github.com/lestrrat-go/helium/xpath3"
)

func (c *Compiler) ifExpr(e xpath3.IfExpr, scope *Scope) (*code, error) {
	parts, err := c.exprs([]xpath3.Expr{e.Cond, e.Then, e.Else}, scope)
	if err != nil {
		return nil, err
	}
	cond, then, otherwise := parts[0], parts[1], parts[2]
	choose := func(f *frame) *code {
		if cond.ebv(f) {
			return then
		}
		return otherwise
	}
	out := &code{
		one:   then.one && otherwise.one,
		push:  func(f *frame) { choose(f).push(f) },
		truth: func(f *frame) bool { return choose(f).ebv(f) },
	}
	if then.is == otherwise.is {
		out.is = then.is
	}
	if out.one {
		out.item = func(f *frame) (Item, bool) { return choose(f).optional(f) }
	}
	out.knows = chosenFacts(cond.asTruth(), then.facts(), otherwise.facts())
	return out, nil
}

// binding is one "$v in E".
type binding struct {
	slot   int
	domain *code
}

func (c *Compiler) bind(name string, domain xpath3.Expr, scope *Scope) (binding, *Scope, error) {
	code, err := c.expr(domain, scope)
	if err != nil {
		return binding{}, nil, err
	}
	v := &Var{slot: c.slot(), name: name}
	if code.is == isNodes || code.is == isString {
		v.is = code.is
	}
	return binding{v.slot, code}, scope.With(name, v), nil
}

// each runs body for each combination of the bindings, until it gives false.
func each(f *frame, bindings []binding, body func() bool) bool {
	if len(bindings) == 0 {
		return body()
	}
	b := bindings[0]
	mark := len(f.stack)
	b.domain.push(f)
	end := len(f.stack)
	items := f.stack[mark:end]
	if len(items) > 1024 { // not twice on a stack that is bounded
		items = slices.Clone(items)
		f.stack, end = f.stack[:mark], mark
	}
	again := true
	for i := 0; i < len(items) && again; i++ {
		f.run.tick(f.run.ctx)
		f.vars[b.slot].items = items[i : i+1 : i+1]
		again = each(f, bindings[1:], body)
	}
	if end > mark { // the domain goes, what body pushed stays
		f.stack = append(f.stack[:mark], f.stack[end:]...)
	}
	return again
}

func (c *Compiler) forExpr(e xpath3.FLWORExpr, scope *Scope) (*code, error) {
	var bindings []binding
	for _, clause := range e.Clauses {
		fc, ok := clause.(xpath3.ForClause)
		if !ok || fc.PosVar != "" {
			return nil, fmt.Errorf("let or at: %w", errXPath3)
		}
		b, inner, err := c.bind(fc.Var, fc.Expr, scope)
		if err != nil {
			return nil, err
		}
		bindings, scope = append(bindings, b), inner
	}
	body, err := c.expr(e.Return, scope)
	if err != nil {
		return nil, err
	}
	return &code{is: body.is, push: func(f *frame) {
		each(f, bindings, func() bool {
			body.push(f)
			return true
		})
	}}, nil
}

// everyNode is "every $v in path satisfies $v[…]" and the same with some, as one
// walk; nil for other forms.
func everyNode(some bool, bindings []binding, test *code) func(*frame) bool {
	d := bindings[0].domain
	if len(bindings) > 1 || d.path == nil || !d.path.ordered || test.filter == nil || test.filter.from.bound != bindings[0].slot+1 {
		return nil
	}
	domain, st := d.path, &step{predicates: test.filter.predicates}
	slot := bindings[0].slot
	return func(f *frame) bool {
		v := &f.vars[slot]
		if v.items == nil {
			v.items = make([]Item, 1)
		}
		held := true
		s := sink{want: visited, see: func(t *Tree, id int32) bool {
			f.run.tick(f.run.ctx)
			v.items[0] = nodeItem(t, id)
			held = st.holds(f, t, id) != some
			return held
		}}
		domain.begin(f, &s)
		return held != some
	}
}

func (c *Compiler) quantified(e xpath3.QuantifiedExpr, scope *Scope) (*code, error) {
	var bindings []binding
	for _, q := range e.Bindings {
		b, inner, err := c.bind(q.Var, q.Domain, scope)
		if err != nil {
			return nil, err
		}
		bindings, scope = append(bindings, b), inner
	}
	test, err := c.expr(e.Satisfies, scope)
	if err != nil {
		return nil, err
	}
	out := truthCode(func(f *frame) bool {
		// "some" looks for a true, "every" for a false; each ends at the first.
		return each(f, bindings, func() bool { return test.ebv(f) != e.Some }) != e.Some
	})
	if every := everyNode(e.Some, bindings, test); every != nil {
		out = truthCode(every)
	}
	out.knows = quantifiedFacts(e.Some, bindings[0].domain)
	return out, nil
}
