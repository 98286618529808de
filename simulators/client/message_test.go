package client_test

import (
	"bufio"
	"bytes"
	"crypto/sha1" // the hash of XDS metadata is SHA-1 by definition
	"encoding/hex"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/internal/wire/mtom"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/simulators/client"
)

// message is a request on record, read by our codecs.
type message struct {
	envelope soap.Envelope
	parts    mtom.Message
}

func read(t *testing.T, raw []byte) message {
	t.Helper()
	r, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(raw)))
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	m := mtom.Read(r.Header.Get("Content-Type"), body, 0, mtom.Limits{})
	root, ok := m.Root()
	if !ok {
		t.Fatal("no root part")
	}
	doc, err := xmldoc.Parse(root.Body, xmldoc.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return message{soap.Read(doc), m}
}

func (w *world) lastRequest() message {
	return read(w.t, w.record.requests[len(w.record.requests)-1].Raw)
}

func TestDocumentsGoWithTheirMetadata(t *testing.T) {
	for name, inDMP := range map[string]bool{"plain": false, "DMP": true} {
		t.Run(name, func(t *testing.T) {
			w := begin(t, inDMP)
			sent := w.send(etalon.ITI41, "several-documents", map[string]string{"kilobytes": "100"})
			m := w.lastRequest()
			if len(m.parts.Anomalies) > 0 {
				t.Errorf("anomalies %+v", m.parts.Anomalies)
			}
			objects, documents := ebrim.ReadProvide(m.envelope.Payload)
			signed := 0
			for _, d := range documents {
				part, ok := m.parts.Resolve(d.Href)
				i := slices.IndexFunc(objects, func(o *ebrim.Object) bool { return o.ID() == d.ID })
				if !ok || i < 0 {
					t.Fatalf("%s: part %v, entry %d", d.ID, ok, i)
				}
				sum := sha1.Sum(part.Body)
				if objects[i].Slot("hash")[0] != hex.EncodeToString(sum[:]) || objects[i].Slot("size")[0] != strconv.Itoa(len(part.Body)) {
					t.Errorf("%s: hash or size", d.ID)
				}
				if bytes.Contains(part.Body, []byte("<ds:Signature ")) {
					signed++
				}
			}
			if want := map[bool]int{false: 0, true: 1}[inDMP]; signed != want || len(documents) != 3+want {
				t.Errorf("%d documents, %d signatures", len(documents), signed)
			}
			if ids := strings.Fields(sent.Fields[etalon.FieldUniqueIDs]); len(ids) != 3 {
				t.Errorf("unique ids told: %v", ids)
			}
			if inDMP != m.envelope.Security.OK() {
				t.Errorf("VIHF: %v", m.envelope.Security.OK())
			}
		})
	}
}

func TestTheVIHFNamesThePatientOfTheMessage(t *testing.T) {
	w := begin(t, true)
	for name, ins := range map[string]string{"nominal": active.INS, "unknown-patient": "199129999999961"} {
		w.send(etalon.ITI42, name, nil)
		m := w.lastRequest()
		var set string
		for _, o := range ebrim.ReadSubmit(m.envelope.Payload) {
			set += o.Identifier(ebrim.SetPatientID)
		}
		const saml = "urn:oasis:names:tc:SAML:2.0:assertion"
		told := ""
		for a := range m.envelope.Security.Path(saml, "Assertion", "AttributeStatement").ChildrenNamed(saml, "Attribute") {
			if a.Attr("", "Name") == "urn:oasis:names:tc:xacml:2.0:resource:resource-id" {
				told = a.Child(saml, "AttributeValue").Value()
			}
		}
		if want := ins + "^^^&1.2.250.1.213.1.4.10&ISO^NH"; set != want || told != want {
			t.Errorf("%s: submission set %q, VIHF %q, want %q", name, set, told, want)
		}
	}
}

// TestAwkwardIsTheSame compares what is read of an awkward message with what is
// read of the nominal one: the objects, in any order.
func TestAwkwardIsTheSame(t *testing.T) {
	byID := cmpopts.SortSlices(func(a, b *ebrim.Object) bool { return a.ID() < b.ID() })
	for _, transaction := range []etalon.Transaction{etalon.ITI41, etalon.ITI42} {
		var found [2][]*ebrim.Object
		for i, name := range []string{"nominal", "awkward-xml"} {
			c, _ := caseOf(t, transaction, name)
			payload := read(t, offline(t, c)).envelope.Payload
			if transaction == etalon.ITI41 {
				found[i], _ = ebrim.ReadProvide(payload)
			} else {
				found[i] = ebrim.ReadSubmit(payload)
			}
		}
		if diff := cmp.Diff(found[0], found[1], byID); diff != "" || len(found[0]) < 3 {
			t.Errorf("%s: %d objects, %s", transaction, len(found[0]), diff)
		}
	}
	nominal, _ := caseOf(t, etalon.ITI18, "nominal")
	awkward, _ := caseOf(t, etalon.ITI18, "awkward-query")
	a, b := ebrim.ReadQuery(read(t, offline(t, nominal)).envelope.Payload), ebrim.ReadQuery(read(t, offline(t, awkward)).envelope.Payload)
	if diff := cmp.Diff(a.Parameters(), b.Parameters()); diff != "" || a.ID != b.ID || len(a.Slots) != 2 {
		t.Errorf("ITI-18: %s", diff)
	}
}

