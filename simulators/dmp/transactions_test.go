package dmp_test

import (
	"bytes"
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"mime"
	"mime/multipart"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

const (
	rim  = "urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0"
	rs   = "urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0"
	xdsb = "urn:ihe:iti:xds-b:2007"
	hl7  = "urn:hl7-org:v3"
	s12  = "http://www.w3.org/2003/05/soap-envelope"
	wsa  = "http://www.w3.org/2005/08/addressing"

	approved = "urn:oasis:names:tc:ebxml-regrep:StatusType:Approved"
	success  = "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success"
	failure  = "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Failure"
)

func everybody() etalon.Given {
	active, closed, absent, forbidden, twin := patient("ACTIF", activeINS), patient("FERME", "1"), patient("ABSENT", "2"), patient("INTERDIT", "3"), patient("JUMEAU", "4")
	closed.DMP, closed.ClosedWhy = etalon.DMPClosed, "À sa demande"
	absent.DMP = etalon.DMPAbsent
	forbidden.Authorisation = "INTERDIT"
	twin.Family, twin.Authorisation = active.Family, "NON_EXISTE"
	return etalon.Given{
		Patients: []etalon.Patient{active, closed, absent, forbidden, twin},
		Documents: []etalon.Document{
			{ID: "LETTRE", Patient: "ACTIF", Title: "Lettre <1>", Body: "pdf", TypeCode: "11490-0", UniqueID: "2.25.11", EntryID: "urn:uuid:11111111-1111-4111-8111-111111111111", Created: "20260302081500"},
			{ID: "CR", Patient: "ACTIF", Title: "Compte rendu", Body: "structured", TypeCode: "11488-4", UniqueID: "2.25.12", EntryID: "urn:uuid:11111111-1111-4111-8111-111111111112", Created: "20250302081500"},
		},
	}
}

func payload(doc *xmldoc.Doc) xmldoc.Node {
	for n := range doc.Root().Child(s12, "Body").Children() {
		return n
	}
	return xmldoc.Node{}
}

// parts reads a multipart answer with the standard library, which is another
// reader than ours; the root comes first.
func parts(t *testing.T, a answered) (*xmldoc.Doc, map[string][]byte) {
	t.Helper()
	media, params, err := mime.ParseMediaType(a.contentType)
	if err != nil || media != "multipart/related" || params["type"] != "application/xop+xml" {
		t.Fatalf("%s: %v: %s", a.contentType, err, a.body)
	}
	r := multipart.NewReader(bytes.NewReader(a.body), params["boundary"])
	found := map[string][]byte{}
	for {
		p, err := r.NextRawPart()
		if err != nil {
			break
		}
		var b bytes.Buffer
		if _, err := b.ReadFrom(p); err != nil {
			t.Fatal(err)
		}
		found[p.Header.Get("Content-Id")] = b.Bytes()
	}
	doc, err := xmldoc.Parse(found[params["start"]], xmldoc.Limits{})
	if err != nil {
		t.Fatalf("root: %v", err)
	}
	return doc, found
}

// header checks the addressing of an answer to the last envelope.
func header(t *testing.T, doc *xmldoc.Doc, action string) {
	t.Helper()
	h := doc.Root().Child(s12, "Header")
	if got := h.Child(wsa, "Action").Value(); got != action {
		t.Errorf("Action %q, want %q", got, action)
	}
	if got, want := h.Child(wsa, "RelatesTo").Value(), fmt.Sprintf("urn:uuid:00000000-0000-4000-8000-%012d", serial); got != want {
		t.Errorf("RelatesTo %q, want %q", got, want)
	}
	if id := h.Child(wsa, "MessageID").Value(); !strings.HasPrefix(id, "urn:uuid:") || len(id) != 45 {
		t.Errorf("MessageID %q", id)
	}
}

func existence(ins string) string {
	return `<PRPA_IN201307UV02 xmlns="urn:hl7-org:v3" ITSVersion="XML_1.0"><id root="1.2.3" extension="m1"/><creationTime value="20261122100000"/>` +
		`<interactionId root="2.16.840.1.113883.1.6" extension="PRPA_IN201307UV02"/><processingCode code="D"/><processingModeCode code="T"/><acceptAckCode code="AL"/>` +
		`<receiver typeCode="RCV"><device classCode="DEV" determinerCode="INSTANCE"><id root="1.2.250.1.213.4.1.1.1"/></device></receiver>` +
		`<sender typeCode="SND"><device classCode="DEV" determinerCode="INSTANCE"><id root="2.25.7"/><softwareName>LPS</softwareName></device></sender>` +
		`<controlActProcess classCode="CACT" moodCode="EVN"><code code="PRPA_TE201307UV02" codeSystem="2.16.840.1.113883.1.6"/><reasonCode code="TEST_EXST" codeSystem="1.2.250.1.213.1.1.4.11"/>` +
		`<queryByParameter><queryId root="1.2.3" extension="q1"/><statusCode code="new"/><parameterList><patientIdentifier><value root="` + testOID + `" extension="` + ins + `"/>` +
		`<semanticsText>Patient.id</semanticsText></patientIdentifier></parameterList></queryByParameter></controlActProcess></PRPA_IN201307UV02>`
}

func TestExistence(t *testing.T) {
	w := begin(t, everybody())
	for _, c := range []struct{ ins, response, status, authorisation string }{
		{activeINS, "OK", "active", "VALIDE"},
		{"1", "OK", "terminated", "VALIDE"},
		{"2", "NF", "", ""},
		{"99", "NF", "", ""},
		{"3", "OK", "active", "INTERDIT"},
		{"4", "OK", "active", "NON_EXISTE"},
	} {
		a := w.call("patients", "urn:hl7-org:v3:PRPA_IN201307UV02", existence(c.ins))
		header(t, a.doc, "urn:hl7-org:v3:PRPA_IN201308UV02")
		n := payload(a.doc)
		act := n.Child(hl7, "controlActProcess")
		if got := act.Path(hl7, "queryAck", "queryResponseCode").Attr("", "code"); a.status != 200 || got != c.response {
			t.Errorf("%s: %d %q, want %q", c.ins, a.status, got, c.response)
		}
		if got := act.Path(hl7, "subject", "registrationEvent", "subject1", "patient", "statusCode").Attr("", "code"); got != c.status {
			t.Errorf("%s: status %q, want %q", c.ins, got, c.status)
		}
		var told string
		for l := range n.ChildrenNamed(hl7, "attentionLine") {
			if l.Child(hl7, "keyWordText").Value() == "AUTORISATION" {
				told = l.Child(hl7, "value").Attr("", "code")
			}
		}
		if told != c.authorisation {
			t.Errorf("%s: authorisation %q, want %q", c.ins, told, c.authorisation)
		}
		if n.Path(hl7, "acknowledgement", "targetMessage", "id").Attr("", "extension") != "m1" || act.Path(hl7, "queryAck", "queryId").Attr("", "extension") != "q1" {
			t.Error("ids are not echoed")
		}
		if act.Path(hl7, "queryByParameter", "parameterList", "patientIdentifier", "value").Attr("", "extension") != c.ins {
			t.Error("the query is not echoed")
		}
		if motive := act.Path(hl7, "reasonOf", "detectedIssueEvent", "text").Value(); (c.status == "terminated") != (motive == "À sa demande") {
			t.Errorf("%s: motive %q", c.ins, motive)
		}
		got := w.arrived()
		if got.Actor != etalon.Patients || got.Transaction != etalon.TD02 || got.Fields[etalon.FieldINS] != c.ins || got.Fields[etalon.FieldReason] != "TEST_EXST" {
			t.Errorf("arrived %+v", got)
		}
	}
}

func TestFindPatient(t *testing.T) {
	w := begin(t, everybody())
	find := func(name string) string {
		return strings.NewReplacer("201307", "201305", "<patientIdentifier>", "<livingSubjectName>", "</patientIdentifier>", "</livingSubjectName>",
			`<value root="`+testOID+`" extension="X"/>`, `<value><family>`+name+`</family><given>camille</given></value>`, "Patient.id", "LivingSubject.name").Replace(existence("X"))
	}
	for name, want := range map[string][]string{"FAMILLE-ACTIF": {activeINS, "4"}, "famille-interdit": {"3"}, "FAMILLE-FERME": nil, "INCONNU": nil} {
		a := w.call("patientsPDQ", "urn:hl7-org:v3:PRPA_IN201305UV02", find(name))
		header(t, a.doc, "urn:hl7-org:v3:PRPA_IN201306UV02")
		act := payload(a.doc).Child(hl7, "controlActProcess")
		var got []string
		for s := range act.ChildrenNamed(hl7, "subject") {
			got = append(got, s.Path(hl7, "registrationEvent", "subject1", "patient", "id").Attr("", "extension"))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
		ack := act.Child(hl7, "queryAck")
		code := map[bool]string{true: "NF", false: "OK"}[len(want) == 0]
		if ack.Child(hl7, "queryResponseCode").Attr("", "code") != code || ack.Child(hl7, "resultTotalQuantity").Attr("", "value") != strconv.Itoa(len(want)) {
			t.Errorf("%s: %s", name, a.body)
		}
		if x := w.arrived(); x.Transaction != etalon.ITI47 || x.Actor != etalon.Patients {
			t.Errorf("%+v", x)
		}
	}
}

func TestDeclareAccess(t *testing.T) {
	given := everybody()
	given.Patients[0].Authorisation = "EXPIRE"
	w := begin(t, given)
	for _, action := range []string{"urn:si-dmp-habilitations:HabilitationsEndPoint:setAuthorization", "urn:hl7-org:v3:setAuthorization"} {
		a := w.call("habilitations", action, `<h:setAuthorization xmlns:h="urn:si-dmp-habilitations"><h:action>AJOUT</h:action></h:setAuthorization>`)
		header(t, a.doc, action+"Response")
		if n := payload(a.doc); n.Local() != "setAuthorizationResponse" || n.Child("urn:si-dmp-habilitations", "status").Value() != "DMPOk" {
			t.Errorf("%s", a.body)
		}
		if x := w.arrived(); x.Actor != etalon.Rights || x.Transaction != etalon.TD03 || x.Fields[etalon.FieldINS] != activeINS {
			t.Errorf("%+v", x)
		}
	}
	a := w.call("patients", "urn:hl7-org:v3:PRPA_IN201307UV02", existence(activeINS))
	if !bytes.Contains(a.body, []byte(`code="VALIDE"`)) {
		t.Errorf("the authorisation is not valid after TD0.3: %s", a.body)
	}
}

// query is a stored query; slots are name, value, name, value…
func query(id, returnType string, slots ...string) string {
	s := `<q:AdhocQueryRequest xmlns:q="urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0" xmlns="` + rim + `"><q:ResponseOption returnComposedObjects="true" returnType="` + returnType + `"/><AdhocQuery id="urn:uuid:` + id + `">`
	for i := 0; i < len(slots); i += 2 {
		s += `<Slot name="` + slots[i] + `"><ValueList><Value>` + slots[i+1] + `</Value></ValueList></Slot>`
	}
	return s + `</AdhocQuery></q:AdhocQueryRequest>`
}

const (
	findDocuments   = "14d4debf-8f97-4251-9a74-a90016b0af0d"
	findSets        = "f26abbcb-ac74-4422-8a30-edb644bbc1a9"
	getDocuments    = "5c4f972b-d56b-40ac-a5fc-c8ca9b40b9d4"
	getAssociations = "a7ae438b-4bc2-4642-93e9-be891f7bb155"
	getBoth         = "bab9529a-4a10-40b3-a01f-f68a615d247a"
)

// list sends a query and returns status, error codes and objects.
func (w *world) list(body string) (status string, codes []string, objects []xmldoc.Node) {
	w.t.Helper()
	a := w.call("registry", "urn:ihe:iti:2007:RegistryStoredQuery", body)
	header(w.t, a.doc, "urn:ihe:iti:2007:RegistryStoredQueryResponse")
	n := payload(a.doc)
	for e := range n.Child(rs, "RegistryErrorList").ChildrenNamed(rs, "RegistryError") {
		codes = append(codes, e.Attr("", "errorCode"))
	}
	if !n.Child(rim, "RegistryObjectList").OK() {
		w.t.Errorf("no RegistryObjectList: %s", a.body)
	}
	for o := range n.Child(rim, "RegistryObjectList").Children() {
		objects = append(objects, o)
	}
	w.arrived()
	return n.Attr("", "status"), codes, objects
}

func attrs(nodes []xmldoc.Node, name string) []string {
	var s []string
	for _, n := range nodes {
		s = append(s, n.Attr("", name))
	}
	return s
}

func TestQueries(t *testing.T) {
	w := begin(t, everybody())
	patientSlot, statusSlot := []string{"$XDSDocumentEntryPatientId", "'" + activeCX + "'"}, []string{"$XDSDocumentEntryStatus", "('" + approved + "')"}
	both := slices.Concat(patientSlot, statusSlot)
	const one, two = "urn:uuid:11111111-1111-4111-8111-111111111111", "urn:uuid:11111111-1111-4111-8111-111111111112"
	for _, c := range []struct {
		name string
		body string
		want []string
	}{
		{"all", query(findDocuments, "LeafClass", both...), []string{one, two}},
		{"references", query(findDocuments, "ObjectRef", both...), []string{one, two}},
		{"patient of the VIHF", query(findDocuments, "LeafClass", statusSlot...), []string{one, two}},
		{"type", query(findDocuments, "LeafClass", append(both, "$XDSDocumentEntryTypeCode", "('11490-0^^2.16.840.1.113883.6.1')")...), []string{one}},
		{"other scheme", query(findDocuments, "LeafClass", append(both, "$XDSDocumentEntryTypeCode", "('11490-0^^1.2.3')")...), nil},
		{"from", query(findDocuments, "LeafClass", append(both, "$XDSDocumentEntryCreationTimeFrom", "2026")...), []string{one}},
		{"to is exclusive", query(findDocuments, "LeafClass", append(both, "$XDSDocumentEntryCreationTimeTo", "20260302081500")...), []string{two}},
		{"author", query(findDocuments, "LeafClass", append(both, "$XDSDocumentEntryAuthorPerson", "('%^EXTERIEUR^%')")...), []string{one, two}},
		{"no such author", query(findDocuments, "LeafClass", append(both, "$XDSDocumentEntryAuthorPerson", "('EXTERIEUR%')")...), nil},
		{"deprecated", query(findDocuments, "LeafClass", append(patientSlot[:2:2], "$XDSDocumentEntryStatus", "('urn:oasis:names:tc:ebxml-regrep:StatusType:Deprecated')")...), nil},
		{"by uniqueId", query(getDocuments, "ObjectRef", "$XDSDocumentEntryUniqueId", "('2.25.12')"), []string{two}},
		{"by entryUUID", query(getDocuments, "LeafClass", "$XDSDocumentEntryEntryUUID", "('"+one+"','"+two+"')"), []string{one, two}},
	} {
		status, codes, objects := w.list(c.body)
		if got := attrs(objects, "id"); status != success || len(codes) > 0 || !slices.Equal(got, c.want) {
			t.Errorf("%s: %s %v %v, want %v", c.name, status, codes, got, c.want)
		}
		for _, o := range objects {
			if want := map[bool]string{true: "ObjectRef", false: "ExtrinsicObject"}[strings.Contains(c.body, "ObjectRef")]; o.Local() != want {
				t.Errorf("%s: %s, want %s", c.name, o.Local(), want)
			}
		}
	}
}

func TestEntryIsWhole(t *testing.T) {
	w := begin(t, everybody())
	_, _, objects := w.list(query(getDocuments, "LeafClass", "$XDSDocumentEntryUniqueId", "('2.25.11')"))
	o := objects[0]
	var order []string
	slots := map[string]string{}
	for n := range o.Children() {
		if len(order) == 0 || order[len(order)-1] != n.Local() {
			order = append(order, n.Local())
		}
		if n.Local() == "Slot" {
			slots[n.Attr("", "name")] = n.Path(rim, "ValueList", "Value").Value()
		}
	}
	if want := []string{"Slot", "Name", "VersionInfo", "Classification", "ExternalIdentifier"}; !slices.Equal(order, want) {
		t.Errorf("order %v, want %v", order, want)
	}
	if o.Attr("", "lid") != o.Attr("", "id") || o.Attr("", "status") != approved || o.Child(rim, "VersionInfo").Attr("", "versionName") != "1" {
		t.Errorf("lid %q, status %q", o.Attr("", "lid"), o.Attr("", "status"))
	}
	if o.Path(rim, "Name", "LocalizedString").Attr("", "value") != "Lettre <1>" || slots["repositoryUniqueId"] != "1.2.250.1.213.4.1.1.1.2" || slots["creationTime"] != "20260302081500" {
		t.Errorf("%v", slots)
	}
	// The document comes back with the hash and size that the metadata tell.
	a := w.call("repository", "urn:ihe:iti:2007:RetrieveDocumentSet", retrieve("2.25.11"))
	doc, found := parts(t, a)
	header(t, doc, "urn:ihe:iti:2007:RetrieveDocumentSetResponse")
	d := payload(doc).Child(xdsb, "DocumentResponse")
	href := d.Child(xdsb, "Document").Child("http://www.w3.org/2004/08/xop/include", "Include").Attr("", "href")
	content := found["<"+strings.TrimPrefix(href, "cid:")+">"]
	sum := sha1.Sum(content)
	if len(content) == 0 || slots["hash"] != hex.EncodeToString(sum[:]) || slots["size"] != strconv.Itoa(len(content)) {
		t.Errorf("hash %s size %s, content of %d bytes", slots["hash"], slots["size"], len(content))
	}
	cda, err := xmldoc.Parse(content, xmldoc.Limits{})
	if err != nil || cda.Root().Child(hl7, "id").Attr("", "root") != "2.25.11" || d.Child(xdsb, "mimeType").Value() != "text/xml" {
		t.Errorf("document: %v, %.100s", err, content)
	}
}

func TestSubmissionSearch(t *testing.T) {
	w := begin(t, everybody())
	status, _, sets := w.list(query(findSets, "LeafClass", "$XDSSubmissionSetPatientId", "'"+activeCX+"'", "$XDSSubmissionSetStatus", "('"+approved+"')", "$XDSSubmissionSetSubmissionTimeFrom", "20260101"))
	if status != success || len(sets) != 1 || sets[0].Local() != "RegistryPackage" {
		t.Fatalf("%s %d sets", status, len(sets))
	}
	_, _, links := w.list(query(getAssociations, "LeafClass", "$uuid", "('"+sets[0].Attr("", "id")+"')"))
	if len(links) != 1 || links[0].Attr("", "targetObject") != "urn:uuid:11111111-1111-4111-8111-111111111111" {
		t.Fatalf("%v", attrs(links, "targetObject"))
	}
	_, _, all := w.list(query(getBoth, "LeafClass", "$XDSDocumentEntryUniqueId", "('2.25.11')"))
	var kinds []string
	for _, o := range all {
		kinds = append(kinds, o.Local())
	}
	if !slices.Equal(kinds, []string{"ExtrinsicObject", "Association"}) {
		t.Errorf("%v", kinds)
	}
}

func TestQueryErrors(t *testing.T) {
	w := begin(t, everybody())
	for want, body := range map[string]string{
		"XDSUnknownStoredQuery":      query("00000000-0000-0000-0000-000000000000", "LeafClass"),
		"XDSStoredQueryMissingParam": query(findDocuments, "LeafClass", "$XDSDocumentEntryPatientId", "'"+activeCX+"'"),
		"XDSStoredQueryParamNumber":  query(getDocuments, "LeafClass", "$XDSDocumentEntryUniqueId", "('1')", "$XDSDocumentEntryEntryUUID", "('2')"),
		"XDSUnknownPatientId":        query(findDocuments, "LeafClass", "$XDSDocumentEntryPatientId", "'99^^^&amp;1.2&amp;ISO'", "$XDSDocumentEntryStatus", "('"+approved+"')"),
		"XDSRegistryError":           query(findDocuments, "Other"),
	} {
		if status, codes, objects := w.list(body); status != failure || !slices.Equal(codes, []string{want}) || len(objects) != 0 {
			t.Errorf("%s: %s %v", want, status, codes)
		}
	}
}

func retrieve(ids ...string) string {
	s := `<x:RetrieveDocumentSetRequest xmlns:x="` + xdsb + `">`
	for _, id := range ids {
		s += `<x:DocumentRequest><x:RepositoryUniqueId>1.2.250.1.213.4.1.1.1.2</x:RepositoryUniqueId><x:DocumentUniqueId>` + id + `</x:DocumentUniqueId></x:DocumentRequest>`
	}
	return s + `</x:RetrieveDocumentSetRequest>`
}

func TestRetrieveErrors(t *testing.T) {
	w := begin(t, everybody())
	for _, c := range []struct {
		body, status, code string
		documents          int
	}{
		{retrieve("2.25.11", "2.25.99"), "urn:ihe:iti:2007:ResponseStatusType:PartialSuccess", "XDSDocumentUniqueIdError", 1},
		{retrieve("urn:uuid:11111111-1111-4111-8111-111111111111"), failure, "XDSDocumentUniqueIdError", 0},
		{strings.Replace(retrieve("2.25.11"), "1.1.1.2<", "1.1.1.3<", 1), failure, "XDSUnknownRepositoryId", 0},
	} {
		doc, _ := parts(t, w.call("repository", "urn:ihe:iti:2007:RetrieveDocumentSet", c.body))
		n := payload(doc)
		r := n.Child(rs, "RegistryResponse")
		got := 0
		for range n.ChildrenNamed(xdsb, "DocumentResponse") {
			got++
		}
		if code := r.Path(rs, "RegistryErrorList", "RegistryError").Attr("", "errorCode"); r.Attr("", "status") != c.status || code != c.code || got != c.documents {
			t.Errorf("%s: %s %s, %d documents", c.body, r.Attr("", "status"), code, got)
		}
	}
}
