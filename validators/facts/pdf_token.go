package facts

import "bytes"

// pdfToken gives the token of a PDF that begins at or after pos and where it
// ends: a name with its escapes undone, a delimiter, a word. Comments and white
// space are skipped; a string is "()", whatever it holds. Source: ISO 32000-1,
// 7.2 and 7.3.
func pdfToken(b []byte, pos int) (token string, next int) {
	for pos < len(b) {
		c := b[pos]
		switch {
		case pdfSpace(c):
			pos++
		case c == '%':
			n := bytes.IndexAny(b[pos:], "\r\n")
			if n < 0 {
				return "", len(b)
			}
			pos += n
		case c == '(':
			return "()", pdfStringEnd(b, pos+1)
		case c == '<' && pos+1 < len(b) && b[pos+1] == '<':
			return "<<", pos + 2
		case c == '>' && pos+1 < len(b) && b[pos+1] == '>':
			return ">>", pos + 2
		case c == '<':
			n := bytes.IndexByte(b[pos:], '>')
			if n < 0 {
				return "", len(b)
			}
			return "()", pos + n + 1
		case c == '/':
			return pdfName(b, pos+1)
		case pdfDelimiter(c):
			return string(c), pos + 1
		default:
			end := pos
			for end < len(b) && !pdfSpace(b[end]) && !pdfDelimiter(b[end]) {
				end++
			}
			return string(b[pos:min(end, pos+64)]), end
		}
	}
	return "", len(b)
}

func pdfSpace(c byte) bool {
	return c == 0 || c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == ' '
}

func pdfDelimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

// pdfStringEnd is where the literal string ends whose first byte is at pos.
func pdfStringEnd(b []byte, pos int) int {
	for depth := 1; pos < len(b); pos++ {
		switch b[pos] {
		case '\\':
			pos++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return pos + 1
			}
		}
	}
	return len(b)
}

// pdfName reads a name: #xx stands for a byte.
func pdfName(b []byte, pos int) (string, int) {
	name := []byte{'/'}
	for pos < len(b) && !pdfSpace(b[pos]) && !pdfDelimiter(b[pos]) {
		c := b[pos]
		if c == '#' && pos+2 < len(b) {
			if hi, ok := hexDigit(b[pos+1]); ok {
				if lo, ok := hexDigit(b[pos+2]); ok {
					c = hi<<4 | lo
					pos += 2
				}
			}
		}
		if pos++; len(name) <= 127 {
			name = append(name, c)
		}
	}
	return string(name), pos
}

func hexDigit(c byte) (byte, bool) {
	switch {
	case c >= '0' && c <= '9':
		return c - '0', true
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return c | 0x20 - 'a' + 10, true
	}
	return 0, false
}
