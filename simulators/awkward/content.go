package awkward

import (
	"fmt"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// content writes what is inside an element. White space and comments come only
// where the element holds nothing but elements, and never beside an xop:Include
// (XOP 1.0, section 3.2).
func (s *scribe) content(n xmldoc.Node, in scope) {
	include := n.Child(soap.NSXOP, "Include")
	if include.OK() {
		if text := s.inline[strings.TrimPrefix(include.Attr("", "href"), "cid:")]; text != "" {
			s.WriteString(text)
			return
		}
		s.element(include, in)
		return
	}
	var children []xmldoc.Node
	for c := range n.Nodes() {
		switch {
		case c.Kind() == xmldoc.ElementNode:
			children = append(children, c)
		case c.Kind() == xmldoc.TextNode && strings.TrimSpace(c.Value()) != "":
			s.mixed(n, in)
			return
		}
	}
	if len(children) == 0 {
		s.mixed(n, in)
		return
	}
	s.reorder(n, children)
	for _, c := range children {
		s.space()
		s.element(c, in)
	}
	if n.Is(soap.NS12, "Header") {
		s.more()
	}
	s.space()
}

// mixed writes text as it is, and elements in their places.
func (s *scribe) mixed(n xmldoc.Node, in scope) {
	for c := range n.Nodes() {
		switch c.Kind() {
		case xmldoc.ElementNode:
			s.element(c, in)
		case xmldoc.TextNode:
			s.text(c.Value())
		default: // comments and instructions are not content
		}
	}
}

// more adds header blocks that every receiver must tolerate: an optional
// addressing header, and one that nobody needs to understand (SOAP 1.2 part 1,
// section 2.4).
func (s *scribe) more() {
	if s.once(2) {
		s.WriteString(`<from:From xmlns:from="` + soap.NSWSA + `"><from:Address>` + soap.Anonymous + `</from:Address></from:From>`)
	}
	if s.once(2) {
		s.WriteString(`<Trace xmlns="urn:etalon:trace" level="1"><Step/></Trace>`)
	}
}

// space writes white space, and now and then a comment (SOAP 1.2 part 1,
// section 5: comments may stand inside the envelope, not around it).
func (s *scribe) space() {
	s.WriteString(strings.Repeat(one(s.Hand, " ", "\n", "\t", "\r\n"), s.r.IntN(s.breadth+1)))
	if s.once(12) {
		s.WriteString(one(s.Hand, "<!---->", "<!-- <a>&b; -->", "<!-- fin / end -->"))
	}
}

// The names whose neighbours of the same name may stand in any order (ebRIM 3.0
// and IHE ITI TF-3 give their order no meaning).
const (
	nsRIM  = "urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0"
	nsRS   = "urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0"
	nsXDSB = "urn:ihe:iti:xds-b:2007"
)

func anyOrder(n xmldoc.Node) bool {
	switch n.Space() {
	case nsRIM:
		return n.Local() == "Slot" || n.Local() == "Classification" || n.Local() == "ExternalIdentifier"
	case nsRS:
		return n.Local() == "RegistryError"
	case nsXDSB:
		return n.Local() == "DocumentResponse"
	}
	return false
}

// reorder puts children in another order where it means nothing.
func (s *scribe) reorder(n xmldoc.Node, children []xmldoc.Node) {
	if n.Is(nsRIM, "RegistryObjectList") || n.Is(soap.NS12, "Header") {
		shuffle(s.Hand, children)
		return
	}
	for i := 0; i < len(children); {
		j := i + 1
		for j < len(children) && children[j].Is(children[i].Space(), children[i].Local()) {
			j++
		}
		if anyOrder(children[i]) {
			shuffle(s.Hand, children[i:j])
		}
		i = j
	}
}

// text writes character data: plain, as CDATA, or by number.
func (s *scribe) text(v string) {
	switch {
	case v == "":
	case s.once(6) && !strings.Contains(v, "]]>") && !strings.Contains(v, "\r"):
		s.WriteString("<![CDATA[" + v + "]]>")
	default:
		for _, c := range v {
			s.char(c, "<&>\r", s.once(25))
		}
	}
}

// attribute writes an attribute in either kind of quotes.
func (s *scribe) attribute(name, value string) string {
	var b scribe
	b.Hand = s.Hand
	quote := one(s.Hand, `"`, `'`)
	b.WriteString(name + one(s.Hand, "=", "=", " = ", "\n=") + quote)
	for _, c := range value {
		b.char(c, "<&\t\n\r"+quote, s.once(25))
	}
	b.WriteString(quote)
	return b.String()
}

// char writes one character; those of must by reference.
func (s *scribe) char(c rune, must string, byNumber bool) {
	switch {
	case byNumber || strings.ContainsRune(must, c) && s.once(2) || c == '\r' || c == '\t' && strings.Contains(must, "\t") || c == '\n' && strings.Contains(must, "\n"):
		fmt.Fprintf(s, one(s.Hand, "&#%d;", "&#x%x;", "&#x%X;", "&#x000%X;"), c)
	case !strings.ContainsRune(must, c):
		s.WriteRune(c)
	default:
		s.WriteString(map[rune]string{'<': "&lt;", '>': "&gt;", '&': "&amp;", '"': "&quot;", '\'': "&apos;"}[c])
	}
}
