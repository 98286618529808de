package lps_test

import (
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/lps"
)

func plain(c *lps.Config) { c.Plain = true }

// A plain IHE source says nothing of the DMP: no existence test, no VIHF, no
// signed lot, the PDF itself.
func TestPlainSource(t *testing.T) {
	f := newFake(t)
	do(t, newLPS(t, f, plain), action(etalon.ActFeed), etalon.ReactDone)
	got := f.requests()
	if kinds(got) != "ProvideAndRegisterDocumentSetRequest" || got[0].path != "/xds/repository" {
		t.Fatalf("%s at %s", kinds(got), got[0].path)
	}
	text := string(got[0].body)
	for _, never := range []string{"wsse", "Assertion ID", "xmldsig", "AssociationType:signs", "ClinicalDocument"} {
		if strings.Contains(text, never) {
			t.Errorf("%s in a plain submission", never)
		}
	}
	if !strings.Contains(text, `mimeType="application/pdf"`) || !strings.Contains(text, "%PDF-") {
		t.Error("the document is not the PDF")
	}
	r := do(t, newLPS(t, f, plain), action(etalon.ActExistenceTest), etalon.ReactUnsupported)
	if len(f.requests()) != 0 {
		t.Errorf("%s, and something was sent", r.Shown)
	}
}

func TestFolders(t *testing.T) {
	f := newFake(t)
	l := newLPS(t, f, plain)
	a := action(etalon.ActCreateFolder)
	a.Params["title"] = "Suivi"
	r := do(t, l, a, etalon.ReactDone)
	objects := f.requests()[0].soap.Payload.Path(lcm, "SubmitObjectsRequest").Child(rim, "RegistryObjectList")
	packages, nodes, members := 0, map[string]string{}, map[string]string{}
	for n := range objects.Children() {
		switch n.Local() {
		case "RegistryPackage":
			packages++
		case "Classification":
			nodes[n.Attr("", "classifiedObject")] = n.Attr("", "classificationNode")
		case "Association":
			members[n.Attr("", "sourceObject")+">"+n.Attr("", "targetObject")] = n.Attr("", "id")
		}
	}
	if packages != 2 || nodes["Folder01"] != "urn:uuid:d9d542f3-6cc4-48b6-8870-ea235fbc94c2" || r.Values["folder"] == "" {
		t.Errorf("%d packages, nodes %v, %v", packages, nodes, r.Values)
	}
	inFolder := members["Folder01>Document01"]
	for _, want := range []string{"SubmissionSet01>Folder01", "SubmissionSet01>Document01", "SubmissionSet01>" + inFolder} {
		if members[want] == "" {
			t.Errorf("no HasMember %s in %v", want, members)
		}
	}
	a = action(etalon.ActAddToFolder)
	a.Params["folder"] = "2.25.9"
	do(t, l, a, etalon.ReactDone)
	if got := kinds(f.requests()); got != "AdhocQueryRequest ProvideAndRegisterDocumentSetRequest" {
		t.Error(got)
	}
}

func TestRelations(t *testing.T) {
	f := newFake(t)
	for name, want := range map[etalon.ActionName]string{
		etalon.ActReplace: "RPLC", etalon.ActAppend: "APND", etalon.ActTransform: "XFRM",
	} {
		do(t, newLPS(t, f, plain), action(name), etalon.ReactDone)
		got := f.requests()
		text := string(got[len(got)-1].body)
		if !strings.Contains(text, `associationType="urn:ihe:iti:2007:AssociationType:`+want+`" sourceObject="Document01" targetObject="urn:uuid:entry1"`) {
			t.Errorf("%s: no %s from the document to the entry", name, want)
		}
	}
}

func TestAvailability(t *testing.T) {
	f := newFake(t)
	for name, want := range map[etalon.ActionName][2]string{
		etalon.ActDeprecate: {"urn:oasis:names:tc:ebxml-regrep:StatusType:Approved", "urn:oasis:names:tc:ebxml-regrep:StatusType:Deprecated"},
		etalon.ActArchive:   {"urn:oasis:names:tc:ebxml-regrep:StatusType:Approved", "urn:asip:ci-sis:2010:StatusType:Archived"},
		etalon.ActUnarchive: {"urn:asip:ci-sis:2010:StatusType:Archived", "urn:oasis:names:tc:ebxml-regrep:StatusType:Approved"},
	} {
		do(t, newLPS(t, f, nil), action(name), etalon.ReactDone)
		got := f.requests()
		text := string(got[len(got)-1].body)
		for i, slot := range []string{"OriginalStatus", "NewStatus"} {
			if !strings.Contains(text, `<rim:Slot name="`+slot+`"><rim:ValueList><rim:Value>`+want[i]+`<`) {
				t.Errorf("%s: %s is not %s", name, slot, want[i])
			}
		}
	}
}

// Each stored query goes out under its own id, with its parameters coded as
// IHE ITI TF-2 3.18.4.1.2.3.5 says.
func TestStoredQueries(t *testing.T) {
	f := newFake(t)
	l := newLPS(t, f, plain)
	for query, want := range map[string][]string{
		"FindDocuments": {
			"14d4debf-8f97-4251-9a74-a90016b0af0d", "'280029999900134^^^&amp;1.2.250.1.213.1.4.10&amp;ISO'",
			"('urn:oasis:names:tc:ebxml-regrep:StatusType:Approved','urn:oasis:names:tc:ebxml-regrep:StatusType:Deprecated')",
			"('11490-0^^2.16.840.1.113883.6.1')", "<rim:Value>20260101000000</rim:Value>",
		},
		"GetDocuments":        {"5c4f972b-d56b-40ac-a5fc-c8ca9b40b9d4", "('2.25.77')"},
		"GetRelatedDocuments": {"d90e5407-b356-4d91-a89f-873917b4b0e6", "'2.25.77'", "('urn:ihe:iti:2007:AssociationType:RPLC')"},
		"GetAll":              {"10b545ea-725c-446d-9b95-8aeb444eddf3", "$XDSFolderStatus", "$XDSSubmissionSetStatus", "$patientId"},
	} {
		a := action(etalon.ActQuery)
		a.Params = map[string]string{
			"query": query, "uniqueId": "2.25.77", "associations": "RPLC", "status": "Approved Deprecated",
			"type": "11490-0^^2.16.840.1.113883.6.1", "from": "20260101000000",
		}
		do(t, l, a, etalon.ReactDone)
		text := strings.ReplaceAll(string(f.requests()[0].body), "&apos;", "'")
		for _, w := range want {
			if !strings.Contains(text, w) {
				t.Errorf("%s: no %s in %s", query, w, text)
			}
		}
	}
	a := action(etalon.ActQuery)
	a.Params = map[string]string{"query": "FindNothing"}
	do(t, l, a, etalon.ReactUnsupported)
}

// An answer to another request, or one cut short, is not used.
func TestAnswersThatAreNone(t *testing.T) {
	f := newFake(t)
	l := newLPS(t, f, plain)
	other := `<q:AdhocQueryResponse xmlns:q="urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0" status="urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success"/>`
	f.answers["AdhocQueryRequest"] = sayRelated("urn:uuid:00000000-0000-4000-8000-000000000000", other)
	if r := do(t, l, action(etalon.ActListDocuments), etalon.ReactError); r.Code != "wsa:RelatesTo" {
		t.Errorf("%+v", r)
	}
	f.answers["RetrieveDocumentSetRequest"] = truncated
	if r := do(t, l, action(etalon.ActFetch), etalon.ReactError); r.Code != "MIME" {
		t.Errorf("%+v", r)
	}
}
