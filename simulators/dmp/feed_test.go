package dmp_test

import (
	"bytes"
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
)

const provide = "urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b"

// lot is a submission with one document, to be changed by the test.
type lot struct {
	uid, setUID, patient, setPatient string
	content                          string
	slots                            string // further slots of the entry
	extra                            string // further objects
	document                         string // id of the Document element
	href                             string
}

func newLot(n int) lot {
	return lot{
		uid: fmt.Sprintf("2.25.100%d", n), setUID: fmt.Sprintf("2.25.200%d", n), patient: activeCX, setPatient: activeCX,
		content: fmt.Sprintf("<doc>%d \r\n--B</doc>", n), document: "Document01", href: "cid:doc%201@x",
	}
}

func slot(name, value string) string {
	return `<Slot name="` + name + `"><ValueList><Value>` + value + `</Value></ValueList></Slot>`
}

func external(scheme, of, value string) string {
	return `<ExternalIdentifier id="` + of + `-` + scheme[:8] + `" identificationScheme="urn:uuid:` + scheme + `" registryObject="` + of + `" value="` + value + `"><Name><LocalizedString value="x"/></Name></ExternalIdentifier>`
}

func (l lot) objects() string {
	return `<RegistryObjectList xmlns="` + rim + `"><ExtrinsicObject id="Document01" mimeType="text/xml" objectType="urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1">` +
		slot("creationTime", "20261122100000") + l.slots +
		`<Name><LocalizedString value="Titre &amp; co"/></Name>` +
		`<Classification id="c" classificationScheme="urn:uuid:f0306f51-975f-434e-a61c-c59651d33983" classifiedObject="Document01" nodeRepresentation="11490-0">` + slot("codingScheme", "2.16.840.1.113883.6.1") + `<Name><LocalizedString value="Lettre"/></Name></Classification>` +
		external("58a6f841-87b3-4a3e-92fd-a8ffeff98427", "Document01", l.patient) + external("2e82c1f6-a085-4c72-9da3-8640a32e42ab", "Document01", l.uid) + `</ExtrinsicObject>` +
		l.set() + `<Association id="a1" associationType="urn:oasis:names:tc:ebxml-regrep:AssociationType:HasMember" sourceObject="Set" targetObject="Document01">` + slot("SubmissionSetStatus", "Original") + `</Association>` +
		l.extra + `</RegistryObjectList>`
}

func (l lot) set() string {
	return `<RegistryPackage id="Set">` + slot("submissionTime", "20261122100000") +
		external("6b5aea1a-874d-4603-a4bc-96a0a7b38446", "Set", l.setPatient) + external("554ac39e-e3fe-47fe-b233-965d2a147832", "Set", "2.25.5") + external("96fdda7c-d067-4183-912e-bf5ee74998a8", "Set", l.setUID) +
		`</RegistryPackage><Classification id="n" classifiedObject="Set" classificationNode="urn:uuid:a54d6aa5-d40d-43f9-88c5-b4633d873bdd"/>`
}

// mtom is the whole body of the request.
func (l lot) mtom() []byte {
	body := envelope(provide, `<x:ProvideAndRegisterDocumentSetRequest xmlns:x="`+xdsb+`"><l:SubmitObjectsRequest xmlns:l="urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0">`+l.objects()+
		`</l:SubmitObjectsRequest><x:Document id="`+l.document+`"><i:Include xmlns:i="http://www.w3.org/2004/08/xop/include" href="`+l.href+`"/></x:Document></x:ProvideAndRegisterDocumentSetRequest>`)
	return []byte("--B--B\r\nContent-Type: application/xop+xml; charset=UTF-8; type=\"application/soap+xml\"\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <root@x>\r\n\r\n" + body +
		"\r\n--B--B\r\nContent-Type: text/xml\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <doc 1@x>\r\n\r\n" + l.content + "\r\n--B--B--\r\n")
}

const mtomType = `multipart/related; boundary="B--B"; type="application/xop+xml"; start="<root@x>"; start-info="application/soap+xml"; action="` + provide + `"`

