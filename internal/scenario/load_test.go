package scenario_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/scenario"
	"github.com/etalon-dmp/etalon/schemas"
)

// small is a catalogue without fault.
var small = map[string]string{
	"groups.yaml": `groups:
  all: {title: {fr: tout, en: all}, requirements: [R2, R1]}
`,
	"profiles.yaml": "profiles:\n  - {id: p, packs: [dmp], environment: dmp, title: {fr: p, en: p}}\n",
	"fixtures/patients.yaml": `patients:
  - {id: A, ins: "280029999900134", oid: 1.2.250.1.213.1.4.10, family: F, given: G, birth: "19800214", gender: F, dmp: active, authorisation: VALIDE}
`,
	"fixtures/archetypes.yaml": "patients: []\ndocuments: []\n",
	"fixtures/identities.yaml": "patients: []\n",
	"fixtures/documents.yaml": `documents:
  - {id: D, patient: A, title: T, body: pdf, typeCode: 11490-0, uniqueId: 2.25.1, entryId: "urn:uuid:00000000-0000-4000-8000-000000000001", created: "20260101000000"}
`,
}

// packs is a library of one pack with two requirements.
func packs(t *testing.T) *schemas.Library {
	t.Helper()
	l, err := schemas.Shelved(fstest.MapFS{
		"dmp/pack.yaml": {Data: []byte("name: dmp\nversion: \"1\"\nentries:\n  - {name: a, file: a.sch, over: soap}\n")},
		"dmp/a.sch":     {Data: []byte("<a/>")},
		"dmp/requirements.yaml": {Data: []byte(`requirements:
  - {id: R1, level: must, source: s, clause: c, confidence: A, text: {fr: un, en: one}}
  - {id: R2, level: should, source: s, clause: c, confidence: D, text: {fr: deux, en: two}}
`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// files gives the small catalogue with one edit.
func files(file, old, new string) fs.FS {
	out := fstest.MapFS{}
	for name, text := range small {
		if name == file {
			text = strings.Replace(text, old, new, 1)
		}
		out[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

func TestLoadCatalogue(t *testing.T) {
	cat, problems, err := scenario.LoadCatalogue(files("", "", ""), packs(t))
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	if diff := cmp.Diff([]etalon.RequirementID{"R1", "R2"}, cat.Expand([]string{"all", "R1"})); diff != "" {
		t.Errorf("expansion is not in catalogue order, once: %s", diff)
	}
	if p, ok := cat.Patient("A"); !ok || p.Family != "F" || p.DMP != etalon.DMPActive {
		t.Errorf("patient: %+v", p)
	}
	if r, ok := cat.Requirement("R2"); !ok || r.Level != etalon.Should || r.Text.EN != "two" {
		t.Errorf("requirement: %+v", r)
	}
}

func TestLoadCatalogueRefuses(t *testing.T) {
	for _, c := range []struct{ file, old, new, want string }{
		{"groups.yaml", "[R2, R1]", "[R2, R9]", `groups.yaml:2:56: unknown requirement "R9" — did you mean "R1"?`},
		{"groups.yaml", "  all:", "  R1:", `groups.yaml:2:3: "R1" is already defined`},
		{"profiles.yaml", "environment: dmp", "environment: dpm", `“dpm” is not an environment`},
		{"profiles.yaml", "environment: dmp, ", "", `"environment" is missing`},
		{"profiles.yaml", "{id: p,", "{id: P,", `profiles.yaml:2:10: "P" does not have the form expected`},
		{"profiles.yaml", "[dmp]", "[dpm]", `profiles.yaml:2:21: “dpm” is not a rule pack`},
		{"fixtures/patients.yaml", "280029999900134", "280029999900135", "the key of the INS is wrong — it must be 34"},
		{"fixtures/patients.yaml", "\"280029999900134\"", "280029999900134", "text is expected"},
		{"fixtures/patients.yaml", "1.2.250.1.213.1.4.10", "1.2.250.1.213.1.4.8", "is not the OID of test INS numbers"},
		{"fixtures/patients.yaml", ", authorisation: VALIDE", "", "an active DMP has an authorisation state"},
		{"fixtures/patients.yaml", "authorisation: VALIDE", "authorisation: VALIDE, closedWhy: x", "closedWhy goes with a closed DMP only"},
		{"fixtures/documents.yaml", "patient: A", "patient: Z", `unknown patient "Z"`},
		{"fixtures/documents.yaml", "2.25.1", "2.25.01", `"2.25.01" does not have the form expected — an OID`},
		{"fixtures/documents.yaml", "urn:uuid:0", "uuid:0", "urn:uuid: and a lower-case UUID"},
	} {
		_, problems, err := scenario.LoadCatalogue(files(c.file, c.old, c.new), packs(t))
		if err != nil {
			t.Fatal(err)
		}
		var said []string
		for _, p := range problems {
			said = append(said, p.In("en"))
		}
		if all := strings.Join(said, "\n"); !strings.Contains(all, c.want) {
			t.Errorf("got  %s\nwant %s", all, c.want)
		}
	}
}

func TestLoadCatalogueWithoutAFile(t *testing.T) {
	if _, _, err := scenario.LoadCatalogue(fstest.MapFS{}, packs(t)); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}
