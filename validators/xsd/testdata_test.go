package xsd

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	schemas "github.com/etalon-dmp/etalon/schemas/xsd"
)

func schemasOfTests() fs.FS { return schemas.FS() }

// bothEngines runs a test with each engine this binary has.
func bothEngines(t *testing.T, test func(t *testing.T, e Engine)) {
	t.Helper()
	t.Run("helium", func(t *testing.T) { test(t, Helium(schemasOfTests())) })
	t.Run("libxml2", func(t *testing.T) {
		e, _ := childEngine(t, "serve")
		test(t, e)
	})
}

func validate(t *testing.T, e Engine, ref SchemaRef, doc string) Verdict {
	t.Helper()
	v, err := e.Validate(context.Background(), ref, []byte(doc))
	if err != nil {
		t.Fatalf("%s: %v", e.Name(), err)
	}
	if v.Engine != e.Name() || v.Valid != (v.Total == 0) || v.Valid != (len(v.Violations) == 0) {
		t.Fatalf("%s: inconsistent verdict %+v", e.Name(), v)
	}
	return v
}

func sample(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestWellBuiltDocumentsPass(t *testing.T) {
	bothEngines(t, func(t *testing.T, e Engine) {
		all, err := filepath.Glob("testdata/*/*.xml")
		if err != nil || len(all) < 17 {
			t.Fatalf("%d samples, %v", len(all), err)
		}
		for _, f := range all {
			folder, name := filepath.Base(filepath.Dir(f)), filepath.Base(f)
			v := validate(t, e, SchemaRef(folder+".xsd"), sample(t, folder+"/"+name))
			for _, w := range v.Violations {
				t.Errorf("%s:%d: %s: %s", f, w.Line, w.Path, w.Message)
			}
		}
	})
}

// Each row spoils one well-built sample in one place. Line and path are those
// of the element that the first violation must name; expected is a word that
// its Expected field must hold.
var spoilt = []struct {
	file, from, to string
	path, expected string
}{
	// envelope
	{"message/iti18-request.xml", "</s:Header>", "</s:Header><s:Header/>", "/s:Envelope/s:Header[2]", "Body"},
	{"message/iti18-request.xml", `mustUnderstand="true">urn`, `mustUnderstand="yes">urn`, "/s:Envelope/s:Header/wsa:Action", ""},
	{"message/iti18-request.xml", ">urn:ihe:iti:2007:RegistryStoredQuery<", "><", "/s:Envelope/s:Header/wsa:Action", ""},
	{"message/iti18-request.xml", "<wsa:Address>http://www.w3.org/2005/08/addressing/anonymous</wsa:Address>", "", "/s:Envelope/s:Header/wsa:ReplyTo", "Address"},
	{"message/fault.xml", "<s:Value>s:Sender</s:Value>", "<s:Value>s:Client</s:Value>", "/s:Envelope/s:Body/s:Fault/s:Code/s:Value", ""},
	{"message/fault.xml", ` xml:lang="fr"`, "", "/s:Envelope/s:Body/s:Fault/s:Reason/s:Text", "lang"},
	// VIHF
	{"message/iti41-request.xml", `ID="_a1"`, `ID="1a"`, "/s:Envelope/s:Header/wsse:Security/saml:Assertion", ""},
	{"message/iti41-request.xml", `IssueInstant="2026-03-02T09:30:00Z"`, `IssueInstant="02/03/2026"`, "/s:Envelope/s:Header/wsse:Security/saml:Assertion", ""},
	{"message/iti41-request.xml", ` AuthnInstant="2026-03-02T08:00:00Z"`, "", "/s:Envelope/s:Header/wsse:Security/saml:Assertion/saml:AuthnStatement", "AuthnInstant"},
	{"message/iti41-request.xml", "<saml:Subject>", "<saml:Conditions/><saml:Subject>", "/s:Envelope/s:Header/wsse:Security/saml:Assertion/saml:Subject", "AttributeStatement"},
	{"message/iti41-request.xml", "<ds:DigestValue>AAECAwQFBgcICQoLDA0ODw==", "<ds:DigestValue>A*", "/s:Envelope/s:Header/wsse:Security/saml:Assertion/ds:Signature/ds:SignedInfo/ds:Reference/ds:DigestValue", "DigestValueType"},
	// ebRIM and XDS.b
	{"message/iti41-request.xml", `<rim:Name><rim:LocalizedString xml:lang`, `<rim:Description/><rim:Name><rim:LocalizedString xml:lang`, extrinsic + "/rim:Name", "Classification"},
	{"message/iti41-request.xml", ` classificationScheme="urn:uuid:41a5887f-8865-4c09-adf7-e362475b143a"`, ` scheme="urn:uuid:41a5887f-8865-4c09-adf7-e362475b143a"`, extrinsic + "/rim:Classification", ""},
	{"message/iti41-request.xml", ` value="1.2.250.1.999.1"`, "", extrinsic + "/rim:ExternalIdentifier", "value"},
	{"message/iti41-request.xml", ` targetObject="Document01"`, "", "/s:Envelope/s:Body/xdsb:ProvideAndRegisterDocumentSetRequest/lcm:SubmitObjectsRequest/rim:RegistryObjectList/rim:Association", "targetObject"},
	{"message/iti41-request.xml", `href="cid:doc1@essai"`, "", "/s:Envelope/s:Body/xdsb:ProvideAndRegisterDocumentSetRequest/xdsb:Document", ""},
	{"message/iti41-request.xml", `<xdsb:Document id="Document01">`, `<xdsb:Document>`, "/s:Envelope/s:Body/xdsb:ProvideAndRegisterDocumentSetRequest/xdsb:Document", "id"},
	{"message/iti41-response.xml", ` errorCode="XDSUnknownPatientId"`, "", "/s:Envelope/s:Body/rs:RegistryResponse/rs:RegistryErrorList/rs:RegistryError", "errorCode"},
	{"message/iti18-request.xml", `returnType="LeafClass"`, `returnType="Leaf"`, "/s:Envelope/s:Body/query:AdhocQueryRequest/query:ResponseOption", ""},
	{"message/iti18-request.xml", ` id="urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d"`, ``, "/s:Envelope/s:Body/query:AdhocQueryRequest/rim:AdhocQuery", "id"},
	{"message/iti18-response.xml", "<rim:VersionInfo", "<rim:Version", "/s:Envelope/s:Body/query:AdhocQueryResponse/rim:RegistryObjectList/rim:ExtrinsicObject/rim:Version", "VersionInfo"},
	{"message/iti43-request.xml", "1.2.250.1.213.4.1.1.1.2", strings.Repeat("1.", 128) + "1", "/s:Envelope/s:Body/RetrieveDocumentSetRequest/DocumentRequest/RepositoryUniqueId", ""},
	{"message/iti43-response.xml", "<mimeType>text/xml</mimeType>", "", "/s:Envelope/s:Body/RetrieveDocumentSetResponse/DocumentResponse/Document", "mimeType"},
	// HL7 v3
	{"message/td02-request.xml", `<processingCode code="P"/>`, "", "/s:Envelope/s:Body/PRPA_IN201307UV02/processingModeCode", "processingCode"},
	{"message/td02-request.xml", ` ITSVersion="XML_1.0"`, "", "/s:Envelope/s:Body/PRPA_IN201307UV02", "ITSVersion"},
	{"message/td02-request.xml", `value="20260302093000"`, `value="2026-03-02"`, "/s:Envelope/s:Body/PRPA_IN201307UV02/creationTime", ""},
	{"message/td02-request.xml", `<id root="1.2.250.1.999.3" extension="42"/>`, `<id root="1.2..3" extension="42"/>`, "/s:Envelope/s:Body/PRPA_IN201307UV02/id", ""},
	{"message/td02-response.xml", "<queryResponseCode code=\"OK\"/>", "", "/s:Envelope/s:Body/PRPA_IN201308UV02/controlActProcess/queryAck/resultTotalQuantity", "queryResponseCode"},
	{"message/td02-response.xml", `<birthTime value="19800101"/>`, `<birthtime value="19800101"/>`, "/s:Envelope/s:Body/PRPA_IN201308UV02/controlActProcess/subject/registrationEvent/subject1/patient/patientPerson/birthtime", "birthTime"},
	{"message/td05-request.xml", "<low value=\"1980\"/><high value=\"1981\"/>", "<high value=\"1981\"/><low value=\"1980\"/>", "/s:Envelope/s:Body/PRPA_IN201305UV02/controlActProcess/queryByParameter/parameterList/livingSubjectBirthTime/value/low", ""},
	{"message/td11-response.xml", "PRPA_IN201312UV02", "PRPA_IN999999UV02", "/s:Envelope/s:Body/g:PRPA_IN201311UV02_Response/PRPA_IN999999UV02", ""},
	// CDA
	{"cda/structured.xml", `<typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/>`, "", "/ClinicalDocument/templateId[1]", "typeId"},
	{"cda/structured.xml", `<title>Synthèse d'essai</title>`, `<titre>x</titre>`, "/ClinicalDocument/titre", "effectiveTime"},
	{"cda/structured.xml", `<signatureCode code="S"/>`, "", "/ClinicalDocument/legalAuthenticator/assignedEntity", "signatureCode"},
	{"cda/structured.xml", `<birthTime value="19800101"/>`, `<birthTime value="01/01/1980"/>`, "/ClinicalDocument/recordTarget/patientRole/patient/birthTime", ""},
	{"cda/structured.xml", `<languageCode code="fr-FR"/>`, `<languageCode code="fr-FR" displayName="français"/>`, "/ClinicalDocument/languageCode", ""},
	{"cda/structured.xml", `xsi:type="CD" code="J45"`, `code="J45"`, "/ClinicalDocument/component/structuredBody/component/section/entry[1]/act/entryRelationship/observation/value", ""},
	{"cda/structured.xml", `xsi:type="PQ" value="7.2e1"`, `xsi:type="PQ" value="7,2"`, "/ClinicalDocument/component/structuredBody/component/section/entry[2]/organizer/component/observation/value", ""},
	{"cda/structured.xml", "<item>un</item>", "<div>un</div>", "/ClinicalDocument/component/structuredBody/component/section/text/list/div", "item"},
	{"cda/structured.xml", "<consumable>", "<code code=\"x\"/><consumable>", "/ClinicalDocument/component/structuredBody/component/section/entry[3]/substanceAdministration/code", "consumable"},
	{"cda/structured.xml", "</title>\n          <text>", "</title>\n          <text><content ID=\"p1\"/>", "/ClinicalDocument/component/structuredBody/component/section/text/table/tbody/tr/td", ""},
	{"cda/pdf.xml", `representation="B64"`, `representation="HEX"`, "/c:ClinicalDocument/c:component/c:nonXMLBody/c:text", ""},
	{"cda/pdf.xml", "<c:custodian>", "<c:custodiant/><c:custodian>", "/c:ClinicalDocument/c:custodiant", "custodian"},
	{"cda/structured.xml", ` typeCode="DRIV"`, ` typeCode="DRIV" genre="x"`, "/ClinicalDocument/component/structuredBody/component/section/entry[1]", ""},
	{"cda/structured.xml", `<act classCode="ACT" moodCode="EVN">`, `<act classCode="ACT">`, "/ClinicalDocument/component/structuredBody/component/section/entry[1]/act", "moodCode"},
	{"cda/structured.xml", ` extension="POCD_HD000040"`, "", "/ClinicalDocument/typeId", "extension"},
	{"cda/structured.xml", `<relatedDocument typeCode="RPLC">`, `<relatedDocument>`, "/ClinicalDocument/relatedDocument", "typeCode"},
	{"cda/self-presenting.xml", "<c:custodian>", "<c:custodiant/><c:custodian>", "/xsl:stylesheet/data:Contenu/c:ClinicalDocument/c:custodiant", "custodian"},
	// signed lot
	{"xades/lot.xml", `Target="#lot1">1.2`, `>1.2`, "/ds:Signature/ds:Object[1]/ds:SignatureProperties/ds:SignatureProperty", "Target"},
	{"xades/lot.xml", "<ds:DigestValue>AA==</ds:DigestValue>", "", "/ds:Signature/ds:Object[2]/ds:Manifest/ds:Reference[1]", "DigestValue"},
	{"xades/lot.xml", "2026-03-02T09:30:00Z", "hier", "/ds:Signature/ds:Object[3]/xa:QualifyingProperties/xa:SignedProperties/xa:SignedSignatureProperties/xa:SigningTime", "dateTime"},
	{"xades/lot.xml", "<xa:SignaturePolicyIdentifier><xa:SignaturePolicyImplied/></xa:SignaturePolicyIdentifier>", "", "/ds:Signature/ds:Object[3]/xa:QualifyingProperties/xa:SignedProperties/xa:SignedSignatureProperties", "SignaturePolicyIdentifier"},
}

const extrinsic = "/s:Envelope/s:Body/xdsb:ProvideAndRegisterDocumentSetRequest/lcm:SubmitObjectsRequest/rim:RegistryObjectList/rim:ExtrinsicObject"

func TestSpoiltDocumentsAreRefusedInTheRightPlace(t *testing.T) {
	bothEngines(t, func(t *testing.T, e Engine) {
		for _, s := range spoilt {
			good := sample(t, s.file)
			if !strings.Contains(good, s.from) {
				t.Errorf("%s does not contain %q", s.file, s.from)
				continue
			}
			bad := strings.ReplaceAll(good, s.from, s.to)
			folder, _, _ := strings.Cut(s.file, "/")
			v := validate(t, e, SchemaRef(folder+".xsd"), bad)
			if v.Valid {
				t.Errorf("%s with %q for %q passes", s.file, s.to, s.from)
				continue
			}
			first, place := v.Violations[0], s.path
			rightExpected := strings.Contains(first.Expected, s.expected)
			if e.Name() == "helium" {
				// helium may name the parent of what is misplaced, and may not
				// say what it expected.
				if parent := s.path[:strings.LastIndex(s.path, "/")]; first.Path == parent {
					place = parent
				}
				rightExpected = rightExpected || first.Expected == ""
			}
			if first.Path != place || !rightExpected {
				t.Errorf("%s with %q for %q:\n got %s expected %q: %s\nwant %s expected %q", s.file, s.to, s.from, first.Path, first.Expected, first.Message, s.path, s.expected)
			}
			if lines := strings.Split(bad, "\n"); first.Line < 1 || first.Line > len(lines) || !strings.Contains(lines[first.Line-1], "<"+lastStep(place)) {
				t.Errorf("%s with %q for %q: line %d does not hold %s", s.file, s.to, s.from, first.Line, lastStep(place))
			}
		}
	})
}

func lastStep(path string) string {
	name, _ := indexed(path[strings.LastIndex(path, "/")+1:])
	return name
}

// A message on one line is common: the place must not come from line numbers.
func TestPlacesOnASingleLine(t *testing.T) {
	bothEngines(t, func(t *testing.T, e Engine) {
		v := validate(t, e, "message.xsd", `<r:ObjectRefList xmlns:r="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0"><r:ObjectRef id="a"/><r:ObjectRef/><!-- --><r:ObjectRef id="b"/><r:ObjectRef/></r:ObjectRefList>`)
		if v.Total != 2 || v.Violations[0].Path != "/r:ObjectRefList/r:ObjectRef[2]" || v.Violations[1].Path != "/r:ObjectRefList/r:ObjectRef[4]" {
			t.Errorf("%+v", v)
		}
	})
}
