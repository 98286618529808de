package facts_test

import (
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon/internal/xmlsec"
	"github.com/etalon-dmp/etalon/validators/facts"
)

const issuerDN = `CN=00B1,GN=MAX,SN=LIBRE,ST=Paris\, (75),C=FR`

// vihf is an ITI-18 request with an assertion signed by the card.
func vihf(t *testing.T, issuer string) string {
	t.Helper()
	assertion := `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_a1" IssueInstant="2026-11-22T10:00:00Z" Version="2.0">` +
		`<saml:Issuer>` + issuer + `</saml:Issuer><saml:Subject/><saml:AttributeStatement>` +
		`<saml:Attribute Name="LPS_Nom"><saml:AttributeValue>Nom</saml:AttributeValue></saml:Attribute>` +
		`<saml:Attribute Name="LPS_Version"><saml:AttributeValue>1.0</saml:AttributeValue></saml:Attribute>` +
		`<saml:Attribute Name="urn:oasis:names:tc:xacml:2.0:resource:resource-id"><saml:AttributeValue>123456789012345^^^&amp;1.2.3&amp;ISO^NH</saml:AttributeValue></saml:Attribute>` +
		`</saml:AttributeStatement></saml:Assertion>`
	p := everyone()
	signed, err := xmlsec.SignAssertion([]byte(assertion), xmlsec.Signer{Key: p.card.key, Chain: [][]byte{p.card.der}}, xmlsec.Algorithms{})
	if err != nil {
		t.Fatal(err)
	}
	security := `<w:Security xmlns:w="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd">` + string(signed) + `</w:Security>`
	return strings.Replace(query, "</s:Header>", security+"</s:Header>", 1)
}

func TestAssertionSignature(t *testing.T) {
	p := everyone()
	body := vihf(t, issuerDN)
	in := overTLS(p.structure.der)
	in.Request = post("/r", "application/soap+xml", body)
	e := facts.Exchange(in)
	doc := parse(t, e)
	sig := all(doc, "signature")[0]
	want(t, sig, "kind", "vihf", "part", "0", "id", "_a1", "reference-uri", "#_a1", "references", "1", "reference-resolves", "true",
		"digest-valid", "true", "value-valid", "true", "signature-method", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
		"digest-method", "http://www.w3.org/2001/04/xmlenc#sha256", "canonicalization", "http://www.w3.org/2001/10/xml-exc-c14n#",
		"transforms", "http://www.w3.org/2000/09/xmldsig#enveloped-signature http://www.w3.org/2001/10/xml-exc-c14n#",
		"enveloped-only", "true", "issuer-matches", "true", "same-as-tls", "false", "covers", "assertion", "certificates", "1")
	want(t, all(doc, "certificate")[1], "role", "signature", "subject", issuerDN, "valid-at", "true", "trusted", "true")
	want(t, only(t, doc, "assertion-time"), "issue-instant", "2026-11-22T10:00:00Z", "skew-seconds", "3")
	want(t, only(t, doc, "dn-issuer"), "value", issuerDN, "equals-signer", "true", "in-order", "true", "error", "")
	got, _ := e.Locate(sig)
	if w := int64(strings.Index(string(in.Request), "<ds:Signature ")); got.Offset != w || !strings.HasSuffix(got.XPath, "/saml:Assertion/ds:Signature") {
		t.Errorf("signature at %+v, want offset %d", got, w)
	}

	in.Connection.TLS.Certificates = [][]byte{p.card.der}
	in.Request = post("/r", "application/soap+xml", strings.Replace(body, "<saml:Subject/>", "<saml:Subject></saml:Subject> ", 1))
	doc = parse(t, facts.Exchange(in))
	want(t, all(doc, "signature")[0], "digest-valid", "false", "value-valid", "true", "same-as-tls", "true")

	other := `C=FR,ST=Paris\, (75),SN=#0c054c49425245,GN=MAX,CN=00B1`
	in.Request = post("/r", "application/soap+xml", vihf(t, other))
	doc = parse(t, facts.Exchange(in))
	want(t, only(t, doc, "dn-issuer"), "equals-signer", "true", "in-order", "false")
	in.Request = post("/r", "application/soap+xml", vihf(t, "CN=00B2,C=FR"))
	doc = parse(t, facts.Exchange(in))
	want(t, only(t, doc, "dn-issuer"), "equals-signer", "false")
	want(t, all(doc, "signature")[0], "issuer-matches", "false", "value-valid", "true")
	in.Request = post("/r", "application/soap+xml", vihf(t, "nobody"))
	doc = parse(t, facts.Exchange(in))
	if only(t, doc, "dn-issuer").Attr("", "error") == "" {
		t.Error("an issuer that is no name has no error")
	}
}

