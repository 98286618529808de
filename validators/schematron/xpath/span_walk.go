package xpath

import (
	"slices"
	"sort"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/lestrrat-go/helium/xpath3"
)

// spanned is what is known of the nodes of a span in the document judged.
type spanned struct {
	spent  int // nodes that the step as written would have looked at so far
	ready  bool
	broken bool    // a predicate raised an error on some node: the step is tried as written
	nodes  []int32 // of the test and the static predicates, in document order
	keys   []byValue
	tails  map[*anchored]map[string][]int32
}

// byValue is an index of the nodes by what a key is of each.
type byValue struct {
	made, broken bool
	nodes        map[string][]int32
}

// spanned is what is known of a span, or nil while the step has not looked at as much as
// finding it out takes, and where it cannot be known.
func (f *frame) spanned(s *span, t *Tree, id int32) *spanned {
	r := f.run
	if t != r.main {
		return nil
	}
	all, ok := t.elements(&s.test, 0)
	if !ok {
		return nil
	}
	for len(r.spans) <= s.number {
		r.spans = append(r.spans, nil)
	}
	x := r.spans[s.number]
	if x == nil {
		x = &spanned{}
		r.spans[s.number] = x
	}
	switch {
	case x.broken:
		return nil
	case x.ready:
		return x
	}
	from, to := s.within(t, all, id)
	if x.spent += to - from; x.spent <= 2*len(all)+64 {
		return nil
	}
	nodes := all
	if len(s.static) > 0 {
		nodes = nil
		x.broken = true // until it is done
		sound := f.attempt(func() {
			for _, n := range all {
				r.tick(r.ctx)
				if f.passes(s.static, t, n) {
					nodes = append(nodes, n)
				}
			}
		})
		if !sound {
			return nil
		}
		x.broken = false
	}
	x.nodes, x.ready, x.keys = nodes, true, make([]byValue, len(s.keys))
	return x
}

// within is the range of an ordered list that the axis from a node begins and ends in.
// Of the nodes in it, s.on tells those that are on the axis.
func (s *span) within(t *Tree, list []int32, id int32) (from, to int) {
	low, high := int32(0), int32(0)
	switch s.axis {
	case xpath3.AxisPreceding:
		low, high = 0, id
	case xpath3.AxisFollowing:
		low, high = t.doc.EndOf(id), t.doc.EndOf(0)
	case xpath3.AxisChild:
		low, high = id+1, t.doc.EndOf(id)
	default: // siblings
		parent := t.doc.ParentOf(id)
		if parent < 0 || t.doc.KindOf(id) == xmldoc.AttributeNode {
			return 0, 0
		}
		if low, high = parent+1, id; s.axis == xpath3.AxisFollowingSibling {
			low, high = t.doc.EndOf(id), t.doc.EndOf(parent)
		}
	}
	from = sort.Search(len(list), func(i int) bool { return list[i] >= low })
	return from, from + sort.Search(len(list)-from, func(i int) bool { return list[from+i] >= high })
}

func (s *span) on(t *Tree, n, id int32) bool {
	switch s.axis {
	case xpath3.AxisPreceding:
		return t.doc.EndOf(n) <= id // and no ancestor
	case xpath3.AxisFollowing:
		return true
	case xpath3.AxisChild:
		return t.doc.ParentOf(n) == id
	default:
		return t.doc.ParentOf(n) == t.doc.ParentOf(id)
	}
}

// candidates are nodes among which are all that the step selects from a node, before it
// asks for places, and the one of rest that is known to hold on them, or -1; false when
// they are not known.
func (s *span) candidates(f *frame, t *Tree, id int32) (list []int32, holds int, ok bool) {
	if s.axis == xpath3.AxisChild && t.doc.EndOf(id)-id < manyBelow {
		return nil, -1, false
	}
	x := f.spanned(s, t, id)
	if x == nil {
		return nil, -1, false
	}
	from, to := s.within(t, x.nodes, id)
	list = x.nodes[from:to]
	if len(list) < few {
		return list, -1, true
	}
	for i := range s.keys {
		if found, ok := x.find(f, s, i, t); ok {
			from, to = s.within(t, found, id)
			return found[from:to], s.keys[i].is, true
		}
	}
	return list, -1, true
}

// manyBelow is from how many nodes below a node on its children are worth being looked up.
const manyBelow = 1024

// few nodes are sooner tried than looked up.
const few = 4

// find gives the nodes whose key has one of the values wanted now.
func (x *spanned) find(f *frame, s *span, i int, t *Tree) ([]int32, bool) {
	k, by := s.keys[i], &x.keys[i]
	if !by.made {
		by.made, by.broken = true, true // until it is done
		nodes := map[string][]int32{}
		sound := f.attempt(func() {
			for _, n := range x.nodes {
				for _, v := range f.atomsAt(k.of, t, n) {
					if !v.kind.stringy() {
						raise("XPTY0004", "a key of type %s", v.kind)
					}
					if at := nodes[v.s]; len(at) == 0 || at[len(at)-1] != n {
						nodes[v.s] = append(at, n)
					}
				}
			}
		})
		by.broken, by.nodes = !sound, nodes
	}
	if by.broken {
		return nil, false
	}
	values, ok := f.strings(k.value)
	switch {
	case !ok:
		return nil, false
	case len(values) == 1:
		return by.nodes[values[0]], true
	}
	var out []int32
	for _, v := range values {
		out = append(out, by.nodes[v]...)
	}
	slices.Sort(out)
	return slices.Compact(out), true
}

