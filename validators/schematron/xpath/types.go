package xpath

import (
	"fmt"

	"github.com/lestrrat-go/helium/xpath3"
)

// instanceOf is "E instance of T", or "E treat as T" when treat is set.
func (c *Compiler) instanceOf(e xpath3.Expr, t xpath3.SequenceType, treat bool, scope *Scope) (*code, error) {
	of, err := c.expr(e, scope)
	if err != nil {
		return nil, err
	}
	is := func(Item) bool { return false }
	low, high := 0, 0
	if !t.Void {
		if is, err = c.itemType(t.ItemTest); err != nil {
			return nil, err
		}
		low, high = 1, 1
		if t.Occurrence == xpath3.OccurrenceZeroOrOne || t.Occurrence == xpath3.OccurrenceZeroOrMore {
			low = 0
		}
		if t.Occurrence == xpath3.OccurrenceZeroOrMore || t.Occurrence == xpath3.OccurrenceOneOrMore {
			high = maxItems
		}
	}
	matches := func(items []Item) bool {
		if len(items) < low || len(items) > high {
			return false
		}
		for _, i := range items {
			if !is(i) {
				return false
			}
		}
		return true
	}
	if treat {
		return &code{is: of.is, one: of.one, push: func(f *frame) {
			mark := len(f.stack)
			of.push(f)
			if !matches(f.run.all(f.stack[mark:])) {
				raise("XPDY0050", "%s is not of the type it is treated as", describe(f.stack[mark:]))
			}
		}}, nil
	}
	return truthCode(func(f *frame) bool {
		mark := len(f.stack)
		of.push(f)
		return matches(f.run.all(f.pop(mark)))
	}), nil
}

func (c *Compiler) itemType(t xpath3.NodeTest) (func(Item) bool, error) {
	switch t := t.(type) {
	case xpath3.AnyItemTest:
		return func(Item) bool { return true }, nil
	case xpath3.AtomicOrUnionType:
		space, err := c.prefix(t.Prefix)
		if err != nil {
			return nil, err
		}
		if space == xsSpace && t.Name == "anyAtomicType" {
			return func(i Item) bool { return i.kind != KindNode }, nil
		}
		at, ok := atomicTypes[t.Name]
		if space != xsSpace || !ok || "xs:"+t.Name != at.kind.String() {
			return nil, fmt.Errorf("instance of %s:%s is not supported", t.Prefix, t.Name)
		}
		return func(i Item) bool {
			return i.kind == at.kind || at.kind == KindDecimal && i.kind == KindInteger || at.kind == KindDuration && i.kind.duration()
		}, nil
	}
	test, err := c.nodeTest(t, false)
	if err != nil {
		return nil, err
	}
	return func(i Item) bool { return i.kind == KindNode && test.matches(i.tree, int32(i.n)) }, nil
}
