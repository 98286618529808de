package xsdregex

import (
	"fmt"
	"testing"
)

// An expression that is a text is found where Go's regexp finds it.
func TestLiteralsAgree(t *testing.T) {
	for _, c := range []struct {
		pattern string
		literal bool
	}{{`\^`, true}, {" ", true}, {`\|`, true}, {"ab", true}, {"aa", true}, {"é", true}, {`[,]`, true}, {`\s`, false}, {"a|b", false}, {"(a)", true}, {"^a", false}} {
		re, err := Compile(c.pattern, "")
		if err != nil {
			t.Fatal(err)
		}
		if (re.literal != "") != c.literal {
			t.Errorf("%s: literal %q", c.pattern, re.literal)
		}
		for _, s := range []string{"", "^", "a^b^^c", " a  b ", "|", "aaaaa", "abab", "é^éé", ",,", "none"} {
			for _, n := range []int{-1, 1, 2} {
				if got, want := fmt.Sprint(re.FindAllStringIndex(s, n)), fmt.Sprint(re.Regexp.FindAllStringIndex(s, n)); got != want {
					t.Errorf("%s in %q, %d: %s, not %s", c.pattern, s, n, got, want)
				}
			}
		}
	}
}
