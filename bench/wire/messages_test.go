//go:build linux

package wire

import (
	"bytes"
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"strings"
)

// The identifiers of a message are numbers of fixed width, so that each message
// of a kind has the same length and only these bytes differ.
const (
	numberMark  = "@@NUMBER@@"
	numberWidth = len(numberMark)
)

// request is one HTTP request, with marks where its number goes.
type request struct {
	raw   []byte
	marks []int
}

func newRequest(service, contentType string, body []byte) *request {
	head := "POST /si-dmp-server/v2/services/" + service + " HTTP/1.1\r\nHost: dmp\r\nContent-Type: " + contentType +
		fmt.Sprintf("\r\nContent-Length: %d\r\n\r\n", len(body))
	r := &request{raw: append([]byte(head), body...)}
	for at := 0; ; {
		i := bytes.Index(r.raw[at:], []byte(numberMark))
		if i < 0 {
			return r
		}
		r.marks = append(r.marks, at+i)
		at += i + numberWidth
	}
}

// numbered puts a number into a copy of the request that belongs to one client.
func (r *request) numbered(copied []byte, n int64) []byte {
	if copied == nil {
		copied = bytes.Clone(r.raw)
	}
	digits := fmt.Sprintf("1%0*d", numberWidth-1, n)
	for _, at := range r.marks {
		copy(copied[at:], digits)
	}
	return copied
}

const soapType = "application/soap+xml; charset=UTF-8"

// envelope is a request whose VIHF names a patient.
func envelope(action, patient, payload string) string {
	return `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://www.w3.org/2005/08/addressing"><s:Header>` +
		`<a:Action s:mustUnderstand="true">` + action + `</a:Action><a:MessageID>urn:uuid:00000000-0000-4000-8000-00` + numberMark + `</a:MessageID>` +
		`<a:ReplyTo><a:Address>http://www.w3.org/2005/08/addressing/anonymous</a:Address></a:ReplyTo><a:To/>` +
		`<w:Security xmlns:w="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd">` +
		`<Assertion xmlns="urn:oasis:names:tc:SAML:2.0:assertion"><AttributeStatement><Attribute Name="urn:oasis:names:tc:xacml:2.0:resource:resource-id">` +
		`<AttributeValue>` + cx(patient) + `</AttributeValue></Attribute></AttributeStatement></Assertion></w:Security></s:Header><s:Body>` + payload + `</s:Body></s:Envelope>`
}

func cx(patient string) string { return patient + "^^^&amp;1.2.250.1.213.1.4.10&amp;ISO^NH" }

func slot(name string, values ...string) string {
	return `<rim:Slot name="` + name + `"><rim:ValueList><rim:Value>` + strings.Join(values, "</rim:Value><rim:Value>") + `</rim:Value></rim:ValueList></rim:Slot>`
}

func code(scheme, of, value, system, label string) string {
	return fmt.Sprintf(`<rim:Classification id="c-%s" classificationScheme="urn:uuid:%s" classifiedObject="%s" nodeRepresentation="%s">%s<rim:Name><rim:LocalizedString xml:lang="fr-FR" value="%s"/></rim:Name></rim:Classification>`,
		scheme, scheme, of, value, slot("codingScheme", system), label)
}

func identifier(scheme, of, value, name string) string {
	return fmt.Sprintf(`<rim:ExternalIdentifier id="e-%s" identificationScheme="urn:uuid:%s" registryObject="%s" value="%s"><rim:Name><rim:LocalizedString value="%s"/></rim:Name></rim:ExternalIdentifier>`,
		scheme, scheme, of, value, name)
}

