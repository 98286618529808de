package xpath

import (
	"math"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/lestrrat-go/helium/xpath3"
)

// aggregateFunctions make one value of many.
var aggregateFunctions = map[string]function{
	"sum": plain(1, 2, func(a []*code) *code {
		return itemCode(anything, func(f *frame) (Item, bool) {
			items := a[0].atoms(f)
			if len(items) == 0 {
				if len(a) == 2 {
					return a[1].atom(f)
				}
				return integer(0), true
			}
			return total(f.run, items), true
		})
	}),
	"avg": plain(1, 1, func(a []*code) *code {
		return itemCode(anything, func(f *frame) (Item, bool) {
			items := a[0].atoms(f)
			if len(items) == 0 {
				return Item{}, false
			}
			return calculate(xpath3.TokenDiv, total(f.run, items), integer(int64(len(items)))), true
		})
	}),
	"max": extreme(gt),
	"min": extreme(lt),
}

func total(r *Run, items []Item) Item {
	sum := aggregated(items[0])
	if !sum.kind.numeric() && sum.kind != KindDayTime && sum.kind != KindYearMonth {
		raise("FORG0006", "%s cannot be added up", sum.kind)
	}
	for _, i := range items[1:] {
		r.tick(r.ctx)
		i = aggregated(i)
		if i.kind != sum.kind && !(i.kind.numeric() && sum.kind.numeric()) {
			raise("FORG0006", "%s and %s cannot be added up", sum.kind, i.kind)
		}
		sum = calculate(xpath3.TokenPlus, sum, i)
	}
	return sum
}

// aggregated is an item as sum(), max() and their like take it.
func aggregated(i Item) Item {
	switch i.kind {
	case KindUntyped:
		return castTo(i, KindDouble)
	case KindAnyURI:
		return castTo(i, KindString)
	default:
		return i
	}
}

// ranked says whether values of a type have a greatest and a least.
func (k Kind) ranked() bool {
	return k.numeric() || k == KindString || k == KindBoolean || k.temporal() || k == KindYearMonth || k == KindDayTime
}

func allURIs(items []Item) bool {
	for _, i := range items {
		if i.kind != KindAnyURI {
			return false
		}
	}
	return true
}

func extreme(r relation) function {
	return plain(1, 1, func(a []*code) *code {
		return itemCode(anything, func(f *frame) (Item, bool) {
			items := a[0].atoms(f)
			if len(items) == 0 {
				return Item{}, false
			}
			uris := allURIs(items)
			best := aggregated(items[0])
			kind := best.kind
			if !kind.ranked() {
				raise("FORG0006", "%s has no order", kind)
			}
			for _, i := range items[1:] {
				f.run.tick(f.run.ctx)
				i = aggregated(i)
				if kind.numeric() && i.kind.numeric() {
					kind = max(kind, i.kind)
				} else if kind != i.kind {
					raise("FORG0006", "%s and %s have no order", kind, i.kind)
				}
				if i.kind.numeric() && math.IsNaN(i.float()) || compare(r, i, best) && !(best.kind.numeric() && math.IsNaN(best.float())) {
					best = i
				}
			}
			switch {
			case best.kind.numeric():
				best = castTo(best, kind)
			case uris:
				best = castTo(best, KindAnyURI)
			}
			return best, true
		})
	})
}

// deepEqual is fn:deep-equal.
func deepEqual(r *Run, a, b []Item) bool {
	if len(a) != len(b) {
		return false
	}
	for n := range a {
		r.tick(r.ctx)
		x, y := a[n], b[n]
		switch {
		case x.kind == KindNode && y.kind == KindNode:
			if !deepEqualNodes(r, x.tree.doc.Node(int(x.n)), y.tree.doc.Node(int(y.n))) {
				return false
			}
		case x.kind == KindNode || y.kind == KindNode:
			return false
		case !same(x, y) && !(x.kind.numeric() && y.kind.numeric() && math.IsNaN(x.float()) && math.IsNaN(y.float())):
			return false
		}
	}
	return true
}

// deepEqualNodes compares two trees with one walk over both, without recursion.
func deepEqualNodes(r *Run, a, b xmldoc.Node) bool {
	type pair struct{ a, b xmldoc.Node }
	for todo := []pair{{a, b}}; len(todo) > 0; {
		r.tick(r.ctx)
		p := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if p.a.Kind() != p.b.Kind() || p.a.Space() != p.b.Space() || p.a.Local() != p.b.Local() {
			return false
		}
		if k := p.a.Kind(); k != xmldoc.ElementNode && k != xmldoc.DocumentNode {
			if p.a.Value() != p.b.Value() {
				return false
			}
			continue
		}
		attrs := 0
		for x := range p.a.Attrs() {
			attrs++
			if v, ok := p.b.LookupAttr(x.Space(), x.Local()); !ok || v != x.Value() {
				return false
			}
		}
		for range p.b.Attrs() {
			attrs--
		}
		left, right := compared(p.a), compared(p.b)
		if attrs != 0 || len(left) != len(right) {
			return false
		}
		for i := range left {
			todo = append(todo, pair{left[i], right[i]})
		}
	}
	return true
}

// compared are the children that deep-equal looks at.
func compared(n xmldoc.Node) []xmldoc.Node {
	var out []xmldoc.Node
	for c := range n.Nodes() {
		if k := c.Kind(); k == xmldoc.ElementNode || k == xmldoc.TextNode {
			out = append(out, c)
		}
	}
	return out
}
