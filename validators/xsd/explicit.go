package xsd

import (
	"bytes"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// explicit writes the empty content model of a type that says none: helium takes
// any child in such a type where text may stand. <sequence/> means the same.
func explicit(b []byte) []byte {
	d, err := xmldoc.Parse(b, xmldoc.Limits{AllowDTD: true})
	if err != nil || !bytes.Equal(d.Source(), b) || d.Root().Space() != schemaNS {
		return b
	}
	type insertion struct {
		at   int64
		text string
	}
	var list []insertion
	for e := range d.Root().Descendants() {
		if !emptyModel(e) {
			continue
		}
		prefix := e.Name()[:len(e.Name())-len(e.Local())]
		model := "<" + prefix + "sequence/>"
		if b[e.End()-2] == '/' {
			list = append(list, insertion{e.End() - 2, ">" + model + "</" + e.Name()})
			continue
		}
		at := e.Child(schemaNS, "annotation").End()
		if at == 0 {
			at = contentOf(b, e)
		}
		list = append(list, insertion{at, model})
	}
	if len(list) == 0 {
		return b
	}
	var out bytes.Buffer
	from := int64(0)
	for _, i := range list {
		out.Write(b[from:i.at])
		out.WriteString(i.text)
		from = i.at
		if b[i.at] == '/' { // <type/> became <type>…</type
			from++
		}
	}
	out.Write(b[from:])
	return out.Bytes()
}

// emptyModel tells a definition of mixed content that names no particle.
func emptyModel(e xmldoc.Node) bool {
	switch {
	case e.Is(schemaNS, "complexType"):
		if !truth(e.Attr("", "mixed")) {
			return false
		}
	case e.Is(schemaNS, "restriction") && e.Parent().Is(schemaNS, "complexContent"):
		if !truth(e.Parent().Attr("", "mixed")) && !truth(e.Parent().Parent().Attr("", "mixed")) {
			return false
		}
	default:
		return false
	}
	for c := range e.Children() {
		switch c.Local() {
		case "annotation", "attribute", "attributeGroup", "anyAttribute", "assert":
		default:
			return false
		}
	}
	return true
}

func truth(s string) bool { return s == "true" || s == "1" }

// contentOf is where the content of an element with an end tag begins.
func contentOf(b []byte, e xmldoc.Node) int64 {
	at := e.Offset()
	for quote := byte(0); ; at++ {
		switch c := b[at]; {
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case c == quote:
			quote = 0
		case quote == 0 && c == '>':
			return at + 1
		}
	}
}
