package facts_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/validators/facts"
)

// identity is a key with a certificate made for these tests.
type identity struct {
	key *rsa.PrivateKey
	der []byte
}

// people are an authority, the signature certificate of a card, and the TLS
// certificate of a structure, expired an hour before the exchange.
type people struct{ authority, card, structure identity }

var everyone = sync.OnceValue(func() people {
	var p people
	from, to := received.Add(-24*time.Hour), received.Add(24*time.Hour)
	ca := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "TEST AC", Country: []string{"FR"}},
		NotBefore: from, NotAfter: to, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	p.authority = issue(ca, ca, nil)
	name := func(last int, value string) pkix.AttributeTypeAndValue {
		return pkix.AttributeTypeAndValue{Type: asn1.ObjectIdentifier{2, 5, 4, last}, Value: value}
	}
	p.card = issue(&x509.Certificate{
		SerialNumber: big.NewInt(0xABC),
		Subject: pkix.Name{ExtraNames: []pkix.AttributeTypeAndValue{
			name(6, "FR"), name(8, "Paris, (75)"), name(4, "LIBRE"), name(42, "MAX"), name(3, "00B1"),
		}},
		NotBefore: from, NotAfter: to, KeyUsage: x509.KeyUsageContentCommitment,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageEmailProtection},
		ExtraExtensions: []pkix.Extension{
			{Id: asn1.ObjectIdentifier{1, 2, 250, 1, 71, 1, 2, 7}, Value: []byte{asn1.TagPrintableString, 2, '1', '0'}},
			{Id: asn1.ObjectIdentifier{1, 2, 250, 1, 71, 4, 2, 5}, Value: []byte{asn1.TagOctetString, 4, 'S', 'M', '2', '6'}, Critical: true},
			{Id: asn1.ObjectIdentifier{1, 2, 3}, Value: []byte{0, 1}},
		},
	}, ca, p.authority.key)
	p.structure = issue(&x509.Certificate{
		SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: "cabinet", OrganizationalUnit: []string{"318751234500012"}},
		NotBefore: from, NotAfter: received.Add(-time.Hour), KeyUsage: x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}, ca, p.authority.key)
	return p
})

// issue makes a key and its certificate, signed by a key or by itself.
func issue(template, parent *x509.Certificate, by *rsa.PrivateKey) identity {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	if by == nil {
		by = key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, by)
	if err != nil {
		panic(err)
	}
	return identity{key, der}
}

// overTLS is an exchange over a connection with a client chain.
func overTLS(chain ...[]byte) facts.ExchangeInput {
	in := simple(post("/r", "application/soap+xml", query))
	in.Connection.TLS.Certificates = chain
	in.TrustedCAs = [][]byte{everyone().authority.der}
	return in
}

func texts(n xmldoc.Node, local string) []string {
	var all []string
	for c := range n.Children() {
		if c.Local() == local {
			all = append(all, c.Value())
		}
	}
	return all
}

func TestCertificateFacts(t *testing.T) {
	p := everyone()
	doc := parse(t, facts.Exchange(overTLS(p.card.der, p.structure.der)))
	certs := all(doc, "certificate")
	want(t, certs[0], "role", "tls-client", "position", "0", "serial", "abc",
		"subject", `CN=00B1,GN=MAX,SN=LIBRE,ST=Paris\, (75),C=FR`, "issuer", "CN=TEST AC,C=FR",
		"not-before", "2026-11-21T10:00:03Z", "not-after", "2026-11-23T10:00:03Z", "valid-at", "true", "trusted", "true",
		"common-name", "00B1", "organization-unit", "", "error", "")
	if got := texts(certs[0], "key-usage"); !slices.Equal(got, []string{"nonRepudiation"}) {
		t.Errorf("key usage %q", got)
	}
	if got := texts(certs[0], "extended-key-usage"); !slices.Equal(got, []string{"emailProtection"}) {
		t.Errorf("extended key usage %q", got)
	}
	values := map[string]string{}
	for _, x := range all(doc, "extension") {
		if x.Parent() == certs[0] {
			values[x.Attr("", "oid")] = x.Attr("", "value")
		}
	}
	if values["1.2.250.1.71.1.2.7"] != "10" || values["1.2.250.1.71.4.2.5"] != "SM26" {
		t.Errorf("extensions %q", values)
	}
	if v, ok := values["1.2.3"]; !ok || v != "" {
		t.Errorf("an extension that is no text: %q, present %v", v, ok)
	}
	want(t, certs[1], "position", "1", "organization-unit", "318751234500012", "valid-at", "false", "trusted", "true")
}

func TestCertificatesThatAreNot(t *testing.T) {
	p := everyone()
	doc := parse(t, facts.Exchange(overTLS([]byte("no certificate"), issue(&x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: received, NotAfter: received.Add(time.Hour),
	}, &x509.Certificate{}, nil).der)))
	certs := all(doc, "certificate")
	want(t, certs[0], "subject", "", "valid-at", "", "trusted", "false",
		"sha256", "de826f9e5acba22f80b95e447f9a1a29db2441d3f8dee9d83dfbb0e52370dfc0")
	if certs[0].Attr("", "error") == "" {
		t.Error("no error on bytes that are no certificate")
	}
	want(t, certs[1], "trusted", "false", "error", "")

	in := overTLS(p.card.der)
	in.TrustedCAs = nil
	want(t, only(t, parse(t, facts.Exchange(in)), "certificate"), "trusted", "unknown")
}

func TestConnectionThatFailed(t *testing.T) {
	in := simple(nil)
	in.Connection.TLS = etalon.TLS{Error: "tls: <bad> handshake"}
	in.Connection.Garbage = []byte("GET / HTTP/1.0\r\n\x00")
	doc := parse(t, facts.Exchange(in))
	want(t, only(t, doc, "connection"), "error", "tls: <bad> handshake", "garbage", `"GET / HTTP/1.0\r\n\x00"`)
	want(t, only(t, doc, "request"), "bytes", "0", "method", "")
}
