package dmp

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
)

// The data types of IHE ITI TF-3 table 4.2.3.1.7-2, written out by hand.
func TestPlainlyLeavesTheDataTypesOfIHE(t *testing.T) {
	slot := func(name, value string) ebrim.Slot { return ebrim.Slot{Name: name, Values: []string{value}} }
	entry := func(cx, source, person, place, job string) *ebrim.Object {
		o := &ebrim.Object{
			Kind:  ebrim.ExtrinsicObject,
			Slots: []ebrim.Slot{slot("sourcePatientId", source), slot("legalAuthenticator", person), slot("creationTime", "20260302081500")},
			Classifications: []*ebrim.Object{{Kind: ebrim.Classification, Slots: []ebrim.Slot{
				slot("authorPerson", person), slot("authorInstitution", place), slot("authorSpecialty", job),
			}}},
		}
		o.Identifiers = []*ebrim.Object{
			ebrim.Identified("i1", ebrim.DocumentPatientID, "d", cx, "XDSDocumentEntry.patientId"),
			ebrim.Identified("i2", ebrim.DocumentUniqueID, "d", "1.2^3^4^5^6", "XDSDocumentEntry.uniqueId"),
		}
		return o
	}
	got := entry("1^^^&1.2.3&ISO^NH", "IPP^^^&1.2.4&ISO^PI", "8^NOM^Prénom^^^^^^&1.2.5&ISO^D^^^IDNPS",
		"CABINET^^^^^&1.2.6&ISO^IDNST^^^19", "G15^Médecin^1.2.7")
	plainly([]*ebrim.Object{got})
	want := entry("1^^^&1.2.3&ISO", "IPP^^^&1.2.4&ISO", "8^NOM^Prénom^^^^^^&1.2.5&ISO", "CABINET^^^^^&1.2.6&ISO^^^^19", "G15^^^&1.2.7&ISO")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
