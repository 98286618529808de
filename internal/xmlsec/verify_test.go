package xmlsec_test

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/lestrrat-go/helium"
	"github.com/lestrrat-go/helium/xmldsig1"

	"github.com/etalon-dmp/etalon/internal/xmlsec"
)

// signer makes one key for all tests.
var signer = sync.OnceValue(func() xmlsec.Signer {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	t := &x509.Certificate{
		SerialNumber: big.NewInt(4711),
		Subject:      pkix.Name{Country: []string{"FR"}, Organization: []string{"CABINET, TEST"}, CommonName: "ESSAI"},
		NotBefore:    time.Unix(0, 0), NotAfter: time.Unix(1<<33, 0),
	}
	der, err := x509.CreateCertificate(rand.Reader, t, t, key.Public(), key)
	if err != nil {
		panic(err)
	}
	return xmlsec.Signer{Key: key, Chain: [][]byte{der}}
})

const assertion = `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ID="_a1" Version="2.0" IssueInstant="2026-11-22T10:00:00Z">` +
	`<saml:Issuer Format="x">CN=ESSAI</saml:Issuer><saml:Subject><saml:NameID>899700000001</saml:NameID></saml:Subject>` +
	`<saml:AttributeStatement><saml:Attribute Name="role"><saml:AttributeValue>` +
	`<Role xmlns="urn:hl7-org:v3" xsi:type="CE" code="10" displayName="Médecin"/></saml:AttributeValue></saml:Attribute></saml:AttributeStatement></saml:Assertion>`

func envelope(inner string) []byte {
	return []byte(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" +
		`<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:unused="urn:unused" xmlns="urn:default"><s:Header>` +
		`<wsse:Security xmlns:wsse="urn:wsse">` + inner + `</wsse:Security></s:Header><s:Body><x/></s:Body></s:Envelope>`)
}

