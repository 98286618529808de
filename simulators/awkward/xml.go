package awkward

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// XML writes an envelope again: the same message in other characters.
func (h *Hand) XML(envelope []byte) []byte { return h.write(envelope, nil, nil) }

// write also renames the parts that Include elements name, or puts their
// content in place.
func (h *Hand) write(envelope []byte, ids, inline map[string]string) []byte {
	doc, err := xmldoc.Parse(envelope, xmldoc.Limits{})
	if err != nil {
		return envelope
	}
	s := &scribe{Hand: h, ids: ids, inline: inline, breadth: h.r.IntN(4)}
	if h.once(4) {
		s.WriteString("\uFEFF")
	}
	if h.once(2) {
		s.WriteString(one(h, `<?xml version="1.0" encoding="UTF-8"?>`, `<?xml version='1.0' encoding='utf-8' standalone='yes'?>`) + one(h, "", "\n"))
	}
	s.element(doc.Root(), scope{})
	s.WriteString(one(h, "", "\n", "\r\n \n"))
	return s.Bytes()
}

// scribe writes one document.
type scribe struct {
	*Hand
	bytes.Buffer
	ids, inline map[string]string
	breadth     int // how much white space there is
	made        int // prefixes
}

// scope is what prefixes are bound to where the scribe is.
type scope []binding

type binding struct{ prefix, space string }

// of is the namespace of a prefix; "" is the default namespace.
func (s scope) of(prefix string) string {
	for i := len(s) - 1; i >= 0; i-- {
		if s[i].prefix == prefix {
			return s[i].space
		}
	}
	return ""
}

// element writes an element and what is in it.
func (s *scribe) element(n xmldoc.Node, in scope) {
	in = in[:len(in):len(in)]
	first := len(in)
	in = append(in, s.wanted(n, in)...)
	in, name := s.bind(in, n.Space(), n.Local(), true)
	var attrs []string
	for a := range n.Attrs() {
		var attr string
		in, attr = s.bind(in, a.Space(), a.Local(), false)
		attrs = append(attrs, s.attribute(attr, s.valueOf(n, a)))
	}
	if !n.Parent().Parent().OK() && s.once(2) { // declared and never used
		in = append(in, binding{s.prefix(), "urn:etalon:unused"})
	}
	if n.Is("urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0", "RegistryResponse") && s.once(2) {
		attrs = append(attrs, s.attribute("requestId", "urn:uuid:"+s.letters(8, "0123456789abcdef")+"-0000-4000-8000-000000000000"))
	}
	for _, b := range in[first:] {
		attr := "xmlns"
		if b.prefix != "" {
			attr += ":" + b.prefix
		}
		attrs = append(attrs, s.attribute(attr, b.space))
	}
	shuffle(s.Hand, attrs)
	s.WriteString("<" + name)
	for _, a := range attrs {
		s.WriteString(one(s.Hand, " ", " ", "\n", "\t ") + a)
	}
	s.WriteString(one(s.Hand, "", "", " ", "\n"))
	if !n.FirstChild().OK() && s.once(2) {
		s.WriteString("/>")
		return
	}
	s.WriteString(">")
	s.content(n, in)
	s.WriteString("</" + name + one(s.Hand, "", "", " ", "\n") + ">")
}

// wanted are the bindings that the content of an element names: QNames in text
// and in attributes (fault codes, for example) keep their prefix.
func (s *scribe) wanted(n xmldoc.Node, in scope) scope {
	var found scope
	look := func(text string) {
		prefix, _, ok := strings.Cut(strings.TrimSpace(text), ":")
		if !ok || prefix == "" || strings.ContainsAny(prefix, " \t\r\n/") {
			return
		}
		if space, bound := n.LookupNamespace(prefix); bound && prefix != "xml" && append(in, found...).of(prefix) != space {
			found = append(found, binding{prefix, space})
		}
	}
	for a := range n.Attrs() {
		look(a.Value())
	}
	for c := range n.Nodes() {
		if c.Kind() == xmldoc.TextNode {
			look(c.Value())
		}
	}
	return found
}

// bind gives a name in a namespace, and a declaration when it needs one.
func (s *scribe) bind(in scope, space, local string, element bool) (scope, string) {
	if space == "http://www.w3.org/XML/1998/namespace" {
		return in, "xml:" + local
	}
	if space == "" {
		if element && in.of("") != "" {
			in = append(in, binding{})
		}
		return in, local
	}
	for i := len(in) - 1; i >= 0; i-- {
		p := in[i].prefix
		if in[i].space == space && in.of(p) == space && (p != "" || element) && !s.once(12) {
			return in, qualified(p, local)
		}
	}
	p := ""
	if !element || !s.once(3) || s.declared(in) {
		p = s.prefix()
	}
	return append(in, binding{p, space}), qualified(p, local)
}

// declared tells that a default namespace stands among the last bindings: one
// element declares it once.
func (s *scribe) declared(in scope) bool {
	for _, b := range in {
		if b.prefix == "" {
			return true
		}
	}
	return false
}

func qualified(prefix, local string) string {
	if prefix == "" {
		return local
	}
	return prefix + ":" + local
}

// prefix is a new one. No plain answer has such a prefix.
func (s *scribe) prefix() string {
	s.made++
	return fmt.Sprintf("%s%d", one(s.Hand, "ns", "_", "a.b-", "Q", "xs-"), s.made)
}

// valueOf is the value of an attribute; the URL of a part is that of its new
// Content-ID.
func (s *scribe) valueOf(n, a xmldoc.Node) string {
	v := a.Value()
	if n.Is(soap.NSXOP, "Include") && a.Local() == "href" {
		if id, ok := s.ids[strings.TrimPrefix(v, "cid:")]; ok {
			return s.href(id)
		}
	}
	return v
}
