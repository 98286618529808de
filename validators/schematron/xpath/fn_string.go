package xpath

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// stringFunctions work on strings by code point.
var stringFunctions = map[string]function{
	"concat": plain(2, -1, func(a []*code) *code {
		return textCode(func(f *frame) string {
			mark := len(f.run.parts)
			size := 0
			for _, c := range a {
				var s string
				if c.text != nil {
					s = c.text(f)
				} else if i, ok := c.atom(f); ok {
					s = i.text()
				}
				f.run.parts = append(f.run.parts, s)
				size += len(s)
			}
			parts := f.run.parts[mark:]
			f.run.parts = f.run.parts[:mark]
			for _, s := range parts {
				if len(s) == size { // all else is empty
					return s
				}
			}
			b := f.run.buffer[:0]
			for _, s := range parts {
				b = append(b, s...)
			}
			f.run.keep(b)
			return string(b)
		})
	}),
	"string-join": plain(2, 2, func(a []*code) *code {
		return textCode(func(f *frame) string {
			separator := a[1].required(f)
			return joined(f, a[0].strings(), separator)
		})
	}),
	"string-length": onContextText(func(a *code) *code {
		return itemCode(isNumber, func(f *frame) (Item, bool) {
			return integer(int64(utf8.RuneCountInString(a.string(f)))), true
		})
	}),
	"normalize-space": onContextText(func(a *code) *code {
		return mapped(a, collapse)
	}),
	"upper-case": plain(1, 1, func(a []*code) *code { return mapped(a[0], upper) }),
	"lower-case": plain(1, 1, func(a []*code) *code { return mapped(a[0], lower) }),
	"substring": plain(2, 3, func(a []*code) *code {
		if from, to, ok := positions(a); ok {
			return mapped(a[0], func(s string) string {
				if len(s) >= to && ascii(s[:to]) || ascii(s) {
					return s[min(from, len(s)):min(to, len(s))]
				}
				return substring(s, float64(from+1), float64(to+1))
			})
		}
		return textCode(func(f *frame) string {
			s, start := a[0].string(f), roundHalfUp(a[1].double(f))
			end := math.Inf(1)
			if len(a) == 3 {
				end = start + roundHalfUp(a[2].double(f))
			}
			return substring(s, start, end)
		})
	}),
	"translate": plain(3, 3, func(a []*code) *code {
		return textCode(func(f *frame) string {
			s := a[0].string(f)
			from := a[1].required(f)
			return translate(s, from, a[2].required(f))
		})
	}),
	"contains":    predicate(strings.Contains),
	"starts-with": predicate(strings.HasPrefix),
	"ends-with":   predicate(strings.HasSuffix),
	"substring-before": plain(2, 2, func(a []*code) *code {
		return textCode(func(f *frame) string {
			s, sep := a[0].string(f), a[1].string(f)
			if before, _, ok := strings.Cut(s, sep); ok {
				return before
			}
			return ""
		})
	}),
	"substring-after": plain(2, 2, func(a []*code) *code {
		return textCode(func(f *frame) string {
			s, sep := a[0].string(f), a[1].string(f)
			_, after, _ := strings.Cut(s, sep)
			return after
		})
	}),
	"compare": plain(2, 2, func(a []*code) *code {
		return itemCode(isNumber, func(f *frame) (Item, bool) {
			s, ok := a[0].str(f)
			t, ok2 := a[1].str(f)
			return integer(int64(strings.Compare(s, t))), ok && ok2
		})
	}),
	"codepoint-equal": plain(2, 2, func(a []*code) *code {
		return itemCode(isBoolean, func(f *frame) (Item, bool) {
			s, ok := a[0].str(f)
			t, ok2 := a[1].str(f)
			return boolean(s == t), ok && ok2
		})
	}),
	"string-to-codepoints": plain(1, 1, func(a []*code) *code {
		return &code{is: isNumber, push: func(f *frame) {
			for _, r := range a[0].string(f) {
				f.push(integer(int64(r)))
			}
		}}
	}),
	"codepoints-to-string": plain(1, 1, func(a []*code) *code {
		return textCode(func(f *frame) string {
			var b strings.Builder
			for _, i := range a[0].atoms(f) {
				if i.kind == KindUntyped {
					i = castTo(i, KindInteger)
				}
				if i.kind != KindInteger {
					raise("XPTY0004", "%s where an integer is required", i.kind)
				}
				if !character(i.n) {
					raise("FOCH0001", "no character has the code %s", i.text())
				}
				b.WriteRune(rune(i.n))
			}
			return b.String()
		})
	}),
	"encode-for-uri": escaper("-_.~"),
	"iri-to-uri":     escaper("-_.~!*'();:@&=+$,/?#[]%"),
	"escape-html-uri": plain(1, 1, func(a []*code) *code {
		return textCode(func(f *frame) string {
			return escape(a[0].string(f), func(b byte) bool { return b >= ' ' && b <= '~' })
		})
	}),
}

// onContextText is a function of a string that is string(.) when left out.
func onContextText(build func(a *code) *code) function {
	return plain(0, 1, func(a []*code) *code {
		if len(a) == 0 {
			return build(textCode(func(f *frame) string { return f.context().text() }))
		}
		return build(a[0])
	})
}

