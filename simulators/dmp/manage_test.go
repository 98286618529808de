package dmp_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
)

func TestWorld(t *testing.T) {
	w := begin(t, chronicle())
	w.dmp.Arm(etalon.Reply{Transaction: etalon.ITI18, Behaviour: etalon.BehaveCut})
	v := w.dmp.World()
	s := v.State()
	if s.Flavour != "dmp" || s.Counts.Documents != 6 || s.Counts.Folders != 1 || s.Counts.SubmissionSets != 6 || len(s.Armed) != 1 || s.Registry.Removal || len(s.Patients) != len(everybody().Patients) {
		t.Errorf("%+v", s)
	}
	p, known := v.Patient("ACTIF")
	if !known || len(p.Documents) != 6 || len(p.Folders) != 1 || len(p.Folders[0].Documents) != 2 || p.DMP != "active" || p.Folders[0].Title != "EPISODE" {
		t.Fatalf("%v %+v", known, p)
	}
	if again, _ := v.Patient(activeINS); again.ID != "ACTIF" {
		t.Errorf("by identifier: %+v", again)
	}
	if _, known := v.Patient("PERSONNE"); known {
		t.Error("nobody is known")
	}
	found := v.Documents("2.25.92")
	if len(found) != 1 || found[0].Title != "SECOND" || !found[0].Latest || found[0].Version != "1" || len(found[0].Hash) != 40 || found[0].TypeCode != "11490-0^^2.16.840.1.113883.6.1" {
		t.Fatalf("%+v", found)
	}
	var kinds []string
	for _, a := range found[0].Associations {
		kinds = append(kinds, a.Type)
	}
	slices.Sort(kinds)
	if !slices.Equal(kinds, []string{"HasMember", "HasMember", "RPLC"}) {
		t.Errorf("%v", kinds)
	}
	if xml := v.Object(found[0].EntryUUID); !strings.HasPrefix(xml, "<rim:ExtrinsicObject xmlns:rim=") || !strings.Contains(xml, "SECOND") || v.Object("x") != "" {
		t.Errorf("%.200s", xml)
	}
}

// The registry alone: ITI-42 is registered, and ITI-62 is taken back in plain
// IHE only.
func TestRegistryAlone(t *testing.T) {
	for _, plain := range []bool{false, true} {
		w := beginAs(t, everybody(), plain)
		l := newLot(1)
		l.slots = slot("hash", strings.Repeat("a", 40)) + slot("size", "3") + slot("repositoryUniqueId", "1.2.3")
		submit := func(l lot) string {
			return `<l:SubmitObjectsRequest xmlns:l="urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0">` + l.objects() + `</l:SubmitObjectsRequest>`
		}
		a := w.call("registry", "urn:ihe:iti:2007:RegisterDocumentSet-b", submit(l))
		header(t, a.doc, "urn:ihe:iti:2007:RegisterDocumentSet-bResponse")
		// The lot of these tests lacks what IHE requires; the DMP says it by rules.
		if got, want := payload(a.doc).Attr("", "status"), map[bool]string{false: success, true: failure}[plain]; got != want {
			t.Errorf("plain %v: %s, %s", plain, got, a.body)
		}
		if x := w.arrived(); x.Transaction != etalon.ITI42 || x.Actor != etalon.Registry || x.Fields[etalon.FieldUniqueIDs] != l.uid {
			t.Errorf("%+v", x)
		}
		remove := `<l:RemoveObjectsRequest xmlns:l="urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0" xmlns="` + rim + `"><ObjectRefList><ObjectRef id="urn:uuid:77777777-1111-4111-8111-111111111111"/></ObjectRefList></l:RemoveObjectsRequest>`
		a = w.call("registry", "urn:ihe:iti:2010:DeleteDocumentSet", remove)
		if plain {
			header(t, a.doc, "urn:ihe:iti:2010:DeleteDocumentSetResponse")
		}
		if body := string(a.body); strings.Contains(body, "UnresolvedReferenceException") != plain || strings.Contains(body, "ActionNotSupported") == plain {
			t.Errorf("plain %v: %s", plain, body)
		}
	}
}
