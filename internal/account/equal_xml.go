package account

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// patch is a piece of text to be put in the place of another.
type patch struct {
	lo, hi int
	text   string
}

// patched applies patches that do not overlap.
func patched(b []byte, all []patch) []byte {
	slices.SortFunc(all, func(a, b patch) int { return b.lo - a.lo })
	for _, p := range all {
		b = splice(b, p.lo, p.hi, p.text)
	}
	return b
}

// xmlForms write the root part another way. What is signed keeps its canonical
// form, so that the signature still holds.
func xmlForms() []equivalence {
	all := []equivalence{
		{"declaration", "XML 1.0, §2.8", root(func(d *xmldoc.Doc) []patch {
			if bytes.HasPrefix(d.Source(), []byte("<?xml")) {
				return nil
			}
			return []patch{{0, 0, `<?xml version="1.0" encoding="UTF-8"?>` + "\n"}}
		})},
		{"byte-order-mark", "XML 1.0, §4.3.3", root(func(*xmldoc.Doc) []patch { return []patch{{0, 0, "\ufeff"}} })},
		{"comment", "XML 1.0, §2.5 ; SOAP 1.2 Part 1, §5", root(func(d *xmldoc.Doc) []patch {
			return []patch{{int(d.Root().FirstChild().Offset()), int(d.Root().FirstChild().Offset()), "<!-- une remarque -->"}}
		})},
		{"cdata", "XML 1.0, §2.7", root(texts(func(v, _ string) string {
			if strings.Contains(v, "]]>") {
				return ""
			}
			return "<![CDATA[" + v + "]]>"
		}))},
		{"character-reference", "XML 1.0, §4.1", root(texts(func(_, raw string) string {
			if strings.ContainsAny(raw[:1], "&<") || raw[0] > '~' {
				return ""
			}
			return fmt.Sprintf("&#x%x;", raw[0]) + raw[1:]
		}))},
		{"quotes", "XML 1.0, §3.1", root(attributes(func(raw string) string {
			name, value, ok := strings.Cut(raw, `="`)
			if !ok || strings.Contains(value, "'") {
				return ""
			}
			return name + "='" + strings.TrimSuffix(value, `"`) + "'"
		}))},
		{"attribute-order", "XML 1.0, §3.1", root(attributeOrder)},
		{"attribute-blanks", "XML 1.0, §2.3", root(attributes(func(raw string) string { return strings.Replace(raw, "=", " = ", 1) }))},
		{"empty-tags", "XML 1.0, §3.1", root(emptyTags)},
		{"indented", "XML 1.0, §2.10 ; XML Schema 1.0 Part 1, §3.4.4", root(indented)},
		{"prefixes", "Namespaces in XML 1.0, §4", root(prefixes)},
		{"unused-namespace", "Namespaces in XML 1.0, §3", root(func(d *xmldoc.Doc) []patch {
			at := int(d.Root().Offset()) + 1 + len(d.Root().Name())
			return []patch{{at, at, ` xmlns:unused="urn:etalon:unused"`}}
		})},
	}
	all = append(all, valueForms()...)
	for _, name := range collapsing() {
		all = append(all, equivalence{Operator("collapsed-blanks " + name), "XML Schema 1.0 Part 2, §4.3.6", root(collapsed(name))})
	}
	return all
}

// root changes the XML of the root part.
func root(change func(*xmldoc.Doc) []patch) func(*letter) *letter {
	return func(l *letter) *letter {
		i := l.root()
		if i < 0 || l.parts[i].doc == nil {
			return nil
		}
		all := change(l.parts[i].doc)
		if len(all) == 0 {
			return nil
		}
		c := l.clone()
		c.parts[i].body = patched(l.parts[i].body, all)
		return c
	}
}

// texts changes every text that is not blank.
func texts(change func(value, raw string) string) func(*xmldoc.Doc) []patch {
	return func(d *xmldoc.Doc) []patch {
		var out []patch
		for n := range d.Document().Descendants() {
			for c := range n.Nodes() {
				raw := string(d.Source()[c.Offset():c.End()])
				if c.Kind() != xmldoc.TextNode || strings.TrimSpace(c.Value()) == "" || raw[0] == '<' {
					continue
				}
				if t := change(c.Value(), raw); t != "" {
					out = append(out, patch{int(c.Offset()), int(c.End()), t})
				}
			}
		}
		return out
	}
}