func signed(t *testing.T, a xmlsec.Algorithms) string {
	t.Helper()
	b, err := xmlsec.SignAssertion([]byte(assertion), signer(), a)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func only(t *testing.T, r xmlsec.Report) xmlsec.Signature {
	t.Helper()
	if r.Problem != "" || len(r.Signatures) != 1 {
		t.Fatalf("want one signature and no problem, got %d and %q", len(r.Signatures), r.Problem)
	}
	return r.Signatures[0]
}

func TestSignedAssertionHoldsInsideAnEnvelope(t *testing.T) {
	doc := envelope(signed(t, xmlsec.Algorithms{}))
	s := only(t, xmlsec.Verify(doc, xmlsec.Options{}))
	if !s.Valid() || !s.ValueValid {
		t.Fatalf("not valid: %+v", s)
	}
	if s.Parent != "Assertion" || s.ParentID != "_a1" {
		t.Errorf("parent %q %q", s.Parent, s.ParentID)
	}
	if s.Method != "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256" || s.C14N != "http://www.w3.org/2001/10/xml-exc-c14n#" {
		t.Errorf("algorithms %q %q", s.Method, s.C14N)
	}
	r := s.References[0]
	if r.URI != "#_a1" || !r.Resolves || r.Covers != "Assertion" || !r.CoversParent || !r.EnvelopedOnly() ||
		r.DigestMethod != "http://www.w3.org/2001/04/xmlenc#sha256" {
		t.Errorf("reference %+v", r)
	}
	if !bytes.Equal(s.Certificate(), signer().Chain[0]) {
		t.Error("certificate is not the signer's")
	}
	if !strings.Contains(string(doc), "</saml:Issuer><ds:Signature ") {
		t.Error("signature does not follow the Issuer")
	}
}

// helium's own verifier is a second opinion on what SignAssertion makes.
func TestHeliumAgrees(t *testing.T) {
	d, err := helium.NewParser().Parse(context.Background(), envelope(signed(t, xmlsec.Algorithms{})))
	if err != nil {
		t.Fatal(err)
	}
	v := xmldsig1.NewVerifier(xmldsig1.StaticKey(signer().Key.Public()))
	if _, err := v.Verify(context.Background(), d); err != nil {
		t.Fatal(err)
	}
}

// A signature made by helium, with other choices than ours, must hold too.
func TestForeignSignatureHolds(t *testing.T) {
	ctx := context.Background()
	d, err := helium.NewParser().Parse(ctx, []byte(`<r xmlns="urn:r" xmlns:u="urn:u" Id="top"><!-- c --><u:e a="&#13;1" u:b="2"/>texte &amp; suite</r>`))
	if err != nil {
		t.Fatal(err)
	}
	s := xmldsig1.NewSigner().SignatureAlgorithm(xmldsig1.AlgRSASHA1).AllowSHA1(true).CanonicalizationMethod(xmldsig1.C14N10).
		Reference(xmldsig1.ReferenceConfig{
			URI: "#top", DigestAlgorithm: xmldsig1.DigestSHA1,
			Transforms: []xmldsig1.Transform{xmldsig1.Enveloped(), xmldsig1.ExcC14NTransform("u", "#default")},
		}).
		KeyInfo(xmldsig1.X509DataKeyInfo(mustCert(t)))
	if err := s.SignEnveloped(ctx, d, d.DocumentElement(), signer().Key); err != nil {
		t.Fatal(err)
	}
	out, err := helium.WriteString(d)
	if err != nil {
		t.Fatal(err)
	}
	sig := only(t, xmlsec.Verify([]byte(out), xmlsec.Options{}))
	if !sig.Valid() {
		t.Fatalf("%+v", sig)
	}
	if sig.Method != "http://www.w3.org/2000/09/xmldsig#rsa-sha1" {
		t.Errorf("SHA-1 must be reported, got %q", sig.Method)
	}
}

func mustCert(t *testing.T) *x509.Certificate {
	t.Helper()
	c, err := x509.ParseCertificate(signer().Chain[0])
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestTamperingShows(t *testing.T) {
	good := signed(t, xmlsec.Algorithms{})
	for name, c := range map[string]struct {
		doc           string
		value         bool
		digest        xmlsec.DigestState
		resolves      bool
		problemInside string
	}{
		"content":    {strings.Replace(good, "899700000001", "899700000002", 1), true, xmlsec.DigestInvalid, true, ""},
		"reference":  {strings.Replace(good, `URI="#_a1"`, `URI="#_a2"`, 1), false, xmlsec.DigestUnresolved, false, `"_a2"`},
		"duplicate":  {good + `<x ID="_a1"/>`, true, xmlsec.DigestUnresolved, false, "2 elements"},
		"transform":  {strings.Replace(good, `<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#">`, `<ds:Transform Algorithm="urn:x">`, 1), false, xmlsec.DigestUnresolved, true, "urn:x"},
		"the digest": {strings.Replace(good, "<ds:DigestValue>", "<ds:DigestValue>AAAA", 1), false, xmlsec.DigestInvalid, true, ""},
		"external":   {strings.Replace(good, `URI="#_a1"`, `URI="http://example.org/x"`, 1), false, xmlsec.DigestUnresolved, false, "outside"},
	} {
		t.Run(name, func(t *testing.T) {
			s := only(t, xmlsec.Verify(envelope(c.doc), xmlsec.Options{}))
			r := s.References[0]
			if s.Valid() || s.ValueValid != c.value || r.Digest != c.digest || r.Resolves != c.resolves {
				t.Errorf("valid %v value %v digest %v resolves %v", s.Valid(), s.ValueValid, r.Digest, r.Resolves)
			}
			if !strings.Contains(r.Problem, c.problemInside) {
				t.Errorf("problem %q", r.Problem)
			}
		})
	}
}

func TestHostileDocuments(t *testing.T) {
	good := signed(t, xmlsec.Algorithms{})
	many := strings.Repeat(`<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"/>`, 50)
	var wide strings.Builder
	for i := range 2000 {
		wide.WriteString(` xmlns:n` + big.NewInt(int64(i)).String() + `="urn:n"`)
	}
	for name, doc := range map[string][]byte{
		"empty":        nil,
		"not XML":      []byte("Signature <"),
		"DTD":          []byte(`<!DOCTYPE a [<!ENTITY e "x">]><a>` + good + `</a>`),
		"deep":         []byte(strings.Repeat("<a>", 20000) + "Signature"),
		"no info":      []byte(`<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"/>`),
		"many":         []byte("<a>" + many + "</a>"),
		"namespaces":   []byte(`<a` + wide.String() + `>` + strings.Repeat("<b/>", 5000) + `<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"/>` + strings.Replace(good, `URI="#_a1"`, `URI=""`, 1) + `</a>`),
		"bad key info": envelope(strings.Replace(good, "<ds:X509Certificate>", "<ds:X509Certificate>!!", 1)),
	} {
		t.Run(name, func(t *testing.T) {
			done := make(chan xmlsec.Report, 1)
			go func() { done <- xmlsec.Verify(doc, xmlsec.Options{}) }()
			select {
			case r := <-done:
				for _, s := range r.Signatures {
					if s.Valid() {
						t.Errorf("valid: %+v", s)
					}
				}
				if name != "empty" && r.Problem == "" && len(r.Signatures) == 0 {
					t.Error("said nothing")
				}
			case <-time.After(time.Minute):
				t.Fatal("still running")
			}
		})
	}
}

func FuzzVerify(f *testing.F) {
	f.Add([]byte(assertion))
	f.Add([]byte(`<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo><ds:Reference URI=""/></ds:SignedInfo></ds:Signature>`))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, s := range xmlsec.Verify(b, xmlsec.Options{}).Signatures {
			if s.Valid() && len(s.Certificates) == 0 {
				t.Error("valid without a certificate")
			}
		}
	})
}

var _ crypto.Signer = (*rsa.PrivateKey)(nil)
