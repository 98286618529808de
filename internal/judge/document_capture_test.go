package judge

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/schemas"
	messages "github.com/etalon-dmp/etalon/schemas/xsd"
	"github.com/etalon-dmp/etalon/validators/facts"
	"github.com/etalon-dmp/etalon/validators/xsd"
)

const clinical = `<ClinicalDocument xmlns="urn:hl7-org:v3"><typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/></ClinicalDocument>`

const envelope = `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body/></s:Envelope>`

var french = strings.Replace(clinical, "<typeId", `<realmCode code="FR"/><typeId`, 1)

// answered says something that no rule speaks of.
const answered = `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://www.w3.org/2005/08/addressing"><s:Header><a:Action s:mustUnderstand="1">urn:other:Response</a:Action></s:Header><s:Body><OtherResponse xmlns="urn:other"/></s:Body></s:Envelope>`

// multipart carries an envelope and a document, as a repository receives them.
var multipart = strings.ReplaceAll("--b\nContent-Type: application/xop+xml\nContent-ID: <root>\n\n"+envelope+
	"\n--b\nContent-Type: text/xml\nContent-ID: <doc>\n\n"+clinical+"\n--b--\n", "\n", "\r\n")

func TestFileByTheEmbeddedPack(t *testing.T) {
	own, err := schemas.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	book, err := Compile(own.Packs())
	if err != nil {
		t.Fatal(err)
	}
	engine := xsd.Helium(messages.FS())
	tests := []struct {
		name, raw string
		verdict   etalon.Verdict
		rule      string // one that must be among the findings
		reason    bool
	}{
		{"empty", "", etalon.Fail, "XML.not-well-formed", false},
		{"cut", clinical[:80], etalon.Fail, "XML.not-well-formed", false},
		{"pdf", "%PDF-1.7\n…", etalon.Inconclusive, "", true},
		{"document without a header", french, etalon.Fail, "XSD.cda", false},
		{"another's document", strings.Replace(french, `"FR"`, `"US"`, 1), etalon.Inconclusive, "", true},
		{"a document that claims nothing", clinical, etalon.Inconclusive, "", true},
		{"assertion", `<Assertion xmlns="urn:oasis:names:tc:SAML:2.0:assertion"/>`, etalon.Inconclusive, "", true},
		{"audit record", `<AuditMessage/>`, etalon.Inconclusive, "", true},
		{"syslog", `<85>1 2026-11-27T10:00:00Z poste etalon - - - <AuditMessage/>`, etalon.Inconclusive, "", true},
		{"only what carries", answered, etalon.Inconclusive, "", true},
		{"envelope", envelope, etalon.Fail, "V01.count", false},
		{"multipart", multipart, etalon.Fail, "XSD.cda", false},
		{"http", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", etalon.Inconclusive, "", true},
	}
	for _, tt := range tests {
		r, err := book.File(context.Background(), facts.CaptureInput{Raw: []byte(tt.raw)}, Schemas{Engine: engine, Files: messages.FS()})
		if err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		t.Log(tt.name, r.Verdict, rules(r))
		if r.Verdict != tt.verdict || tt.rule != "" && !strings.Contains(" "+rules(r)+" ", " "+tt.rule+" ") || tt.reason != (r.Reason != etalon.Text{}) {
			t.Errorf("%s: %s [%s] %q, want %s with %s", tt.name, r.Verdict, rules(r), r.Reason.FR, tt.verdict, tt.rule)
		}
	}
}

func TestTheDocumentsInAMessage(t *testing.T) {
	parts := Clinical([]byte(multipart))
	if len(parts) != 1 || !bytes.Equal(bytes.TrimSpace(parts[0].Raw), []byte(clinical)) || parts[0].Index != 1 {
		t.Fatalf("%d documents: %+v", len(parts), parts)
	}
	for _, raw := range []string{"", clinical, envelope, "PDF"} {
		if parts := Clinical([]byte(raw)); len(parts) != 0 {
			t.Errorf("%.20q: %d documents", raw, len(parts))
		}
	}
}