// TestQueriesAreWrittenAsTheFrameworkSays holds the coding of parameters (IHE
// ITI TF-2 3.18.4.1.2.3.5) and which names each query has.
func TestQueriesAreWrittenAsTheFrameworkSays(t *testing.T) {
	const e, s, approved = "$XDSDocumentEntry", "$XDSSubmissionSet", "('urn:oasis:names:tc:ebxml-regrep:StatusType:Approved')"
	cx := "'280029999900134^^^&1.2.250.1.213.1.4.10&ISO'"
	for name, c := range map[string]struct {
		params map[string]string
		want   []string
	}{
		"FindDocuments": {
			map[string]string{"status": "Approved Deprecated", "classCode": "a^^1 b^^1", "eventCode": "a^^1 b^^1; c^^1", "authorPerson": "%O'Neil x%", "createdFrom": "2026"},
			[]string{
				e + "PatientId=" + cx, e + "Status=('urn:oasis:names:tc:ebxml-regrep:StatusType:Approved','urn:oasis:names:tc:ebxml-regrep:StatusType:Deprecated')",
				e + "ClassCode=('a^^1','b^^1')", e + "EventCodeList=('a^^1','b^^1')", e + "EventCodeList=('c^^1')", e + "AuthorPerson=('%O''Neil x%')", e + "CreationTimeFrom=2026",
			},
		},
		"FindSubmissionSets":          {map[string]string{"authorPerson": "%x%", "submittedTo": "2027"}, []string{s + "PatientId=" + cx, s + "Status=" + approved, s + "AuthorPerson='%x%'", s + "SubmissionTimeTo=2027"}},
		"FindFolders":                 {map[string]string{"folderCode": "a^^1"}, []string{"$XDSFolderPatientId=" + cx, "$XDSFolderStatus=" + approved, "$XDSFolderCodeList=('a^^1')"}},
		"GetAll":                      {nil, []string{"$patientId=" + cx, e + "Status=" + approved, s + "Status=" + approved, "$XDSFolderStatus=" + approved}},
		"GetDocuments":                {map[string]string{"entry": "urn:uuid:1 urn:uuid:2", "metadataLevel": "2"}, []string{e + "EntryUUID=('urn:uuid:1','urn:uuid:2')", "$MetadataLevel=2"}},
		"GetFolders":                  {map[string]string{"uniqueId": "1.2"}, []string{"$XDSFolderUniqueId=('1.2')"}},
		"GetAssociations":             {map[string]string{"uuid": "urn:uuid:1"}, []string{"$uuid=('urn:uuid:1')"}},
		"GetDocumentsAndAssociations": {map[string]string{"uniqueId": "1.2"}, []string{e + "UniqueId=('1.2')"}},
		"GetSubmissionSets":           {map[string]string{"uuid": "urn:uuid:1"}, []string{"$uuid=('urn:uuid:1')"}},
		"GetSubmissionSetAndContents": {map[string]string{"entry": "urn:uuid:1", "formatCode": "f^^1"}, []string{e + "FormatCode=('f^^1')", s + "EntryUUID='urn:uuid:1'"}},
		"GetFolderAndContents":        {map[string]string{"uniqueId": "1.2", "entryType": "urn:uuid:9"}, []string{e + "Type=('urn:uuid:9')", "$XDSFolderUniqueId='1.2'"}},
		"GetFoldersForDocument":       {map[string]string{"entry": "urn:uuid:1"}, []string{e + "EntryUUID='urn:uuid:1'"}},
		"GetRelatedDocuments":         {map[string]string{"uniqueId": "1.2", "associationTypes": "RPLC"}, []string{e + "UniqueId='1.2'", "$AssociationTypes=('urn:ihe:iti:2007:AssociationType:RPLC')"}},
		"FindDocumentsByReferenceId":  {map[string]string{"referenceId": "r"}, []string{e + "PatientId=" + cx, e + "Status=" + approved, e + "ReferenceIdList=('r')"}},
	} {
		with := map[string]string{"query": name}
		for k, v := range c.params {
			with[k] = v
		}
		nominal := client.Case{Transaction: etalon.ITI18, Name: "nominal"}
		q := ebrim.ReadQuery(read(t, made(t, offlineActors(t), nominal, with)).envelope.Payload)
		var got []string
		for _, slot := range q.Slots {
			got = append(got, slot.Name+"="+strings.Join(slot.Values, "|"))
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
