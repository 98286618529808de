package facts_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/validators/facts"
)

const (
	replacing = `<p:ProvideAndRegisterDocumentSetRequest xmlns:p="urn:ihe:iti:xds-b:2007"><l:SubmitObjectsRequest xmlns:l="urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0"><r:RegistryObjectList xmlns:r="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0">
<r:ExtrinsicObject id="D1" mimeType="text/plain"><r:Slot name="hash"><r:ValueList><r:Value>AB</r:Value></r:ValueList></r:Slot><r:Slot name="sourcePatientId"><r:ValueList><r:Value>IPP-1^^^&amp;1.2.3&amp;ISO</r:Value></r:ValueList></r:Slot><r:ExternalIdentifier identificationScheme="urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab" value="1.2.3"/></r:ExtrinsicObject>
<r:RegistryPackage id="F1"><r:ExternalIdentifier identificationScheme="urn:uuid:75df8f67-9973-4fbe-a900-df66cefecc5a" value="1.2.4"/></r:RegistryPackage>
<r:Association id="A1" associationType="urn:ihe:iti:2007:AssociationType:RPLC" sourceObject="D1" targetObject="urn:uuid:old"><r:Slot name="PreviousVersion"><r:ValueList><r:Value>2</r:Value></r:ValueList></r:Slot></r:Association>
</r:RegistryObjectList></l:SubmitObjectsRequest><p:Document id="D1">YWJj</p:Document></p:ProvideAndRegisterDocumentSetRequest>`
	listing = `<q:AdhocQueryResponse xmlns:q="urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0" status="urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success"><r:RegistryObjectList xmlns:r="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0"><r:ObjectRef id="urn:uuid:a"/>
<r:ExtrinsicObject id="urn:uuid:b" lid="urn:uuid:c" status="urn:oasis:names:tc:ebxml-regrep:StatusType:Deprecated"><r:VersionInfo versionName="3"/></r:ExtrinsicObject></r:RegistryObjectList></q:AdhocQueryResponse>`
)

func cargo(t *testing.T, request, response string) string {
	t.Helper()
	s := facts.Summarise(facts.ExchangeInput{
		Exchange: etalon.Exchange{ID: "x1"}, Request: []byte("POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/soap+xml\r\nContent-Length: " + itoa(len(soapAnswer(request))) + "\r\n\r\n" + soapAnswer(request)),
		Response: answer("200", "application/soap+xml", soapAnswer(response)),
	})
	return string(facts.Session(facts.SessionInput{Calls: []facts.Summary{s}}).Text)
}

// TestCallsTellWhatTheyCarry: the objects and documents of both messages, with
// what life-cycle rules compare. The SHA-1 of "abc" is that of FIPS 180.
func TestCallsTellWhatTheyCarry(t *testing.T) {
	text := cargo(t, replacing, listing)
	for _, want := range []string{
		`<ev:object in="request" kind="entry" id="D1" lid="" version="" unique-id="1.2.3" patient="" source-patient="IPP-1^^^&amp;1.2.3&amp;ISO" status="" hash="ab"`,
		`<ev:object in="request" kind="folder" id="F1" lid="" version="" unique-id="1.2.4"`,
		`type="RPLC" source="D1" target="urn:uuid:old" previous="2"`,
		`<ev:document in="request" unique-id="1.2.3" repository="" sha1="a9993e364706816aba3e25717850c26c9cd0d89d" size="3" mime-type="" set-id=""/>`,
		`<ev:object in="answer" kind="reference" id="urn:uuid:a"`,
		`<ev:object in="answer" kind="entry" id="urn:uuid:b" lid="urn:uuid:c" version="3" unique-id="" patient="" source-patient="" status="Deprecated"`,
		`cut="false"`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("not told: %s\nin %s", want, text)
		}
	}
}

// TestCallsTellTheSetOfADocument: what a clinical document shares with its versions,
// and nothing of a document that is none.
func TestCallsTellTheSetOfADocument(t *testing.T) {
	const set = `<ClinicalDocument xmlns="urn:hl7-org:v3"><setId root="1.2.3" extension="S"/></ClinicalDocument>`
	for content, want := range map[string]string{set: "1.2.3^S", `<a><setId root="1.2.3"/></a>`: ""} {
		text := cargo(t, strings.Replace(replacing, ">YWJj<", ">"+base64.StdEncoding.EncodeToString([]byte(content))+"<", 1), listing)
		if !strings.Contains(text, `set-id="`+want+`"`) {
			t.Errorf("%s: not told %s in %s", content, want, text)
		}
	}
}

func TestALongAnswerIsCut(t *testing.T) {
	text := cargo(t, replacing, strings.Replace(listing, `<r:ObjectRef id="urn:uuid:a"/>`, strings.Repeat(`<r:ObjectRef id="urn:uuid:a"/>`, 600), 1))
	if n := strings.Count(text, "<ev:object in=\"answer\""); n != 500 || !strings.Contains(text, `cut="true"`) {
		t.Errorf("%d objects told", n)
	}
}
