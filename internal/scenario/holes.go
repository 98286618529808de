package scenario

import (
	"maps"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
)

// GivenValue is what a ${name} that no capture defines stands for:
//
//   - patient: given name, family name and INS of the step's patient;
//   - patient.family, patient.given, patient.birth, patient.ins, patient.place;
//   - NAME.uniqueId, NAME.entryId, NAME.title of a document given beforehand;
//   - NAME.uid, NAME.manifest, NAME.title, NAME.accession of a study.
//
// Birth dates are written as the language ("fr" or "en") has them.
func GivenValue(g etalon.Given, a *etalon.Action, name, lang string) (string, bool) {
	head, field, _ := strings.Cut(name, ".")
	if head == "patient" {
		return patientValue(a.Patient, field, lang)
	}
	if s, ok := find(g.Studies, func(s etalon.Study) bool { return s.ID == head }); ok {
		return studyValue(s, field)
	}
	d, ok := find(g.Documents, func(d etalon.Document) bool { return d.ID == head })
	if !ok {
		return "", false
	}
	switch field {
	case "uniqueId":
		return d.UniqueID, true
	case "entryId":
		return d.EntryID, true
	case "title":
		return d.Title, true
	}
	return "", false
}

func patientValue(p etalon.Patient, field, lang string) (string, bool) {
	switch field {
	case "":
		return p.Given + " " + p.Family + " (INS " + p.INS + ")", true
	case "family":
		return p.Family, true
	case "given":
		return p.Given, true
	case "ins":
		return p.INS, true
	case "place":
		return p.Place, true
	case "birth":
		if len(p.Birth) != 8 {
			return p.Birth, true
		}
		y, m, d := p.Birth[:4], p.Birth[4:6], p.Birth[6:]
		if lang == "en" {
			return y + "-" + m + "-" + d, true
		}
		return d + "/" + m + "/" + y, true
	}
	return "", false
}

// Fill replaces each ${name} of a text by what value says; names it does not
// know stay as written.
func Fill(text string, value func(name string) (string, bool)) string {
	return holeForm.ReplaceAllStringFunc(text, func(hole string) string {
		if v, ok := value(hole[2 : len(hole)-1]); ok {
			return v
		}
		return hole
	})
}

// givenNames is every ${…} that GivenValue knows in a scenario.
func givenNames(g etalon.Given) []string {
	out := []string{"patient", "patient.family", "patient.given", "patient.birth", "patient.ins", "patient.place"}
	for _, d := range g.Documents {
		out = append(out, d.ID+".uniqueId", d.ID+".entryId", d.ID+".title")
	}
	for _, s := range g.Studies {
		out = append(out, s.ID+".uid", s.ID+".manifest", s.ID+".title", s.ID+".accession")
	}
	return out
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

func stepIDs(m map[etalon.StepID]*Step) []etalon.StepID { return slices.Sorted(maps.Keys(m)) }