// strings is the value as xs:string*: an item of another type is an error.
func (c *code) strings() *code {
	if c.is == isString || c.is == isNodes {
		return c
	}
	return &code{is: isString, one: c.one, push: func(f *frame) {
		items := c.atoms(f)
		for _, i := range items {
			if !i.kind.stringy() {
				raise("XPTY0004", "%s where a string is required", i.kind)
			}
		}
		f.stack = f.stack[:len(f.stack)+len(items)]
	}}
}

// character says whether XML 1.0 has a character of that code.
func character(n int64) bool {
	return n == '\t' || n == '\n' || n == '\r' || n >= 0x20 && n <= 0xD7FF || n >= 0xE000 && n <= 0xFFFD || n >= 0x10000 && n <= utf8.MaxRune
}

// lower is the lower case of a text. The capital I with a dot keeps its dot as a
// letter of its own.
func lower(s string) string {
	return strings.ToLower(strings.ReplaceAll(s, "\u0130", "i\u0307"))
}

// upper is the upper case of a text, with the letters of Latin and Armenian
// scripts that become several (Unicode, SpecialCasing.txt).
func upper(s string) string {
	s = strings.ToUpper(s)
	for _, c := range []byte(s) {
		if c >= utf8.RuneSelf {
			return severalUpper.Replace(s)
		}
	}
	return s
}

var severalUpper = strings.NewReplacer("\u00DF", "SS", "\u0149", "\u02BCN", "\u01F0", "J\u030C", "\u0587", "\u0535\u0552",
	"\u1E96", "H\u0331", "\u1E97", "T\u0308", "\u1E98", "W\u030A", "\u1E99", "Y\u030A", "\u1E9A", "A\u02BE",
	"\uFB00", "FF", "\uFB01", "FI", "\uFB02", "FL", "\uFB03", "FFI", "\uFB04", "FFL", "\uFB05", "ST", "\uFB06", "ST",
	"\uFB13", "\u0544\u0546", "\uFB14", "\u0544\u0535", "\uFB15", "\u0544\u053B", "\uFB16", "\u054E\u0546", "\uFB17", "\u0544\u053D")

func predicate(holds func(s, t string) bool) function {
	return plain(2, 2, func(a []*code) *code {
		if a[1].known && a[1].text != nil {
			t := a[1].text(nil)
			return tested(a[0], func(s string) bool { return holds(s, t) })
		}
		return truthCode(func(f *frame) bool {
			s := a[0].string(f)
			return holds(s, a[1].string(f))
		})
	})
}

// positions are the ends of a substring() between literal positions, as
// offsets: both in the text, or the second far behind it.
func positions(a []*code) (from, to int, ok bool) {
	from, ok = a[1].whole()
	if !ok || from < 1 {
		return 0, 0, false
	}
	if len(a) < 3 {
		return from - 1, 1 << 40, true
	}
	n, ok := a[2].whole()
	return from - 1, from - 1 + n, ok
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// substring gives the characters at positions from and after, before to:
// doubles, so that NaN and infinities have their meaning.
func substring(s string, from, to float64) string {
	pos := 0.0
	begin, end := -1, len(s)
	for i := range s {
		if pos++; pos >= from && begin < 0 && pos < to {
			begin = i
		}
		if begin >= 0 && !(pos < to) {
			end = i
			break
		}
	}
	if begin < 0 {
		return ""
	}
	return s[begin:end]
}

// roundHalfUp rounds to the nearest whole number, halves up. (v + 0.5 would
// itself be rounded, and the double just under 0.5 become 1.)
func roundHalfUp(v float64) float64 {
	low := math.Floor(v)
	if v-low >= 0.5 {
		low++
	}
	return low
}

func translate(s, from, to string) string {
	source, target := []rune(from), []rune(to)
	at := func(r rune) int { return slices.Index(source, r) }
	if len(source) > 32 { // perhaps as long as the document judged
		first := make(map[rune]int, len(source))
		for i, c := range source {
			if _, twice := first[c]; !twice {
				first[c] = i
			}
		}
		at = func(r rune) int {
			if i, ok := first[r]; ok {
				return i
			}
			return -1
		}
	}
	return strings.Map(func(r rune) rune {
		switch i := at(r); {
		case i < 0:
			return r
		case i < len(target):
			return target[i]
		}
		return -1
	}, s)
}

// escaper percent-encodes the UTF-8 bytes of all but ASCII letters, digits and
// the characters named.
func escaper(but string) function {
	return plain(1, 1, func(a []*code) *code {
		return textCode(func(f *frame) string {
			return escape(a[0].string(f), func(b byte) bool {
				return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || strings.IndexByte(but, b) >= 0
			})
		})
	})
}

func escape(s string, keep func(byte) bool) string {
	clean := true
	for i := 0; i < len(s) && clean; i++ {
		clean = keep(s[i])
	}
	if clean {
		return s
	}
	var b strings.Builder
	for _, c := range []byte(s) {
		if keep(c) {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}