// attributes changes the way that every attribute is written.
func attributes(change func(raw string) string) func(*xmldoc.Doc) []patch {
	return func(d *xmldoc.Doc) []patch {
		var out []patch
		for n := range d.Document().Descendants() {
			for a := range n.Attrs() {
				if t := change(string(d.Source()[a.Offset():a.End()])); t != "" {
					out = append(out, patch{int(a.Offset()), int(a.End()), t})
				}
			}
		}
		return out
	}
}

func attributeOrder(d *xmldoc.Doc) []patch {
	var out []patch
	for n := range d.Document().Descendants() {
		var all []xmldoc.Node
		for a := range n.Attrs() {
			all = append(all, a)
		}
		for i, a := range all {
			if b := all[len(all)-1-i]; a != b {
				out = append(out, patch{int(a.Offset()), int(a.End()), string(d.Source()[b.Offset():b.End()])})
			}
		}
	}
	return out
}

// emptyTags writes an element without content by one tag, or by two.
func emptyTags(d *xmldoc.Doc) []patch {
	var out []patch
	for n := range d.Document().Descendants() {
		if n.Kind() != xmldoc.ElementNode || n.FirstChild().OK() {
			continue
		}
		raw := string(d.Source()[n.Offset():n.End()])
		if body, ok := strings.CutSuffix(raw, "/>"); ok {
			out = append(out, patch{int(n.Offset()), int(n.End()), body + "></" + n.Name() + ">"})
		} else if body, ok := strings.CutSuffix(raw, "></"+n.Name()+">"); ok {
			out = append(out, patch{int(n.Offset()), int(n.End()), body + "/>"})
		}
	}
	return out
}

// indented puts every child of the body's elements on a line of its own, where
// there is no text beside it. What is signed keeps its blanks.
func indented(d *xmldoc.Doc) []patch {
	var out []patch
	for n := range d.Document().Descendants() {
		if n.Kind() != xmldoc.ElementNode || signedOver(n) || n.Is(nsHL7, "text") {
			continue
		}
		mixed := false
		for c := range n.Nodes() {
			mixed = mixed || c.Kind() == xmldoc.TextNode || c.Local() == "Include" // XOP 1.0, §3.2: it stands alone
		}
		if mixed {
			continue
		}
		for c := range n.Children() {
			out = append(out, patch{int(c.Offset()), int(c.Offset()), "\n\t"})
		}
	}
	return out
}

// signedOver tells an element that a signature covers.
func signedOver(n xmldoc.Node) bool {
	for ; n.OK(); n = n.Parent() {
		if n.Is(nsSAML, "Assertion") {
			return true
		}
	}
	return false
}

// prefixes renames the prefix of the envelope.
func prefixes(d *xmldoc.Doc) []patch {
	old, _, ok := strings.Cut(d.Root().Name(), ":")
	if !ok {
		return nil
	}
	const fresh = "e12"
	var out []patch
	source := string(d.Source())
	for _, m := range regexp.MustCompile(`(xmlns:|</?|[\s">])`+regexp.QuoteMeta(old)+`([:=])`).FindAllStringSubmatchIndex(source, -1) {
		out = append(out, patch{m[3], m[4], fresh})
	}
	return out
}

// collapsing are the attributes and elements whose types collapse blanks: they are
// of anyURI and boolean in the schemas of ebRIM 3.0, SOAP 1.2 and WS-Addressing.
func collapsing() []string {
	return []string{
		"@status", "@objectType", "@associationType", "@mustUnderstand", "@classificationScheme", "@identificationScheme",
		"@id", "@lid", "@home", "@sourceObject", "@targetObject", "@classifiedObject", "@classificationNode", "@registryObject", "@severity",
		"MessageID", "RelatesTo", "Action", "Address", "To",
	}
}

// collapsed puts blanks around the values of one of these.
func collapsed(name string) func(*xmldoc.Doc) []patch {
	return func(d *xmldoc.Doc) []patch {
		var out []patch
		for n := range d.Document().Descendants() {
			if signedOver(n) {
				continue
			}
			for a := range n.Attrs() {
				if "@"+a.Local() == name {
					raw := string(d.Source()[a.Offset():a.End()])
					out = append(out, patch{int(a.Offset()), int(a.End()), strings.Replace(raw, `="`, `=" `, 1)})
				}
			}
			if t := n.FirstChild(); n.Is(nsAddressing, name) && t.OK() {
				out = append(out, patch{int(t.Offset()), int(t.Offset()), " \n"})
			}
		}
		return out
	}
}

const nsAddressing = "http://www.w3.org/2005/08/addressing"
