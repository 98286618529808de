package account

import (
	"encoding/xml"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// Operator is a way to break a node.
type Operator string

// The operators on one node.
const (
	Removed   Operator = "removed"
	Emptied   Operator = "emptied"
	Doubled   Operator = "doubled"
	IllFormed Operator = "ill-formed"
	Other     Operator = "other"   // a value that another conforming message has there, or one of the same form
	InSet     Operator = "in-set"  // another code of its own value set
	Foreign   Operator = "foreign" // a code of a value set that it is not in
	Blanks    Operator = "blanks"  // around a value whose type keeps them
	Case      Operator = "case"    // of letters
	Longer    Operator = "longer"  // than any maximum
	Moved     Operator = "moved"   // after its next sibling
)

// edit is what an operator does: bytes of the node's piece replaced.
type edit struct {
	op     Operator
	lo, hi int
	text   string
	before string // the value, as people would read it
	after  string
}

// edits are those of all operators that mean something on a node. source is the
// piece that it is in.
func edits(n node, source []byte, product string, p *pool) []edit {
	switch n.kind {
	case header, param, start:
		return lineEdits(n, source, product, p)
	case field:
		return fieldEdits(n)
	case element:
		return elementEdits(n, source)
	case attribute:
		return append([]edit{{op: Removed, lo: n.lo, hi: n.hi, before: n.value}}, valueEdits(n, product, p)...)
	default:
		return valueEdits(n, product, p)
	}
}

func lineEdits(n node, source []byte, product string, p *pool) []edit {
	whole := string(source[n.lo:n.hi])
	var out []edit
	add := func(op Operator, v string) {
		if v != "" && v != n.value {
			out = append(out, edit{op: op, lo: n.from, hi: n.to, text: v, before: n.value, after: v})
		}
	}
	if n.kind != start {
		out = append(out,
			edit{op: Removed, lo: n.lo, hi: n.hi, before: n.value},
			edit{op: Emptied, lo: n.from, hi: n.to, before: n.value},
			edit{op: Doubled, lo: n.hi, hi: n.hi, text: whole, before: n.value, after: n.value + " " + n.value})
	}
	add(IllFormed, "@@"+strings.ReplaceAll(n.value, "/", " "))
	if other := p.other(product, n); other != "" {
		add(Other, other)
	} else if n.key != "version" { // another minor version is as good (RFC 9110, §2.5)
		add(Other, sibling(n.value))
	}
	switch n.key { // of a media type, a charset and the like, letters of either case are one: see equals
	case "method", "target", "version", "start", "boundary", "action":
		add(Case, swapped(n.value))
	}
	return out
}

func elementEdits(n node, source []byte) []edit {
	whole := string(source[n.lo:n.hi])
	out := []edit{
		{op: Removed, lo: n.lo, hi: n.hi, before: whole},
		{op: Doubled, lo: n.hi, hi: n.hi, text: whole, before: whole, after: whole + whole},
	}
	if n.doc.FirstChild().OK() {
		from, end := content(n, source)
		out = append(out, edit{op: Emptied, lo: from, hi: end, before: whole})
	}
	if next := nextElement(n.doc); next.OK() && !next.Is(n.doc.Space(), n.doc.Local()) {
		after := string(source[next.Offset():next.End()])
		between := string(source[n.hi:next.Offset()])
		out = append(out, edit{op: Moved, lo: n.lo, hi: int(next.End()), text: after + between + whole, before: whole, after: after})
	}
	return append(out, nulls(n, source)...)
}

// content is where the content of an element is.
func content(n node, source []byte) (from, to int) {
	to = n.lo + strings.LastIndex(string(source[n.lo:n.hi]), "</")
	return int(n.doc.FirstChild().Offset()), to
}

func nextElement(e xmldoc.Node) xmldoc.Node {
	for s := e.NextSibling(); s.OK(); s = s.NextSibling() {
		if s.Kind() == xmldoc.ElementNode {
			return s
		}
	}
	return xmldoc.Node{}
}

// valueEdits break the value of an attribute or a text.
func valueEdits(n node, product string, p *pool) []edit {
	var out []edit
	add := func(op Operator, v string) {
		if v != n.value {
			out = append(out, edit{op: op, lo: n.from, hi: n.to, text: escaped(v), before: n.value, after: v})
		}
	}
	some := func(op Operator, v string) {
		if v != "" {
			add(op, v)
		}
	}
	add(Emptied, "")
	some(IllFormed, broken(n.value))
	same, foreign := p.inSet(n.value)
	if other := p.other(product, n); other != "" {
		some(Other, other)
		if same != other {
			some(InSet, same)
		}
	} else {
		some(Other, sibling(n.value))
		some(InSet, same)
	}
	some(Foreign, foreign)
	if keepsBlanks(n) {
		add(Blanks, " "+n.value+" ")
	}
	switch formOf(n.value) {
	case formUUID, formHex, formBase64, formBoolean, formTime, formStamp, formNumber, formEmpty:
	default:
		some(Case, swapped(n.value))
	}
	if n.doc.Space() == ebrim.NSRIM {
		add(Longer, n.value+strings.Repeat("x", 300))
	}
	return out
}

// keepsBlanks tells a value whose type is a string: blanks around it are part of
// it (ebXML RIM 3.0: LongName, FreeFormText; SAML: an attribute value of any type).
func keepsBlanks(n node) bool {
	e := n.doc
	switch {
	case e.Is(ebrim.NSRIM, "Value"), e.Is(nsSAML, "AttributeValue"):
		return n.kind == text
	case e.Is(ebrim.NSRIM, "LocalizedString"):
		return strings.HasSuffix(n.path, "/@value")
	case e.Is(ebrim.NSRIM, "ExternalIdentifier"):
		return strings.HasSuffix(n.path, "/@value")
	case e.Is(ebrim.NSRIM, "Classification"):
		return strings.HasSuffix(n.path, "/@nodeRepresentation")
	}
	return false
}

// escaped writes a value as XML.
func escaped(v string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(v)) // a strings.Builder does not fail
	return b.String()
}
