package xpath

import (
	"errors"
	"fmt"
	"strings"

	"github.com/lestrrat-go/helium/xpath3"
)

// Scope is the variables in sight of an expression; nil is none.
type Scope struct {
	outer  *Scope
	name   string
	v      *Var
	lookup func(name string) (*Var, error)
}

// NewScope gives a scope that asks lookup for a variable by name; nil, nil
// when there is none.
func NewScope(lookup func(name string) (*Var, error)) *Scope { return &Scope{lookup: lookup} }

// With gives a scope with one more variable, which hides others of its name.
func (s *Scope) With(name string, v *Var) *Scope {
	return &Scope{outer: s, name: name, v: v}
}

func (s *Scope) find(name string) (*Var, error) {
	for ; s != nil; s = s.outer {
		if s.lookup != nil {
			if v, err := s.lookup(name); v != nil || err != nil {
				return v, err
			}
		} else if s.name == name {
			return s.v, nil
		}
	}
	return nil, fmt.Errorf("%w: $%s", ErrUndeclared, name)
}

// ErrUndeclared is a variable that no scope holds.
var ErrUndeclared = errors.New("variable is not declared")

// Var is a variable: a let, computed when first asked for, or one that a for or
// quantified expression sets (code nil).
type Var struct {
	slot   int
	code   *code
	global bool
	name   string
	is     static // of one that is bound
}

// Let compiles a variable. A global one has the document node as its context
// and one value in a run; another has the node a rule fired on, and a value
// for each firing.
func (c *Compiler) Let(name, src string, scope *Scope, global bool) (*Var, error) {
	code, err := c.source(src, scope)
	if err != nil {
		return nil, fmt.Errorf("variable %s: %w", name, err)
	}
	return &Var{slot: c.slot(), code: code, global: global, name: name}, nil
}

// Constant is a variable whose value is a text of no type, as that of the tree
// that XSLT makes of a variable's content.
func (c *Compiler) Constant(name, text string) *Var {
	return &Var{slot: c.slot(), code: constant(untyped(text)), global: true, name: name}
}

func (c *Compiler) slot() int {
	c.taken++
	if c.taken > c.slots {
		c.slots, c.strange = c.taken, c.strange || c.resumed
	}
	return c.taken - 1
}

func (c *Compiler) variable(e xpath3.VariableExpr, scope *Scope) (*code, error) {
	if strings.HasPrefix(e.Name, "Q{") {
		return nil, errXPath3
	}
	v, err := scope.find(e.Name)
	if err != nil {
		return nil, err
	}
	if v.code != nil && v.code.known {
		return v.code, nil
	}
	c.usesFree = true
	if v.code == nil {
		return v.bound(), nil
	}
	out := &code{
		is: v.code.is, one: v.code.one, knows: variableFacts(v), let: v,
		push:  func(f *frame) { f.pushAll(f.let(v)) },
		truth: func(f *frame) bool { return truthOf(f.let(v)) },
	}
	if out.one {
		out.item = func(f *frame) (Item, bool) {
			if items := f.let(v); len(items) > 0 {
				return items[0], true
			}
			return Item{}, false
		}
	}
	if v.code.text != nil { // always one string
		out.text = func(f *frame) string { return f.let(v)[0].s }
	}
	return out, nil
}

func truthOf(items []Item) bool {
	b, ok := ebv(items)
	if !ok {
		raise("FORG0006", "no effective boolean value for %s", describe(items))
	}
	return b
}

// bound is a variable of for, some or every: always one item.
func (v *Var) bound() *code {
	slot := v.slot
	return &code{
		one: true, bound: slot + 1, is: v.is, knows: &facts{quiet: true}, push: func(f *frame) { f.push(f.vars[slot].items[0]) },
		item:  func(f *frame) (Item, bool) { return f.vars[slot].items[0], true },
		truth: func(f *frame) bool { return truthOf(f.vars[slot].items) },
	}
}

// let is the value of a let, computed now if it was not yet.
func (f *frame) let(v *Var) []Item {
	val := &f.vars[v.slot]
	want := f.run.fired
	if v.global {
		want = f.run.began
	}
	if val.fired == want {
		return val.items
	}
	if val.busy {
		raise("XTDE0640", "variable $%s is defined by itself", v.name)
	}
	val.busy = true
	f.run.busy = append(f.run.busy, v.slot)
	item, pos, last := f.item, f.pos, f.last
	f.item, f.pos, f.last = f.run.rule, 1, 1
	if v.global {
		f.item = nodeItem(f.run.main, 0)
	}
	mark := len(f.stack)
	v.code.push(f)
	items := f.pop(mark)
	f.item, f.pos, f.last = item, pos, last
	val = &f.vars[v.slot]
	val.items = append(val.items[:0], items...)
	val.fired, val.busy = want, false
	f.run.busy = f.run.busy[:len(f.run.busy)-1]
	return val.items
}
