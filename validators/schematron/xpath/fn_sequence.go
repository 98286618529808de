package xpath

import (
	"math"
)

// sequenceFunctions take and give sequences.
var sequenceFunctions = map[string]function{
	"empty":  plain(1, 1, func(a []*code) *code { return truthCode(func(f *frame) bool { return !exists(f, a[0]) }) }),
	"exists": plain(1, 1, func(a []*code) *code { return truthCode(func(f *frame) bool { return exists(f, a[0]) }) }),
	"count": plain(1, 1, func(a []*code) *code {
		c := itemCode(isNumber, func(f *frame) (Item, bool) { return integer(int64(counted(f, a[0]))), true })
		c.counts = a[0]
		return c
	}),
	"distinct-values": plain(1, 1, func(a []*code) *code {
		return &code{is: anything, push: func(f *frame) {
			mark := len(f.stack)
			items := a[0].atoms(f)
			kept := f.stack[:mark]
			if len(items) <= 8 && allStringy(items) {
			next:
				for _, i := range items {
					for _, k := range kept[mark:] {
						if k.s == i.s {
							continue next
						}
					}
					kept = append(kept, i)
				}
				f.stack = kept
				return
			}
			seen, pairs := map[distinct]bool{}, mixed(items)
			for _, i := range items {
				f.run.tick(f.run.ctx)
				k := key(i)
				if seen[k] || pairs && i.kind.numeric() && f.run.holdsNumber(kept[mark:], i) {
					continue
				}
				seen[k] = true
				kept = append(kept, i)
			}
			f.stack = kept
		}}
	}),
	"index-of": plain(2, 2, func(a []*code) *code {
		return &code{is: isNumber, push: func(f *frame) {
			wanted, ok := a[1].atom(f)
			if !ok {
				raise("XPTY0004", "an empty sequence as the second argument of index-of()")
			}
			items := append([]Item(nil), a[0].atoms(f)...)
			for n, i := range items {
				f.run.tick(f.run.ctx)
				if same(i, wanted) {
					f.push(integer(int64(n + 1)))
				}
			}
		}}
	}),
	"reverse": plain(1, 1, func(a []*code) *code {
		return &code{is: a[0].is, one: a[0].one, push: func(f *frame) {
			mark := len(f.stack)
			a[0].push(f)
			f.run.all(f.stack[mark:])
			for i, j := mark, len(f.stack)-1; i < j; i, j = i+1, j-1 {
				f.stack[i], f.stack[j] = f.stack[j], f.stack[i]
			}
		}}
	}),
	"unordered": plain(1, 1, func(a []*code) *code { return a[0] }),
	"subsequence": plain(2, 3, func(a []*code) *code {
		return &code{is: a[0].is, one: a[0].one, push: func(f *frame) {
			from, to := roundHalfUp(a[1].double(f)), math.Inf(1)
			if len(a) == 3 {
				to = from + roundHalfUp(a[2].double(f))
			}
			mark := len(f.stack)
			a[0].push(f)
			kept := f.stack[:mark]
			for n, i := range f.run.all(f.stack[mark:]) {
				if p := float64(n + 1); p >= from && p < to {
					kept = append(kept, i)
				}
			}
			f.stack = kept
		}}
	}),
	"insert-before": plain(3, 3, func(a []*code) *code {
		return &code{push: func(f *frame) {
			at := max(a[1].integer(f), 1)
			mark := len(f.stack)
			a[0].push(f)
			items := append([]Item(nil), f.pop(mark)...)
			cut := int(min(at-1, int64(len(items))))
			f.pushAll(items[:cut])
			a[2].push(f)
			f.pushAll(items[cut:])
		}}
	}),
	"remove": plain(2, 2, func(a []*code) *code {
		return &code{is: a[0].is, one: a[0].one, push: func(f *frame) {
			at := a[1].integer(f)
			mark := len(f.stack)
			a[0].push(f)
			if at >= 1 && at <= int64(len(f.stack)-mark) {
				i := mark + int(at) - 1
				f.stack = append(f.stack[:i], f.stack[i+1:]...)
			}
		}}
	}),
	"zero-or-one": cardinality("FORG0003", 0, 1),
	"one-or-more": cardinality("FORG0004", 1, math.MaxInt),
	"exactly-one": cardinality("FORG0005", 1, 1),
	"deep-equal": plain(2, 2, func(a []*code) *code {
		return truthCode(func(f *frame) bool {
			mark := len(f.stack)
			a[0].push(f)
			left := append([]Item(nil), f.pop(mark)...)
			a[1].push(f)
			return deepEqual(f.run, left, f.pop(mark))
		})
	}),
	"trace": plain(2, 2, func(a []*code) *code { return a[0] }),
	"error": plain(0, 3, func(a []*code) *code {
		return &code{push: func(f *frame) {
			code, text := "FOER0000", "error() was called"
			if len(a) > 0 {
				switch i, ok := a[0].typed(f, KindQName); {
				case ok:
					code = i.s
				case len(a) == 1:
					raise("XPTY0004", "an empty sequence where a QName is required")
				}
			}
			if len(a) > 1 {
				text = a[1].required(f)
			}
			raise(code, "%s", text)
		}}
	}),
}

