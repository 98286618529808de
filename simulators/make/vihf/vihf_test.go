package vihf_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/internal/xmlsec"
	"github.com/etalon-dmp/etalon/simulators/make/vihf"
)

const saml = "urn:oasis:names:tc:SAML:2.0:assertion"

func TestHeaderHoldsASignedAssertion(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		mode    etalon.AuthMode
		patient string
		class   string
		decl    bool
		values  int
	}{
		{etalon.ModeIndirect, "1^^^&2&ISO^NH", "Password", false, 13},
		{etalon.ModeAIR, "", "MobileTwoFactorUnregistered", true, 12},
		{etalon.ModeDirect, "", "SmartcardPKI", false, 12},
	} {
		b := vihf.Bearer{Version: "3.0", Mode: c.mode, UserID: "8999", SoftwareName: `Logiciel <1> & "2"`}
		header, err := b.Header(vihf.Request{ID: "_1", Issued: time.Now(), LoggedOn: time.Now(), Issuer: "CN=A & B", Patient: c.patient},
			xmlsec.Signer{Key: key, Chain: [][]byte{der}})
		if err != nil {
			t.Fatal(err)
		}
		doc, err := xmldoc.Parse([]byte(header), xmldoc.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		a := doc.Root().Child(saml, "Assertion")
		context := a.Path(saml, "AuthnStatement", "AuthnContext")
		if got := context.Child(saml, "AuthnContextClassRef").Value(); got != "urn:oasis:names:tc:SAML:2.0:ac:classes:"+c.class {
			t.Errorf("%s: class %s", c.mode, got)
		}
		if context.Child(saml, "AuthnContextDecl").OK() != c.decl {
			t.Errorf("%s: the declaration is the other way", c.mode)
		}
		values, named := 0, ""
		for x := range a.Child(saml, "AttributeStatement").ChildrenNamed(saml, "Attribute") {
			values++
			if x.Attr("", "Name") == "LPS_Nom" {
				named = x.Child(saml, "AttributeValue").Value()
			}
		}
		if values != c.values || named != b.SoftwareName {
			t.Errorf("%s: %d attributes, software %q", c.mode, values, named)
		}
		report := xmlsec.Verify([]byte(header), xmlsec.Options{})
		if len(report.Signatures) != 1 || !report.Signatures[0].Valid() {
			t.Errorf("%s: %+v", c.mode, report)
		}
	}
}
