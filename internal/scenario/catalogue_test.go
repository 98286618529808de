package scenario_test

import (
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/scenario"
	"github.com/etalon-dmp/etalon/scenarios"
	"github.com/etalon-dmp/etalon/schemas"
)

// load gives the embedded catalogue, which must be without fault.
func load(t *testing.T) (*scenario.Catalogue, []*scenario.Scenario) {
	t.Helper()
	own, err := schemas.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	cat, problems, err := scenario.LoadCatalogue(scenarios.FS(), own)
	if err != nil {
		t.Fatal(err)
	}
	list, more, err := scenario.LoadDir(scenarios.FS(), scenarios.Catalogue, cat)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range append(problems, more...) {
		t.Error(p)
	}
	if t.Failed() {
		t.FailNow()
	}
	return cat, list
}

func TestCatalogueHoldsWhatAFirstVerdictNeeds(t *testing.T) {
	_, list := load(t)
	have := map[etalon.ScenarioID]*scenario.Scenario{}
	for _, s := range list {
		have[s.ID] = s
	}
	for _, id := range []etalon.ScenarioID{
		"td0.2-active", "td0.2-closed", "td0.2-unknown", "td0.2-forbidden",
		"td0.5-one", "td0.5-several", "td0.5-none",
		"td2.1-pdf", "td2.1-structured", "td2.1-lot", "td2.1b-replace",
		"td3.1-find", "td3.1-by-date", "td3.2-retrieve", "td3.3a-mask", "td3.3c-delete",
	} {
		if have[id] == nil {
			t.Errorf("no scenario %s", id)
		}
	}
	for _, b := range []etalon.BehaviourName{
		etalon.BehaveSOAPFault, etalon.BehaveMultipartFault, etalon.BehaveRegistryError, etalon.BehaveTimeout,
	} {
		if !slices.ContainsFunc(list, func(s *scenario.Scenario) bool { return replies(s, b) && attests(s, etalon.ReactError) }) {
			t.Errorf("no scenario where the DMP answers with %s and the user must see an error", b)
		}
	}
}

func TestCatalogueTracesToRequirementsAndEndsInWords(t *testing.T) {
	cat, list := load(t)
	for _, s := range list {
		if len(cat.Expand(s.Requirements)) == 0 {
			t.Errorf("%s: traces to no requirement", s.File)
		}
		if want := scenarios.Catalogue + "/" + string(s.Profile) + "/" + string(s.ID) + ".yaml"; s.File != want {
			t.Errorf("%s: should be %s", s.File, want)
		}
		for _, st := range s.Steps {
			if st.Ask == nil {
				continue
			}
			for _, lang := range []string{"fr", "en"} {
				said := scenario.Fill(st.Ask.Prompt.In(lang), func(name string) (string, bool) {
					return scenario.GivenValue(s.Given, st.Ask, name, lang)
				})
				who := st.Ask.Patient.INS
				if st.Ask.Name == etalon.ActFindPatient {
					who = st.Ask.Patient.Family // found without INS
				}
				if st.Ask.Name.OfPatient() && !strings.Contains(said, who) {
					t.Errorf("%s:%d: the %s prompt does not name the patient: %s", s.File, st.Line, lang, said)
				}
				for _, d := range st.Ask.Documents {
					if !strings.Contains(said, d.Title) {
						t.Errorf("%s:%d: the %s prompt does not name %q", s.File, st.Line, lang, d.Title)
					}
				}
				if strings.ContainsAny(strings.TrimSuffix(said, "."), "!?\n") || !strings.HasSuffix(said, ".") {
					t.Errorf("%s:%d: the %s prompt is not one sentence: %s", s.File, st.Line, lang, said)
				}
			}
		}
	}
}

func TestPatientsAreNobody(t *testing.T) {
	cat, _ := load(t)
	seen := map[string]bool{}
	for _, p := range cat.Patients {
		if !strings.HasPrefix(p.Family, "ETALON-") || p.OID != "1.2.250.1.213.1.4.10" || !slices.Contains([]string{"99999", "2A999", "2B999"}, p.INS[5:10]) {
			t.Errorf("%s could be taken for someone: %+v", p.ID, p)
		}
		if sex := map[string]string{"M": "1", "F": "2"}[p.Gender]; p.INS[:5] != sex+p.Birth[2:6] {
			t.Errorf("%s: INS %s does not begin with sex, year and month of birth", p.ID, p.INS)
		}
		whole, _ := strconv.Atoi(strings.NewReplacer("2A", "19", "2B", "18").Replace(p.INS[:13]))
		key, _ := strconv.Atoi(p.INS[13:])
		if (whole+key)%97 != 0 {
			t.Errorf("%s: key of %s is wrong", p.ID, p.INS)
		}
		if seen[p.INS] {
			t.Errorf("%s: INS %s is taken", p.ID, p.INS)
		}
		seen[p.INS] = true
	}
}

func TestEachFixtureServes(t *testing.T) {
	cat, list := load(t)
	used := map[string]bool{}
	for _, s := range list {
		for _, p := range s.Given.Patients {
			used[p.ID] = true
		}
		for _, d := range s.Given.Documents {
			used[d.ID] = true
		}
	}
	// Archetypes are there for whoever writes scenarios, and for the sheet of patients.
	archetypes, err := fs.ReadFile(scenarios.FS(), "fixtures/archetypes.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(string(archetypes), "\n") {
		if id, is := strings.CutPrefix(line, "  - id: "); is {
			used[id] = true
		}
	}
	for _, p := range cat.Patients {
		if p.Purpose.FR == "" || p.Purpose.EN == "" {
			t.Errorf("patient %s: nobody says what it is for", p.ID)
		}
		if !used[p.ID] {
			t.Errorf("patient %s is in no scenario", p.ID)
		}
	}
	for _, d := range cat.Documents {
		if !used[d.ID] {
			t.Errorf("document %s is in no scenario", d.ID)
		}
	}
}

func TestEveryFileSaysItsSchema(t *testing.T) {
	err := fs.WalkDir(scenarios.FS(), scenarios.Catalogue, func(file string, d fs.DirEntry, err error) error {
		if err != nil || path.Ext(file) != ".yaml" {
			return err
		}
		src, err := fs.ReadFile(scenarios.FS(), file)
		if !strings.HasPrefix(string(src), "# yaml-language-server: $schema=../../scenario.schema.json\n") {
			t.Errorf("%s: no modeline", file)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func replies(s *scenario.Scenario, b etalon.BehaviourName) bool {
	return slices.ContainsFunc(s.Steps, func(st scenario.Step) bool { return st.Reply != nil && st.Reply.Behaviour == b })
}

func attests(s *scenario.Scenario, reaction string) bool {
	return slices.ContainsFunc(s.Steps, func(st scenario.Step) bool { return st.Attest != nil && st.Attest.Expect == reaction })
}
