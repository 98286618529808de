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

const gatewayQuery = `<query:AdhocQueryRequest xmlns:query="urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0" xmlns:rim="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0"><query:ResponseOption returnComposedObjects="true" returnType="LeafClass"/><rim:AdhocQuery id="urn:uuid:a7ae438b-4bc2-4642-93e9-be891f7bb155"><rim:Slot name="$uuid"><rim:ValueList><rim:Value>('urn:uuid:5b1d0b5e-5f6f-4d4b-9c39-0d5b6b7c0001')</rim:Value></rim:ValueList></rim:Slot></rim:AdhocQuery></query:AdhocQueryRequest>`

const fault = `<s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code><s:Reason><s:Text xml:lang="en">no</s:Text></s:Reason></s:Fault>`

const gateway = `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:w="http://www.w3.org/2005/08/addressing"><s:Header><w:Action s:mustUnderstand="1">ACTION</w:Action><w:MessageID>urn:uuid:5b1d0b5e-5f6f-4d4b-9c39-0d5b6b7c0002</w:MessageID><w:ReplyTo><w:Address>http://www.w3.org/2005/08/addressing/anonymous</w:Address></w:ReplyTo></s:Header><s:Body>` + gatewayQuery + `</s:Body></s:Envelope>`

// of is a pack with all that it extends.
func of(t *testing.T, l *schemas.Library, name string) []*schemas.Pack {
	t.Helper()
	packs, err := l.Of(name)
	if err != nil {
		t.Fatal(err)
	}
	return packs
}

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
		{"audit record", `<AuditMessage/>`, etalon.Fail, "XSD.audit", false},
		{"syslog", `<85>1 2026-11-27T10:00:00Z poste etalon - - - <AuditMessage/>`, etalon.Fail, "SY02.msgid", false},
		{"audit record elsewhere", `<AuditMessage><!-- AdhocQuery --></AuditMessage>`, etalon.Inconclusive, "", true},
		{"only what carries", answered, etalon.Inconclusive, "", true},
		{"envelope", envelope, etalon.Fail, "V01.count", false},
		{"multipart", multipart, etalon.Fail, "XSD.cda", false},
		{"cross-gateway query", strings.ReplaceAll(gateway, "ACTION", "urn:ihe:iti:2007:CrossGatewayQuery"), etalon.Inconclusive, "", true},
		{"action of nobody", strings.ReplaceAll(gateway, "ACTION", "urn:ihe:iti:2007:AdhocQuery"), etalon.Fail, "T03.action", false},
		{"nothing but an envelope", strings.NewReplacer("ACTION", "http://www.w3.org/2005/08/addressing/fault", gatewayQuery, fault).Replace(gateway), etalon.Inconclusive, "", true},
		{"more nodes than are read", `<ClinicalDocument xmlns="urn:hl7-org:v3">` + strings.Repeat("<x/>", 1_000_000) + `</ClinicalDocument>`, etalon.Inconclusive, "XML.nodes", false},
		{"deeper than is read", strings.Repeat("<x>", 1001) + strings.Repeat("</x>", 1001), etalon.Inconclusive, "XML.depth", false},
		{"http", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", etalon.Inconclusive, "", true},
	}
	plain, err := Compile(of(t, own, "ihe-xds"))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range tests {
		book := book
		if strings.Contains(tt.raw, "CrossGateway") || strings.Contains(tt.raw, "AdhocQuery") || strings.Contains(tt.raw, fault) {
			book = plain
		}
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