// submission is the metadata of a lot of documents, as a product of the DMP
// writes them. more are slots of each entry.
func submission(patient string, documents int, more string) string {
	const author = "899900000025^EXTERIEUR^Dominique^^^^^^&amp;1.2.250.1.71.4.2.1&amp;ISO^D^^^IDNPS"
	var b strings.Builder
	b.WriteString(`<lcm:SubmitObjectsRequest xmlns:lcm="urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0" xmlns:rim="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0"><rim:RegistryObjectList>`)
	for n := range documents {
		id := fmt.Sprintf("Document%04d", n)
		b.WriteString(`<rim:ExtrinsicObject id="` + id + `" mimeType="text/xml" objectType="urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1">` +
			slot("creationTime", "20261122100000") + slot("languageCode", "fr-FR") + slot("legalAuthenticator", author) +
			slot("serviceStartTime", "20261122093000") + slot("serviceStopTime", "20261122095000") +
			slot("sourcePatientId", "ETALON^^^&amp;2.25.7&amp;ISO^PI") + slot("sourcePatientInfo", "PID-5|ETALON^Camille^^^^^L", "PID-7|19800214", "PID-8|F") + more +
			`<rim:Name><rim:LocalizedString xml:lang="fr-FR" value="Compte rendu de consultation"/></rim:Name>` +
			`<rim:Classification id="a-` + id + `" classificationScheme="urn:uuid:93606bcf-9494-43ec-9b4e-a7748d1a838d" classifiedObject="` + id + `" nodeRepresentation="">` +
			slot("authorPerson", author) + slot("authorInstitution", "CABINET EXTERIEUR^^^^^&amp;1.2.250.1.71.4.2.2&amp;ISO^IDNST^^^1990000025") + slot("authorSpecialty", "G15_10/SM26^Généraliste^1.2.250.1.213.1.1.4.5") + `</rim:Classification>` +
			code("41a5887f-8865-4c09-adf7-e362475b143a", id, "10", "1.2.250.1.213.1.1.4.1", "Compte rendu") +
			code("f4f85eac-e6cb-4883-b524-f2705394840f", id, "N", "2.16.840.1.113883.5.25", "Normal") +
			code("a09d5840-386c-46f2-b5ad-9c3699a4309d", id, "urn:ihe:iti:xds-sd:pdf:2008", "1.3.6.1.4.1.19376.1.2.3", "PDF dans un CDA") +
			code("f33fb8ac-18af-42cc-ae0e-ed0b0bdb91e1", id, "SA07", "1.2.250.1.71.4.2.4", "Cabinet individuel") +
			code("cccf5598-8b07-4b77-a05e-ae952c785ead", id, "AMBULATOIRE", "1.2.250.1.213.1.1.4.9", "Ambulatoire") +
			code("f0306f51-975f-434e-a61c-c59651d33983", id, "11488-4", "2.16.840.1.113883.6.1", "Compte rendu de consultation") +
			identifier("58a6f841-87b3-4a3e-92fd-a8ffeff98427", id, cx(patient), "XDSDocumentEntry.patientId") +
			identifier("2e82c1f6-a085-4c72-9da3-8640a32e42ab", id, fmt.Sprintf("2.25.1%04d.%s", n+1000, numberMark), "XDSDocumentEntry.uniqueId") + `</rim:ExtrinsicObject>`)
	}
	b.WriteString(`<rim:RegistryPackage id="Set">` + slot("submissionTime", "20261122100000") + `<rim:Name><rim:LocalizedString value="Lot"/></rim:Name>` +
		code("aa543740-bdda-424e-8c96-df4873be8500", "Set", "07", "1.2.250.1.213.2.2", "Consultation") +
		identifier("6b5aea1a-874d-4603-a4bc-96a0a7b38446", "Set", cx(patient), "XDSSubmissionSet.patientId") +
		identifier("554ac39e-e3fe-47fe-b233-965d2a147832", "Set", "2.25.5", "XDSSubmissionSet.sourceId") +
		identifier("96fdda7c-d067-4183-912e-bf5ee74998a8", "Set", "2.25.2."+numberMark, "XDSSubmissionSet.uniqueId") + `</rim:RegistryPackage>` +
		`<rim:Classification id="n" classifiedObject="Set" classificationNode="urn:uuid:a54d6aa5-d40d-43f9-88c5-b4633d873bdd"/>`)
	for n := range documents {
		fmt.Fprintf(&b, `<rim:Association id="m%d" associationType="urn:oasis:names:tc:ebxml-regrep:AssociationType:HasMember" sourceObject="Set" targetObject="Document%04d">%s</rim:Association>`, n, n, slot("SubmissionSetStatus", "Original"))
	}
	return b.String() + `</rim:RegistryObjectList></lcm:SubmitObjectsRequest>`
}

