package xpath

import (
	"slices"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/lestrrat-go/helium/xpath3"
)

// facts are what the attributes and children that a node has tell of an
// expression on it, without evaluating: most checks say "not(@x) or …" of an @x
// that is not there. Each list is of conditions of which one suffices; an
// expression may well be true when none holds.
type facts struct {
	yes   []when // its effective boolean value is true
	no    []when // it is false
	empty []when // its value is the empty sequence
	quiet bool   // it never raises an error
}

// when is that all of some counts are in their bounds; none is always.
type when []bound

// bound is how many attributes, or children, of one name a node has. Counts
// end at 2, which is any number from there on.
type bound struct {
	slot      int32
	low, high uint8
}

const many = 2

// nothing is the facts of an expression that nothing is known of.
var nothing = &facts{}

func (c *code) facts() *facts {
	if c.knows == nil && c.known {
		c.knows = &facts{quiet: true}
		switch truth, ok := ebv(c.value); {
		case ok && truth:
			c.knows.yes = always
		case ok:
			c.knows.no = always
		}
		if len(c.value) == 0 {
			c.knows.empty = always
		}
	}
	if c.knows == nil {
		return nothing
	}
	return c.knows
}

// Conditions that would need more are dropped.
const (
	maxWhens  = 6
	maxBounds = 6
)

func anyOf(lists ...[]when) []when {
	var out []when
	for _, l := range lists {
		out = append(out, l...)
	}
	return out[:min(len(out), maxWhens):len(out)]
}

// allOf is the conditions that one of each of two lists holds.
func allOf(a, b []when) []when {
	var out []when
	for _, x := range a {
		for _, y := range b {
			if w, ok := x.and(y); ok && len(out) < maxWhens {
				out = append(out, w)
			}
		}
	}
	return out
}

// and is both; false when they contradict each other or are too many.
func (w when) and(v when) (when, bool) {
	out := slices.Clone(w)
	for _, b := range v {
		at := slices.IndexFunc(out, func(o bound) bool { return o.slot == b.slot })
		if at < 0 {
			out = append(out, b)
			continue
		}
		o := &out[at]
		if o.low, o.high = max(o.low, b.low), min(o.high, b.high); o.low > o.high {
			return nil, false
		}
	}
	return out, len(out) <= maxBounds
}

var always = []when{{}}

// not, and, or
func (x *facts) negated() *facts { return &facts{yes: x.no, no: x.yes, quiet: x.quiet} }

func (x *facts) and(y *facts) *facts {
	out := &facts{yes: allOf(x.yes, y.yes), quiet: x.quiet && y.quiet}
	if out.no = anyOf(x.no, allOf(x.yes, y.no)); x.quiet {
		out.no = anyOf(x.no, y.no)
	}
	return out
}

func (x *facts) or(y *facts) *facts { return x.negated().and(y.negated()).negated() }

// A slot is a count that conditions may ask for.
type slotKey struct {
	attribute bool
	name      int32 // 0: any
}

func (c *Compiler) countSlot(attribute bool, name int32) int32 {
	k := slotKey{attribute, name}
	n, ok := c.counts[k]
	if !ok {
		n = int32(len(c.counts)) << 1 // odd for children
		if !attribute {
			n++
		}
		c.counts[k] = n
		for int(name) >= len(c.slotsByName) {
			c.slotsByName = append(c.slotsByName, slots{-1, -1})
		}
		if attribute {
			c.slotsByName[name].attribute = n
		} else {
			c.slotsByName[name].child = n
		}
	}
	return n
}

// first is the count that the first step of a path from the context item is
// about, and whether the step selects just those.
func (c *Compiler) first(p *path) (slot int32, exact, ok bool) {
	if p.from != nil || p.absolute || len(p.steps) == 0 {
		return 0, false, false
	}
	s := &p.steps[0]
	attribute := s.axis == xpath3.AxisAttribute
	if !attribute && (s.axis != xpath3.AxisChild || s.test.of != xmldoc.ElementNode || s.test.kind == testNode) {
		return 0, false, false
	}
	exact = !s.positional && len(s.predicates) == 0
	switch s.test.kind {
	case testName:
		return c.countSlot(attribute, s.test.name), exact, true
	case testKindOf:
		return c.countSlot(attribute, 0), exact, true
	case testLocal, testSpace:
		return c.countSlot(attribute, 0), false, true
	default:
		return 0, false, false
	}
}

