package submission_test

import (
	"slices"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/simulators/make/cda"
	"github.com/etalon-dmp/etalon/simulators/make/submission"
)

func parse(t *testing.T, text string) xmldoc.Node {
	t.Helper()
	doc, err := xmldoc.Parse([]byte(text), xmldoc.Limits{})
	if err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return doc.Root()
}

// What is written is what the codec of the simulated actors reads.
func TestSubmissionIsReadBack(t *testing.T) {
	at := time.Date(2026, 7, 1, 10, 0, 0, 0, time.UTC)
	d := &cda.Document{
		UniqueID: "2.25.1", Title: `A <"B"> & C`, MimeType: "text/xml", Created: at, Start: at, Stop: at,
		Patient: etalon.Patient{INS: "1", OID: "1.2"}, Confidence: cda.Normal(),
	}
	sender := submission.Sender{SourceID: "2.25.3", Patient: d.Patient.CX(), At: at}
	set := &submission.Set{Packages: []*submission.Object{sender.SetOf("SubmissionSet01", "2.25.4")}, Entries: []*submission.Object{submission.EntryOf("Document01", d, []byte("bytes"))}}
	set.Link(ebrim.HasMember, "SubmissionSet01", "Document01", submission.Original())
	set.Documents = []submission.Document{{ID: "Document01", Href: "cid:a@b"}, {ID: "Document02", Inline: "QQ=="}}

	objects, documents := ebrim.ReadProvide(parse(t, set.Provide()))
	if len(documents) != 2 || documents[0].Href != "cid:a@b" || documents[1].Inline != "QQ==" {
		t.Errorf("%+v", documents)
	}
	kinds := map[string]*ebrim.Object{}
	for _, o := range objects {
		kinds[o.Kind] = o
	}
	e := kinds[ebrim.ExtrinsicObject]
	if e == nil || e.Identifier(ebrim.DocumentUniqueID) != "2.25.1" || e.Name[0].Value != d.Title || !slices.Equal(e.Slot("size"), []string{"5"}) ||
		!slices.Equal(e.Slot("hash"), []string{"daf529a73101c2be626b99fc6938163e7a27620b"}) || e.Attr("objectType") != ebrim.StableDocument {
		t.Errorf("%+v", e)
	}
	if p := kinds[ebrim.RegistryPackage]; p == nil || p.Identifier(ebrim.SetUniqueID) != "2.25.4" {
		t.Errorf("%+v", p)
	}
	if a := kinds[ebrim.Association]; a == nil || a.Attr("targetObject") != "Document01" || !slices.Equal(a.Slot("SubmissionSetStatus"), []string{"Original"}) {
		t.Errorf("%+v", a)
	}
}

func TestQueryIsReadBack(t *testing.T) {
	q := submission.Query{ID: ebrim.FindDocuments, Return: "LeafClass", Slots: []submission.Slot{
		submission.Values("$XDSDocumentEntryPatientId", submission.Quoted("O'Neil^^^&1.2&ISO")),
		submission.Values("$XDSDocumentEntryStatus", submission.List([]string{ebrim.Approved, ebrim.Deprecated})),
	}}
	got := ebrim.ReadQuery(parse(t, q.XML()))
	p := got.Parameters()
	if got.ID != q.ID || got.ReturnType != "LeafClass" || !slices.Equal(p["$XDSDocumentEntryPatientId"].Values(), []string{"O'Neil^^^&1.2&ISO"}) ||
		!slices.Equal(p["$XDSDocumentEntryStatus"].Values(), []string{ebrim.Approved, ebrim.Deprecated}) {
		t.Errorf("%+v", got)
	}
	asked := ebrim.ReadRetrieve(parse(t, (&submission.Retrieve{Repository: "1.2", UniqueIDs: []string{"a", "b"}}).XML()))
	if len(asked) != 2 || asked[1].UniqueID != "b" || asked[1].Repository != "1.2" {
		t.Errorf("%+v", asked)
	}
}
