package xpath

import (
	"slices"

	"github.com/lestrrat-go/helium/xpath3"
)

// A step such as preceding::call[@to = $to] looks at much of a document. A rule that
// asks it of every call would look at all of them from each: that grows with the square
// of their number. A span is such a step, and what can be said of its nodes once for
// all: which of them pass the predicates that ask for nothing but the node, in document
// order, and which of those have a value that a predicate wants. Where the step begins
// then only cuts a range out of a list.
//
// What a step selects does not change. Where predicates could tell the difference, by an
// error that one of them raises or by a position, they are tried as written.
type span struct {
	number int
	axis   xpath3.AxisType
	test   test
	static []*code // predicates, or parts that "and" joins, that ask for the node alone
	keys   []keyed // what the predicates make necessary; any one will do
	rest   []*code // what is left to be tried, in order
	place  int     // of the first of rest that asks for a position; len(rest): none does
	pick   pick    // what rest[place] asks for
	loud   []int   // of rest[:place], those that may raise an error
}

// keyed is "of = value" where of is of the node, and value is the same for all nodes.
type keyed struct {
	of, value *code
	is        int // the one of rest that asks just this; -1: none
}

// pick is a predicate that takes one node by its place.
type pick uint8

const (
	byPlace pick = iota // some other
	byFirst             // [1]
	byLast              // [last()]
)

// spanOf is how a step is a span, or nil. A step to children is one where an equality
// finds them, for a node that has many.
func (c *Compiler) spanOf(s *step) *span {
	switch s.axis {
	case xpath3.AxisPreceding, xpath3.AxisFollowing, xpath3.AxisPrecedingSibling, xpath3.AxisFollowingSibling, xpath3.AxisChild:
	default:
		return nil
	}
	if s.test.kind != testName {
		return nil
	}
	out := &span{number: c.spans, axis: s.axis, test: s.test}
	c.spans++
	for i, p := range s.predicates {
		if p.byPosition {
			out.place, out.pick = len(out.rest), p.picks()
			out.rest = append(out.rest, s.predicates[i:]...)
			return out.worth()
		}
		for _, part := range p.parts() {
			if len(out.loud) == 0 { // what stands before raises no error: it may be passed over
				if !part.free {
					out.static = append(out.static, part)
					continue
				}
				for _, k := range part.necessary() {
					if k.is = -1; part.pair != nil {
						k.is = len(out.rest)
					}
					out.keys = append(out.keys, k)
				}
			}
			if !part.facts().quiet {
				out.loud = append(out.loud, len(out.rest))
			}
			out.rest = append(out.rest, part)
		}
	}
	out.place = len(out.rest)
	return out.worth()
}

// worth is the span, or nil for one that saves nothing.
func (s *span) worth() *span {
	if s.axis == xpath3.AxisChild && len(s.keys) == 0 {
		return nil
	}
	return s
}

// quiet says whether none of rest[:place] raises an error, but for one that is known not to.
func (s *span) quiet(but int) bool {
	return len(s.loud) == 0 || len(s.loud) == 1 && s.loud[0] == but
}

// before are the predicates before one that asks for a position, but for one that is known to hold.
func (s *span) before(but int) []*code {
	switch but {
	case -1:
		return s.rest[:s.place]
	case s.place - 1:
		return s.rest[:but]
	}
	return slices.Concat(s.rest[:but], s.rest[but+1:s.place])
}

// ahead adds what the steps behind make necessary of a span's nodes: those of
// preceding::call/soap[@id = $id] have such a soap.
func (c *Compiler) ahead(p *path) {
	for i := range p.steps {
		s := p.steps[i].span
		if s == nil || s.place < len(s.rest) || len(s.loud) > 0 {
			continue
		}
		behind := &path{steps: p.steps[i+1:]}
		if more := behind.necessary(); len(more) > 0 {
			own := *s
			own.number, own.keys = c.spans, slices.Concat(s.keys, more)
			c.spans++
			p.steps[i].span = &own
		}
	}
}

// parts are the parts that "and" joins in a predicate; otherwise itself.
func (c *code) parts() []*code {
	if c.both == nil {
		return []*code{c}
	}
	var out []*code
	for _, b := range c.both {
		out = append(out, b.parts()...)
	}
	return out
}

// picks says which one node a predicate takes.
func (c *code) picks() pick {
	n, whole := c.whole()
	switch {
	case c.isLast:
		return byLast
	case whole && n == 1:
		return byFirst
	}
	return byPlace
}

// necessary are equalities without which the code is not true.
func (c *code) necessary() []keyed {
	switch {
	case c.both != nil:
		var out []keyed
		for _, b := range c.both {
			if out = append(out, b.necessary()...); !b.facts().quiet {
				break // what it raises must not be passed over
			}
		}
		return out
	case c.pair != nil:
		l, r := c.pair[0], c.pair[1]
		switch {
		case !l.free && l.focus && !r.focus && r.free:
			return []keyed{{l, r, -1}}
		case !r.free && r.focus && !l.focus && l.free:
			return []keyed{{r, l, -1}}
		}
	case c.path != nil && c.path.from == nil && !c.path.absolute:
		return c.path.necessary()
	}
	return nil
}

// necessary are equalities without which the path selects nothing. They are of the node
// it starts from.
func (p *path) necessary() []keyed {
	bare := &path{}
	for i := range p.steps {
		s := &p.steps[i]
		switch s.axis {
		case xpath3.AxisChild, xpath3.AxisAttribute, xpath3.AxisSelf:
		default:
			return nil
		}
		bare = &path{steps: append(slices.Clone(bare.steps), step{axis: s.axis, test: s.test})}
		bare.ordered = bare.order()
		for _, pr := range s.predicates {
			if pr.byPosition {
				return nil
			}
			var out []keyed
			for _, k := range pr.necessary() {
				if k.of.path == nil || k.of.path.from != nil || k.of.path.absolute {
					continue
				}
				whole := &path{steps: slices.Concat(bare.steps, k.of.path.steps)}
				whole.ordered, whole.shape = whole.order(), whole.shapeOf()
				out = append(out, keyed{whole.code(), k.value, -1})
			}
			if len(out) > 0 {
				return out
			}
			if !pr.facts().quiet {
				return nil
			}
		}
	}
	return nil
}
