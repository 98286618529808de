package xsd

import (
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// watched are the names under which a set of schemas declares what libxml2 does
// not look at closely: references to identifiers, and base64. Elements by local
// name, attributes with @ before it.
type watched map[string]bool

// watch finds those names, types that restrict base64 included.
func watch(list []source) watched {
	names := watched{}
	loose := map[string]bool{"IDREF": true, "IDREFS": true, "base64Binary": true}
	local := func(qname string) string { return qname[strings.LastIndexByte(qname, ':')+1:] }
	var docs []*xmldoc.Doc
	for _, s := range list {
		if d, err := xmldoc.Parse(s.bytes, xmldoc.Limits{AllowDTD: true}); err == nil {
			docs = append(docs, d)
		}
	}
	for grown := true; grown; { // a type may be restricted before it is declared
		grown = false
		for _, d := range docs {
			for e := range d.Root().Descendants() {
				if e.Is(schemaNS, "restriction") && e.Parent().Is(schemaNS, "simpleType") && loose[local(e.Attr("", "base"))] {
					if name := e.Parent().Attr("", "name"); name != "" && !loose[name] {
						loose[name], grown = true, true
					}
				}
			}
		}
	}
	for _, d := range docs {
		for e := range d.Root().Descendants() {
			switch {
			case e.Is(schemaNS, "attribute") && loose[local(e.Attr("", "type"))]:
				names["@"+e.Attr("", "name")] = true
			case e.Is(schemaNS, "element") && loose[local(e.Attr("", "type"))]:
				names[e.Attr("", "name")] = true
			case e.Is(schemaNS, "extension") && e.Parent().Is(schemaNS, "simpleContent") && loose[local(e.Attr("", "base"))]:
				holder := e.Parent().Parent() // of a type, named or not
				names[holder.Attr("", "name")+holder.Parent().Attr("", "name")] = true
			}
		}
	}
	return names
}

// in tells a document that has one of the names.
func (w watched) in(d *document) bool {
	for _, e := range d.elements() {
		if w[e.Local()] {
			return true
		}
		for a := range e.Attrs() {
			if w["@"+a.Local()] {
				return true
			}
		}
	}
	return false
}
