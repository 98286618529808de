package xsd

import (
	"bytes"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// withoutForbidden blanks the particles that may occur at most 0 times: libxml2
// takes the elements that they name, and then not what should follow.
func withoutForbidden(b []byte) []byte {
	if !bytes.Contains(b, []byte("maxOccurs")) {
		return b
	}
	d, err := xmldoc.Parse(b, xmldoc.Limits{AllowDTD: true})
	if err != nil || !bytes.Equal(d.Source(), b) || d.Root().Space() != schemaNS {
		return b
	}
	out := b
	for e := range d.Root().Descendants() {
		if e.Space() != schemaNS || e.Attr("", "maxOccurs") != "0" {
			continue
		}
		switch e.Local() {
		case "element", "any", "group", "sequence", "choice":
		default:
			continue
		}
		if &out[0] == &b[0] {
			out = bytes.Clone(b)
		}
		for i := e.Offset(); i < e.End(); i++ {
			if out[i] != '\n' && out[i] != '\r' {
				out[i] = ' '
			}
		}
	}
	return out
}
