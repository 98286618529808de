package xsdtype

import (
	"math"
	"math/big"
	"testing"
)

func TestMoments(t *testing.T) {
	for _, c := range []struct {
		in   string
		form Form
		want string // "" when not of the type
	}{
		{"2026-11-22T10:00:00Z", DateTime, "2026-11-22T10:00:00Z"},
		{" 2026-11-22T10:00:00.120+01:00\n", DateTime, "2026-11-22T10:00:00.12+01:00"},
		{"2026-11-22T24:00:00", DateTime, "2026-11-23T00:00:00"},
		{"0000-01-01T00:00:00", DateTime, "0000-01-01T00:00:00"},
		{"-0044-03-15T00:00:00", DateTime, "-0044-03-15T00:00:00"},
		{"12026-11-22T10:00:00", DateTime, "12026-11-22T10:00:00"},
		{"2026-11-22T24:00:01", DateTime, ""},
		{"2026-02-29T00:00:00", DateTime, ""},
		{"2024-02-29", Date, "2024-02-29"},
		{"2024-02-29+14:00", Date, "2024-02-29+14:00"},
		{"2024-02-29+14:01", Date, ""},
		{"2024-2-29", Date, ""},
		{"02024-02-29", Date, ""},
		{"20240229", Date, ""},
		{"2026-11-22T10:00", DateTime, ""},
		{"2026-11-22T10:00:00.", DateTime, ""},
		{"2026-11-22 10:00:00", DateTime, ""},
		{"2026-11-22T10:60:00", DateTime, ""},
		{"24:00:00", Time, "00:00:00"},
		{"10:00:00-05:30", Time, "10:00:00-05:30"},
		{"", Time, ""},
	} {
		m, ok := ParseMoment(c.in, c.form)
		if got := m.String(); ok != (c.want != "") || ok && got != c.want {
			t.Errorf("%q: %v %q, want %q", c.in, ok, got, c.want)
		}
	}
}

func moment(t *testing.T, s string) Moment {
	t.Helper()
	m, ok := ParseMoment(s, DateTime)
	if !ok {
		t.Fatal(s)
	}
	return m
}

func TestMomentArithmetic(t *testing.T) {
	a, b := moment(t, "2026-11-22T10:00:00+01:00"), moment(t, "2026-11-22T09:00:00Z")
	if a.Compare(b) != 0 {
		t.Error("the same instant compares unequal")
	}
	if got := moment(t, "2026-11-22T10:00:03.5Z").Sub(moment(t, "2026-11-22T10:00:04Z")).String(); got != "-PT0.5S" {
		t.Errorf("difference %s", got)
	}
	for _, c := range [][3]string{
		{"2024-01-31T00:00:00", "P1M", "2024-02-29T00:00:00"},
		{"2024-02-29T00:00:00", "-P1Y", "2023-02-28T00:00:00"},
		{"2024-01-01T00:00:00", "-PT1S", "2023-12-31T23:59:59"},
		{"2024-01-01T00:00:00Z", "P400000D", "3119-03-02T00:00:00Z"},
	} {
		d, ok := ParseDuration(c[1])
		sum, held := moment(t, c[0]).Add(d)
		if got := sum.String(); !ok || !held || got != c[2] {
			t.Errorf("%s + %s = %s, want %s", c[0], c[1], got, c[2])
		}
	}
	if got := a.As(Date).String() + " " + a.As(Time).String(); got != "2026-11-22+01:00 10:00:00+01:00" {
		t.Errorf("parts %s", got)
	}
}

func TestDurations(t *testing.T) {
	for in, want := range map[string]string{
		"P1Y2M3DT4H5M6.7S": "P1Y2M3DT4H5M6.7S", "PT3600S": "PT1H", "-P0D": "PT0S", "P14M": "P1Y2M", "PT0.000000001S": "PT0.000000001S",
		"P": "", "PT": "", "P1": "", "1D": "", "P1S": "", "PT1.S": "", "P1D2Y": "", "P-1D": "", "PT1.5H": "", "P1DT": "", "P99999999999999999999D": "",
	} {
		d, ok := ParseDuration(in)
		if ok != (want != "") || ok && d.String() != want {
			t.Errorf("%s: %v %s", in, ok, d)
		}
	}
	d, _ := ParseDuration("PT1H30M")
	if got, ok := d.Scale(big.NewRat(1, 3)); !ok || got.String() != "PT30M" {
		t.Errorf("a third is %s", got)
	}
	h, _ := ParseDuration("PT1H")
	if r, ok := d.Ratio(h); !ok || r.Cmp(big.NewRat(3, 2)) != 0 {
		t.Errorf("ratio %v %v", r, ok)
	}
	if _, ok := d.Ratio(Duration{}); ok {
		t.Error("division by zero")
	}
}

func TestNumbers(t *testing.T) {
	for in, want := range map[string]bool{"1": true, " -12 ": true, "+0": true, "": false, "1.0": false, "--1": false, "9223372036854775808": false, "1e2": false} {
		if _, ok := ParseInteger(in); ok != want {
			t.Errorf("integer %q: %v", in, ok)
		}
	}
	for in, want := range map[string]string{"1.50": "1.5", ".5": "0.5", "5.": "5", "-0.0": "0", "1e2": "", ".": "", "1/2": "", "0.1": "0.1"} {
		r, ok := ParseDecimal(in)
		if ok != (want != "") || ok && DecimalString(r) != want {
			t.Errorf("decimal %q: %v %v", in, ok, r)
		}
	}
	if got := DecimalString(big.NewRat(1, 3)); got != "0.333333333333333333" {
		t.Errorf("a third is %s", got)
	}
	for in, want := range map[string]bool{"1e3": true, "INF": true, "NaN": true, "inf": false, "0x1p3": false, "1_0": false, "": false, "1e999": true, "e": false, "1.": true} {
		if _, ok := ParseDouble(in); ok != want {
			t.Errorf("double %q: %v", in, ok)
		}
	}
	for f, want := range map[float64]string{1: "1", 0.1: "0.1", 1e6: "1.0E6", 1.5e-7: "1.5E-7", 123456.5: "123456.5", math.Inf(-1): "-INF", 0: "0"} {
		if got := DoubleString(f, 64); got != want {
			t.Errorf("double %v: %s", f, got)
		}
	}
}