// register is ITI-42.
func register(patient string, documents int) *request {
	sum := sha1.Sum(nil)
	more := slot("hash", hex.EncodeToString(sum[:])) + slot("size", "0") + slot("repositoryUniqueId", repositoryID)
	return newRequest("registry", soapType, []byte(envelope("urn:ihe:iti:2007:RegisterDocumentSet-b", patient, submission(patient, documents, more))))
}

const repositoryID = "1.2.250.1.213.4.1.1.1.2"

// provide is ITI-41 with one document of so many bytes.
func provide(patient string, size int) *request {
	const boundary = "uuid:5d0f7f3c-6f3b-4f43-9d5d-8d5f8c0e7a11"
	payload := `<x:ProvideAndRegisterDocumentSetRequest xmlns:x="urn:ihe:iti:xds-b:2007">` + submission(patient, 1, "") +
		`<x:Document id="Document0000"><i:Include xmlns:i="http://www.w3.org/2004/08/xop/include" href="cid:document@lps"/></x:Document></x:ProvideAndRegisterDocumentSetRequest>`
	var b bytes.Buffer
	b.WriteString("--" + boundary + "\r\nContent-Type: application/xop+xml; charset=UTF-8; type=\"application/soap+xml\"\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <root@lps>\r\n\r\n" +
		envelope("urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b", patient, payload) +
		"\r\n--" + boundary + "\r\nContent-Type: text/xml\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <document@lps>\r\n\r\n")
	b.Write(document(size))
	b.WriteString("\r\n--" + boundary + "--\r\n")
	return newRequest("repository", `multipart/related; boundary="`+boundary+`"; type="application/xop+xml"; start="<root@lps>"; start-info="application/soap+xml"`, b.Bytes())
}

// document is so many bytes that look like compressed ones.
func document(size int) []byte {
	b := make([]byte, size)
	x := uint64(88172645463325252)
	for i := range b {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
		b[i] = byte(x)
	}
	return b
}

// retrieve is ITI-43 of the document that provide sent under this number.
func retrieve(patient string, number int64) *request {
	uid := fmt.Sprintf("2.25.11000.1%0*d", numberWidth-1, number)
	return newRequest("repository", soapType, []byte(envelope("urn:ihe:iti:2007:RetrieveDocumentSet", patient,
		`<x:RetrieveDocumentSetRequest xmlns:x="urn:ihe:iti:xds-b:2007"><x:DocumentRequest><x:RepositoryUniqueId>`+repositoryID+
			`</x:RepositoryUniqueId><x:DocumentUniqueId>`+uid+`</x:DocumentUniqueId></x:DocumentRequest></x:RetrieveDocumentSetRequest>`)))
}

// query is ITI-18, FindDocuments of a patient.
func query(patient string) *request {
	return newRequest("registry", soapType, []byte(envelope("urn:ihe:iti:2007:RegistryStoredQuery", patient,
		`<query:AdhocQueryRequest xmlns:query="urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0" xmlns:rim="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0">`+
			`<query:ResponseOption returnType="LeafClass" returnComposedObjects="true"/><rim:AdhocQuery id="urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d">`+
			slot("$XDSDocumentEntryPatientId", "'"+cx(patient)+"'")+slot("$XDSDocumentEntryStatus", "('urn:oasis:names:tc:ebxml-regrep:StatusType:Approved')")+
			`</rim:AdhocQuery></query:AdhocQueryRequest>`)))
}
