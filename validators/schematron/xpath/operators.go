package xpath

import (
	"fmt"
	"math"
	"math/big"

	"github.com/etalon-dmp/etalon/validators/schematron/xsdtype"
	"github.com/lestrrat-go/helium/xpath3"
)

func (c *Compiler) binary(e xpath3.BinaryExpr, scope *Scope) (*code, error) {
	sides, err := c.exprs([]xpath3.Expr{e.Left, e.Right}, scope)
	if err != nil {
		return nil, err
	}
	l, r := sides[0], sides[1]
	switch e.Op {
	case xpath3.TokenAnd:
		out := truthCode(func(f *frame) bool { return l.ebv(f) && r.ebv(f) })
		if at := andAt(l, r); at != nil {
			out.asked(at)
		}
		out.both = sides
		out.implies = both(l.condition(), r.condition())
		if out.equals = l.equals; out.equals == nil {
			out.equals = r.equals
		}
		out.knows = l.asTruth().and(r.asTruth())
		return out, nil
	case xpath3.TokenOr:
		either := either(l.condition(), r.condition())
		out := truthCode(func(f *frame) bool { return l.ebv(f) || r.ebv(f) })
		if at := orAt(l, r); at != nil {
			out.asked(at)
		}
		if out.implies = either; either != nil && either.exact {
			out = either.plain()
		}
		out.knows = l.asTruth().or(r.asTruth())
		return out, nil
	case xpath3.TokenIs, xpath3.TokenNodePre, xpath3.TokenNodeFol:
		return nodeCompare(e.Op, l, r), nil
	case xpath3.TokenPlus, xpath3.TokenMinus, xpath3.TokenStar, xpath3.TokenDiv, xpath3.TokenIdiv, xpath3.TokenMod:
		return arithmetic(e.Op, l, r), nil
	default: // a comparison, or not an operator of XPath 2.0
	}
	if rel, ok := general[e.Op]; ok {
		return c.comparison(rel, l, r), nil
	}
	if rel, ok := valueComparison[e.Op]; ok {
		out := c.valueCompare(rel, l, r)
		out.knows = c.valueFacts(rel, l, r)
		return out, nil
	}
	return nil, fmt.Errorf("operator %s: %w", e.Op, errXPath3)
}

func nodeCompare(op xpath3.TokenType, l, r *code) *code {
	item := func(f *frame) (Item, bool) {
		a, ok := l.node(f)
		if !ok {
			return Item{}, false
		}
		b, ok := r.node(f)
		if !ok {
			return Item{}, false
		}
		switch op {
		case xpath3.TokenIs:
			return boolean(a.tree == b.tree && a.n == b.n), true
		case xpath3.TokenNodePre:
			return boolean(before(a, b)), true
		default:
			return boolean(before(b, a)), true
		}
	}
	return itemCode(isBoolean, item)
}

func (c *Compiler) unary(e xpath3.UnaryExpr, scope *Scope) (*code, error) {
	if l, ok := e.Operand.(xpath3.LiteralExpr); ok && e.Negate { // the least integer has no positive
		if n, ok := l.Value.(*big.Int); ok {
			return literal(new(big.Int).Neg(n))
		}
	}
	of, err := c.expr(e.Operand, scope)
	if err != nil {
		return nil, err
	}
	out := itemCode(isNumber, func(f *frame) (Item, bool) {
		i, ok := of.number(f)
		if !ok || !e.Negate {
			return i, ok
		}
		return negated(i), true
	})
	if of.known && len(of.value) == 1 && of.value[0].kind.numeric() && e.Negate {
		return constant(negated(of.value[0])), nil
	}
	return out, nil
}

func negated(i Item) Item {
	switch i.kind {
	case KindInteger:
		if i.n == math.MinInt64 {
			raise("FOAR0002", "an integer of more than 64 bits")
		}
		return integer(-i.n)
	case KindDecimal:
		return decimal(new(big.Rat).Neg(i.more.rat))
	default:
		i.n = int64(math.Float64bits(-i.float()))
		return i
	}
}

