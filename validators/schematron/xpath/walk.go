package xpath

import (
	"slices"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/lestrrat-go/helium/xpath3"
)

// walk visits what steps[i:] select from a node, and says whether to go on.
func (p *path) walk(f *frame, t *Tree, id int32, i int, s *sink) bool {
	if i == len(p.steps) {
		return s.take(f, t, id)
	}
	st := &p.steps[i]
	if st.span != nil {
		if done, again := p.walkSpan(f, t, id, i, s); done {
			return again
		}
	}
	if st.positional {
		for _, n := range st.selected(f, t, id) {
			if !p.walk(f, t, n, i+1, s) {
				return false
			}
		}
		return true
	}
	f.run.tick(f.run.ctx)
	d, looked := t.doc, 0
	switch st.axis {
	case xpath3.AxisChild:
		if st.test.kind == testName {
			of, name := st.test.of, st.test.name
			for n, end := id+1+d.AttrsOf(id), d.EndOf(id); n < end; {
				kind, named, next := d.Look(n)
				looked++
				if kind == of && t.ids[named] == name && (len(st.predicates) == 0 || st.holds(f, t, n)) {
					f.run.pay(&looked)
					if !p.walk(f, t, n, i+1, s) {
						return false
					}
				}
				n = next
			}
			f.run.pay(&looked)
			return true
		}
		for n, end := id+1+d.AttrsOf(id), d.EndOf(id); n < end; n = d.EndOf(n) {
			looked++
			if st.accepts(f, t, n) {
				f.run.pay(&looked)
				if !p.walk(f, t, n, i+1, s) {
					return false
				}
			}
		}
	case xpath3.AxisAttribute:
		if st.test.kind == testName {
			n := t.attribute(id, st.test.name)
			return n == 0 || len(st.predicates) > 0 && !st.holds(f, t, n) || p.walk(f, t, n, i+1, s)
		}
		for n, end := id+1, id+1+d.AttrsOf(id); n < end; n++ {
			if st.accepts(f, t, n) && !p.walk(f, t, n, i+1, s) {
				return false
			}
		}
	case xpath3.AxisSelf:
		return !st.accepts(f, t, id) || p.walk(f, t, id, i+1, s)
	case xpath3.AxisDescendant, xpath3.AxisDescendantOrSelf:
		if st.find != nil && id == 0 && st.axis == xpath3.AxisDescendant {
			if nodes, ok := st.lookup(f, t); ok {
				for _, n := range nodes {
					if st.accepts(f, t, n) && !p.walk(f, t, n, i+1, s) {
						return false
					}
				}
				return true
			}
		}
		if st.axis == xpath3.AxisDescendant {
			if nodes, ok := t.elements(&st.test, id); ok {
				for _, n := range nodes {
					looked++
					if len(st.predicates) == 0 || st.holds(f, t, n) {
						f.run.pay(&looked)
						if !p.walk(f, t, n, i+1, s) {
							return false
						}
					}
				}
				f.run.pay(&looked)
				return true
			}
		}
		if st.axis == xpath3.AxisDescendantOrSelf && st.accepts(f, t, id) && !p.walk(f, t, id, i+1, s) {
			return false
		}
		for n, end := id+1, d.EndOf(id); n < end; n++ {
			looked++
			if d.KindOf(n) != xmldoc.AttributeNode && st.accepts(f, t, n) {
				f.run.pay(&looked)
				if !p.walk(f, t, n, i+1, s) {
					return false
				}
			}
		}
	case xpath3.AxisParent:
		if n := d.ParentOf(id); n >= 0 && st.accepts(f, t, n) {
			return p.walk(f, t, n, i+1, s)
		}
	case xpath3.AxisPrecedingSibling, xpath3.AxisFollowingSibling:
		parent := d.ParentOf(id)
		if parent < 0 || d.KindOf(id) == xmldoc.AttributeNode {
			return true
		}
		n, end := parent+1+d.AttrsOf(parent), id
		if st.axis == xpath3.AxisFollowingSibling {
			n, end = d.EndOf(id), d.EndOf(parent)
		}
		for ; n < end; n = d.EndOf(n) {
			looked++
			if st.accepts(f, t, n) {
				f.run.pay(&looked)
				if !p.walk(f, t, n, i+1, s) {
					return false
				}
			}
		}
	default:
		for _, n := range st.candidates(t, id, nil) {
			looked++
			if st.holds(f, t, n) {
				f.run.pay(&looked)
				if !p.walk(f, t, n, i+1, s) {
					return false
				}
			}
		}
	}
	f.run.pay(&looked)
	return true
}

// accepts applies the test and the predicates, none of which asks for a position.
func (st *step) accepts(f *frame, t *Tree, n int32) bool {
	return st.test.matches(t, n) && (len(st.predicates) == 0 || st.holds(f, t, n))
}

