package facts

import (
	"bytes"
	"unicode/utf8"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// envelope says which SOAP a document is ("1.1", "1.2", "none"), its
// WS-Addressing action as written, and the node that says so.
func envelope(doc *xmldoc.Doc) (version, action string, node xmldoc.Node) {
	if doc == nil {
		return "none", "", xmldoc.Node{}
	}
	root := doc.Root()
	switch {
	case root.Is(nsSOAP12, "Envelope"):
		version = "1.2"
	case root.Is(nsSOAP11, "Envelope"):
		version = "1.1"
	default:
		return "none", "", root
	}
	if a := root.Child(root.Space(), "Header").Child(nsWSA, "Action"); a.OK() {
		return version, a.Value(), a
	}
	return version, "", root
}

// payload is the first element of the SOAP body, absent when there is none.
func payload(doc *xmldoc.Doc) xmldoc.Node {
	if doc == nil {
		return xmldoc.Node{}
	}
	root := doc.Root()
	for n := range root.Child(root.Space(), "Body").Children() {
		return n
	}
	return xmldoc.Node{}
}

// ofSyntax is where in the message a part stops being XML; -1 when the part is
// in an encoding whose offsets were lost with the parse.
func (s *side) ofSyntax(p *part) int64 {
	if p.at < 0 || !utf8.Valid(p.content) && p.syntax.Code != xmldoc.BadEncoding || bytes.HasPrefix(p.content, []byte{0xFE, 0xFF}) || bytes.HasPrefix(p.content, []byte{0xFF, 0xFE}) {
		return -1
	}
	return s.offset(p.at + p.syntax.Offset)
}
