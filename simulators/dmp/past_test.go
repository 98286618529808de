package dmp_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
)

// chronicle is a record with a past: SECOND replaced FIRST in a folder, others
// were archived, deleted or masked.
func chronicle() etalon.Given {
	document := func(id string, change func(*etalon.Document)) etalon.Document {
		d := etalon.Document{ID: id, Patient: "ACTIF", Title: id, Body: "pdf", TypeCode: "11490-0", Created: "20260302081500"}
		d.UniqueID = map[string]string{"FIRST": "2.25.91", "SECOND": "2.25.92", "ARCHIVE": "2.25.93", "GONE": "2.25.94", "SECRET": "2.25.95", "MINE": "2.25.96"}[id]
		change(&d)
		return d
	}
	given := everybody()
	given.Documents = []etalon.Document{
		document("FIRST", func(d *etalon.Document) { d.Folder = "EPISODE" }),
		document("SECOND", func(d *etalon.Document) { d.Folder, d.Replaces = "EPISODE", "FIRST" }),
		document("ARCHIVE", func(d *etalon.Document) { d.Status = etalon.GivenArchived }),
		document("GONE", func(d *etalon.Document) { d.Status = etalon.GivenDeleted }),
		document("SECRET", func(d *etalon.Document) { d.Masked = []string{etalon.MaskProfessionals, etalon.MaskPatient} }),
		document("MINE", func(d *etalon.Document) {
			d.Masked = []string{etalon.MaskProfessionals}
			d.Authors = []etalon.Author{{ID: "1", Family: "UN", Given: "Anne"}, {ID: "899900000017", Family: "DEUX", Given: "Bob"}}
		}),
	}
	return given
}

func TestPast(t *testing.T) {
	w := begin(t, chronicle())
	const asip, oasis = "urn:asip:ci-sis:2010:StatusType:", "urn:oasis:names:tc:ebxml-regrep:StatusType:"
	for uid, want := range map[string]string{
		"2.25.91": oasis + "Deprecated", "2.25.92": oasis + "Approved", "2.25.93": asip + "Archived", "2.25.94": asip + "Deleted", "2.25.95": oasis + "Approved",
	} {
		if _, _, objects := w.list(byUID(uid)); !slices.Equal(attrs(objects, "status"), []string{want}) {
			t.Errorf("%s: %v, want %s", uid, attrs(objects, "status"), want)
		}
	}
	folders := query("10cae35a-c7f9-4cf5-b61e-fc3278ffb578", "LeafClass", "$XDSDocumentEntryUniqueId", "'2.25.92'")
	if _, _, objects := w.list(folders); len(objects) != 1 || objects[0].Path(rim, "Name", "LocalizedString").Attr("", "value") != "EPISODE" {
		t.Errorf("%d folders", len(objects))
	}
	related := query("d90e5407-b356-4d91-a89f-873917b4b0e6", "LeafClass", "$XDSDocumentEntryUniqueId", "'2.25.91'", "$AssociationTypes", "('urn:ihe:iti:2007:AssociationType:RPLC')")
	if _, _, objects := w.list(related); len(objects) != 3 {
		t.Errorf("%d objects, want two entries and what joins them", len(objects))
	}
	// A named reader sees a masked document only when it is an author of it.
	named := func(uid, person string) int {
		subject := `<Assertion xmlns="urn:oasis:names:tc:SAML:2.0:assertion"><Subject><NameID>` + person + `</NameID></Subject>`
		request := strings.Replace(envelope("urn:ihe:iti:2007:RegistryStoredQuery", byUID(uid)), `<Assertion xmlns="urn:oasis:names:tc:SAML:2.0:assertion">`, subject, 1)
		a, err := w.send(w.client, "registry", soapType, strings.NewReader(request))
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for range payload(a.doc).Child(rim, "RegistryObjectList").Children() {
			n++
		}
		request = strings.Replace(envelope("urn:ihe:iti:2007:RetrieveDocumentSet", retrieve(uid)), `<Assertion xmlns="urn:oasis:names:tc:SAML:2.0:assertion">`, subject, 1)
		if a, err = w.send(w.client, "repository", soapType, strings.NewReader(request)); err != nil {
			t.Fatal(err)
		}
		if given := bytes.Contains(a.body, []byte(success)); given != (n == 1) || bytes.Contains(a.body, []byte("XDSDocumentUniqueIdError")) == given {
			t.Errorf("%s by %s: %d entries, retrieved %v", uid, person, n, given)
		}
		return n
	}
	for _, c := range []struct {
		uid, person string
		want        int
	}{{"2.25.95", "899900000017", 0}, {"2.25.96", "899900000017", 1}, {"2.25.96", "899900000099", 0}, {"2.25.92", "899900000099", 1}} {
		if got := named(c.uid, c.person); got != c.want {
			t.Errorf("%s by %s: %d entries, want %d", c.uid, c.person, got, c.want)
		}
	}
}

// A scenario can have the registry find too much.
func TestMostResults(t *testing.T) {
	given := chronicle()
	given.MostResults = 1
	w := begin(t, given)
	find := query(findDocuments, "ObjectRef", "$XDSDocumentEntryPatientId", "'"+activeCX+"'", "$XDSDocumentEntryStatus", "('"+approved+"')")
	if status, codes, _ := w.list(find); status != failure || !slices.Equal(codes, []string{"XDSTooManyResults"}) {
		t.Errorf("%s %v", status, codes)
	}
	w.dmp.Reset(chronicle())
	if status, codes, _ := w.list(find); status != success {
		t.Errorf("%s %v: the bound outlived the scenario", status, codes)
	}
}

// The patient who blocked the professional.
func TestForbidden(t *testing.T) {
	given := everybody()
	for i := range given.Patients {
		if given.Patients[i].ID == "ACTIF" {
			given.Patients[i].Authorisation = "INTERDIT"
		}
	}
	w := begin(t, given)
	if status, codes, objects := w.list(byUID("2.25.11")); status != failure || !slices.Equal(codes, []string{"DMPAccessDeniedByRightsService"}) || len(objects) != 0 {
		t.Errorf("%s %v %d", status, codes, len(objects))
	}
}
