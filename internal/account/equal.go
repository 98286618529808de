package account

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// An equivalence writes a message another way that means the same: the verdict
// must not change. nil says that there is nothing in the message to write so.
type equivalence struct {
	name   Operator
	clause string // that makes the two one
	write  func(l *letter) *letter
}

// equivalences are the legal forms of a message, by clause.
func equivalences() []equivalence {
	return append(wireForms(), xmlForms()...)
}

func wireForms() []equivalence {
	return []equivalence{
		{"header-case", "RFC 9110, §5.1", heads(func(h string) string { return eachLine(h, lowerName) })},
		{"header-blanks", "RFC 9112, §5", heads(func(h string) string {
			return eachLine(h, func(s string) string { return strings.Replace(s, ": ", ": \t ", 1) })
		})},
		{"header-order", "RFC 9110, §5.3", heads(reversed)},
		{"media-case", "RFC 9110, §8.3.1", mediaTypes(func(v string) string {
			kind := strings.SplitN(v, ";", 2)[0]
			return strings.ToUpper(kind) + v[len(kind):]
		})},
		{"charset-case", "RFC 9110, §8.3.2", mediaTypes(func(v string) string { return strings.Replace(v, "charset=UTF-8", "charset=utf-8", 1) })},
		{"charset-quoted", "RFC 9110, §5.6.6", mediaTypes(func(v string) string { return strings.Replace(v, "charset=UTF-8", `charset="UTF-8"`, 1) })},
		{"parameter-blanks", "RFC 9110, §5.6.6", mediaTypes(func(v string) string { return strings.ReplaceAll(v, "; ", " ;  ") })},
		{"parameter-order", "RFC 9110, §8.3.1", mediaTypes(parametersReversed)},
		{"parameter-case", "RFC 9110, §5.6.6", mediaTypes(func(v string) string {
			return parameter.ReplaceAllStringFunc(v, func(p string) string {
				name, value, _ := strings.Cut(p, "=")
				return strings.ToUpper(name) + "=" + value
			})
		})},
		{"chunked", "RFC 9112, §7.1", chunked},
		{"part-folded", "RFC 5322, §2.2.3", partHeads(func(h string) string { return strings.ReplaceAll(h, "; ", ";\r\n\t") })},
		{"part-header-case", "RFC 2045, §1.2", partHeads(func(h string) string { return eachLine(h, lowerName) })},
		{"part-header-order", "RFC 2045, §3", partHeads(reversed)},
		{"transfer-encoding-case", "RFC 2045, §6.1", partHeads(func(h string) string { return strings.Replace(h, ": binary", ": Binary", 1) })},
		{"preamble", "RFC 2046, §5.1.1", func(l *letter) *letter {
			if len(l.parts) < 2 || len(l.parts[0].gap) == 0 {
				return nil
			}
			c := l.clone()
			c.parts[0].gap = append([]byte("This is a message of several parts.\r\n"), bytes.TrimPrefix(l.parts[0].gap, []byte("\r\n"))...)
			return c
		}},
		{"root-last", "RFC 2387, §3.2", rootLast},
	}
}

// heads changes the header lines of the message.
func heads(change func(string) string) func(*letter) *letter {
	return func(l *letter) *letter {
		c := l.clone()
		first := bytes.IndexByte(l.head, '\n') + 1
		c.head = []byte(string(l.head[:first]) + change(string(l.head[first:len(l.head)-2])) + "\r\n")
		return unless(c, bytes.Equal(c.head, l.head))
	}
}

// partHeads changes the header lines of every part.
func partHeads(change func(string) string) func(*letter) *letter {
	return func(l *letter) *letter {
		c, same := l.clone(), true
		for i, p := range l.parts {
			if len(p.head) < 2 {
				continue
			}
			c.parts[i].head = []byte(change(string(p.head[:len(p.head)-2])) + "\r\n")
			same = same && bytes.Equal(c.parts[i].head, p.head)
		}
		return unless(c, same)
	}
}

