package xsdtype

import (
	"errors"
	"math"
	"math/big"
	"strconv"
	"strings"
)

// Trim removes the white space of XML around a lexical form.
func Trim(s string) string { return strings.Trim(s, " \t\r\n") }

// ParseInteger reads xs:integer; false also when it does not fit 64 bits.
func ParseInteger(s string) (int64, bool) {
	s = Trim(s)
	if digits := strings.TrimLeft(s, "+-"); digits == "" || len(s)-len(digits) > 1 || strings.Trim(digits, "0123456789") != "" {
		return 0, false
	}
	v, err := strconv.ParseInt(s, 10, 64)
	return v, err == nil
}

// ParseDecimal reads xs:decimal, at most 4096 characters of it.
func ParseDecimal(s string) (*big.Rat, bool) {
	s = Trim(s)
	digits := strings.TrimLeft(s, "+-")
	whole, frac, _ := strings.Cut(digits, ".")
	if len(s)-len(digits) > 1 || len(s) > 4096 || whole+frac == "" || strings.Trim(whole+frac, "0123456789") != "" {
		return nil, false
	}
	return new(big.Rat).SetString(s)
}

// ParseDouble reads xs:double: no hexadecimal, INF and NaN in the spellings of XSD 1.1.
func ParseDouble(s string) (float64, bool) {
	switch s = Trim(s); s {
	case "INF", "+INF": // the sign since XSD 1.1
		return math.Inf(1), true
	case "-INF":
		return math.Inf(-1), true
	case "NaN":
		return math.NaN(), true
	}
	if s == "" || strings.Trim(s, "0123456789+-.eE") != "" {
		return 0, false
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil && !math.IsInf(v, 0) && v != 0 {
		return 0, false
	}
	if errors.Is(err, strconv.ErrSyntax) {
		return 0, false
	}
	return v, true
}

// DecimalString is the canonical form of a decimal. A quotient without end is
// cut after 18 digits of its fraction.
func DecimalString(r *big.Rat) string {
	if r.IsInt() {
		return r.Num().String()
	}
	digits, exact := r.FloatPrec()
	if !exact || digits > 1024 {
		digits = 18
	}
	s := strings.TrimRight(r.FloatString(digits), "0")
	if s = strings.TrimSuffix(s, "."); s == "-0" {
		return "0"
	}
	return s
}

// DoubleString is the string that XPath gives a double: plain between 1e-6 and
// 1e6, else with an exponent. bits is 32 or 64.
func DoubleString(f float64, bits int) string {
	switch {
	case math.IsNaN(f):
		return "NaN"
	case math.IsInf(f, 1):
		return "INF"
	case math.IsInf(f, -1):
		return "-INF"
	case f == 0:
		if math.Signbit(f) {
			return "-0"
		}
		return "0"
	}
	if a := math.Abs(f); (a >= 1e-6 || bits == 32 && float32(a) >= 1e-6) && a < 1e6 {
		return strconv.FormatFloat(f, 'f', -1, bits)
	}
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(f, 'E', -1, bits), "E")
	if !strings.Contains(mantissa, ".") {
		mantissa += ".0"
	}
	n, _ := strconv.Atoi(exponent)
	return mantissa + "E" + strconv.Itoa(n)
}
