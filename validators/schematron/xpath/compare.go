package xpath

import (
	"cmp"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/lestrrat-go/helium/xpath3"
)

// relation is what a comparison operator asks of the order of two values.
type relation uint8

const (
	eq relation = iota
	ne
	lt
	le
	gt
	ge
)

var general = map[xpath3.TokenType]relation{
	xpath3.TokenEquals: eq, xpath3.TokenNotEquals: ne, xpath3.TokenLess: lt,
	xpath3.TokenLessEq: le, xpath3.TokenGreater: gt, xpath3.TokenGreaterEq: ge,
}

var valueComparison = map[xpath3.TokenType]relation{
	xpath3.TokenEq: eq, xpath3.TokenNe: ne, xpath3.TokenLt: lt,
	xpath3.TokenLe: le, xpath3.TokenGt: gt, xpath3.TokenGe: ge,
}

func (r relation) of(order int) bool {
	switch r {
	case eq:
		return order == 0
	case ne:
		return order != 0
	case lt:
		return order < 0
	case le:
		return order <= 0
	case gt:
		return order > 0
	default:
		return order >= 0
	}
}

func (r relation) flipped() relation {
	return [...]relation{eq, ne, gt, ge, lt, le}[r]
}

// compare is whether a relation holds between two atomic values of types that
// can be compared.
func compare(r relation, a, b Item) bool {
	switch {
	case a.kind.numeric() && b.kind.numeric():
		return compareNumbers(r, a, b)
	case a.kind.stringy() && b.kind.stringy():
		return r.of(strings.Compare(a.s, b.s))
	case a.kind == KindBoolean && b.kind == KindBoolean:
		return r.of(cmp.Compare(a.n, b.n))
	case a.kind == b.kind && a.kind.temporal():
		return r.of(a.more.moment.Compare(b.more.moment))
	case a.kind.duration() && b.kind.duration() && (r <= ne || a.kind == b.kind && a.kind != KindDuration):
		return r.of(a.more.span.Compare(b.more.span))
	case a.kind == b.kind && r <= ne && a.kind == KindQName:
		return (a.s == b.s && a.more.space == b.more.space) == (r == eq)
	case a.kind == b.kind && r <= ne && (a.kind == KindHex || a.kind == KindBase64):
		return (a.s == b.s) == (r == eq)
	}
	raise("XPTY0004", "%s and %s cannot be compared", a.kind, b.kind)
	return false
}

func compareNumbers(r relation, a, b Item) bool {
	switch {
	case a.kind == KindInteger && b.kind == KindInteger:
		return r.of(cmp.Compare(a.n, b.n))
	case a.kind <= KindDecimal && b.kind <= KindDecimal:
		return r.of(a.rat().Cmp(b.rat()))
	}
	kind := max(a.kind, b.kind)
	x, y := a.as(kind), b.as(kind)
	if math.IsNaN(x) || math.IsNaN(y) {
		return r == ne
	}
	return r.of(cmp.Compare(x, y))
}

// generally compares two atoms as a general comparison does: an untyped one
// takes the type of the other.
func generally(r relation, a, b Item) bool {
	if a.kind == KindUntyped {
		a = castLike(a, b)
	}
	if b.kind == KindUntyped {
		b = castLike(b, a)
	}
	return compare(r, a, b)
}

func castLike(a, other Item) Item {
	switch {
	case other.kind.stringy():
		return a
	case other.kind.numeric():
		return castTo(a, KindDouble)
	default:
		return castTo(a, other.kind)
	}
}

func (c *Compiler) comparison(r relation, l, rt *code) *code {
	out := generalComparison(r, l, rt)
	out.knows = c.compareFacts(r, l, rt)
	if r == eq {
		out.pair = []*code{l, rt}
		c.anchor(out, l, rt)
		if out.equals = lookedUp(l, rt); out.equals == nil {
			out.equals = lookedUp(rt, l)
		}
	}
	return out
}

