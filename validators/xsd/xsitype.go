package xsd

import (
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

const instanceNS = "http://www.w3.org/2001/XMLSchema-instance"

// declared is what a set of schema files declares, as far as xsi:type can name it.
type declared struct {
	types  map[[2]string]bool // namespace and name
	spaces map[string]bool    // the namespaces that the set is about
	open   map[string]bool    // those with a type that takes attributes it does not name
}

// declarations walks a set from its entry. A file without a namespace of its own
// takes that of each file that includes it.
func declarations(list []source, entry string) declared {
	byName := map[string]source{}
	for _, s := range list {
		byName[s.name] = s
	}
	d := declared{types: map[[2]string]bool{}, spaces: map[string]bool{}, open: map[string]bool{}}
	visited := map[[2]string]bool{}
	var walk func(name, including string)
	walk = func(name, including string) {
		s, ok := byName[name]
		if !ok {
			return
		}
		doc, err := xmldoc.Parse(s.bytes, xmldoc.Limits{AllowDTD: true})
		if err != nil {
			return
		}
		space, own := doc.Root().LookupAttr("", "targetNamespace")
		if !own {
			space = including
		}
		if visited[[2]string{name, space}] {
			return
		}
		visited[[2]string{name, space}], d.spaces[space] = true, true
		for e := range doc.Root().Descendants() {
			if e.Is(schemaNS, "anyAttribute") {
				d.open[space] = true
			}
		}
		for e := range doc.Root().Children() {
			if e.Is(schemaNS, "complexType") || e.Is(schemaNS, "simpleType") {
				d.types[[2]string{space, e.Attr("", "name")}] = true
			}
			for r := range e.Children() { // redefine and override declare inside
				if name := r.Attr("", "name"); name != "" && (r.Is(schemaNS, "complexType") || r.Is(schemaNS, "simpleType")) {
					d.types[[2]string{space, name}] = true
				}
			}
		}
		for _, r := range s.refs {
			if r.imports {
				walk(r.target, "")
			} else {
				walk(r.target, space)
			}
		}
	}
	walk(entry, "")
	return d
}

// builtin are the types of XML Schema itself.
const builtin = " anyType anySimpleType string boolean decimal float double duration dateTime time date gYearMonth gYear gMonthDay gDay gMonth " +
	"hexBinary base64Binary anyURI QName NOTATION normalizedString token language NMTOKEN NMTOKENS Name NCName ID IDREF IDREFS ENTITY ENTITIES " +
	"integer nonPositiveInteger negativeInteger long int short byte nonNegativeInteger unsignedLong unsignedInt unsignedShort unsignedByte positiveInteger "

// instances finds what is wrong with the xsi: attributes of a document: helium
// passes over a type that does not exist, and over attributes that XML Schema
// does not define. What lies in foreign elements is not looked at, nor such
// attributes where a type of the namespace may take any.
func (d declared) instances(elements []xmldoc.Node) []Violation {
	var list []Violation
	for _, e := range elements {
		for a := range e.Attrs() {
			if a.Space() != instanceNS || !d.spaces[e.Space()] {
				continue
			}
			if text := d.instance(e, a); text != "" {
				list = append(list, violation("Element '{"+e.Space()+"}"+e.Local()+"', attribute '{"+instanceNS+"}"+a.Local()+"': "+text).at(e))
			}
		}
	}
	return list
}

func (d declared) instance(e, a xmldoc.Node) string {
	switch a.Local() {
	case "nil", "schemaLocation", "noNamespaceSchemaLocation":
		return ""
	case "type":
	default:
		if d.open[e.Space()] {
			return ""
		}
		return "The attribute '{" + instanceNS + "}" + a.Local() + "' is not allowed."
	}
	value := strings.TrimSpace(a.Value())
	prefix, local, qualified := strings.Cut(value, ":")
	if !qualified {
		prefix, local = "", value
	}
	space, bound := e.LookupNamespace(prefix)
	switch {
	case !bound && qualified:
		return "The QName value '" + value + "' of the xsi:type attribute has no namespace declaration in scope."
	case space == schemaNS && strings.Contains(builtin, " "+local+" ") && local != "", d.types[[2]string{space, local}]:
		return ""
	}
	return "The QName value '" + value + "' of the xsi:type attribute does not resolve to a type definition."
}