// feed sends a lot and returns the response status and error codes.
func (w *world) feed(l lot) (string, []string) {
	w.t.Helper()
	body := l.mtom()
	a, err := w.send(w.client, "repository", mtomType, bytes.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	w.exact(body, a)
	doc, _ := parts(w.t, a)
	header(w.t, doc, provide+"Response")
	n := payload(doc)
	var codes []string
	for e := range n.Child(rs, "RegistryErrorList").ChildrenNamed(rs, "RegistryError") {
		codes = append(codes, e.Attr("", "errorCode"))
	}
	return n.Attr("", "status"), codes
}

func byUID(uid string) string {
	return query(getDocuments, "LeafClass", "$XDSDocumentEntryUniqueId", "('"+uid+"')")
}

func TestFeed(t *testing.T) {
	w := begin(t, everybody())
	l := newLot(1)
	if status, codes := w.feed(l); status != success {
		t.Fatalf("%s %v", status, codes)
	}
	x := w.arrived()
	if x.Actor != etalon.Repository || x.Transaction != etalon.ITI41 || x.Fields[etalon.FieldUniqueIDs] != l.uid || x.Fields[etalon.FieldSubmissionSet] != l.setUID || x.Fields[etalon.FieldINS] != activeINS {
		t.Errorf("%+v", x)
	}
	_, _, objects := w.list(byUID(l.uid))
	if len(objects) != 1 {
		t.Fatalf("%d entries", len(objects))
	}
	o := objects[0]
	if id := o.Attr("", "id"); !strings.HasPrefix(id, "urn:uuid:") || o.Child(rim, "Classification").Attr("", "classifiedObject") != id || o.Child(rim, "ExternalIdentifier").Attr("", "registryObject") != id {
		t.Errorf("symbolic ids are not replaced everywhere: %s", id)
	}
	if o.Path(rim, "Name", "LocalizedString").Attr("", "value") != "Titre & co" {
		t.Error("the title is lost")
	}
	sum := sha1.Sum([]byte(l.content))
	for s := range o.ChildrenNamed(rim, "Slot") {
		if s.Attr("", "name") == "hash" && s.Path(rim, "ValueList", "Value").Value() != hex.EncodeToString(sum[:]) {
			t.Error("wrong hash")
		}
	}
	_, found := parts(t, w.call("repository", "urn:ihe:iti:2007:RetrieveDocumentSet", retrieve(l.uid)))
	var same bool
	for _, b := range found {
		same = same || string(b) == l.content
	}
	if !same {
		t.Errorf("the document does not come back byte for byte: %q", found)
	}
}

// TestFeedUnderAIR: who is logged on that way may read, and may not feed.
func TestFeedUnderAIR(t *testing.T) {
	w := begin(t, everybody())
	mode := `<AttributeStatement><Attribute Name="Authentification_Mode"><AttributeValue>INDIRECTE_RENFORCEE</AttributeValue></Attribute>`
	body := bytes.Replace(newLot(1).mtom(), []byte("<AttributeStatement>"), []byte(mode), 1)
	a, err := w.send(w.client, "repository", mtomType, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(a.body, []byte("DMPAccessDeniedByRightsService")) {
		t.Errorf("the lot is taken: %s", a.body)
	}
	if _, _, objects := w.list(byUID(newLot(1).uid)); len(objects) != 0 {
		t.Errorf("%d entries are registered", len(objects))
	}
}

func TestFeedErrors(t *testing.T) {
	w := begin(t, everybody())
	if status, codes := w.feed(newLot(1)); status != success {
		t.Fatal(codes)
	}
	stranger, closed := strings.Replace(activeCX, activeINS, "99", 1), strings.Replace(activeCX, activeINS, "1", 1)
	other := strings.Replace(activeCX, activeINS, "4", 1)
	for i, c := range []struct {
		want   string
		change func(*lot)
	}{
		{"XDSMissingDocument", func(l *lot) { l.href = "cid:nothing@x" }},
		{"XDSMissingDocument", func(l *lot) { l.document = "Document02" }},
		{"XDSRepositoryMetadataError", func(l *lot) { l.slots = slot("hash", strings.Repeat("0", 40)) }},
		{"XDSRepositoryMetadataError", func(l *lot) { l.slots = slot("size", "1") }},
		{"XDSNonIdenticalHash", func(l *lot) { l.uid = "2.25.1001" }},
		{"XDSDuplicateUniqueIdInRegistry", func(l *lot) { l.setUID = "2.25.2001" }},
		{"XDSRegistryDuplicateUniqueIdInMessage", func(l *lot) { l.setUID = l.uid }},
		{"XDSUnknownPatientId", func(l *lot) { l.patient, l.setPatient = stranger, stranger }},
		{"XDSUnknownPatientId", func(l *lot) { l.patient, l.setPatient = closed, closed }},
		{"XDSPatientIdDoesNotMatch", func(l *lot) { l.patient = other }},
		{"XDSRegistryMetadataError", func(l *lot) { l.setUID = "" }},
		{"UnresolvedReferenceException", func(l *lot) { l.extra = replaces("urn:uuid:99999999-1111-4111-8111-111111111111") }},
	} {
		l := newLot(10 + i)
		c.change(&l)
		if status, codes := w.feed(l); status != failure || !slices.Contains(codes, c.want) {
			t.Errorf("%d: want %s: %s %v", i, c.want, status, codes)
		}
		if l.uid != "2.25.1001" {
			if _, _, objects := w.list(byUID(l.uid)); len(objects) != 0 {
				t.Errorf("%d: a refused document was registered", i)
			}
		}
	}
}

func replaces(id string) string {
	return `<Association id="a2" associationType="urn:ihe:iti:2007:AssociationType:RPLC" sourceObject="Document01" targetObject="` + id + `"/>`
}

func TestReplace(t *testing.T) {
	w := begin(t, everybody())
	const old = "urn:uuid:11111111-1111-4111-8111-111111111111"
	l := newLot(1)
	l.extra = replaces(old)
	if status, codes := w.feed(l); status != success {
		t.Fatal(codes)
	}
	_, _, objects := w.list(byUID("2.25.11"))
	if got := attrs(objects, "status"); !slices.Equal(got, []string{"urn:oasis:names:tc:ebxml-regrep:StatusType:Deprecated"}) {
		t.Errorf("replaced document: %v", got)
	}
	again := newLot(2)
	again.extra = replaces(old)
	if status, codes := w.feed(again); status != failure || !slices.Equal(codes, []string{"XDSRegistryDeprecatedDocumentError"}) {
		t.Errorf("replacing twice: %s %v", status, codes)
	}
}

// update sends an ITI-57.
func (w *world) update(n int, objects string) (string, []string) {
	w.t.Helper()
	l := newLot(n)
	a := w.call("registry", "urn:ihe:iti:2010:UpdateDocumentSet", `<l:SubmitObjectsRequest xmlns:l="urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0"><RegistryObjectList xmlns="`+rim+`">`+l.set()+objects+`</RegistryObjectList></l:SubmitObjectsRequest>`)
	header(w.t, a.doc, "urn:ihe:iti:2010:UpdateDocumentSetResponse")
	r := payload(a.doc)
	var codes []string
	for e := range r.Child(rs, "RegistryErrorList").ChildrenNamed(rs, "RegistryError") {
		codes = append(codes, e.Attr("", "errorCode"))
	}
	return r.Attr("", "status"), codes
}

const deleted = "urn:asip:ci-sis:2010:StatusType:Deleted"

func statusChange(target, from, to string) string {
	return `<Association id="u1" associationType="urn:ihe:iti:2010:AssociationType:UpdateAvailabilityStatus" sourceObject="Set" targetObject="` + target + `">` + slot("OriginalStatus", from) + slot("NewStatus", to) + `</Association>`
}

func TestDelete(t *testing.T) {
	w := begin(t, everybody())
	const entry = "urn:uuid:11111111-1111-4111-8111-111111111111"
	if status, codes := w.update(1, statusChange(entry, approved, deleted)); status != success {
		t.Fatal(codes)
	}
	if x := w.arrived(); x.Actor != etalon.Registry || x.Transaction != etalon.ITI57 || x.Fields[etalon.FieldEntryUUIDs] != entry {
		t.Errorf("%+v", x)
	}
	if _, _, objects := w.list(byUID("2.25.11")); !slices.Equal(attrs(objects, "status"), []string{deleted}) {
		t.Errorf("%v", attrs(objects, "status"))
	}
	for i, c := range []struct{ want, change string }{
		{"XDSMetadataUpdateError", statusChange(entry, approved, deleted)},
		{"XDSMetadataUpdateError", statusChange("urn:uuid:0", approved, deleted)},
		{"XDSMetadataUpdateOperationError", statusChange(entry, deleted, "gone")},
		{"XDSMetadataUpdateOperationError", ""},
	} {
		if status, codes := w.update(2+i, c.change); status != failure || !slices.Equal(codes, []string{c.want}) {
			t.Errorf("%s: %s %v", c.want, status, codes)
		}
	}
}

// version is the entry LETTRE again, masked, with the number it follows.
func version(previous string) string {
	return `<ExtrinsicObject id="New" lid="urn:uuid:11111111-1111-4111-8111-111111111111" mimeType="text/xml" objectType="urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1"><Name><LocalizedString value="Masquée"/></Name>` +
		external("58a6f841-87b3-4a3e-92fd-a8ffeff98427", "New", activeCX) + external("2e82c1f6-a085-4c72-9da3-8640a32e42ab", "New", "2.25.11") +
		`</ExtrinsicObject><Association id="a1" associationType="urn:oasis:names:tc:ebxml-regrep:AssociationType:HasMember" sourceObject="Set" targetObject="New">` + slot("SubmissionSetStatus", "Original") + slot("PreviousVersion", previous) + `</Association>`
}

func TestMask(t *testing.T) {
	w := begin(t, everybody())
	if status, codes := w.update(1, version("2")); status != failure || !slices.Equal(codes, []string{"XDSMetadataVersionError"}) {
		t.Errorf("wrong version: %s %v", status, codes)
	}
	if status, codes := w.update(2, version("1")); status != success {
		t.Fatal(codes)
	}
	_, _, objects := w.list(byUID("2.25.11"))
	if len(objects) != 1 {
		t.Fatalf("%d entries: only the latest version is told", len(objects))
	}
	o := objects[0]
	if o.Child(rim, "VersionInfo").Attr("", "versionName") != "2" || o.Attr("", "status") != approved || o.Path(rim, "Name", "LocalizedString").Attr("", "value") != "Masquée" ||
		o.Attr("", "lid") != "urn:uuid:11111111-1111-4111-8111-111111111111" || o.Attr("", "id") == o.Attr("", "lid") {
		t.Errorf("id %s lid %s status %s", o.Attr("", "id"), o.Attr("", "lid"), o.Attr("", "status"))
	}
	names := map[string]bool{}
	for s := range o.ChildrenNamed(rim, "Slot") {
		names[s.Attr("", "name")] = true
	}
	if !names["hash"] || !names["size"] || !names["repositoryUniqueId"] {
		t.Errorf("what the repository knows is lost: %v", names)
	}
	_, _, all := w.list(query(getDocuments, "LeafClass", "$XDSDocumentEntryUniqueId", "('2.25.11')", "$MetadataLevel", "2"))
	if got := attrs(all, "status"); !slices.Equal(got, []string{"urn:oasis:names:tc:ebxml-regrep:StatusType:Deprecated", approved}) {
		t.Errorf("level 2: %v", got)
	}
}

func TestResetForgets(t *testing.T) {
	w := begin(t, everybody())
	l := newLot(1)
	if status, codes := w.feed(l); status != success {
		t.Fatal(codes)
	}
	w.dmp.Reset(everybody())
	if _, _, objects := w.list(byUID(l.uid)); len(objects) != 0 {
		t.Error("a document outlived the reset")
	}
	if status, codes := w.feed(l); status != success {
		t.Errorf("feeding again after a reset: %v", codes)
	}
}
