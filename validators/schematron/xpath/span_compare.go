package xpath

import (
	"github.com/lestrrat-go/helium/xpath3"
)

// anchored is a path that a general comparison asks for a value: steps up to a span, and
// from there on nothing that depends on more than the node. The span's nodes are then
// found by the values that the path has from them.
type anchored struct {
	prefix *path // nil: none
	span   *span
	tail   *path
}

// anchor has a comparison "l = r" look its values up where one side is such a path.
func anchor(out, l, r *code) {
	plain := out.truth
	if plain == nil {
		return
	}
	sides := anchoredSides(l, r)
	if sides == nil {
		if sides = anchoredSides(r, l); sides == nil {
			return
		}
		l, r = r, l
	}
	out.at = nil
	out.truth = func(f *frame) bool {
		values, ok := f.strings(l)
		if !ok {
			return plain(f)
		}
		for _, side := range sides {
			holds, ok := side(f, values)
			if !ok {
				return plain(f)
			}
			if holds {
				return true
			}
		}
		return false
	}
	out.push = func(f *frame) { f.push(boolean(out.truth(f))) }
}

// anchoredSides are the parts of r, one of which at least is anchored, as questions: has
// it one of the values; ok is false when that cannot be told.
func anchoredSides(l, r *code) (sides []func(f *frame, values []string) (holds, ok bool)) {
	parts := r.items
	if parts == nil {
		parts = []*code{r}
	}
	if l.is != isNodes && l.is != isString {
		return nil
	}
	some := false
	for _, p := range parts {
		if p.is != isNodes && p.is != isString {
			return nil
		}
		if a := anchoredPath(p.path); a != nil {
			some = true
			sides = append(sides, a.has)
			continue
		}
		sides = append(sides, func(f *frame, values []string) (bool, bool) {
			others, ok := f.strings(p)
			for _, o := range others {
				for _, v := range values {
					f.run.tick(f.run.ctx)
					if o == v {
						return true, ok
					}
				}
			}
			return false, ok
		})
	}
	if !some {
		return nil
	}
	return sides
}

func anchoredPath(p *path) *anchored {
	if p == nil || p.from != nil || p.absolute {
		return nil
	}
	for i := range p.steps {
		sp := p.steps[i].span
		if sp == nil {
			continue
		}
		if len(sp.rest) > 0 {
			return nil
		}
		out := &anchored{span: sp, tail: &path{steps: p.steps[i+1:]}}
		for _, s := range out.tail.steps {
			switch s.axis {
			case xpath3.AxisChild, xpath3.AxisAttribute, xpath3.AxisSelf, xpath3.AxisDescendant, xpath3.AxisDescendantOrSelf:
			default:
				return nil
			}
			for _, pr := range s.predicates {
				if pr.free || pr.byPosition {
					return nil
				}
			}
		}
		if i > 0 {
			out.prefix = &path{steps: p.steps[:i]}
		}
		return out
	}
	return nil
}

// has says whether the path has one of the values; ok is false when that must be looked
// for as written.
func (a *anchored) has(f *frame, values []string) (holds, ok bool) {
	i := f.contextNode()
	if a.prefix == nil {
		return a.from(f, i.tree, int32(i.n), values)
	}
	ok = true
	s := sink{want: visited, see: func(t *Tree, id int32) bool {
		holds, ok = a.from(f, t, id, values)
		return ok && !holds
	}}
	a.prefix.begin(f, &s)
	return holds, ok
}

func (a *anchored) from(f *frame, t *Tree, id int32, values []string) (holds, ok bool) {
	x := f.spanned(a.span, t, id)
	if x == nil {
		return false, false
	}
	by, ok := x.tail(f, a, t)
	if !ok {
		return false, false
	}
	for _, v := range values {
		list := by[v]
		from, to := a.span.within(t, list, id)
		for _, n := range list[from:to] {
			f.run.tick(f.run.ctx)
			if a.span.on(t, n, id) {
				return true, true
			}
		}
	}
	return false, true
}

// tail gives the span's nodes by the values that the rest of a path has from them.
func (x *spanned) tail(f *frame, a *anchored, t *Tree) (map[string][]int32, bool) {
	by, made := x.tails[a]
	if made {
		return by, by != nil
	}
	if x.tails == nil {
		x.tails = map[*anchored]map[string][]int32{}
	}
	x.tails[a] = nil // until it is done
	by = map[string][]int32{}
	sound := f.attempt(func() {
		for _, n := range x.nodes {
			f.run.tick(f.run.ctx)
			for _, v := range f.run.valuesFrom(a.tail, t, n) {
				if at := by[v]; len(at) == 0 || at[len(at)-1] != n {
					by[v] = append(at, n)
				}
			}
		}
	})
	if !sound {
		return nil, false
	}
	x.tails[a] = by
	return by, true
}
