package xpath

import (
	"fmt"
	"math"
	"strings"
	"unicode/utf8"
)

// stringFunctions work on strings by code point.
var stringFunctions = map[string]function{
	"concat": plain(2, -1, func(a []*code) *code {
		return textCode(func(f *frame) string {
			var b strings.Builder
			for _, c := range a {
				if c.known && c.text != nil {
					b.WriteString(c.text(f))
				} else if i, ok := c.atom(f); ok {
					b.WriteString(i.text())
				}
			}
			return b.String()
		})
	}),
	"string-join": plain(1, 2, func(a []*code) *code {
		return textCode(func(f *frame) string {
			separator := ""
			if len(a) == 2 {
				separator = a[1].string(f)
			}
			return joined(f, a[0], separator)
		})
	}),
	"string-length": onContext(func(a *code) *code {
		return itemCode(isNumber, func(f *frame) (Item, bool) {
			return integer(int64(utf8.RuneCountInString(a.contextString(f)))), true
		})
	}),
	"normalize-space": onContext(func(a *code) *code {
		return textCode(func(f *frame) string { return collapse(a.contextString(f)) })
	}),
	"upper-case": plain(1, 1, func(a []*code) *code {
		return textCode(func(f *frame) string { return strings.ToUpper(a[0].string(f)) })
	}),
	"lower-case": plain(1, 1, func(a []*code) *code {
		return textCode(func(f *frame) string { return strings.ToLower(a[0].string(f)) })
	}),
	"substring": plain(2, 3, func(a []*code) *code {
		return textCode(func(f *frame) string {
			s, start, length := a[0].string(f), a[1].double(f), math.Inf(1)
			if len(a) == 3 {
				length = a[2].double(f)
			}
			return substring(s, start, length)
		})
	}),
	"translate": plain(3, 3, func(a []*code) *code {
		return textCode(func(f *frame) string {
			return translate(a[0].string(f), a[1].string(f), a[2].string(f))
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
				if i.kind != KindInteger || i.n < 1 || i.n > utf8.MaxRune || !utf8.ValidRune(rune(i.n)) {
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

// contextString is the argument of string-length() and normalize-space(): the
// string value of the context item when none is given.
func (c *code) contextString(f *frame) string {
	if c.is == anything && c.one {
		if i, ok := c.atom(f); ok {
			if !i.kind.stringy() {
				raise("XPTY0004", "%s where a string is required", i.kind)
			}
			return i.s
		}
		return ""
	}
	return c.string(f)
}

func predicate(holds func(s, t string) bool) function {
	return plain(2, 2, func(a []*code) *code {
		return truthCode(func(f *frame) bool {
			s := a[0].string(f)
			return holds(s, a[1].string(f))
		})
	})
}

// substring is fn:substring: positions rounded as doubles, so that NaN and
// infinities have their meaning.
func substring(s string, start, length float64) string {
	from, to := roundHalfUp(start), roundHalfUp(start)+roundHalfUp(length)
	if math.IsInf(length, 1) && !math.IsInf(start, -1) {
		to = math.Inf(1)
	}
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

func roundHalfUp(v float64) float64 { return math.Floor(v + 0.5) }

func translate(s, from, to string) string {
	source, target := []rune(from), []rune(to)
	return strings.Map(func(r rune) rune {
		for i, c := range source {
			if c == r {
				if i < len(target) {
					return target[i]
				}
				return -1
			}
		}
		return r
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