func arithmetic(op xpath3.TokenType, l, r *code) *code {
	is := anything
	if l.is == isNumber || r.is == isNumber {
		is = isNumber
		if l.is == anything || r.is == anything { // perhaps a duration
			is = anything
		}
	}
	return itemCode(is, func(f *frame) (Item, bool) {
		a, ok := l.atom(f)
		if !ok {
			return Item{}, false
		}
		b, ok := r.atom(f)
		if !ok {
			return Item{}, false
		}
		if a.kind == KindUntyped {
			a = castTo(a, KindDouble)
		}
		if b.kind == KindUntyped {
			b = castTo(b, KindDouble)
		}
		return calculate(op, a, b), true
	})
}

func calculate(op xpath3.TokenType, a, b Item) Item {
	switch {
	case !a.kind.numeric() || !b.kind.numeric():
		return calculateTime(op, a, b)
	case a.kind == KindInteger && b.kind == KindInteger && op != xpath3.TokenDiv:
		return calculateInt(op, a.n, b.n)
	case a.kind <= KindDecimal && b.kind <= KindDecimal:
		return calculateRat(op, a.rat(), b.rat())
	}
	kind := max(a.kind, b.kind)
	return calculateFloat(op, a.as(kind), b.as(kind), kind)
}

func calculateInt(op xpath3.TokenType, a, b int64) Item {
	var v int64
	exact := true
	switch op {
	case xpath3.TokenPlus:
		v = a + b
		exact = (v > a) == (b > 0)
	case xpath3.TokenMinus:
		v = a - b
		exact = (v < a) == (b > 0)
	case xpath3.TokenStar:
		v = a * b
		exact = a == 0 || v/a == b && !(a == -1 && b == math.MinInt64)
	default:
		switch {
		case b == 0:
			raise("FOAR0001", "division by zero")
		case b == -1 && op == xpath3.TokenMod:
			return integer(0)
		case b == -1 && a == math.MinInt64:
			exact = false
		case op == xpath3.TokenIdiv:
			v = a / b
		default:
			v = a % b
		}
		if b == -1 && op == xpath3.TokenIdiv {
			v = -a
		}
	}
	if !exact {
		raise("FOAR0002", "an integer of more than 64 bits")
	}
	return integer(v)
}

func calculateRat(op xpath3.TokenType, a, b *big.Rat) Item {
	out := new(big.Rat)
	switch op {
	case xpath3.TokenPlus:
		return decimal(out.Add(a, b))
	case xpath3.TokenMinus:
		return decimal(out.Sub(a, b))
	case xpath3.TokenStar:
		return decimal(out.Mul(a, b))
	default: // the three that divide
	}
	if b.Sign() == 0 {
		raise("FOAR0001", "division by zero")
	}
	out.Quo(a, b)
	if op == xpath3.TokenDiv {
		return decimal(quotient(out, max(quotientDigits, fraction(a), fraction(b))))
	}
	whole := new(big.Int).Quo(out.Num(), out.Denom())
	if op == xpath3.TokenIdiv {
		if !whole.IsInt64() {
			raise("FOAR0002", "an integer of more than 64 bits")
		}
		return integer(whole.Int64())
	}
	return decimal(out.Sub(a, out.Mul(b, new(big.Rat).SetInt(whole))))
}

// quotientDigits is how many digits the fraction of a quotient of decimals
// keeps, when neither has more: W3C leaves the number open, from 18 on, and this
// is what Saxon keeps, which the official chain runs on.
const quotientDigits = 18

// fraction is the number of digits of a decimal's fraction.
func fraction(r *big.Rat) int {
	if r.IsInt() {
		return 0
	}
	digits, _ := r.FloatPrec()
	return digits
}

