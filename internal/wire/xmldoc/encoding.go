package xmldoc

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
	"unsafe"
)

// decode gives the document as UTF-8 text and whether it is the input itself. shared:
// of UTF-8, the text is the bytes, not a copy.
func decode(b []byte, shared bool) (text string, same bool, err *SyntaxError) {
	fail := func(at int, msg string) (string, bool, *SyntaxError) {
		return "", false, syntaxError(string(b[:at]), at, BadEncoding, msg)
	}
	declared := declaredEncoding(b)
	switch {
	case bytes.HasPrefix(b, []byte{0xFF, 0xFE, 0, 0}), bytes.HasPrefix(b, []byte{0, 0, 0xFE, 0xFF}):
		return fail(0, "encoding UTF-32 is not read")
	case bytes.HasPrefix(b, []byte{0xFF, 0xFE}):
		return decodeUTF16(b, binary.LittleEndian)
	case bytes.HasPrefix(b, []byte{0xFE, 0xFF}):
		return decodeUTF16(b, binary.BigEndian)
	case bytes.HasPrefix(b, []byte{0xEF, 0xBB, 0xBF}):
		if declared != "" && declared != "UTF-8" {
			return fail(0, "the byte order mark says UTF-8, the declaration "+declared)
		}
		declared = "UTF-8"
	}
	switch declared {
	case "", "UTF-8":
		if at := firstInvalid(b); at >= 0 {
			return fail(at, "these bytes are not UTF-8")
		}
		if shared && len(b) > 0 {
			return unsafe.String(&b[0], len(b)), true, nil //nolint:gosec // the caller promised that they never change: see Limits.Shared
		}
		return string(b), true, nil
	case "ISO-8859-1", "ISO-8859-15", "WINDOWS-1252":
		return decodeSingleByte(b, declared)
	case "UTF-16", "UTF-16LE", "UTF-16BE":
		return fail(0, "the declaration says "+declared+", the bytes are not (no byte order mark)")
	default:
		return fail(0, "encoding "+declared+" is not read")
	}
}

// Encoding is the encoding that the bytes of a document say they are in: by their
// byte order mark, else by the XML declaration, else UTF-8 (XML 1.0, appendix F).
// It is upper-cased and without its aliases; UTF-16 has no byte order in its name.
func Encoding(b []byte) string {
	switch {
	case bytes.HasPrefix(b, []byte{0xFF, 0xFE, 0, 0}), bytes.HasPrefix(b, []byte{0, 0, 0xFE, 0xFF}):
		return "UTF-32"
	case bytes.HasPrefix(b, []byte{0xFF, 0xFE}), bytes.HasPrefix(b, []byte{0xFE, 0xFF}):
		return "UTF-16"
	case bytes.HasPrefix(b, []byte{0xEF, 0xBB, 0xBF}):
		return "UTF-8"
	}
	if declared := declaredEncoding(b); declared != "" {
		return declared
	}
	return "UTF-8"
}

// declaredEncoding is the encoding named by an XML declaration written in an
// ASCII-compatible encoding, upper-cased and without its aliases; "" if none.
func declaredEncoding(b []byte) string {
	b = bytes.TrimPrefix(b, []byte{0xEF, 0xBB, 0xBF})
	if !bytes.HasPrefix(b, []byte("<?xml")) {
		return ""
	}
	b = b[:min(len(b), 512)]
	if end := bytes.Index(b, []byte("?>")); end >= 0 {
		b = b[:end]
	}
	_, after, ok := bytes.Cut(b, []byte("encoding"))
	if !ok {
		return ""
	}
	after = bytes.TrimLeft(after, " \t\r\n=")
	if len(after) == 0 {
		return ""
	}
	name, _, ok := bytes.Cut(after[1:], after[:1])
	if !ok {
		return ""
	}
	return canonicalEncoding(string(name))
}

func canonicalEncoding(name string) string {
	switch up := strings.ToUpper(name); up {
	case "UTF8":
		return "UTF-8"
	case "LATIN1", "LATIN-1", "ISO8859-1", "ISO_8859-1":
		return "ISO-8859-1"
	case "LATIN-9", "LATIN9", "ISO8859-15", "ISO_8859-15":
		return "ISO-8859-15"
	case "CP1252", "CP-1252":
		return "WINDOWS-1252"
	default:
		return up
	}
}

// firstInvalid is the offset of the first byte that is not UTF-8, or -1.
func firstInvalid(b []byte) int {
	if utf8.Valid(b) {
		return -1
	}
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n <= 1 {
			return i
		}
		i += n
	}
	return -1
}

func decodeUTF16(b []byte, order binary.ByteOrder) (string, bool, *SyntaxError) {
	var out strings.Builder
	out.Grow(len(b)/2 + len(b)/8)
	for i := 2; i < len(b); i += 2 {
		if i+1 >= len(b) {
			return "", false, syntaxError(out.String(), out.Len(), BadEncoding, "UTF-16 text with half a character at its end")
		}
		r := rune(order.Uint16(b[i:]))
		if utf16.IsSurrogate(r) {
			var low rune
			if i+3 < len(b) {
				low = rune(order.Uint16(b[i+2:]))
			}
			if r = utf16.DecodeRune(r, low); r == utf8.RuneError {
				return "", false, syntaxError(out.String(), out.Len(), BadEncoding, "lone surrogate in UTF-16 text")
			}
			i += 2
		}
		out.WriteRune(r)
	}
	text := out.String()
	if d := declaredEncoding([]byte(text[:min(len(text), 512)])); d != "" && !strings.HasPrefix(d, "UTF-16") {
		return "", false, syntaxError(text, 0, BadEncoding, "the byte order mark says UTF-16, the declaration "+d)
	}
	return text, false, nil
}

func decodeSingleByte(b []byte, encoding string) (string, bool, *SyntaxError) {
	var out strings.Builder
	out.Grow(len(b) + len(b)/8)
	for _, c := range b {
		r := rune(c)
		switch {
		case encoding == "ISO-8859-15":
			if s, ok := latin9[c]; ok {
				r = s
			}
		case encoding == "WINDOWS-1252" && c >= 0x80 && c < 0xA0:
			if r = windows1252[c-0x80]; r == 0 {
				return "", false, syntaxError(out.String(), out.Len(), BadEncoding, "a byte that windows-1252 does not define")
			}
		}
		out.WriteRune(r)
	}
	return out.String(), false, nil
}

// Where ISO-8859-15 differs from ISO-8859-1.
var latin9 = map[byte]rune{0xA4: '€', 0xA6: 'Š', 0xA8: 'š', 0xB4: 'Ž', 0xB8: 'ž', 0xBC: 'Œ', 0xBD: 'œ', 0xBE: 'Ÿ'}

// Windows-1252, 0x80 to 0x9F; 0 where undefined.
var windows1252 = [32]rune{
	'€', 0, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0, 'Ž', 0,
	0, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0, 'ž', 'Ÿ',
}
