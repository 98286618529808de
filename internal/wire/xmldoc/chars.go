package xmldoc

import (
	"math/bits"
	"unicode/utf8"
)

// Byte classes for the scanning loops. Non-ASCII bytes are name characters
// here and are looked at closely by [scanName].
const (
	nameStart   = 1 << iota // may start a name
	nameChar                // may continue a name
	stopsText               // needs a look in character data
	stopsAttr               // needs a look in an attribute value
	stopsMarkup             // needs a look in a comment, PI or CDATA section
)

var classes = func() (t [256]uint8) {
	for c := range 256 {
		b := byte(c)
		switch {
		case b >= 'a' && b <= 'z', b >= 'A' && b <= 'Z', b == '_', b >= 0x80:
			t[c] |= nameStart | nameChar
		case b >= '0' && b <= '9', b == '-', b == '.':
			t[c] |= nameChar
		}
		if b < 0x20 && b != '\t' && b != '\n' || b == 0xEF { // 0xEF may begin U+FFFE or U+FFFF
			t[c] |= stopsText | stopsAttr | stopsMarkup
		}
	}
	for _, b := range []byte("<&]") {
		t[b] |= stopsText
	}
	for _, b := range []byte("<&\t\n\"'") {
		t[b] |= stopsAttr
	}
	for _, b := range []byte("-?]") {
		t[b] |= stopsMarkup
	}
	return t
}()

// isChar is the Char production of XML 1.0.
func isChar(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r <= 0xD7FF ||
		r >= 0xE000 && r <= 0xFFFD || r >= 0x10000 && r <= 0x10FFFF
}

func isSpace(b byte) bool { return b == ' ' || b == '\n' || b == '\t' || b == '\r' }

// isNameRune is NameStartChar or NameChar of XML 1.0, 5th edition, for
// non-ASCII characters.
func isNameRune(r rune, first bool) bool {
	switch {
	case r == 0xB7, r >= 0x300 && r <= 0x36F, r == 0x203F, r == 0x2040:
		return !first
	case r < 0xC0, r == 0xD7, r == 0xF7, r == 0x37E:
		return false
	}
	return r <= 0x1FFF || r == 0x200C || r == 0x200D || r >= 0x2070 && r <= 0x218F ||
		r >= 0x2C00 && r <= 0x2FEF || r >= 0x3001 && r <= 0xD7FF || r >= 0xF900 && r <= 0xFDCF ||
		r >= 0xFDF0 && r <= 0xFFFD || r >= 0x10000 && r <= 0xEFFFF
}

// scanName returns the end of the name (without colon) that starts at i, or i
// when there is none.
func scanName(s string, i int) int {
	if i >= len(s) || classes[s[i]]&nameStart == 0 {
		return i
	}
	start := i
	for i < len(s) && classes[s[i]]&nameChar != 0 {
		if s[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if !isNameRune(r, i == start) {
			return i
		}
		i += n
	}
	return i
}

// forbidden says whether the character at i, where a loop stopped at a control
// or at 0xEF, is one that XML does not allow.
func forbidden(s string, i int) bool {
	r, _ := utf8.DecodeRuneInString(s[i:])
	return !isChar(r)
}

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// plainText is a place from i on up to which no byte needs a look in character
// data; not always the furthest. It looks at eight bytes at once: base64 and
// narrative blocks are most of a large document.
func plainText(s string, i int) int {
	for ; i+8 <= len(s); i += 8 {
		b := s[i : i+8]
		w := uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
			uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
		less := (w - ones*0x20) &^ w // its high bits: bytes below a space
		lt, amp, bracket, ef := w^ones*'<', w^ones*'&', w^ones*']', w^ones*0xEF
		found := less | (lt-ones)&^lt | (amp-ones)&^amp | (bracket-ones)&^bracket | (ef-ones)&^ef
		if found &= highs; found != 0 {
			return i + bits.TrailingZeros64(found)/8
		}
	}
	return i
}
