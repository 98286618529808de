package xsdregex

import (
	"math/rand"
	"testing"
)

// TestTablesAgree holds the tables to Go's regexp, over random texts made of
// what the patterns are about.
func TestTablesAgree(t *testing.T) {
	rnd := rand.New(rand.NewSource(7))
	const letters = "abcABC012.-+ \n\t9fF"
	made := 0
	for _, p := range []string{
		`^[0-2](\.(0|[1-9]\d*))*$`, `^[A-Fa-f\d]{8}-[A-Fa-f\d]{4}$`, `^[A-Za-z][A-Za-z\d\-]*$`, `\s`, `[\r\n\t]`, `^[0-9]{4,14}`,
		`a$`, `^$`, `$^`, `^a|b$`, `(a|ab)(c|bcd)$`, `a+b+`, `[^a]b`, `^(a|)$`, `(^|a)b`, `b($|c)`, `^-?[^+-]+([+-]\d{1,4})?$`, `a.c`, `x*`, `^a{2,3}?b`, `\p{Lu}\d`, `^^a`, `a$$`, `(a$|b)c?`,
	} {
		for _, flags := range []string{"", "i", "s", "m"} {
			re, err := Compile(p, flags)
			if err != nil {
				t.Fatal(err)
			}
			x := newTable(re.String())
			if x == nil {
				continue
			}
			made++
			for range 3000 {
				text := make([]byte, rnd.Intn(9))
				for i := range text {
					text[i] = letters[rnd.Intn(len(letters))]
				}
				if got, ok := x.matches(string(text)); !ok || got != re.Regexp.MatchString(string(text)) {
					t.Fatalf("%s (%s) on %q: %v, %v", p, flags, text, got, ok)
				}
			}
		}
	}
	if made < 50 {
		t.Errorf("only %d tables", made)
	}
}

// TestTablesLeaveTheRest: texts beyond ASCII, and expressions that would need
// large tables, are matched all the same.
func TestTablesLeaveTheRest(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		want          bool
	}{{`^\w+$`, "é1", true}, {`^\w+$`, "a1", true}, {`^(a|b)*a(a|b){12}$`, "abbbbbbbbbbbb", true}, {`^x`, "yé", false}} {
		re, err := Compile(c.pattern, "")
		if err != nil {
			t.Fatal(err)
		}
		for range 2 * tabled {
			if got := re.MatchString(c.text); got != c.want {
				t.Fatalf("%s on %q: %v", c.pattern, c.text, got)
			}
		}
	}
	if newTable(`^(a|b)*a(a|b){12}$`) != nil {
		t.Error("a table of thousands of states was made")
	}
}
