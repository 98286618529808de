package reports

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Visible makes a value of the system under test safe to show on one line:
// control characters and those that turn the direction of writing are shown as
// escapes (a SUT must not repaint the reader's terminal), bytes that are not
// UTF-8 as \xNN. With limit > 0 the value is cut after that many characters
// and its whole length told.
func Visible(s string, limit int) string {
	var b strings.Builder
	shown, i := 0, 0
	for i < len(s) {
		if limit > 0 && shown == limit {
			fmt.Fprintf(&b, "… [%d]", utf8.RuneCountInString(s))
			break
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02X`, s[i])
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case hidden(r) && r > 0xffff:
			fmt.Fprintf(&b, `\U%08X`, r)
		case hidden(r):
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteString(s[i : i+size])
		}
		i += size
		shown++
	}
	return b.String()
}

// hidden tells the characters that change what is seen without being seen: C0
// and C1 controls, all that Unicode calls a format (bidirectional controls,
// zero-width marks, tags), separators of lines, fillers, and noncharacters.
func hidden(r rune) bool {
	switch {
	case r < 0x20, r >= 0x7f && r <= 0x9f, r&0xfffe == 0xfffe:
		return true
	case r < 0x0250 && r != 0x00ad: // Latin, the usual case
		return false
	}
	return unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Other_Default_Ignorable_Code_Point, unicode.Noncharacter_Code_Point)
}

// Phrase makes a fragment a sentence: a capital at its head, a full stop at its
// end. The empty string stays empty.
func Phrase(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	s = string(unicode.ToUpper(r)) + s[n:]
	if strings.HasSuffix(s, ".") || strings.HasSuffix(s, "!") || strings.HasSuffix(s, "?") || strings.HasSuffix(s, "…") {
		return s
	}
	return s + "."
}
