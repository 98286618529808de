package xpath

import (
	"fmt"
	"slices"
	"strings"

	"github.com/lestrrat-go/helium/xpath3"
)

// condition is something a predicate implies: some node of path has one of the
// values. It lets contexts be found by value instead of tried one by one.
type condition struct {
	path   *path
	key    string // what the path selects, written out: equal keys select equally
	values []string
	exact  bool // the path has no predicate: the condition is all that is asked
}

// implied is the condition that "path = 'literal'" implies.
func implied(p *path, values []Item) *condition {
	if p.from != nil || p.absolute || len(p.steps) == 0 {
		return nil
	}
	c := &condition{path: p.bare(), exact: true}
	c.key = c.path.key()
	for _, s := range p.steps {
		c.exact = c.exact && len(s.predicates) == 0
	}
	for _, v := range values {
		c.values = append(c.values, v.s)
	}
	return c
}

// both is the condition that "a and b" implies: either of the two will do, the
// one with fewer values is better.
func both(a, b *condition) *condition {
	if a == nil || b != nil && len(b.values) < len(a.values) {
		a = b
	}
	if a == nil || !a.exact {
		return a
	}
	weaker := *a
	weaker.exact = false
	return &weaker
}

// either is the condition that "a or b" implies.
func either(a, b *condition) *condition {
	if a == nil || b == nil || a.key != b.key {
		return nil
	}
	return &condition{path: a.path, key: a.key, values: append(slices.Clone(a.values), b.values...), exact: a.exact && b.exact}
}

// plain is the code of an exact condition.
func (c *condition) plain() *code {
	items := make([]Item, len(c.values))
	for i, v := range c.values {
		items[i] = stringItem(v)
	}
	out := c.path.amongCode(items)
	out.implies = c
	return out
}

// existence is the condition that a path with a node implies, by a predicate of
// its last step.
func (p *path) existence() *condition {
	if p.from != nil || p.absolute || len(p.steps) == 0 {
		return nil
	}
	last := p.steps[len(p.steps)-1]
	if last.positional {
		return nil
	}
	for _, pr := range last.predicates {
		if c := pr.condition(); c != nil {
			whole := p.bare()
			for _, s := range c.path.steps {
				whole.add(s)
			}
			whole.ordered = whole.order()
			exact := c.exact && len(last.predicates) == 1
			for _, s := range p.steps[:len(p.steps)-1] {
				exact = exact && len(s.predicates) == 0
			}
			return &condition{path: whole, key: whole.key(), values: c.values, exact: exact}
		}
	}
	return nil
}

// condition is what the truth of the code implies, or nil.
func (c *code) condition() *condition {
	if c.implies == nil && c.path != nil {
		return c.path.existence()
	}
	return c.implies
}

// bare is the path without its predicates: it selects no fewer nodes.
func (p *path) bare() *path {
	out := &path{}
	for _, s := range p.steps {
		out.add(step{axis: s.axis, test: s.test})
	}
	out.ordered = out.order()
	return out
}

func (p *path) key() string {
	var b strings.Builder
	for _, s := range p.steps {
		fmt.Fprintf(&b, "%d %v/", s.axis, s.test)
	}
	return b.String()
}

// signature writes a syntax tree out so that equal trees in one scope give
// equal text: variables by their slot.
func signature(b *strings.Builder, v any, scope *Scope) {
	switch e := v.(type) {
	case xpath3.VariableExpr:
		if found, err := scope.find(e.Name); err == nil {
			fmt.Fprintf(b, "$%d", found.slot)
			return
		}
		b.WriteString("$" + e.Name)
	case xpath3.LiteralExpr:
		fmt.Fprintf(b, "%T%v", e.Value, e.Value)
		if s, ok := e.Value.(string); ok {
			fmt.Fprintf(b, "%q", s)
		}
	case *xpath3.LocationPath:
		fmt.Fprintf(b, "path%v(", e.Absolute)
		for _, s := range e.Steps {
			fmt.Fprintf(b, "/%d%T%v", s.Axis, s.NodeTest, s.NodeTest)
			for _, p := range s.Predicates {
				b.WriteByte('[')
				signature(b, p, scope)
				b.WriteByte(']')
			}
		}
		b.WriteByte(')')
	case xpath3.BinaryExpr:
		fmt.Fprintf(b, "(%d", e.Op)
		signature(b, e.Left, scope)
		b.WriteByte(',')
		signature(b, e.Right, scope)
		b.WriteByte(')')
	case xpath3.FunctionCall:
		fmt.Fprintf(b, "%s:%s(", e.Prefix, e.Name)
		for _, a := range e.Args {
			signature(b, a, scope)
			b.WriteByte(',')
		}
		b.WriteByte(')')
	default: // not shared: distinct by the address of where it is compiled
		fmt.Fprintf(b, "%T@%d", v, b.Len())
		b.WriteString(unshared)
	}
}

// unshared marks a signature that equals no other.
const unshared = "\x00"
