package xsdregex

import "testing"

func TestMatches(t *testing.T) {
	for _, c := range []struct {
		pattern, flags, text string
		want                 bool
	}{
		{`^\d+$`, "", "123", true},
		{`^\d+$`, "", "12３", true}, // a full-width digit is a digit
		{`^\d+$`, "", "12a", false},
		{`^\w+$`, "", "é_1", false}, // the underscore is punctuation for XML Schema
		{`^\w+$`, "", "é1", true},
		{`^[\w\.]+$`, "", "a.b", true},
		{`^\s$`, "", "\u00A0", false},
		{`^\s$`, "", "\t", true},
		{`^[a-z-[aeiou]]+$`, "", "bcd", true},
		{`^[a-z-[aeiou]]+$`, "", "bad", false},
		{`^[^a-z-[0]]+$`, "", "1A", true},
		{`^[^a-z-[0]]+$`, "", "0", false},
		{`^\i\c*$`, "", "é-1", true},
		{`^\i\c*$`, "", "1e", false},
		{`^\p{Lu}\P{Lu}$`, "", "Éa", true},
		{`^\p{IsBasicLatin}+$`, "", "é", false},
		{`a.c`, "", "a\nc", false},
		{`a.c`, "s", "a\nc", true},
		{`^b`, "", "a\nb", false},
		{`^b`, "m", "a\nb", true},
		{`b$`, "", "b\n", false},
		{`^É$`, "i", "é", true},
		{` a b `, "x", "ab", true},
		{`^a{2,3}?$`, "", "aaa", true},
		{`^+?\d*$`, "", "42", true},
		{`^[a\-z]+$`, "", "a-z", true},
		{`^[-a]+$`, "", "-a", true},
		{`^[a-]+$`, "", "-a", true},
		{`\(\)`, "", "()", true},
		{`^.$`, "", "😀", true},
		{`(a|)b`, "", "b", true},
	} {
		re, err := Compile(c.pattern, c.flags)
		if err != nil {
			t.Errorf("%s: %v", c.pattern, err)
			continue
		}
		if got := re.MatchString(c.text); got != c.want {
			t.Errorf("%s (%s) on %q: %v", c.pattern, c.flags, c.text, got)
		}
	}
}

func TestRefused(t *testing.T) {
	for _, p := range []string{`a)`, `(a`, `*`, `a**`, `[a`, `[]`, `a\`, `\y`, `(a)\1`, `(?:a)`, `a{x}`, `a{1`, `\p{Xx}`, `\p{IsKlingon}`, `[z-a]`, `a]`, `}`, `[a-z-[b]c]`, `a{2000}`, `[\d-z]`} {
		if _, err := Compile(p, ""); err == nil {
			t.Errorf("%s compiled", p)
		}
	}
	if _, err := Compile("a", "k"); err == nil {
		t.Error("flag k was taken")
	}
}

func FuzzCompile(f *testing.F) {
	for _, s := range []string{`^\d+$`, `[a-z-[aeiou]]`, `\p{Lu}`, `(a|b){2,3}?`, `[^\s\-]`} {
		f.Add(s, "i")
	}
	f.Fuzz(func(t *testing.T, p, flags string) {
		if re, err := Compile(p, flags); err == nil {
			re.MatchString("abc")
		}
	})
}
