package xmlsec

import (
	"crypto/rsa"
	"crypto/x509"
	"fmt"
	"math"
	"math/big"
	"strings"

	"github.com/lestrrat-go/helium"
)

// Options says what verification may use.
type Options struct {
	// Documents resolves the urn:oid: references of a manifest: unique id
	// (no urn:oid: prefix) to the document's octets.
	Documents map[string][]byte
	Limits    Limits
	Budget    *Budget // of the message that doc is a part of; nil: one of its own
}

// Verify looks at every ds:Signature of a document and tells what holds. doc
// is the whole message part as received: the namespaces around an assertion
// take part in canonicalization. It never fails; what it could not do is said
// in Report.Problem, Signature.Problems and Reference.Problem.
func Verify(doc []byte, o Options) Report {
	if !mayHoldSignature(doc) {
		return Report{}
	}
	l := o.Limits.orDefaults()
	d, err := parse(doc, l)
	if err != nil {
		return Report{Problem: err.Error()}
	}
	v := newVerifier(d, o, l)
	var out Report
	for _, e := range below(d, NamespaceDSig, "Signature") {
		if v.budget.signatures--; v.budget.signatures < 0 {
			out.Problem = fmt.Sprintf("more than %d signatures", v.budget.limits.Signatures)
			break
		}
		out.Signatures = append(out.Signatures, v.signature(e))
	}
	return out
}

type verifier struct {
	doc    *helium.Document
	index  index
	o      Options
	limits Limits
	budget *Budget
}

func newVerifier(d *helium.Document, o Options, l Limits) *verifier {
	budget := o.Budget
	if budget == nil {
		budget = NewBudget(l)
	}
	return &verifier{doc: d, index: indexed(d), o: o, limits: l, budget: budget}
}

func (v *verifier) signature(e *helium.Element) Signature {
	s := Signature{ID: attr(e, "Id")}
	if p, ok := helium.AsNode[*helium.Element](e.Parent()); ok {
		s.Parent, s.ParentSpace, s.ParentID = p.LocalName(), p.URI(), idOf(p)
	}
	note := func(format string, a ...any) { s.Problems = append(s.Problems, fmt.Sprintf(format, a...)) }

	info := child(e, NamespaceDSig, "SignedInfo")
	if info == nil {
		note("no SignedInfo")
		return s
	}
	c14n := child(info, NamespaceDSig, "CanonicalizationMethod")
	s.C14N = attr(c14n, "Algorithm")
	s.Method = attr(child(info, NamespaceDSig, "SignatureMethod"), "Algorithm")
	s.Certificates = v.certificates(e, note)

	objects := map[*helium.Element]bool{} // what SignedInfo's references cover, and whose digest holds
	for _, r := range childrenNamed(info, NamespaceDSig, "Reference") {
		ref, target := v.reference(r, e)
		s.References = append(s.References, ref)
		if target != nil && ref.Digest == DigestValid {
			objects[target] = true
		}
		if v.budget.references < 0 { // the last one says why there are no others
			break
		}
	}
	if len(s.References) == 0 {
		note("SignedInfo has no Reference")
	}
	for _, m := range below(e, NamespaceDSig, "Manifest") {
		if v.budget.references < 0 {
			break
		}
		signed := within(m, objects)
		for _, r := range childrenNamed(m, NamespaceDSig, "Reference") {
			ref, _ := v.reference(r, e)
			ref.Manifest, ref.Signed = true, signed
			s.References = append(s.References, ref)
			if v.budget.references < 0 {
				break
			}
		}
	}
	s.XAdES = v.xades(e, s.Certificates, objects)

	value, err := decode64(text(child(e, NamespaceDSig, "SignatureValue")))
	if err != nil || len(value) == 0 {
		note("SignatureValue is not base64")
		return s
	}
	set := nodeSet{doc: v.doc, elements: v.index.elements, top: info, comments: true}
	signed, err := canonicalize(set, s.C14N, inclusivePrefixes(c14n), v.budget)
	if err != nil {
		note("SignedInfo: %v", err)
		return s
	}
	s.ValueValid, s.Signer = checkWithAny(s, signed, value, note)
	if key := bareKey(e); key != nil && len(s.Certificates) == 0 {
		s.BareKey = true
		err := checkValue(s.Method, key, signed, value)
		if s.ValueValid = err == nil; err != nil {
			note("value with the key given: %v", err)
		}
	}
	return s
}

// checkWithAny tries the certificates in order: the signer's comes first in
// most messages, but the order inside X509Data is free.
func checkWithAny(s Signature, signed, value []byte, note func(string, ...any)) (valid bool, signer int) {
	if len(s.Certificates) == 0 {
		note("no certificate in KeyInfo")
		return false, 0
	}
	for i, der := range s.Certificates {
		cert, err := x509.ParseCertificate(der)
		if err != nil {
			note("certificate %d: %v", i, err)
			continue
		}
		err = checkValue(s.Method, cert.PublicKey, signed, value)
		if err == nil {
			return true, i
		}
		note("value with certificate %d: %v", i, err)
	}
	return false, 0
}

// bareKey is the RSA key that KeyInfo holds by itself, nil for none. It tells that
// nothing changed since somebody signed, and not who.
func bareKey(e *helium.Element) any {
	value := child(child(child(e, NamespaceDSig, "KeyInfo"), NamespaceDSig, "KeyValue"), NamespaceDSig, "RSAKeyValue")
	modulus, err := decode64(text(child(value, NamespaceDSig, "Modulus")))
	if err != nil || len(modulus) == 0 {
		return nil
	}
	exponent, err := decode64(text(child(value, NamespaceDSig, "Exponent")))
	n := new(big.Int).SetBytes(exponent)
	if err != nil || !n.IsInt64() || n.Int64() > math.MaxInt32 {
		return nil
	}
	return &rsa.PublicKey{N: new(big.Int).SetBytes(modulus), E: int(n.Int64())}
}

func (v *verifier) certificates(e *helium.Element, note func(string, ...any)) [][]byte {
	var out [][]byte
	for _, ki := range childrenNamed(e, NamespaceDSig, "KeyInfo") {
		for _, c := range below(ki, NamespaceDSig, "X509Certificate") {
			if len(out) == v.limits.Signatures {
				note("more than %d certificates", v.limits.Signatures)
				return out
			}
			der, err := decode64(text(c))
			if err != nil {
				note("X509Certificate is not base64: %v", err)
				continue
			}
			out = append(out, der)
		}
	}
	return out
}

// inclusivePrefixes reads ec:InclusiveNamespaces/@PrefixList.
func inclusivePrefixes(method *helium.Element) []string {
	return strings.Fields(attr(child(method, namespaceExc, "InclusiveNamespaces"), "PrefixList"))
}