func exists(f *frame, c *code) bool {
	if c.path != nil {
		return c.path.exists(f)
	}
	if c.is == isNodes && c.truth != nil {
		return c.truth(f)
	}
	if c.let != nil {
		return len(f.let(c.let)) > 0
	}
	return counted(f, c) > 0
}

func counted(f *frame, c *code) int {
	if c.path != nil {
		return c.path.count(f, 0)
	}
	if c.let != nil {
		return len(f.let(c.let))
	}
	mark := len(f.stack)
	c.push(f)
	return len(f.pop(mark))
}

func cardinality(code_ string, low, high int) function {
	return plain(1, 1, func(a []*code) *code {
		return &code{is: a[0].is, one: high == 1, push: func(f *frame) {
			mark := len(f.stack)
			a[0].push(f)
			if n := len(f.stack) - mark; n < low || n > high {
				raise(code_, "%d items", n)
			}
		}}
	})
}

// distinct is what makes two atomic values the same for distinct-values().
type distinct struct {
	class byte
	text  string
}

func key(i Item) distinct {
	switch {
	case i.kind.stringy():
		return distinct{'s', i.s}
	case i.kind <= KindDecimal && i.kind.numeric():
		r := i.rat()
		f, whole := r.Float64()
		if whole {
			return distinct{'n', double(f).text()}
		}
		return distinct{'n', r.RatString()}
	case i.kind.numeric():
		return distinct{'n', double(i.float() + 0).text()}
	case i.kind.temporal():
		return distinct{byte(i.kind), i.more.moment.Instant().String()}
	case i.kind.duration():
		return distinct{'d', i.more.span.String()}
	case i.kind == KindQName:
		return distinct{'q', i.more.space + "}" + i.s}
	}
	return distinct{byte(i.kind), i.text()}
}

// mixed says whether there are both numbers that are exact and numbers that are
// not, or floats of two sizes: these may be equal and have different keys.
func mixed(items []Item) bool {
	var exact, single, double bool
	for _, i := range items {
		exact = exact || i.kind == KindInteger || i.kind == KindDecimal
		single = single || i.kind == KindFloat
		double = double || i.kind == KindDouble
	}
	return single && (exact || double) || double && exact
}

// holdsNumber says whether a list holds a number that is equal.
func (r *Run) holdsNumber(list []Item, n Item) bool {
	for _, i := range list {
		r.tick(r.ctx)
		if i.kind.numeric() && compareNumbers(eq, i, n) {
			return true
		}
	}
	return false
}

// same is eq, with values that cannot be compared being different.
func same(a, b Item) bool {
	equal := false
	return castsWithout(func(i Item) Item { equal = compare(eq, i, b); return i }, a) && equal
}