// quotient rounds to a number of digits; what lies in the middle goes toward zero.
func quotient(r *big.Rat, digits int) *big.Rat {
	if n, ends := r.FloatPrec(); ends && n <= digits {
		return r
	}
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(digits)), nil)
	num := new(big.Int).Mul(r.Num(), scale)
	whole, rest := new(big.Int).QuoRem(num, r.Denom(), new(big.Int))
	if rest.Abs(rest).Lsh(rest, 1).Cmp(r.Denom()) > 0 {
		whole.Add(whole, big.NewInt(int64(r.Sign())))
	}
	return new(big.Rat).SetFrac(whole, scale)
}

func calculateFloat(op xpath3.TokenType, a, b float64, kind Kind) Item {
	var v float64
	switch op {
	case xpath3.TokenPlus:
		v = a + b
	case xpath3.TokenMinus:
		v = a - b
	case xpath3.TokenStar:
		v = a * b
	case xpath3.TokenDiv:
		v = a / b
	case xpath3.TokenMod:
		v = math.Mod(a, b)
	default:
		if b == 0 {
			raise("FOAR0001", "division by zero")
		}
		v = math.Trunc(a / b)
		if !finite(v) {
			raise("FOAR0002", "an integer of more than 64 bits")
		}
		return integer(int64(v))
	}
	if kind == KindFloat {
		v = float64(float32(v))
	}
	i := double(v)
	i.kind = kind
	return i
}

// calculateTime is arithmetic with dates, times and durations.
func calculateTime(op xpath3.TokenType, a, b Item) Item {
	add, sub := op == xpath3.TokenPlus, op == xpath3.TokenMinus
	if b.kind.temporal() && a.kind.duration() && add {
		a, b = b, a
	}
	if b.kind.duration() && a.kind.numeric() && op == xpath3.TokenStar {
		a, b = b, a
	}
	ordered := a.kind == KindYearMonth || a.kind == KindDayTime
	switch {
	case a.kind.temporal() && a.kind == b.kind && sub:
		return durationItem(KindDayTime, a.more.moment.Sub(b.more.moment))
	case a.kind.temporal() && (b.kind == KindDayTime || b.kind == KindYearMonth && a.kind != KindTime) && (add || sub):
		d := b.more.span
		if sub {
			d = d.Neg()
		}
		m, ok := a.more.moment.Add(d)
		if !ok {
			raise("FODT0001", "%s %s %s is beyond the years that are held", a.text(), op, b.text())
		}
		return momentItem(m)
	case ordered && a.kind == b.kind && (add || sub):
		d := b.more.span
		if sub {
			d = d.Neg()
		}
		return durationItem(a.kind, held(a.more.span.Add(d)))
	case ordered && a.kind == b.kind && op == xpath3.TokenDiv:
		if r, ok := a.more.span.Ratio(b.more.span); ok {
			return decimal(quotient(r, quotientDigits))
		}
		raise("FOAR0001", "division by zero")
	case ordered && b.kind.numeric() && (op == xpath3.TokenStar || op == xpath3.TokenDiv):
		by, ok := exact(b)
		switch {
		case !ok && math.IsNaN(b.float()):
			raise("FOCA0005", "a duration times or divided by NaN")
		case !ok && op == xpath3.TokenDiv: // by an infinity
			return durationItem(a.kind, xsdtype.Duration{})
		}
		if !ok || op == xpath3.TokenDiv && by.Sign() == 0 {
			raise("FODT0002", "a duration times or divided by %s", b.text())
		}
		if op == xpath3.TokenDiv {
			by = new(big.Rat).Inv(by)
		}
		return durationItem(a.kind, held(a.more.span.Scale(by)))
	}
	raise("XPTY0004", "%s %s %s", a.kind, op, b.kind)
	return Item{}
}

// held is a duration, if it is not too long.
func held(d xsdtype.Duration, ok bool) xsdtype.Duration {
	if !ok {
		raise("FODT0002", "a duration that is too long")
	}
	return d
}

// exact is a number as a fraction.
func exact(i Item) (*big.Rat, bool) {
	if i.kind <= KindDecimal {
		return i.rat(), true
	}
	r := new(big.Rat).SetFloat64(i.float())
	return r, r != nil
}
