package xmlsec

import (
	"bytes"
	"fmt"

	"github.com/lestrrat-go/helium"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// Renewal says what of the signatures of a document is made to hold again.
type Renewal struct {
	// Documents are the octets that urn:oid: references stand for, as in Options.
	Documents map[string][]byte
	// ValuesOnly leaves every digest as it is written.
	ValuesOnly bool
}

// Renew makes the signatures of a document hold again after something that they
// cover has changed: the digests of manifests, then those of SignedInfo, then the
// values. Nothing else of the document changes. What cannot be digested or signed
// stays as it is; an error says that the document cannot be taken apart at all.
func Renew(doc []byte, s Signer, r Renewal) ([]byte, error) {
	if !mayHoldSignature(doc) {
		return doc, nil
	}
	var err error
	if !r.ValuesOnly {
		for _, manifest := range []bool{true, false} {
			if doc, err = renewDigests(doc, r, manifest); err != nil {
				return nil, err
			}
		}
	}
	return renewValues(doc, s)
}

// renewDigests writes the digests of the references that stand in manifests, or
// of the others, anew.
func renewDigests(doc []byte, r Renewal, manifest bool) ([]byte, error) {
	d, l, err := taken(doc)
	if err != nil {
		return nil, err
	}
	v := newVerifier(d, Options{Documents: r.Documents}, l)
	var fresh []string // "" for one that stays
	for _, e := range below(d, NamespaceDSig, "DigestValue") {
		ref, ok := helium.AsNode[*helium.Element](e.Parent())
		if !ok || !isNamed(ref, NamespaceDSig, "Reference") {
			fresh = append(fresh, "")
			continue
		}
		holder, _ := helium.AsNode[*helium.Element](ref.Parent())
		v.budget = NewBudget(l) // the document is our own: each digest has the whole
		sum := ""
		if (holder != nil && isNamed(holder, NamespaceDSig, "Manifest")) == manifest && text(e) != dummyDigest {
			sum = v.fresh(ref)
		}
		fresh = append(fresh, sum)
	}
	return rewrite(doc, "DigestValue", fresh)
}

// fresh is the digest of what a reference is to, "" when there is none.
func (v *verifier) fresh(ref *helium.Element) string {
	val, _, err := v.dereference(attr(ref, "URI"))
	if err != nil {
		return ""
	}
	octets, err := v.transform(val, childrenNamed(child(ref, NamespaceDSig, "Transforms"), NamespaceDSig, "Transform"), above(ref, "Signature"))
	if err != nil {
		return ""
	}
	sum, err := digest(attr(child(ref, NamespaceDSig, "DigestMethod"), "Algorithm"), octets)
	if err != nil {
		return ""
	}
	return encode64(sum)
}

// above is the nearest element of XML-DSig of that name around another.
func above(e *helium.Element, local string) *helium.Element {
	for e != nil && !isNamed(e, NamespaceDSig, local) {
		e, _ = helium.AsNode[*helium.Element](e.Parent())
	}
	return e
}

func renewValues(doc []byte, s Signer) ([]byte, error) {
	d, l, err := taken(doc)
	if err != nil {
		return nil, err
	}
	var fresh []string
	for _, e := range below(d, NamespaceDSig, "SignatureValue") {
		fresh = append(fresh, renewedValue(d, l, above(e, "Signature"), s))
	}
	return rewrite(doc, "SignatureValue", fresh)
}

func renewedValue(d *helium.Document, l Limits, sig *helium.Element, s Signer) string {
	info := child(sig, NamespaceDSig, "SignedInfo")
	if info == nil {
		return ""
	}
	h, isRSA, ok := signatureHash(attr(child(info, NamespaceDSig, "SignatureMethod"), "Algorithm"))
	budget := NewBudget(l)
	method := child(info, NamespaceDSig, "CanonicalizationMethod")
	if !ok || !isRSA || method == nil {
		return ""
	}
	octets, err := canonicalize(nodeSet{doc: d, top: info, comments: true}, attr(method, "Algorithm"), inclusivePrefixes(method), budget)
	if err != nil {
		return ""
	}
	w := h.New()
	w.Write(octets)
	value, err := s.Key.Sign(nil, w.Sum(nil), h) // PKCS #1 v1.5 is deterministic: no randomness is needed
	if err != nil {
		return ""
	}
	return encode64(value)
}

func taken(doc []byte) (*helium.Document, Limits, error) {
	l := Limits{}.orDefaults()
	d, err := parse(doc, l)
	if err != nil {
		return nil, l, fmt.Errorf("renew: %w", err)
	}
	return d, l, nil
}

// rewrite puts texts into the elements of XML-DSig of a name, in document order;
// "" leaves one as it is.
func rewrite(doc []byte, local string, texts []string) ([]byte, error) {
	d, err := xmldoc.Parse(doc, xmldoc.Limits{})
	if err != nil {
		return nil, fmt.Errorf("renew: %w", err)
	}
	var out bytes.Buffer
	at, i := int64(0), 0
	for n := range d.Document().Descendants() {
		if !n.Is(NamespaceDSig, local) {
			continue
		}
		if i == len(texts) {
			break
		}
		if only := n.FirstChild(); texts[i] != "" && only.Kind() == xmldoc.TextNode && !only.NextSibling().OK() && d.Source()[only.Offset()] != '<' {
			out.Write(doc[at:only.Offset()])
			out.WriteString(texts[i])
			at = only.End()
		}
		i++
	}
	out.Write(doc[at:])
	return out.Bytes(), nil
}
