package xsd

import (
	"bytes"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

const xopNS = "http://www.w3.org/2004/08/xop/include"

// included says whether an element is an xop:Include that stands for the base64
// of a part, alone in its parent and with nothing but its address: XOP 1.0 §3.
// Any other is left to the schema, which knows no such child.
func included(e xmldoc.Node) bool {
	if !e.Is(xopNS, "Include") || e.FirstChild().OK() || e.Attr("", "href") == "" || !e.Parent().Parent().OK() {
		return false
	}
	for n := range e.Parent().Nodes() {
		if n != e && n.Kind() == xmldoc.TextNode && len(bytes.TrimSpace([]byte(n.Value()))) > 0 || n != e && n.Kind() == xmldoc.ElementNode {
			return false
		}
	}
	return true
}

// restored puts base64 in the place of what XOP took out: a schema is about the
// message as it was before it was packed. The text keeps its length and lines.
func restored(d *xmldoc.Doc, text []byte) []byte {
	if !bytes.Contains(text, []byte(xopNS)) {
		return text
	}
	cloned := false
	for e := range d.Root().Descendants() {
		if !included(e) {
			continue
		}
		if !cloned {
			text, cloned = bytes.Clone(text), true
		}
		for i := e.Offset(); i < e.End(); i++ {
			if c := text[i]; c != '\n' && c != '\r' {
				text[i] = ' '
			}
		}
		copy(text[e.Offset():], "AAAA")
	}
	return text
}
