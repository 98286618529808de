package account

import (
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

const (
	nsWSSE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
	nsWSU  = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
)

// valueForms are other ways to write a value, and blocks that a message may have
// more, each by its clause.
func valueForms() []equivalence {
	return []equivalence{
		{"cid-escaped", "RFC 2392, §2 ; RFC 3986, §2.1", root(attributesOf("Include", "href", func(v string) string { return strings.Replace(v, "@", "%40", 1) }))},
		{"hash-case", "IHE ITI TF-3, §4.2.3.2.10 ; RFC 4648, §8", root(hashCase)},
		{"timestamp", "WSS SOAP Message Security 1.1, §10", root(func(d *xmldoc.Doc) []patch {
			for n := range d.Document().Descendants() {
				if n.Is(nsWSSE, "Security") && n.FirstChild().OK() {
					at := int(n.FirstChild().Offset())
					return []patch{{at, at, `<wsu:Timestamp xmlns:wsu="` + nsWSU + `"><wsu:Created>2026-01-01T00:00:00Z</wsu:Created></wsu:Timestamp>`}}
				}
			}
			return nil
		})},
		{"other-block", "SOAP 1.2 Part 1, §5.2 et §2.6", root(func(d *xmldoc.Doc) []patch {
			header := d.Root().FirstChild()
			for header.OK() && header.Local() != "Header" {
				header = header.NextSibling()
			}
			if !header.OK() || !header.FirstChild().OK() {
				return nil
			}
			at := int(header.FirstChild().Offset())
			return []patch{{at, at, `<t:Trace xmlns:t="urn:etalon:trace">1</t:Trace>`}}
		})},
		{"must-understand-1", "SOAP 1.2 Part 1, §5.2.3 ; XML Schema 1.0 Part 2, §3.2.2", root(attributesOf("", "mustUnderstand", func(v string) string {
			return map[string]string{"true": "1", "1": "true"}[v]
		}))},
		{"numeric-language", "XML 1.0, §2.12 ; RFC 5646, §2.1.1", root(attributesOf("LocalizedString", "lang", strings.ToLower))},
	}
}

// attributesOf changes the values of an attribute, of elements of a name or of any.
// What is signed stays.
func attributesOf(element, name string, change func(string) string) func(*xmldoc.Doc) []patch {
	return func(d *xmldoc.Doc) []patch {
		var out []patch
		for n := range d.Document().Descendants() {
			if element != "" && n.Local() != element || signedOver(n) {
				continue
			}
			for a := range n.Attrs() {
				v := change(a.Value())
				if a.Local() != name || v == "" || v == a.Value() {
					continue
				}
				raw := string(d.Source()[a.Offset():a.End()])
				out = append(out, patch{int(a.Offset()), int(a.End()), strings.Replace(raw, a.Value(), v, 1)})
			}
		}
		return out
	}
}

// hashCase writes the figures of every hash in capitals.
func hashCase(d *xmldoc.Doc) []patch {
	var out []patch
	for n := range d.Document().Descendants() {
		if !n.Is(ebrim.NSRIM, "Slot") || n.Attr("", "name") != "hash" {
			continue
		}
		t := n.Path(ebrim.NSRIM, "ValueList", "Value").FirstChild()
		if up := strings.ToUpper(t.Value()); t.OK() && up != t.Value() {
			out = append(out, patch{int(t.Offset()), int(t.End()), up})
		}
	}
	return out
}
