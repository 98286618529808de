package scenario_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/scenario"
)

// note is a document given in place, with what is said of its past.
func note(id, past string) string {
	return "{id: " + id + ", patient: ACTIF, title: Note, body: pdf, typeCode: 11490-0, uniqueId: 2.25.7, " +
		`entryId: "urn:uuid:00000000-0000-4000-8000-000000000007", created: "20260101000000"` + past + "}"
}

func readGiven(t *testing.T, documents, more string) (*scenario.Scenario, []string) {
	t.Helper()
	cat, _ := load(t)
	s, problems := scenario.Read("x.yaml", []byte(strings.Replace(good, "documents: [LETTRE]", "documents: ["+documents+"]"+more, 1)), cat)
	var said []string
	for _, p := range problems {
		said = append(said, p.In("en"))
	}
	return s, said
}

func TestGivenPast(t *testing.T) {
	s, said := readGiven(t, "LETTRE, "+note("NOTE", `, status: archived, folder: EPISODE, replaces: LETTRE, masked: [professionals, patient], authors: [{id: "899900000017", family: UN, given: Anne}]`), "\n  mostResults: \"5\"")
	if len(said) > 0 {
		t.Fatal(said)
	}
	got := s.Given.Documents[1]
	want := etalon.Document{
		ID: "NOTE", Patient: "ACTIF", Title: "Note", Body: "pdf", TypeCode: "11490-0", UniqueID: "2.25.7", EntryID: "urn:uuid:00000000-0000-4000-8000-000000000007", Created: "20260101000000",
		Status: etalon.GivenArchived, Folder: "EPISODE", Replaces: "LETTRE", Masked: []string{"professionals", "patient"}, Authors: []etalon.Author{{ID: "899900000017", Family: "UN", Given: "Anne"}},
	}
	if diff := cmp.Diff(want, got); diff != "" || s.Given.MostResults != 5 {
		t.Errorf("%s, at most %d", diff, s.Given.MostResults)
	}
}

func TestGivenPastContradicts(t *testing.T) {
	for name, c := range map[string]struct{ documents, more, want string }{
		"status":         {"LETTRE, " + note("NOTE", ", status: lost"), "", "“lost” is not a state of a document"},
		"mask":           {"LETTRE, " + note("NOTE", ", masked: [me]"), "", "“me” is not from whom it is hidden"},
		"mask twice":     {"LETTRE, " + note("NOTE", ", masked: [patient, patient]"), "", "patient"},
		"author":         {"LETTRE, " + note("NOTE", `, authors: [{id: "1", family: UN}]`), "", `"given" is missing`},
		"not given":      {"LETTRE, " + note("NOTE", ", replaces: ANCIEN"), "", `"NOTE" replaces "ANCIEN", which is not given before it`},
		"given after":    {note("NOTE", ", replaces: LETTRE") + ", LETTRE", "", `"NOTE" replaces "LETTRE", which is not given before it`},
		"replaced twice": {"LETTRE, " + note("NOTE", ", replaces: LETTRE") + ", " + note("AUTRE", ", replaces: LETTRE"), "", `"LETTRE" is replaced already`},
		"not deprecated": {"LETTRE, " + note("NOTE", ", status: deleted") + ", " + note("AUTRE", ", replaces: NOTE"), "", `"NOTE", replaced, is deprecated: its state cannot be deleted`},
		"most":           {"LETTRE", "\n  mostResults: \"0\"", `"0" does not have the form expected`},
	} {
		if _, said := readGiven(t, c.documents, c.more); !slices.ContainsFunc(said, func(s string) bool { return strings.Contains(s, c.want) }) {
			t.Errorf("%s: %q, want %q", name, said, c.want)
		}
	}
}
