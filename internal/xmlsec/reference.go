package xmlsec

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/lestrrat-go/helium"
)

// value is what flows through a chain of transforms: a node set or octets.
type value struct {
	nodes  *nodeSet
	octets []byte
}

// reference checks one ds:Reference of the signature sig. It also gives the
// element digested, nil for octets.
func (v *verifier) reference(r, sig *helium.Element) (Reference, *helium.Element) {
	ref := Reference{
		URI:          attr(r, "URI"),
		Type:         attr(r, "Type"),
		DigestMethod: attr(child(r, NamespaceDSig, "DigestMethod"), "Algorithm"),
		DigestValue:  text(child(r, NamespaceDSig, "DigestValue")),
		Digest:       DigestUnresolved,
	}
	steps := childrenNamed(child(r, NamespaceDSig, "Transforms"), NamespaceDSig, "Transform")
	for _, t := range steps {
		ref.Transforms = append(ref.Transforms, attr(t, "Algorithm"))
	}
	if v.budget.references--; v.budget.references < 0 {
		ref.Problem = fmt.Sprintf("more than %d references", v.budget.limits.References)
		return ref, nil
	}
	if ref.DigestValue == dummyDigest {
		ref.Digest = DigestDummy
	}
	val, top, err := v.dereference(ref.URI)
	if err != nil {
		ref.Problem = err.Error()
		return ref, nil
	}
	ref.Resolves = true
	if top != nil {
		ref.Covers = top.LocalName()
		parent, _ := helium.AsNode[*helium.Element](sig.Parent())
		ref.CoversParent = top == parent
	}
	if ref.Digest == DigestDummy {
		return ref, top
	}
	octets, err := v.transform(val, steps, sig)
	if err != nil {
		ref.Problem = err.Error()
		return ref, top
	}
	if err := v.budget.read(octets); err != nil {
		ref.Problem = err.Error()
		return ref, top
	}
	sum, err := digest(ref.DigestMethod, octets)
	if err != nil {
		ref.Problem = err.Error()
		return ref, top
	}
	want, err := decode64(ref.DigestValue)
	ref.Digest = DigestInvalid
	if err == nil && bytes.Equal(sum, want) {
		ref.Digest = DigestValid
	}
	return ref, top
}

// dereference finds what a URI selects. Nothing is ever fetched: the document
// itself and the documents given by the caller are all there is.
func (v *verifier) dereference(uri string) (value, *helium.Element, error) {
	switch {
	case uri == "":
		top := v.doc.DocumentElement()
		return value{nodes: &nodeSet{doc: v.doc, elements: v.index.elements}}, top, nil
	case strings.HasPrefix(uri, "#"):
		id := uri[1:]
		found := v.index.withID(id)
		switch {
		case id == "" || strings.ContainsAny(id, "()"):
			return value{}, nil, errors.New("only #id is understood")
		case len(found) == 0:
			return value{}, nil, fmt.Errorf("no element has the ID %q", id)
		case len(found) > 1:
			return value{}, nil, fmt.Errorf("%d elements have the ID %q", len(found), id)
		}
		return value{nodes: &nodeSet{doc: v.doc, elements: v.index.elements, top: found[0]}}, found[0], nil
	case strings.HasPrefix(uri, "urn:oid:"):
		b, ok := v.o.Documents[strings.TrimPrefix(uri, "urn:oid:")]
		if !ok {
			return value{}, nil, errors.New("no document of the message has this unique id")
		}
		return value{octets: b}, nil, nil
	}
	return value{}, nil, errors.New("outside the message")
}

// text is the character data of a node set.
func (s *nodeSet) text() []byte {
	if s.top != nil {
		return s.top.Content()
	}
	return s.doc.DocumentElement().Content()
}

// transform runs the chain and gives the octets to digest.
func (v *verifier) transform(val value, steps []*helium.Element, sig *helium.Element) ([]byte, error) {
	if len(steps) > 8 {
		return nil, fmt.Errorf("%d transforms are too many", len(steps))
	}
	for _, t := range steps {
		alg := attr(t, "Algorithm")
		_, _, canon := canonMode(alg)
		switch {
		case alg == Enveloped:
			if val.nodes == nil || val.nodes.doc != v.doc {
				return nil, errors.New("enveloped-signature over octets")
			}
			s := *val.nodes
			s.without = sig
			val.nodes = &s
		case canon && val.nodes != nil:
			b, err := canonicalize(*val.nodes, alg, inclusivePrefixes(t), v.budget)
			if err != nil {
				return nil, err
			}
			val = value{octets: b}
		case canon:
			b, err := canonicalDocument(val.octets, alg, inclusivePrefixes(t), v.limits, v.budget)
			if err != nil {
				return nil, err
			}
			val = value{octets: b}
		case alg == Base64: // of a node set, the text (XML-DSig core 6.6.2)
			text := val.octets
			if val.nodes != nil {
				text = val.nodes.text()
			}
			b, err := decode64(string(text))
			if err != nil {
				return nil, fmt.Errorf("base64 transform: %w", err)
			}
			val = value{octets: b}
		default:
			return nil, fmt.Errorf("transform %q is not supported", alg)
		}
	}
	if val.nodes != nil { // XML-DSig core 4.4.3.2: a node set is digested as inclusive canonical XML
		return canonicalize(*val.nodes, C14N, nil, v.budget)
	}
	return val.octets, nil
}