// pathFacts are the facts of a path.
func (c *Compiler) pathFacts(p *path) *facts {
	out := &facts{quiet: p.quiet()}
	slot, exact, ok := c.first(p)
	if !ok {
		return out
	}
	out.no = []when{{{slot, 0, 0}}}
	out.empty = out.no
	if exact && len(p.steps) == 1 {
		out.yes = []when{{{slot, 1, many}}}
	}
	return out
}

// quiet says whether walking the path raises no error.
func (p *path) quiet() bool {
	if p.from != nil {
		return false
	}
	for _, s := range p.steps {
		for _, pr := range s.predicates {
			if !pr.facts().quiet {
				return false
			}
		}
	}
	return true
}

// countFacts are those of "count(path) r n".
func (c *Compiler) countFacts(p *path, r relation, n int) *facts {
	out := &facts{quiet: p.quiet()}
	slot, exact, ok := c.first(p)
	if !ok {
		return out
	}
	none, one := r.of(0-n), r.of(1-n)
	say := func(truth bool, low, high uint8) {
		w := []when{{{slot, low, high}}}
		if truth {
			out.yes = anyOf(out.yes, w)
		} else {
			out.no = anyOf(out.no, w)
		}
	}
	single := len(p.steps) == 1
	if single && none == one { // no more are selected than there are
		say(none, 0, 1)
	} else {
		say(none, 0, 0)
		if single && exact {
			say(one, 1, 1)
		}
	}
	if single && exact && r.of(many-n) == r.of(many+1-n) && n <= many { // all larger numbers alike
		say(r.of(many-n), many, many)
	}
	return out
}

// presence is how many attributes and children of each slot the node of the
// rule has: filled in when a condition asks.
type presence struct {
	counts   []uint8
	touched  []int32
	attrs    bool
	children bool
}

func (p *presence) clear() {
	for _, s := range p.touched {
		p.counts[s] = 0
	}
	p.touched, p.attrs, p.children = p.touched[:0], false, false
}

func (p *presence) seen(slot int32) {
	if slot < 0 {
		return
	}
	if p.counts[slot] == 0 {
		p.touched = append(p.touched, slot)
	}
	if p.counts[slot] < many {
		p.counts[slot]++
	}
}

// slots of a name of a document: its counts as an attribute and as a child, or -1.
type slots struct{ attribute, child int32 }

// slotsOf gives the slots of the names of a document.
func (c *Compiler) slotsOf(out []slots, ids []int32) []slots {
	out = slices.Grow(out[:0], len(ids))[:len(ids)]
	for n, id := range ids {
		out[n] = slots{-1, -1}
		switch {
		case n == 0 && len(c.slotsByName) > 0: // of any name
			out[n] = c.slotsByName[0]
		case id != 0 && int(id) < len(c.slotsByName):
			out[n] = c.slotsByName[id]
		}
	}
	return out
}

func (r *Run) countAttributes() {
	r.here.attrs = true
	t, id := r.main, int32(r.rule.n)
	first := id + 1
	for n := first; n < first+t.doc.AttrsOf(id); n++ {
		r.here.seen(t.slots[t.doc.NameOf(n)].attribute)
	}
	for range min(t.doc.AttrsOf(id), many) {
		r.here.seen(t.slots[0].attribute)
	}
}

func (r *Run) countChildren() {
	r.here.children = true
	t, id := r.main, int32(r.rule.n)
	for n, end := id+1+t.doc.AttrsOf(id), t.doc.EndOf(id); n < end; {
		kind, name, next := t.doc.Look(n)
		if kind == xmldoc.ElementNode {
			r.tick(r.ctx)
			r.here.seen(t.slots[name].child)
			r.here.seen(t.slots[0].child)
		}
		n = next
	}
}

// holds says whether one of the conditions does on the node of the rule.
func (r *Run) holds(list []when) bool {
	for _, w := range list {
		if r.allHold(w) {
			return true
		}
	}
	return false
}

func (r *Run) allHold(w when) bool {
	for i := range w {
		b := &w[i]
		if int(b.slot) >= len(r.here.counts) { // compiled after the tree was made
			return false
		}
		if n := r.here.counts[b.slot]; n < b.low || n > b.high {
			return false
		}
	}
	return true
}
