package xsdtype

import (
	"cmp"
	"fmt"
	"math/big"
	"strings"
)

// Duration is a value of xs:duration and its two ordered subtypes. Nanos has
// the sign of Seconds.
type Duration struct {
	Months, Seconds, Nanos int64
}

// maxUnit bounds each number of a duration, so that sums stay inside int64.
const maxUnit = 1_000_000_000_000

func (d Duration) normal() Duration {
	d.Seconds += d.Nanos / 1e9
	d.Nanos %= 1e9
	if d.Seconds > 0 && d.Nanos < 0 {
		d.Seconds, d.Nanos = d.Seconds-1, d.Nanos+1e9
	} else if d.Seconds < 0 && d.Nanos > 0 {
		d.Seconds, d.Nanos = d.Seconds+1, d.Nanos-1e9
	}
	return d
}

// ParseDuration reads PnYnMnDTnHnMnS with an optional sign.
func ParseDuration(s string) (Duration, bool) {
	var d Duration
	s = Trim(s)
	s, negative := strings.CutPrefix(s, "-")
	s, ok := strings.CutPrefix(s, "P")
	if !ok || s == "" || strings.HasSuffix(s, "T") {
		return d, false
	}
	units, clock := "YMD", false
	for s != "" {
		if s[0] == 'T' && !clock {
			units, clock, s = "HMS", true, s[1:]
			continue
		}
		n := 0
		for n < len(s) && (s[n] >= '0' && s[n] <= '9' || s[n] == '.') {
			n++
		}
		if n == 0 || n == len(s) {
			return d, false
		}
		at := strings.IndexByte(units, s[n])
		if at < 0 {
			return d, false
		}
		whole, frac, dotted := strings.Cut(s[:n], ".")
		v, fine := count(whole)
		if !fine || dotted && (s[n] != 'S' || frac == "" || strings.Contains(frac, ".")) {
			return d, false
		}
		switch {
		case s[n] == 'Y':
			d.Months += v * 12
		case s[n] == 'M' && !clock:
			d.Months += v
		case s[n] == 'D':
			d.Seconds += v * 86400
		case s[n] == 'H':
			d.Seconds += v * 3600
		case s[n] == 'M':
			d.Seconds += v * 60
		default:
			d.Seconds += v
			d.Nanos, _ = count((frac + "000000000")[:9])
		}
		units, s = units[at+1:], s[n+1:]
	}
	if negative {
		d = d.Neg()
	}
	return d, true
}

func count(s string) (int64, bool) {
	v := int64(0)
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return 0, false
		}
		if v = v*10 + int64(c-'0'); v > maxUnit {
			return 0, false
		}
	}
	return v, s != ""
}

// Neg is the opposite duration.
func (d Duration) Neg() Duration { return Duration{-d.Months, -d.Seconds, -d.Nanos} }

// Add is the sum; false when it is too long to be held.
func (d Duration) Add(e Duration) (Duration, bool) {
	out := Duration{d.Months + e.Months, d.Seconds + e.Seconds, d.Nanos + e.Nanos}.normal()
	return out, out.short()
}

// short says whether a duration is within the bounds that keep sums inside
// int64: 1e15 months and 1e18 seconds.
func (d Duration) short() bool {
	return max(d.Months, -d.Months) <= 1e15 && max(d.Seconds, -d.Seconds) <= 1e18
}

// Scale multiplies by a number; months are rounded half up. False when the
// product is too long to be held.
func (d Duration) Scale(by *big.Rat) (Duration, bool) {
	var out Duration
	half := big.NewRat(1, 2)
	months := new(big.Rat).Mul(new(big.Rat).SetInt64(d.Months), by)
	months.Add(months, half)
	m := new(big.Int).Div(months.Num(), months.Denom()) // rounds down
	nanos := new(big.Rat).Mul(d.nanos(), by)
	n := new(big.Int).Quo(nanos.Num(), nanos.Denom())
	sec, rest := new(big.Int).QuoRem(n, big.NewInt(1e9), new(big.Int))
	if !m.IsInt64() || !sec.IsInt64() {
		return out, false
	}
	out.Months, out.Seconds, out.Nanos = m.Int64(), sec.Int64(), rest.Int64()
	return out, out.short()
}

// Ratio is d divided by e; false when they are not of the same kind or e is zero.
func (d Duration) Ratio(e Duration) (*big.Rat, bool) {
	if e.Months != 0 && e.Seconds == 0 && e.Nanos == 0 && d.Seconds == 0 && d.Nanos == 0 {
		return big.NewRat(d.Months, e.Months), true
	}
	if e.Months != 0 || d.Months != 0 || e.nanos().Sign() == 0 {
		return nil, false
	}
	return new(big.Rat).Quo(d.nanos(), e.nanos()), true
}

func (d Duration) nanos() *big.Rat {
	n := new(big.Int).Mul(big.NewInt(d.Seconds), big.NewInt(1e9))
	return new(big.Rat).SetInt(n.Add(n, big.NewInt(d.Nanos)))
}

// Compare orders durations by months, then by seconds. It is a meaningful
// order only between durations of one of the two ordered subtypes.
func (d Duration) Compare(e Duration) int {
	return cmp.Or(cmp.Compare(d.Months, e.Months), cmp.Compare(d.Seconds, e.Seconds), cmp.Compare(d.Nanos, e.Nanos))
}

// String is the canonical form; zero is PT0S, or P0M when months says so.
func (d Duration) String() string {
	var b strings.Builder
	if d.Months < 0 || d.Seconds < 0 || d.Nanos < 0 {
		b.WriteByte('-')
		d = d.Neg()
	}
	b.WriteByte('P')
	part := func(v int64, unit string) {
		if v != 0 {
			fmt.Fprintf(&b, "%d%s", v, unit)
		}
	}
	part(d.Months/12, "Y")
	part(d.Months%12, "M")
	part(d.Seconds/86400, "D")
	s := d.Seconds % 86400
	if s != 0 || d.Nanos != 0 || d == (Duration{}) {
		b.WriteByte('T')
		part(s/3600, "H")
		part(s%3600/60, "M")
		if s%60 != 0 || d.Nanos != 0 || d == (Duration{}) {
			fmt.Fprintf(&b, "%d%sS", s%60, fraction(int(d.Nanos)))
		}
	}
	return b.String()
}
