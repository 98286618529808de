package xpath

import (
	"math"
	"math/big"
)

// numberFunctions work on numbers and booleans.
var numberFunctions = map[string]function{
	"true":  plain(0, 0, func([]*code) *code { return constant(boolean(true)) }),
	"false": plain(0, 0, func([]*code) *code { return constant(boolean(false)) }),
	"not": plain(1, 1, func(a []*code) *code {
		if at := negatedAt(a[0]); at != nil {
			return truthCode(nil).asked(at)
		}
		of := a[0]
		if of.truth != nil {
			truth := of.truth
			return truthCode(func(f *frame) bool { return !truth(f) })
		}
		return truthCode(func(f *frame) bool { return !of.ebv(f) })
	}),
	"boolean": plain(1, 1, func(a []*code) *code { return truthCode(a[0].ebv) }),
	"number": onContext(func(a *code) *code {
		return itemCode(isNumber, func(f *frame) (Item, bool) {
			i, ok := a.atom(f)
			if !ok || !casts(i, KindDouble) {
				return double(math.NaN()), true
			}
			return castTo(i, KindDouble), true
		})
	}),
	"abs":     rounding(func(v float64) float64 { return math.Abs(v) }, func(r *big.Rat) *big.Rat { return new(big.Rat).Abs(r) }),
	"floor":   rounding(math.Floor, func(r *big.Rat) *big.Rat { return ratFloor(r) }),
	"ceiling": rounding(math.Ceil, func(r *big.Rat) *big.Rat { return new(big.Rat).Neg(ratFloor(new(big.Rat).Neg(r))) }),
	"round":   rounding(func(v float64) float64 { return math.Copysign(roundHalfUp(v), v) }, func(r *big.Rat) *big.Rat { return ratFloor(new(big.Rat).Add(r, big.NewRat(1, 2))) }),
	"round-half-to-even": plain(1, 2, func(a []*code) *code {
		return itemCode(isNumber, func(f *frame) (Item, bool) {
			i, ok := a[0].number(f)
			digits := int64(0)
			if len(a) == 2 {
				digits = a[1].integer(f)
			}
			if !ok || math.IsNaN(i.float()) || math.IsInf(i.float(), 0) || digits > 300 || i.kind == KindInteger && digits >= 0 {
				return i, ok
			}
			if digits < -300 {
				return castTo(integer(0), i.kind), true
			}
			r, _ := exact(i)
			out := castTo(decimal(halfToEven(r, digits)), i.kind)
			if i.kind == KindDouble || i.kind == KindFloat { // a zero keeps the sign
				out.n = int64(math.Float64bits(math.Copysign(out.float(), i.float())))
			}
			return out, true
		})
	}),
}

func rounding(float func(float64) float64, rat func(*big.Rat) *big.Rat) function {
	return plain(1, 1, func(a []*code) *code {
		return itemCode(isNumber, func(f *frame) (Item, bool) {
			i, ok := a[0].number(f)
			switch {
			case !ok:
				return Item{}, false
			case i.kind == KindInteger || i.kind == KindDecimal:
				return castTo(decimal(rat(i.rat())), i.kind), true
			}
			v := double(float(i.float()))
			v.kind = i.kind
			return v, true
		})
	})
}

func ratFloor(r *big.Rat) *big.Rat {
	return new(big.Rat).SetInt(new(big.Int).Div(r.Num(), r.Denom()))
}

// halfToEven rounds to so many digits after the point, ties to the even digit.
func halfToEven(r *big.Rat, digits int64) *big.Rat {
	scale := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(max(digits, -digits)), nil))
	if digits < 0 {
		scale.Inv(scale)
	}
	scaled := new(big.Rat).Mul(r, scale)
	low := ratFloor(scaled)
	switch rest := new(big.Rat).Sub(scaled, low); rest.Cmp(big.NewRat(1, 2)) {
	case 1:
		low.Add(low, big.NewRat(1, 1))
	case 0:
		if low.Num().Bit(0) == 1 {
			low.Add(low, big.NewRat(1, 1))
		}
	}
	return low.Quo(low, scale)
}
