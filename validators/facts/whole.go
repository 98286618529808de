package facts

import (
	"bytes"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// whole tells whether content of a kind is there to its end, as far as its own
// frame tells: "true", "false", or "" where nothing does. Source: JPEG, ITU-T T.81
// annex B (EOI); PNG, ISO 15948 (IEND); TIFF 6.0, section 2 (the first directory);
// RTF 1.9 (groups are closed). What a PDF shows is in ev:pdf.
func whole(kind string, b []byte) string {
	tail := b[max(0, len(b)-64):]
	switch kind {
	case "jpeg":
		return boolean(bytes.Contains(tail, []byte{0xFF, 0xD9}))
	case "png":
		return boolean(bytes.Contains(tail, []byte("IEND")))
	case "tiff":
		return boolean(directory(b))
	case "rtf":
		return boolean(bytes.HasSuffix(bytes.TrimRight(b, " \t\r\n\x00"), []byte("}")))
	}
	return ""
}

// directory tells whether the first directory of a TIFF lies inside it.
func directory(b []byte) bool {
	if len(b) < 8 {
		return false
	}
	var order binary.ByteOrder = binary.LittleEndian
	if b[0] == 'M' {
		order = binary.BigEndian
	}
	at := uint64(order.Uint32(b[4:8]))
	if at < 8 || at+2 > uint64(len(b)) {
		return false
	}
	entries := uint64(order.Uint16(b[at : at+2]))
	return entries > 0 && at+2+12*entries <= uint64(len(b))
}

// integrity tells whether content has the digest that its element announces: "true",
// "false", or "" where it announces none. Source: HL7 V3 data types, ED.integrityCheck
// (SHA-1 where no algorithm is named).
func integrity(holder xmldoc.Node, content []byte) string {
	announced := strings.Join(strings.Fields(holder.Attr("", "integrityCheck")), "")
	if announced == "" {
		return ""
	}
	one, two := sha1.Sum(content), sha256.Sum256(content)
	digest := one[:]
	if holder.Attr("", "integrityCheckAlgorithm") == "SHA-256" {
		digest = two[:]
	}
	return boolean(announced == base64.StdEncoding.EncodeToString(digest))
}