// strings are the atoms of the code, when all are strings and there is no error.
func (f *frame) strings(c *code) (out []string, ok bool) {
	ok = f.attempt(func() {
		for _, i := range c.atoms(f) {
			if !i.kind.stringy() {
				raise("XPTY0004", "a value of type %s", i.kind)
			}
			out = append(out, i.s)
		}
	})
	return out, ok
}

// atomsAt are the atoms of code with a node as the context item.
func (f *frame) atomsAt(c *code, t *Tree, n int32) []Item {
	item, pos, last := f.item, f.pos, f.last
	f.item, f.pos, f.last = nodeItem(t, n), 1, 1
	f.run.tick(f.run.ctx)
	out := c.atoms(f)
	f.item, f.pos, f.last = item, pos, last
	return out
}

// passes applies predicates that ask for no place.
func (f *frame) passes(predicates []*code, t *Tree, n int32) bool {
	return (&step{predicates: predicates}).holds(f, t, n)
}

// attempt evaluates, and says whether no expression raised an error meanwhile. What ends
// a run, or says that it takes too much, is passed on.
func (f *frame) attempt(what func()) (ok bool) {
	r := f.run
	stack, item, pos, last, values, busy, parts := len(f.stack), f.item, f.pos, f.last, r.values, len(r.busy), len(r.parts)
	defer func() {
		e := recover()
		if e == nil {
			return
		}
		if of, is := e.(*Error); !is || of.Code == CodeLimit {
			panic(e)
		}
		f.stack, f.item, f.pos, f.last = f.stack[:stack], item, pos, last
		for _, slot := range r.busy[busy:] {
			f.vars[slot].busy = false
		}
		r.values, r.busy, r.parts = values, r.busy[:busy], r.parts[:parts]
	}()
	what()
	return true
}

// walkSpan is walk for a step that is a span; done is false when the step must be tried
// as written.
func (p *path) walkSpan(f *frame, t *Tree, id int32, i int, s *sink) (done, again bool) {
	sp := p.steps[i].span
	list, known, ok := sp.candidates(f, t, id)
	if !ok {
		return false, false
	}
	rest := sp.before(known)
	if sp.place < len(sp.rest) {
		for _, n := range sp.placed(f, t, id, list, rest, sp.quiet(known)) {
			if !p.walk(f, t, n, i+1, s) {
				return true, false
			}
		}
		return true, true
	}
	backward := sp.axis == xpath3.AxisPreceding && !sp.quiet(known) // as the step is tried as written
	for k := range list {
		n := list[k]
		if backward {
			n = list[len(list)-1-k]
		}
		f.run.tick(f.run.ctx)
		if sp.on(t, n, id) && (len(rest) == 0 || f.passes(rest, t, n)) && !p.walk(f, t, n, i+1, s) {
			return true, false
		}
	}
	return true, true
}

// placed gives what the step selects of the candidates where it asks for places.
func (s *span) placed(f *frame, t *Tree, id int32, list []int32, before []*code, quiet bool) []int32 {
	back := s.axis == xpath3.AxisPreceding || s.axis == xpath3.AxisPrecedingSibling
	behind := s.rest[s.place:]
	if s.pick != byPlace && quiet {
		n, ok := s.end(f, t, id, list, before, back != (s.pick == byLast))
		if !ok {
			return nil
		}
		return (&step{predicates: behind[1:]}).chosen(f, t, []int32{n})
	}
	var nodes []int32
	for _, n := range list {
		f.run.tick(f.run.ctx)
		if s.on(t, n, id) && f.passes(before, t, n) {
			nodes = append(nodes, n)
		}
	}
	if back {
		slices.Reverse(nodes)
	}
	return (&step{predicates: behind}).chosen(f, t, nodes)
}

// end is the first of the candidates that the step selects, or the last.
func (s *span) end(f *frame, t *Tree, id int32, list []int32, predicates []*code, fromBehind bool) (int32, bool) {
	for i := range list {
		n := list[i]
		if fromBehind {
			n = list[len(list)-1-i]
		}
		f.run.tick(f.run.ctx)
		if s.on(t, n, id) && f.passes(predicates, t, n) {
			return n, true
		}
	}
	return 0, false
}

// endOf pushes what "(step)[1]" or "(step)[last()]" selects, where the step is a span,
// and says whether it could; nil for other forms.
func endOf(from *code, predicates []*code) func(*frame) bool {
	if len(predicates) != 1 || from.path == nil || from.path.from != nil || from.path.absolute || len(from.path.steps) != 1 {
		return nil
	}
	sp, pick := from.path.steps[0].span, predicates[0].picks()
	if sp == nil || sp.place < len(sp.rest) || pick == byPlace {
		return nil
	}
	return func(f *frame) bool {
		i := f.contextNode()
		t, id := i.tree, int32(i.n)
		list, known, ok := sp.candidates(f, t, id)
		if !ok || !sp.quiet(known) {
			return false
		}
		if n, found := sp.end(f, t, id, list, sp.before(known), pick == byLast); found {
			f.push(nodeItem(t, n))
		}
		return true
	}
}
