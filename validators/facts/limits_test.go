package facts_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/validators/facts"
)

func posted(body string) facts.ExchangeInput {
	return facts.ExchangeInput{
		Exchange: etalon.Exchange{ID: "x1", Actor: etalon.Registry, Transaction: etalon.ITI18},
		Request:  fmt.Appendf(nil, "POST /x HTTP/1.1\r\nContent-Type: application/soap+xml\r\nContent-Length: %d\r\n\r\n%s", len(body), body),
	}
}

// The rules are shown so many references and attachments of one message, and told that
// there are others.
func TestReferencesThatAreShownAreBounded(t *testing.T) {
	e := facts.Exchange(posted(`<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:i="http://www.w3.org/2004/08/xop/include"><s:Body>` +
		strings.Repeat(`<i:Include href="cid:a"/>`, 12_000) + strings.Repeat(`<t representation="B64">AAAA</t>`, 12_000) + `</s:Body></s:Envelope>`))
	text := string(e.Text)
	if n := strings.Count(text, "<ev:include") + strings.Count(text, "<ev:attachment"); n != 10_000 || !strings.Contains(text, `code="budget"`) {
		t.Errorf("%d are shown", n)
	}
}

// A path to a node is as long as people can read, whatever names a message gives.
func TestLongNamesDoNotMakeLongPaths(t *testing.T) {
	var open, end strings.Builder
	for range 200 {
		fmt.Fprintf(&open, "<%s>", strings.Repeat("n", 5000))
		fmt.Fprintf(&end, "</%s>", strings.Repeat("n", 5000))
	}
	e := facts.Exchange(posted(`<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>` + open.String() + `<t/>` + end.String() + `</s:Body></s:Envelope>`))
	doc, err := e.Doc()
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Root().Descendants() {
		if loc, _ := e.Locate(n); len(loc.XPath) > 20<<10 {
			t.Fatalf("a path of %d bytes", len(loc.XPath))
		}
	}
}

// What a session keeps of a message is a copy, as long as it may be.
func TestASummaryIsBounded(t *testing.T) {
	long := strings.Repeat("é", 1<<20)
	s := facts.Summarise(posted(`<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://www.w3.org/2005/08/addressing"><s:Header><a:Action>` + long + `</a:Action><a:MessageID>m</a:MessageID></s:Header><s:Body>` +
		strings.Repeat(`<DocumentUniqueId xmlns="urn:ihe:iti:xds-b:2007">`+long[:20000]+`</DocumentUniqueId>`, 100) + `</s:Body></s:Envelope>`))
	if len(s.Action) > 16<<10 || s.MessageID != "m" || !s.Asked.Cut || s.Bytes > 1<<20 || len(s.UniqueIDs) == 0 {
		t.Errorf("action of %d bytes, %d ids, %d bytes in all, cut %v", len(s.Action), len(s.UniqueIDs), s.Bytes, s.Asked.Cut)
	}
}

// A header section of lines that are no headers of their own is bounded as one of headers
// is: neither time nor anomalies grow with the square of them, or without an end.
func TestLinesOfAHeaderSectionAreBounded(t *testing.T) {
	for name, line := range map[string]string{
		"that continue another": " x\r\n", "without a colon": "x\r\n", "of a header": "a: b\r\n", "of nothing else": "\t\r\n",
	} {
		e := facts.Exchange(facts.ExchangeInput{
			Exchange: etalon.Exchange{ID: "x1", Actor: etalon.Registry, Transaction: etalon.ITI18},
			Request:  []byte("POST /x HTTP/1.1\r\nX: first\r\n" + strings.Repeat(line, 500_000) + "\r\n<a/>"),
		})
		text := string(e.Text)
		if n := strings.Count(text, "<ev:header ") + strings.Count(text, "<ev:anomaly "); n > 1100 || !strings.Contains(text, `code="headers"`) || len(text) > 1<<20 {
			t.Errorf("%s: %d headers and anomalies in %d bytes", name, n, len(text))
		}
	}
}

// One header as long as a message is shown as far as any server reads one, and told.
func TestAHeaderIsBounded(t *testing.T) {
	long := strings.Repeat("\x1b", 8<<20)
	for name, head := range map[string]string{
		"one line": "X: " + long + "\r\n", "folded": "X: a\r\n" + strings.Repeat(" "+long[:60<<10]+"\r\n", 100), "name": long + ": a\r\n", "no colon": long + "\r\n",
	} {
		e := facts.Exchange(facts.ExchangeInput{
			Exchange: etalon.Exchange{ID: "x1", Actor: etalon.Registry, Transaction: etalon.ITI18},
			Request:  []byte("POST /x HTTP/1.1\r\n" + head + "Content-Length: 4\r\n\r\n<a/>"),
		})
		if text := string(e.Text); len(text) > 1<<20 || !strings.Contains(text, "<ev:anomaly ") || !strings.Contains(text, `value="4"`) {
			t.Errorf("%s: %d bytes", name, len(text))
		}
	}
}

// Each certificate is held against those that came with it: of a thousand, a hundred are
// looked at, and the work is that of so many.
func TestCertificatesThatAreShownAreBounded(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	one := &x509.Certificate{SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: "A"}, NotBefore: time.Unix(1_700_000_000, 0), NotAfter: time.Unix(1_900_000_000, 0)}
	der, err := x509.CreateCertificate(rand.Reader, one, one, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	const many = 1000
	in := posted(`<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Header><d:Signature xmlns:d="http://www.w3.org/2000/09/xmldsig#"><d:SignedInfo><d:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/><d:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/><d:Reference URI=""><d:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><d:DigestValue>AAAA</d:DigestValue></d:Reference></d:SignedInfo><d:SignatureValue>AAAA</d:SignatureValue><d:KeyInfo><d:X509Data>` +
		strings.Repeat("<d:X509Certificate>"+base64.StdEncoding.EncodeToString(der)+"</d:X509Certificate>", many) + `</d:X509Data></d:KeyInfo></d:Signature></s:Header><s:Body/></s:Envelope>`)
	in.TrustedCAs = [][]byte{der}
	in.Connection.TLS.Certificates = slices.Repeat([][]byte{der}, many)
	text := string(facts.Exchange(in).Text)
	for role, want := range map[string]int{"tls-client": 100, "signature": 16} {
		if n := strings.Count(text, `<ev:certificate role="`+role+`"`); n != want {
			t.Errorf("%s: %d certificates are shown", role, n)
		}
	}
}
