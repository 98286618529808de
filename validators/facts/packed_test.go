package facts_test

import (
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/validators/facts"
)

// TestPackedCertificate: XOP may take any base64 out of an envelope. What is said of
// the signature, and what the rules read, is the message as it was before.
func TestPackedCertificate(t *testing.T) {
	inline := vihf(t, issuerDN)
	before, rest, _ := strings.Cut(inline, "<ds:X509Certificate>")
	_, after, _ := strings.Cut(rest, "</ds:X509Certificate>")
	raw := func(href string) []byte {
		return post("/r", multipart, "--BB\r\nContent-Type: application/xop+xml\r\nContent-ID: <root@x>\r\n\r\n"+before+
			`<ds:X509Certificate><xop:Include xmlns:xop="http://www.w3.org/2004/08/xop/include" href="`+href+`"/></ds:X509Certificate>`+after+
			"\r\n--BB\r\nContent-Type: application/octet-stream\r\nContent-ID: <cert@x>\r\n\r\n"+string(everyone().card.der)+"\r\n--BB--\r\n")
	}
	in := simple(raw("cid:cert@x"))
	e := facts.Exchange(in)
	doc := parse(t, e)
	want(t, all(doc, "signature")[0], "value-valid", "true", "digest-valid", "true", "issuer-matches", "true", "certificates", "1")
	if !strings.Contains(string(doc.Source()), rest[:40]) || strings.Contains(string(doc.Source()), "xop:Include") {
		t.Error("the certificate is not shown in its place")
	}
	doc = parse(t, facts.Exchange(simple(raw("cid:nowhere@x"))))
	want(t, all(doc, "signature")[0], "value-valid", "false")
}
