package xmlsec

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"github.com/lestrrat-go/helium"
)

// Limits bounds the work that one document can cause.
type Limits struct {
	Bytes      int // of the document; default 64 MiB
	Depth      int // nesting; default 1000
	Signatures int // ds:Signature elements looked at; default 16
	References int // references of all signatures, manifests included; default 1000
	Nodes      int // nodes canonicalized in all; default 4 million
	Digested   int // bytes canonicalized or digested in all; default 512 MiB
}

func (l Limits) orDefaults() Limits {
	def := func(p *int, v int) {
		if *p <= 0 {
			*p = v
		}
	}
	def(&l.Bytes, 64<<20)
	def(&l.Depth, 1000)
	def(&l.Signatures, 16)
	def(&l.References, 1000)
	def(&l.Nodes, 4_000_000)
	def(&l.Digested, 512<<20)
	return l
}

// parse reads a document with no external loading and no DTD.
func parse(b []byte, l Limits) (doc *helium.Document, err error) {
	if len(b) > l.Bytes {
		return nil, fmt.Errorf("%d bytes is over the limit of %d", len(b), l.Bytes)
	}
	defer func() { // helium is young: its panic would be a lost record
		if r := recover(); r != nil {
			doc, err = nil, fmt.Errorf("XML parser gave up: %v", r)
		}
	}()
	p := helium.NewParser().MaxDepth(l.Depth).MaxNodeContentSize(l.Bytes)
	doc, err = p.Parse(context.Background(), b)
	if err != nil {
		return nil, fmt.Errorf("not well-formed: %w", err)
	}
	if doc.IntSubset() != nil {
		return nil, errors.New("document type declaration refused")
	}
	if doc.DocumentElement() == nil {
		return nil, errors.New("no document element")
	}
	return doc, nil
}

// mayHoldSignature is a cheap look before the full parse.
func mayHoldSignature(b []byte) bool {
	return bytes.IndexByte(b, 0) >= 0 || // UTF-16: cannot tell
		bytes.Contains(b, []byte("Signature"))
}

func isNamed(e *helium.Element, space, local string) bool {
	return e.LocalName() == local && e.URI() == space
}

func child(e *helium.Element, space, local string) *helium.Element {
	if e == nil {
		return nil
	}
	for c := range helium.ChildElements(e) {
		if isNamed(c, space, local) {
			return c
		}
	}
	return nil
}

func childrenNamed(e *helium.Element, space, local string) []*helium.Element {
	if e == nil {
		return nil
	}
	var out []*helium.Element
	for c := range helium.ChildElements(e) {
		if isNamed(c, space, local) {
			out = append(out, c)
		}
	}
	return out
}

// below gives the elements of that name under n, document order.
func below(n helium.Node, space, local string) []*helium.Element {
	var out []*helium.Element
	for d := range helium.Descendants(n) {
		if e, ok := helium.AsNode[*helium.Element](d); ok && isNamed(e, space, local) {
			out = append(out, e)
		}
	}
	return out
}

func attr(e *helium.Element, name string) string {
	if e == nil {
		return ""
	}
	v, _ := e.GetAttribute(name)
	return v
}

func text(e *helium.Element) string {
	if e == nil {
		return ""
	}
	return strings.TrimSpace(string(e.Content()))
}

// idOf gives the identifier attribute of an element: ID, Id or id, xml:id or
// wsu:Id.
func idOf(e *helium.Element) string {
	for _, a := range e.Attributes() {
		switch a.LocalName() {
		case "ID", "Id", "id":
			return a.Value()
		}
	}
	return ""
}

// within tells that n is one of the elements, or below one.
func within(n helium.Node, elements map[*helium.Element]bool) bool {
	if len(elements) == 0 {
		return false
	}
	for ; n != nil; n = n.Parent() {
		if e, ok := helium.AsNode[*helium.Element](n); ok && elements[e] {
			return true
		}
	}
	return false
}

// decode64 reads base64 as XML carries it: with any white space.
func decode64(s string) ([]byte, error) {
	s = strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\t', '\n', '\r':
			return -1
		}
		return r
	}, s)
	return base64.StdEncoding.DecodeString(s)
}
