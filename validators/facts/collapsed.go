package facts

import (
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// gap are bytes of a part's source that the evidence does not show.
type gap struct{ from, to int64 }

// collapses tells an attribute of type anyURI of ebRIM, ebRS or XDS.b: XML Schema
// collapses its white space, so that blanks around it are none of its value
// (XML Schema 1.0 Part 2, §4.3.6; rim.xsd, rs.xsd, XDS.b_DocumentRepository.xsd).
func collapses(space, name string) bool {
	switch name {
	case "id":
		return space == nsXDSB || strings.HasPrefix(space, nsRegRep)
	case "lid", "home", "objectType", "status", "associationType", "sourceObject", "targetObject", "classificationScheme",
		"classifiedObject", "classificationNode", "identificationScheme", "registryObject", "parent", "severity":
		return strings.HasPrefix(space, nsRegRep)
	}
	return false
}

// uri is the value of an attribute of type anyURI.
func uri(n xmldoc.Node, name string) string { return strings.TrimSpace(n.Attr("", name)) }

// blanks are the white space around the values of attributes that collapse, in
// the order of the source. Nearly all messages have none.
func blanks(doc *xmldoc.Doc) []gap {
	source := doc.Source()
	var out []gap
	for n := range doc.Document().Descendants() {
		if n.Kind() != xmldoc.ElementNode || n.Space() != nsXDSB && !strings.HasPrefix(n.Space(), nsRegRep) {
			continue
		}
		for a := range n.Attrs() {
			if v := a.Value(); a.Space() != "" || v == strings.TrimSpace(v) || !collapses(n.Space(), a.Local()) {
				continue
			}
			out = append(out, around(source, a)...)
		}
	}
	slices.SortFunc(out, func(a, b gap) int { return int(a.from - b.from) })
	return out
}

// around are the blanks inside the quotes of an attribute, before and after its
// value.
func around(source []byte, a xmldoc.Node) []gap {
	const white = " \t\r\n"
	raw := string(source[a.Offset():a.End()])
	quote := strings.IndexAny(raw, `"'`)
	if quote < 0 || len(raw) < quote+2 {
		return nil
	}
	value := raw[quote+1 : len(raw)-1]
	from := a.Offset() + int64(quote) + 1
	lead := int64(len(value) - len(strings.TrimLeft(value, white)))
	if lead == int64(len(value)) {
		return []gap{{from, from + lead}}
	}
	trail := int64(len(value) - len(strings.TrimRight(value, white)))
	return []gap{{from, from + lead}, {from + int64(len(value)) - trail, from + int64(len(value))}}
}

// omitted are the parts of the source that the evidence leaves out: long base64
// texts, and blanks that are no part of a value.
func omitted(doc *xmldoc.Doc, cuts []cut) []gap {
	out := blanks(doc)
	for _, c := range cuts {
		if c.drop {
			out = append(out, gap{c.node.Offset(), c.node.End()})
		}
	}
	slices.SortFunc(out, func(a, b gap) int { return int(a.from - b.from) })
	return out
}
