package facts

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/etalon-dmp/etalon/internal/wire/dicom"
)

// kosClass is the SOP class of a key object selection document.
// Source: DICOM PS3.4, annex B.5.
const kosClass = "1.2.840.10008.5.1.4.1.1.88.59"

// sniff says what bytes are, from the bytes alone: pdf, kos, dicom (any
// other file of DICOM), jpeg, png, tiff, rtf, xml, text or binary.
func sniff(b []byte) string {
	switch {
	case bytes.HasPrefix(b, []byte("%PDF-")):
		return "pdf"
	case dicom.Is(b):
		if bytes.Contains(b[132:min(len(b), 4096)], []byte(kosClass)) {
			return "kos"
		}
		return "dicom"
	case bytes.HasPrefix(b, []byte{0xFF, 0xD8, 0xFF}):
		return "jpeg"
	case bytes.HasPrefix(b, []byte("\x89PNG\r\n\x1a\n")):
		return "png"
	case bytes.HasPrefix(b, []byte("II*\x00")), bytes.HasPrefix(b, []byte("MM\x00*")):
		return "tiff"
	case bytes.HasPrefix(b, []byte(`{\rtf`)):
		return "rtf"
	case looksLikeXML(b):
		return "xml"
	case utf8.Valid(b) && !bytes.ContainsFunc(b, func(r rune) bool { return r < ' ' && !strings.ContainsRune("\t\n\r\f", r) }):
		return "text"
	default:
		return "binary"
	}
}

// looksLikeXML says whether bytes begin as an XML document does, in UTF-8,
// UTF-16 or an extension of ASCII.
func looksLikeXML(b []byte) bool {
	switch {
	case bytes.HasPrefix(b, []byte{0xFF, 0xFE}), bytes.HasPrefix(b, []byte{0xFE, 0xFF}):
		b = bytes.ReplaceAll(b[2:min(len(b), 1024)], []byte{0}, nil)
	case bytes.HasPrefix(b, []byte{0xEF, 0xBB, 0xBF}):
		b = b[3:]
	case bytes.HasPrefix(b, []byte{'<', 0}), bytes.HasPrefix(b, []byte{0, '<'}):
		return true
	}
	b = bytes.TrimLeft(b, " \t\r\n")
	if len(b) < 2 || b[0] != '<' {
		return false
	}
	c := b[1]
	return c == '?' || c == '!' || c == '_' || c >= 0x80 || (c|0x20 >= 'a' && c|0x20 <= 'z')
}
