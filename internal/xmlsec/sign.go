package xmlsec

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"fmt"
	"strings"
)

// Signer is a key and the certificates that speak for it.
type Signer struct {
	Key   crypto.Signer // RSA
	Chain [][]byte      // DER, the key's own certificate first
}

// Algorithms is what a signature is made with. The zero value means
// rsa-sha256, sha256 and exclusive canonicalization.
type Algorithms struct {
	Signature string
	Digest    string
	C14N      string // of SignedInfo
}

func (a Algorithms) orDefaults(canon string) Algorithms {
	if a.Signature == "" {
		a.Signature = RSASHA256
	}
	if a.Digest == "" {
		a.Digest = SHA256
	}
	if a.C14N == "" {
		a.C14N = canon
	}
	return a
}

// SignAssertion signs a SAML assertion as the VIHF wants it: enveloped, with
// exclusive canonicalization, the signature right after the Issuer and the
// signer's certificate in KeyInfo. assertion is the saml:Assertion element
// alone, declaring every namespace it uses; it must have an ID.
func SignAssertion(assertion []byte, s Signer, a Algorithms) ([]byte, error) {
	a = a.orDefaults(ExcC14N)
	l := Limits{}.orDefaults()
	doc, err := parse(assertion, l)
	if err != nil {
		return nil, fmt.Errorf("assertion: %w", err)
	}
	id := idOf(doc.DocumentElement())
	if id == "" {
		return nil, errors.New("assertion: no ID to refer to")
	}
	at, err := afterIssuer(assertion)
	if err != nil {
		return nil, err
	}
	budget := NewBudget(l)
	octets, err := canonicalize(nodeSet{doc: doc, top: doc.DocumentElement()}, ExcC14N, nil, budget)
	if err != nil {
		return nil, fmt.Errorf("assertion: %w", err)
	}
	sum, err := digest(a.Digest, octets)
	if err != nil {
		return nil, err
	}
	info := signedInfo(a, `<ds:Reference URI="#`+escape(id)+`"><ds:Transforms>`+
		`<ds:Transform Algorithm="`+Enveloped+`"></ds:Transform>`+
		`<ds:Transform Algorithm="`+ExcC14N+`"></ds:Transform></ds:Transforms>`+
		digestXML(a.Digest, sum)+`</ds:Reference>`)
	sig := `<ds:Signature xmlns:ds="` + NamespaceDSig + `">` + info +
		`<ds:SignatureValue>` + valueMark + `</ds:SignatureValue>` + keyInfo(s) + `</ds:Signature>`
	sig, err = fillValue(sig, s, a)
	if err != nil {
		return nil, err
	}
	return bytes.Join([][]byte{assertion[:at], assertion[at:]}, []byte(sig)), nil
}

// afterIssuer finds the offset just after </saml:Issuer>.
func afterIssuer(assertion []byte) (int64, error) {
	d := xml.NewDecoder(bytes.NewReader(assertion))
	for depth := 0; ; {
		t, err := d.Token()
		if err != nil {
			return 0, fmt.Errorf("assertion: no Issuer: %w", err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
			if depth == 1 && t.Name.Local == "Issuer" {
				return d.InputOffset(), nil
			}
		}
	}
}

// valueMark stands for the signature value until it is known.
const valueMark = "@SIGNATURE-VALUE@"

// fillValue canonicalizes the SignedInfo of a ds:Signature document and puts
// the value in place.
func fillValue(sig string, s Signer, a Algorithms) (string, error) {
	h, isRSA, ok := signatureHash(a.Signature)
	if !ok || !isRSA {
		return "", fmt.Errorf("cannot sign with %q", a.Signature)
	}
	if _, ok := s.Key.Public().(*rsa.PublicKey); !ok {
		return "", errors.New("only RSA keys sign here")
	}
	l := Limits{}.orDefaults()
	doc, err := parse([]byte(sig), l)
	if err != nil {
		return "", fmt.Errorf("signature: %w", err)
	}
	info := child(doc.DocumentElement(), NamespaceDSig, "SignedInfo")
	budget := NewBudget(l)
	octets, err := canonicalize(nodeSet{doc: doc, top: info, comments: true}, a.C14N, nil, budget)
	if err != nil {
		return "", fmt.Errorf("SignedInfo: %w", err)
	}
	w := h.New()
	w.Write(octets)
	// PKCS #1 v1.5 is deterministic: no randomness is needed.
	value, err := s.Key.Sign(nil, w.Sum(nil), h)
	if err != nil {
		return "", fmt.Errorf("sign: %w", err)
	}
	return strings.Replace(sig, valueMark, encode64(value), 1), nil
}

func signedInfo(a Algorithms, references string) string {
	return `<ds:SignedInfo>` +
		`<ds:CanonicalizationMethod Algorithm="` + a.C14N + `"></ds:CanonicalizationMethod>` +
		`<ds:SignatureMethod Algorithm="` + a.Signature + `"></ds:SignatureMethod>` +
		references + `</ds:SignedInfo>`
}

func digestXML(method string, sum []byte) string {
	return `<ds:DigestMethod Algorithm="` + method + `"></ds:DigestMethod>` +
		`<ds:DigestValue>` + encode64(sum) + `</ds:DigestValue>`
}

func keyInfo(s Signer) string {
	var b strings.Builder
	b.WriteString(`<ds:KeyInfo><ds:X509Data>`)
	for _, der := range s.Chain {
		b.WriteString(`<ds:X509Certificate>` + encode64(der) + `</ds:X509Certificate>`)
	}
	b.WriteString(`</ds:X509Data></ds:KeyInfo>`)
	return b.String()
}

func encode64(b []byte) string { return base64.StdEncoding.EncodeToString(b) }

func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder does not fail
	return b.String()
}
