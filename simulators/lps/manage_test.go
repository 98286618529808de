package lps_test

import (
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// queryOf gives the id and the parameters of a stored query, as written.
func queryOf(r request) string {
	q := r.soap.Payload.Child(rim, "AdhocQuery")
	out := q.Attr("", "id")[9:17] + " " + r.soap.Payload.Child("*", "ResponseOption").Attr("", "returnType")
	for s := range q.ChildrenNamed(rim, "Slot") {
		out += " " + s.Attr("", "name") + "=" + s.Path(rim, "ValueList", "Value").Value()
	}
	return out
}

func TestSearches(t *testing.T) {
	f := newFake(t)
	l := newLPS(t, f, nil)
	r := do(t, l, action(etalon.ActListDocuments), etalon.ReactDone)
	if !strings.Contains(r.Shown, "Lettre connue") || r.Values["uniqueIds"] != "2.25.77" {
		t.Errorf("%+v", r)
	}
	do(t, l, action(etalon.ActListSubmissions), etalon.ReactDone)
	const approved = "('urn:oasis:names:tc:ebxml-regrep:StatusType:Approved')"
	want := []string{
		"14d4debf LeafClass $XDSDocumentEntryPatientId='280029999900134^^^&1.2.250.1.213.1.4.10&ISO^NH' $XDSDocumentEntryStatus=" + approved,
		"f26abbcb LeafClass $XDSSubmissionSetPatientId='280029999900134^^^&1.2.250.1.213.1.4.10&ISO^NH' $XDSSubmissionSetSubmissionTimeFrom=20260101000000 $XDSSubmissionSetStatus=" + approved,
		"a7ae438b LeafClass $uuid=('urn:uuid:set1')",
		"5c4f972b LeafClass $XDSDocumentEntryEntryUUID=('urn:uuid:entry1')",
	}
	got := f.requests()[1:]
	if len(got) != len(want) {
		t.Fatal(kinds(got))
	}
	for i, w := range want {
		if q := queryOf(got[i]); q != w {
			t.Errorf("query %d:\n got %s\nwant %s", i, q, w)
		}
		if got[i].soap.Action() != "urn:ihe:iti:2007:RegistryStoredQuery" {
			t.Errorf("action %s", got[i].soap.Action())
		}
	}
}

func TestFetch(t *testing.T) {
	f := newFake(t)
	r := do(t, newLPS(t, f, nil), action(etalon.ActFetch), etalon.ReactDone)
	if r.Values["size"] != "6" {
		t.Errorf("%+v", r)
	}
	got := f.requests()
	d := got[1].soap.Payload.Child("urn:ihe:iti:xds-b:2007", "DocumentRequest")
	if d.Value() != "1.2.250.1.213.4.1.1.1.2"+"2.25.77" || !got[1].message.Multipart {
		t.Errorf("%s multipart %v", d.Value(), got[1].message.Multipart)
	}
}

func TestReplace(t *testing.T) {
	f := newFake(t)
	l := newLPS(t, f, nil)
	first := do(t, l, action(etalon.ActReplace), etalon.ReactDone)
	got := f.requests()
	if kinds(got) != "PRPA_IN201307UV02 AdhocQueryRequest ProvideAndRegisterDocumentSetRequest" {
		t.Fatal(kinds(got))
	}
	if q := queryOf(got[1]); q != "5c4f972b ObjectRef $XDSDocumentEntryUniqueId=('2.25.77')" {
		t.Error(q)
	}
	again := action(etalon.ActReplace)
	again.Params["replaces"] = first.Values["uniqueId"]
	do(t, l, again, etalon.ReactDone)
	for i, want := range []struct{ parent, set, version string }{
		{"2.25.77", "2.25.77", "2"}, {first.Values["uniqueId"], "2.25.77", "3"},
	} {
		r := got[2]
		if i == 1 {
			r = f.requests()[1]
		}
		var rplc string
		for a := range r.soap.Payload.Path(lcm, "SubmitObjectsRequest").Child(rim, "RegistryObjectList").ChildrenNamed(rim, "Association") {
			if strings.HasSuffix(a.Attr("", "associationType"), ":RPLC") {
				rplc = a.Attr("", "sourceObject") + " " + a.Attr("", "targetObject")
			}
		}
		if rplc != "Document01 urn:uuid:entry1" {
			t.Errorf("RPLC %q", rplc)
		}
		doc, err := xmldoc.Parse(r.message.Parts[1].Body, xmldoc.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		cda := doc.Root()
		const v3 = "urn:hl7-org:v3"
		if p := cda.Path(v3, "relatedDocument", "parentDocument", "id").Attr("", "root"); p != want.parent {
			t.Errorf("parent %s", p)
		}
		if s := cda.Child(v3, "setId").Attr("", "root"); s != want.set {
			t.Errorf("setId %s", s)
		}
		if v := cda.Child(v3, "versionNumber").Attr("", "value"); v != want.version {
			t.Errorf("version %s", v)
		}
	}
}

func TestMask(t *testing.T) {
	f := newFake(t)
	do(t, newLPS(t, f, nil), action(etalon.ActMask), etalon.ReactDone)
	got := f.requests()
	if kinds(got) != "PRPA_IN201307UV02 AdhocQueryRequest SubmitObjectsRequest" || got[2].soap.Action() != "urn:ihe:iti:2010:UpdateDocumentSet" {
		t.Fatal(kinds(got))
	}
	list := got[2].soap.Payload.Child(rim, "RegistryObjectList")
	e := list.Child(rim, "ExtrinsicObject")
	var codes []string
	for c := range e.ChildrenNamed(rim, "Classification") {
		codes = append(codes, c.Attr("", "nodeRepresentation"))
	}
	if strings.Join(codes, " ") != "N MASQUE_PS" || e.Attr("", "lid") != "urn:uuid:lid1" || e.Attr("", "id") == "urn:uuid:entry1" {
		t.Errorf("codes %v lid %s id %s", codes, e.Attr("", "lid"), e.Attr("", "id"))
	}
	if a := list.Child(rim, "Association"); slotOf(a, "PreviousVersion") != "3" || slotOf(a, "SubmissionSetStatus") != "Original" {
		t.Error("association")
	}
}

func TestDelete(t *testing.T) {
	f := newFake(t)
	do(t, newLPS(t, f, nil), action(etalon.ActDelete), etalon.ReactDone)
	got := f.requests()
	list := got[2].soap.Payload.Child(rim, "RegistryObjectList")
	a := list.Child(rim, "Association")
	if list.Child(rim, "ExtrinsicObject").OK() || a.Attr("", "targetObject") != "urn:uuid:entry1" ||
		slotOf(a, "OriginalStatus") != "urn:oasis:names:tc:ebxml-regrep:StatusType:Approved" ||
		slotOf(a, "NewStatus") != "urn:asip:ci-sis:2010:StatusType:Deleted" {
		t.Error("the update does not delete")
	}
}