// mediaTypes changes the values of Content-Type, of the message and of its parts.
func mediaTypes(change func(string) string) func(*letter) *letter {
	line := regexp.MustCompile(`(?im)^content-type: ([^\r]*)`)
	all := func(h string) string {
		return line.ReplaceAllStringFunc(h, func(s string) string { return s[:len("content-type: ")] + change(s[len("content-type: "):]) })
	}
	return func(l *letter) *letter {
		c := l.clone()
		c.head = []byte(all(string(l.head)))
		same := bytes.Equal(c.head, l.head)
		for i, p := range l.parts {
			c.parts[i].head = []byte(all(string(p.head)))
			same = same && bytes.Equal(c.parts[i].head, p.head)
		}
		return unless(c, same)
	}
}

func unless(l *letter, same bool) *letter {
	if same {
		return nil
	}
	return l
}

func eachLine(h string, change func(string) string) string {
	all := strings.SplitAfter(h, "\r\n")
	for i, s := range all {
		all[i] = change(s)
	}
	return strings.Join(all, "")
}

func lowerName(s string) string {
	name, rest, ok := strings.Cut(s, ":")
	if !ok {
		return s
	}
	return strings.ToLower(name) + ":" + rest
}

func reversed(h string) string {
	all := strings.SplitAfter(strings.TrimSuffix(h, "\r\n"), "\r\n")
	if len(all) < 2 {
		return h
	}
	all[len(all)-1] += "\r\n"
	slices.Reverse(all)
	return strings.Join(all, "")
}

func parametersReversed(v string) string {
	kind, rest, ok := strings.Cut(v, ";")
	found := parameter.FindAllString(";"+rest, -1)
	if !ok || len(found) < 2 {
		return v
	}
	slices.Reverse(found)
	return kind + strings.Join(found, "")
}

// chunked sends the body in two chunks.
func chunked(l *letter) *letter {
	for _, h := range lines(l.head, true) {
		if !strings.EqualFold(h.name, "Content-Length") || !bytes.Contains(l.head, []byte("HTTP/1.1")) {
			continue
		}
		body := l.bytes(false)[len(l.head):]
		half := len(body) / 2
		head := splice(l.head, h.from, h.to, "Transfer-Encoding: chunked\r\n")
		return &letter{head: head, parts: []piece{{body: fmt.Appendf(nil, "%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n", half, body[:half], len(body)-half, body[half:])}}}
	}
	return nil
}

// rootLast puts the root part last: the parameter start names it.
func rootLast(l *letter) *letter {
	if len(l.parts) < 2 || l.root() != 0 || !strings.Contains(l.header("Content-Type"), "start=") {
		return nil
	}
	c := l.clone()
	gaps := make([][]byte, len(l.parts))
	for i, p := range l.parts {
		gaps[i] = p.gap
	}
	c.parts = append(slices.Clone(l.parts[1:]), l.parts[0])
	for i := range c.parts {
		c.parts[i].gap = gaps[i]
	}
	return c
}

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
	return []equivalence{
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
		{"collapsed-blanks", "XML Schema 1.0 Part 2, §4.3.6", root(collapsed)},
	}
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

// collapsed puts blanks around values of types that collapse them.
func collapsed(d *xmldoc.Doc) []patch {
	var out []patch
	for n := range d.Document().Descendants() {
		if signedOver(n) {
			continue
		}
		for a := range n.Attrs() {
			switch a.Local() {
			case "status", "objectType", "associationType", "mustUnderstand", "classificationScheme", "identificationScheme", "isOpaque":
				raw := string(d.Source()[a.Offset():a.End()])
				out = append(out, patch{int(a.Offset()), int(a.End()), strings.Replace(raw, `="`, `=" `, 1)})
			}
		}
		switch n.Local() {
		case "MessageID", "RelatesTo", "Action", "Address", "To":
			if t := n.FirstChild(); n.Space() == nsAddressing && t.OK() {
				out = append(out, patch{int(t.Offset()), int(t.Offset()), " \n"})
			}
		}
	}
	return out
}

const nsAddressing = "http://www.w3.org/2005/08/addressing"