// A signer whose certificate comes alone is trusted through an authority that the
// connection showed; by none, when only its own key speaks for it.
func TestSignerKnownThroughTheConnection(t *testing.T) {
	p := everyone()
	from, to := received.Add(-time.Hour), received.Add(time.Hour)
	root := &x509.Certificate{
		SerialNumber: big.NewInt(21), Subject: pkix.Name{CommonName: "ROOT"}, NotBefore: from, NotAfter: to,
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	top := issue(root, root, nil)
	// The authority of the card, by the same key, under another root.
	between, err := x509.CreateCertificate(rand.Reader, &x509.Certificate{
		SerialNumber: big.NewInt(22), Subject: pkix.Name{CommonName: "TEST AC", Country: []string{"FR"}}, NotBefore: from, NotAfter: to,
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}, root, &p.authority.key.PublicKey, top.key)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		chain [][]byte
		want  string
	}{{[][]byte{p.structure.der, between}, "true"}, {[][]byte{p.structure.der}, "false"}} {
		in := overTLS(c.chain...)
		in.Request, in.TrustedCAs = post("/r", "application/soap+xml", vihf(t, issuerDN)), [][]byte{top.der}
		certs := all(parse(t, facts.Exchange(in)), "certificate")
		want(t, certs[len(certs)-1], "role", "signature", "trusted", c.want)
	}
}

func TestLotSignature(t *testing.T) {
	p := everyone()
	lotXML := strings.NewReplacer(`"Document02" mimeType="application/dicom"/>`, `"Document02" mimeType="text/plain"><rim:ExternalIdentifier identificationScheme="urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab" value="1.2.3.5"/></rim:ExtrinsicObject>`).Replace(lot())
	cda := lotXML[strings.Index(lotXML, "<?xml version=\"1.0\"?>\r\n<?xml-style"):strings.Index(lotXML, "\r\n--BB\r\nContent-Type: application/octet-stream")]
	signed, err := xmlsec.SignLot(xmlsec.Lot{UniqueID: "1.2.3.9", Time: received, Documents: []xmlsec.LotDocument{
		{UniqueID: "1.2.3.4", Content: []byte(cda), XML: true},
		{UniqueID: "1.2.3.5", Content: []byte("Hello, worlds")}, // the message holds "Hello, world"
		{UniqueID: "1.2.3.6", Content: []byte("elsewhere")},
	}}, xmlsec.Signer{Key: p.card.key, Chain: [][]byte{p.card.der}}, xmlsec.Algorithms{})
	if err != nil {
		t.Fatal(err)
	}
	inline := `<Document id="Sig">` + base64.StdEncoding.EncodeToString(signed) + `</Document></ProvideAndRegister`
	lotXML = strings.Replace(lotXML, "</ProvideAndRegister", inline, 1)
	in := overTLS(p.structure.der)
	in.Request = post("/r", multipart, lotXML)
	e := facts.Exchange(in)
	doc := parse(t, e)
	want(t, all(doc, "part")[4], "index", "4", "inline", "true", "document-id", "Sig", "kind", "xades")
	sig := all(doc, "signature")
	want(t, sig[len(sig)-1], "kind", "xades", "part", "4", "id", "signature", "reference-uri", "#IHEManifest #S0-SignedProperties", "references", "2",
		"reference-resolves", "true", "digest-valid", "true", "value-valid", "true", "issuer-matches", "true", "covers", "Manifest SignedProperties", "enveloped-only", "false")
	refs := all(doc, "manifest-reference")
	if len(refs) != 4 {
		t.Fatalf("%d manifest references, want 4", len(refs))
	}
	want(t, refs[0], "uri", "urn:oid:1.2.3.9", "digest-valid", "dummy", "target", "lot")
	want(t, refs[1], "uri", "urn:oid:1.2.3.4", "digest-valid", "true", "target", "document")
	want(t, refs[2], "uri", "urn:oid:1.2.3.5", "digest-valid", "false", "target", "document")
	want(t, refs[3], "uri", "urn:oid:1.2.3.6", "digest-valid", "unresolved", "target", "unknown")
	want(t, only(t, doc, "qualifying"), "signing-time", "2026-11-22T10:00:03Z", "policy-implied", "true", "signed", "true")
	want(t, only(t, doc, "signing-certificate"), "certificate", "0", "issuer", "CN=TEST AC,C=FR", "serial", "2748")

	in.Documents = map[string][]byte{"1.2.3.6": []byte("elsewhere")}
	want(t, all(parse(t, facts.Exchange(in)), "manifest-reference")[3], "digest-valid", "true")
	if got, _ := e.Locate(refs[1]); got.Part != 4 || got.Direction != "request" || got.Offset != -1 {
		t.Errorf("a manifest of an inline part is at %+v", got)
	}
}
