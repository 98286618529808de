package xsdregex

import (
	"slices"
	"strings"
	"testing"
)

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

// The flags i and x: FO 7.6.1.1.
func TestFlags(t *testing.T) {
	for _, c := range []struct {
		pattern, flags, text string
		want                 bool
	}{
		{`^[A-Z-[IO]]$`, "i", "b", true},
		{`^[A-Z-[IO]]$`, "i", "i", false},
		{`^[A-Z-[IO]]$`, "i", "O", false},
		{`^[^q]$`, "i", "Q", false},
		{`^\p{Lu}$`, "i", "a", false}, // categories are left alone
		{`^[\p{Lu}]$`, "i", "a", false},
		{`^\w$`, "i", "a", true},
		{`^[é-ü]$`, "i", "Ö", true},
		{`^k$`, "i", "\u212A", true}, // KELVIN SIGN is a variant of k
		{`^hello[ ]world$`, "x", "hello world", true},
		{`^hello\ sworld$`, "x", "hello world", true},
		{"^ a {\t2 } \n$", "x", "aa", true},
		{`^ [ \] ] $`, "x", "]", true},
		{`^ \[ a $`, "x", "[a", true},
		{`^[a-z -[ b ]]$`, "x", "b", false},
		{`^A\.B$`, "ixs", "a.b", true},
		{`^B.C$`, "ism", "a\nb\nc", true},
	} {
		re, err := Compile(c.pattern, c.flags)
		if err != nil {
			t.Errorf("%s (%s): %v", c.pattern, c.flags, err)
			continue
		}
		if got := re.MatchString(c.text); got != c.want {
			t.Errorf("%s (%s) on %q: %v", c.pattern, c.flags, c.text, got)
		}
	}
}

// More of the classes: XML Schema, appendix F.
func TestClasses(t *testing.T) {
	for _, c := range []struct {
		pattern, yes, no string // characters that the pattern matches alone, and that it does not
	}{
		{`\d`, "0٣９", "aⅣ½"},
		{`\D`, "aⅣ", "0٣"},
		{`\s`, " \t\n\r", "\u00A0\u2003\u0085\v\f"},
		{`\S`, "a\u00A0", " \n"},
		{`\w`, "aé1Ⅳ+€\u0301", "_-., \u00A0\u200B"},
		{`\W`, "_- ", "a1+"},
		{`\i`, "aé_:", "1-.·"},
		{`\I`, "1-.", "a_:"},
		{`\c`, "a1-._:·é", " /+"},
		{`\C`, " /+", "a1-"},
		{`.`, "a é😀", "\n\r"},
		{`[a-cx-z]`, "abcxyz", "dw-"},
		{`[^a-c]`, "d-\n😀", "abc"},
		{`[\d-[5-7]]`, "0489", "567a"},
		{`[^\d-[a-z]]`, "A-", "5az"}, // the negation first, then the subtraction
		{`[a-z-[m-p-[n]]]`, "anz", "mop"},
		{`[\s\-\]\[\\^]`, " -][\\^", "a"},
		{`[+\-]`, "+-", ","},
		{`\p{L}`, "aÉß中", "1_"},
		{`\p{Nd}`, "1٣", "Ⅳ"},
		{`\P{L}`, "1_ ", "aÉ"},
		{`\p{Sc}`, "€$", "a"},
		{`\p{Cn}`, "\U000EFFFF", "a"},
		{`[\p{Lu}\p{Nd}]`, "A1", "a"},
		{`\p{IsLatin-1Supplement}`, "é£", "eŒ"},
	} {
		re, err := Compile("^"+c.pattern+"$", "")
		if err != nil {
			t.Errorf("%s: %v", c.pattern, err)
			continue
		}
		for _, r := range c.yes {
			if !re.MatchString(string(r)) {
				t.Errorf("%s does not match %q", c.pattern, r)
			}
		}
		for _, r := range c.no {
			if re.MatchString(string(r)) {
				t.Errorf("%s matches %q", c.pattern, r)
			}
		}
	}
}

func TestMoreRefused(t *testing.T) {
	for _, p := range []string{`[a-\d]`, `[\w-z]`, `a{2,1}`, `a{,2}`, `a{-1}`, `\`, `[\]`, `[a-[b]`, `[a-[b]c]`, `\u0041`, `\x41`, `\b`, `\A`, `\Q`, `(?i)a`, `(?=a)`, `a***`, `+a`, `{2}`, `(|*)`, `\p`, `\pL`, `\p{}`, `\p{L`, `\p{lu}`, `\p{Latin}`, `\p{LC}`, `[[:alpha:]]`, `a{1001}`} {
		if _, err := Compile(p, ""); err == nil {
			t.Errorf("%s compiled", p)
		}
	}
}

// TestLines: with the flag m, ^ matches at the beginning of the text and behind
// each line feed but one that ends it; $ at the end and before each line feed.
func TestLines(t *testing.T) {
	for _, c := range []struct {
		pattern, flags, text string
		want                 [][]int
	}{
		{`^$`, "m", "ab\ncd\n", nil},
		{`^$`, "m", "ab\n\ncd\n", [][]int{{3, 3}}},
		{`^$`, "m", "", [][]int{{0, 0}}},
		{`^[a-z]+$`, "m", "ab\ncd\n", [][]int{{0, 2}, {3, 5}}},
		{`(\n^)|([a-z]+)`, "m", "ab\ncd\n", [][]int{{0, 2}, {2, 3}, {3, 5}}},
		{`\n^`, "m", "\n", nil},
		{`\n(^|$)`, "m", "a\n", [][]int{{1, 2}}},
		{`^.`, "ms", "\n\n", [][]int{{0, 1}, {1, 2}}},
		{`^É`, "mi", "é\né\n", [][]int{{0, 2}, {3, 5}}},
		{`^ a b $`, "mx", "ab\nab\n", [][]int{{0, 2}, {3, 5}}},
		{`^a`, "", "b\na\n", nil},
	} {
		re, err := Compile(c.pattern, c.flags)
		if err != nil {
			t.Fatal(err)
		}
		if got := re.MatchString(c.text); got != (len(c.want) > 0) {
			t.Errorf("%q %q of %q: %v", c.pattern, c.flags, c.text, got)
		}
		if re.Regexp.MatchString("") { // replace() and tokenize() refuse it
			continue
		}
		got := re.FindAllStringIndex(c.text, -1)
		if !slices.EqualFunc(got, c.want, slices.Equal[[]int]) {
			t.Errorf("%q %q of %q: %v, want %v", c.pattern, c.flags, c.text, got, c.want)
		}
	}
}

// FuzzLines holds the search for lines to Go's regexp where both mean the same:
// without a ^ that may stand behind the last line feed.
func FuzzLines(f *testing.F) {
	f.Add(`(a|b)*c?$`, "ab\nabc\n")
	f.Add(`(\n|a+?)(b*)`, "aab\n\nb\n")
	f.Fuzz(func(t *testing.T, pattern, text string) {
		if strings.Contains(pattern, "^") || len(text) > 200 {
			return
		}
		re, err := Compile(pattern, "m")
		if err != nil || re.MatchString("") {
			return
		}
		l := newLines(re.String())
		if l == nil {
			return
		}
		got, want := l.all(text), re.Regexp.FindAllStringSubmatchIndex(text, -1)
		if !slices.EqualFunc(got, want, slices.Equal[[]int]) {
			t.Fatalf("%q of %q: %v, Go says %v", pattern, text, got, want)
		}
	})
}