func generalComparison(r relation, l, rt *code) *code {
	if l.known && !rt.known {
		l, rt, r = rt, l, r.flipped()
	}
	if l.counts != nil && l.counts.path != nil && rt.known && len(rt.value) == 1 && rt.value[0].kind == KindInteger && rt.value[0].n >= 0 {
		p, n := l.counts.path, int(rt.value[0].n)
		return truthCode(func(f *frame) bool { return r.of(p.count(f, n+1) - n) })
	}
	if l.path != nil && r == eq && rt.known && allStrings(rt.value) {
		p := l.path
		if len(rt.value) == 1 {
			text := rt.value[0].s
			out := truthCode(func(f *frame) bool { return p.equals(f, text) })
			if p.from == nil {
				out.asked(func(f *frame, t *Tree, id int32) bool { return p.equalsAt(f, t, id, text) })
			}
			out.implies = implied(p, rt.value)
			return out
		}
		out := p.amongCode(rt.value)
		out.implies = implied(p, rt.value)
		return out
	}
	if n, ok := rt.whole(); ok && l.length != nil {
		return tested(l.length, func(s string) bool {
			if n <= 0 { // only whether there are any
				return r.of(min(len(s), 1) - n)
			}
			return r.of(utf8.RuneCountInString(s) - n)
		})
	}
	if l.textAt != nil && l.text != nil && rt.known && rt.text != nil && r <= ne {
		other := rt.text(nil)
		return tested(l, func(s string) bool { return (s == other) == (r == eq) })
	}
	if l.text != nil && rt.text != nil && l.is == isString && rt.is == isString {
		return truthCode(func(f *frame) bool {
			s := l.text(f)
			switch other := rt.text(f); r {
			case eq:
				return s == other
			case ne:
				return s != other
			default:
				return r.of(strings.Compare(s, other))
			}
		})
	}
	if l.one && r == eq && rt.known && allStrings(rt.value) {
		return truthCode(func(f *frame) bool {
			a, ok := l.atom(f)
			if ok && !a.kind.stringy() {
				return pairwise(f, r, l, rt)
			}
			for n := 0; ok && n < len(rt.value); n++ {
				if rt.value[n].s == a.s {
					return true
				}
			}
			return false
		})
	}
	if x := fixedPath(rt); x != nil && r == eq {
		return truthCode(func(f *frame) bool {
			mark := len(f.stack)
			items := l.atoms(f)
			for _, i := range items {
				if !i.kind.stringy() {
					return pairwise(f, r, l, rt)
				}
			}
			if len(items) == 0 {
				return false
			}
			f.stack = f.stack[:mark+len(items)]
			set := x.set(f)
			f.stack = f.stack[:mark]
			for _, i := range items {
				if set[i.s] {
					return true
				}
			}
			return false
		})
	}
	if l.one && rt.one {
		return truthCode(func(f *frame) bool { // no slices for one item each
			a, ok := l.atom(f)
			if !ok {
				return false
			}
			b, ok := rt.atom(f)
			return ok && generally(r, a, b)
		})
	}
	return truthCode(func(f *frame) bool { return pairwise(f, r, l, rt) })
}

// pairwise is a general comparison as it is defined: some pair of items.
func pairwise(f *frame, r relation, l, rt *code) bool {
	mark := len(f.stack)
	left := l.atoms(f)
	if len(left) == 0 {
		return false
	}
	f.stack = f.stack[:mark+len(left)]
	right := rt.atoms(f)
	f.stack = f.stack[:mark]
	if r == eq && len(left) > 8 && len(right) > 8 && allStringy(left) && allStringy(right) {
		return share(left, right)
	}
	for _, a := range left {
		for _, b := range right {
			f.run.tick(f.run.ctx)
			if generally(r, a, b) {
				return true
			}
		}
	}
	return false
}

func allStringy(items []Item) bool {
	for _, i := range items {
		if !i.kind.stringy() {
			return false
		}
	}
	return true
}

// share says whether two lists of strings have one in common, in time
// proportional to their lengths: lists may come from the document judged.
func share(left, right []Item) bool {
	set := make(map[string]bool, len(left))
	for _, i := range left {
		set[i.s] = true
	}
	for _, i := range right {
		if set[i.s] {
			return true
		}
	}
	return false
}

func allStrings(items []Item) bool {
	for _, i := range items {
		if i.kind != KindString {
			return false
		}
	}
	return true
}

func (c *Compiler) valueCompare(r relation, l, rt *code) *code {
	item := func(f *frame) (Item, bool) {
		a, ok := l.atom(f)
		if !ok {
			return Item{}, false
		}
		b, ok := rt.atom(f)
		if !ok {
			return Item{}, false
		}
		return boolean(compare(r, a, b)), true
	}
	if n, ok := rt.whole(); ok && l.length != nil && n == 0 { // string-length() always has a value
		return tested(l.length, func(s string) bool { return r.of(min(len(s), 1)) })
	}
	out := itemCode(isBoolean, item)
	out.truth = func(f *frame) bool {
		i, ok := item(f)
		return ok && i.n != 0
	}
	return out
}

// amongCode is whether a node of the path has one of the values.
func (p *path) amongCode(values []Item) *code {
	set := map[string]bool{}
	for _, v := range values {
		set[v.s] = true
	}
	out := truthCode(func(f *frame) bool { return p.among(f, set) })
	if p.from == nil {
		out.asked(func(f *frame, t *Tree, id int32) bool { return p.amongAt(f, t, id, set) })
	}
	return out
}