// holds applies the predicates with the node as context, the only one: 1 of 1.
func (st *step) holds(f *frame, t *Tree, n int32) bool {
	predicates := st.predicates
	for len(predicates) > 0 && predicates[0].at != nil {
		if !predicates[0].at(f, t, n) {
			return false
		}
		predicates = predicates[1:]
	}
	if len(predicates) == 0 {
		return true
	}
	item, oldPos, oldLast := f.item, f.pos, f.last
	f.item, f.pos, f.last = nodeItem(t, n), 1, 1
	ok := true
	for _, p := range predicates {
		if ok = p.ebv(f); !ok {
			break
		}
	}
	f.item, f.pos, f.last = item, oldPos, oldLast
	return ok
}

// selected gives the nodes of a step that asks for positions, in axis order.
func (st *step) selected(f *frame, t *Tree, id int32) []int32 {
	return st.chosen(f, t, st.candidates(t, id, nil))
}

// chosen are those of the nodes, in axis order, that the predicates choose. The list is
// used again.
func (st *step) chosen(f *frame, t *Tree, nodes []int32) []int32 {
	item, pos, last := f.item, f.pos, f.last
	for _, p := range st.predicates {
		kept := nodes[:0]
		size := len(nodes)
		for i, n := range nodes {
			f.item, f.pos, f.last = nodeItem(t, n), i+1, size
			if p.selects(f) {
				kept = append(kept, n)
			}
		}
		nodes = kept
	}
	f.item, f.pos, f.last = item, pos, last
	return nodes
}

// selects is the truth of a predicate: a number is compared with the position.
func (c *code) selects(f *frame) bool {
	if c.truth != nil && c.is != isNumber && c.is != anything {
		return c.truth(f)
	}
	mark := len(f.stack)
	c.push(f)
	items := f.pop(mark)
	if len(items) == 1 && items[0].kind.numeric() {
		return items[0].float() == float64(f.pos)
	}
	b, ok := ebv(items)
	if !ok {
		raise("FORG0006", "no effective boolean value for %s", describe(items))
	}
	return b
}

// candidates appends the nodes of the axis that pass the test, in axis order.
func (st *step) candidates(t *Tree, id int32, out []int32) []int32 {
	d := t.doc
	keep := func(n int32) {
		if st.test.matches(t, n) {
			out = append(out, n)
		}
	}
	isAttribute := d.KindOf(id) == xmldoc.AttributeNode
	if st.axis == xpath3.AxisPreceding || st.axis == xpath3.AxisFollowing {
		if all, ok := t.elements(&st.test, 0); ok {
			return st.along(t, all, id, out)
		}
	}
	switch st.axis {
	case xpath3.AxisChild:
		for n, end := id+1+d.AttrsOf(id), d.EndOf(id); n < end; n = d.EndOf(n) {
			keep(n)
		}
	case xpath3.AxisAttribute:
		for n, end := id+1, id+1+d.AttrsOf(id); n < end; n++ {
			keep(n)
		}
	case xpath3.AxisSelf:
		keep(id)
	case xpath3.AxisParent:
		if n := d.ParentOf(id); n >= 0 {
			keep(n)
		}
	case xpath3.AxisAncestor, xpath3.AxisAncestorOrSelf:
		n := id
		if st.axis == xpath3.AxisAncestor {
			n = d.ParentOf(id)
		}
		for ; n >= 0; n = d.ParentOf(n) {
			keep(n)
		}
	case xpath3.AxisDescendant, xpath3.AxisDescendantOrSelf, xpath3.AxisFollowing:
		n, end := id+1, d.EndOf(id)
		switch st.axis {
		case xpath3.AxisDescendantOrSelf:
			keep(id)
		case xpath3.AxisFollowing:
			n, end = d.EndOf(id), d.EndOf(0)
		default: // the descendants alone
		}
		for ; n < end; n++ {
			if d.KindOf(n) != xmldoc.AttributeNode {
				keep(n)
			}
		}
	case xpath3.AxisFollowingSibling:
		if p := d.ParentOf(id); p >= 0 && !isAttribute {
			for n, end := d.EndOf(id), d.EndOf(p); n < end; n = d.EndOf(n) {
				keep(n)
			}
		}
	case xpath3.AxisPrecedingSibling:
		if p := d.ParentOf(id); p >= 0 && !isAttribute {
			for n := p + 1 + d.AttrsOf(p); n < id; n = d.EndOf(n) {
				keep(n)
			}
			slices.Reverse(out)
		}
	case xpath3.AxisPreceding:
		for n := id - 1; n > 0; n-- {
			if d.KindOf(n) != xmldoc.AttributeNode && d.EndOf(n) <= id {
				keep(n)
			}
		}
	case xpath3.AxisNamespace: // refused when a step is compiled
	}
	return out
}

// along appends those of a list of elements in document order that are on the axis
// preceding or following, in axis order.
func (st *step) along(t *Tree, all []int32, id int32, out []int32) []int32 {
	s := &span{axis: st.axis}
	from, to := s.within(t, all, id)
	for _, n := range all[from:to] {
		if s.on(t, n, id) {
			out = append(out, n)
		}
	}
	if st.axis == xpath3.AxisPreceding {
		slices.Reverse(out)
	}
	return out
}
