package xpath

import (
	"slices"

	"github.com/lestrrat-go/helium/xpath3"
)

// anchored is what a general comparison asks for a value: steps up to a span, and from
// there on nothing that depends on more than the node. The span's nodes are then found by
// the values that are reached from them. Or it is a path from the document node, and
// depends on nothing: then all its values are kept.
type anchored struct {
	prefix *path // nil: none
	span   *span // nil: a path from the document node
	tail   *code // nil: the value is that of the span's node
	number int   // of one without a span
}

// anchor has a comparison "l = r" look its values up where one side is such a path.
func (c *Compiler) anchor(out, l, r *code) {
	plain := out.truth
	if plain == nil {
		return
	}
	sides := c.anchoredSides(l, r)
	if sides == nil {
		if sides = c.anchoredSides(r, l); sides == nil {
			return
		}
		l = r
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
func (c *Compiler) anchoredSides(l, r *code) (sides []func(f *frame, values []string) (holds, ok bool)) {
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
		if a := c.anchored(p); a != nil {
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

// anchored is how code is anchored, or nil.
func (c *Compiler) anchored(x *code) *anchored {
	if x.then != nil && !x.then[1].free {
		out := c.anchored(x.then[0])
		if out == nil || out.span == nil {
			return nil
		}
		own := *out
		if own.tail = x.then[1]; out.tail != nil {
			own.tail = then(out.tail, x.then[1])
		}
		return &own
	}
	p := x.path
	switch {
	case p == nil || p.from != nil:
		return nil
	case p.absolute:
		if x.free || len(p.steps) == 0 {
			return nil
		}
		c.fixed++
		return &anchored{tail: x, number: c.fixed - 1}
	}
	for i := range p.steps {
		sp := p.steps[i].span
		if sp == nil || sp.axis == xpath3.AxisChild {
			continue
		}
		if len(sp.rest) > 0 {
			return nil
		}
		out := &anchored{span: sp}
		for _, s := range p.steps[i+1:] {
			for _, pr := range s.predicates {
				if pr.free {
					return nil
				}
			}
		}
		if i+1 < len(p.steps) {
			tail := &path{}
			for _, s := range p.steps[i+1:] {
				tail.add(s)
			}
			out.tail = tail.code()
		}
		if i > 0 {
			out.prefix = &path{steps: p.steps[:i]}
		}
		return out
	}
	return nil
}

// then is "l/r".
func then(l, r *code) *code {
	return &code{push: func(f *frame) {
		mark := len(f.stack)
		l.push(f)
		item, pos, last := f.item, f.pos, f.last
		for _, i := range slices.Clone(f.pop(mark)) {
			if i.kind != KindNode {
				raise("XPTY0019", "a step from %s", i.kind)
			}
			f.run.tick(f.run.ctx)
			f.item, f.pos, f.last = i, 1, 1
			r.push(f)
		}
		f.item, f.pos, f.last = item, pos, last
	}}
}

// has says whether the path has one of the values; ok is false when that must be looked
// for as written.
func (a *anchored) has(f *frame, values []string) (holds, ok bool) {
	i := f.contextNode()
	if a.span == nil {
		return a.among(f, i.tree, values)
	}
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
			note := func(v string) {
				if at := by[v]; len(at) == 0 || at[len(at)-1] != n {
					by[v] = append(at, n)
				}
			}
			if a.tail == nil {
				note(t.doc.ValueOf(n))
				continue
			}
			for _, v := range f.atomsAt(a.tail, t, n) {
				if !v.kind.stringy() {
					raise("XPTY0004", "a value of type %s", v.kind)
				}
				note(v.s)
			}
		}
	})
	if !sound {
		return nil, false
	}
	x.tails[a] = by
	return by, true
}

// kept are the values of a path from the document node, and how often they were asked for.
type kept struct {
	asked  int
	values map[string]bool
}

// among is has for a path from the document node.
func (a *anchored) among(f *frame, t *Tree, values []string) (holds, ok bool) {
	r := f.run
	if t != r.main {
		return false, false
	}
	for len(r.kept) <= a.number {
		r.kept = append(r.kept, kept{})
	}
	if r.kept[a.number].asked++; r.kept[a.number].asked < worthwhile {
		return false, false
	}
	set := r.kept[a.number].values
	if set == nil {
		all, sound := f.strings(a.tail)
		if !sound {
			return false, false
		}
		set = make(map[string]bool, len(all))
		for _, v := range all {
			set[v] = true
		}
		r.kept[a.number].values = set
	}
	for _, v := range values {
		if set[v] {
			return true, true
		}
	}
	return false, true
}
