package plan_test

import (
	"bytes"
	"errors"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/internal/scenario"
	"github.com/etalon-dmp/etalon/scenarios"
	"github.com/etalon-dmp/etalon/schemas"
)

// input is the whole embedded catalogue and a product that claims all of it.
func input(t *testing.T, profiles ...etalon.ProfileID) plan.BuildInput {
	t.Helper()
	own, err := schemas.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	cat, problems, err := scenario.LoadCatalogue(scenarios.FS(), own)
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	list, problems, err := scenario.LoadDir(scenarios.FS(), scenarios.Catalogue, cat)
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	return plan.BuildInput{
		SUT: etalon.SUT{Name: "X", Version: "1", Mode: etalon.ModeIndirect}, Profiles: profiles, Seed: 7,
		Scenarios: list, Catalogue: cat, Packs: own,
	}
}

func build(t *testing.T, in plan.BuildInput) *plan.Plan {
	t.Helper()
	p, problems := plan.Build(in)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return p
}

func TestBuildOrdersByProfileThenFile(t *testing.T) {
	in := input(t, "consultation", "acces")
	in.SUT.Mode = "" // unknown: every scenario applies
	p := build(t, in)
	var profiles []etalon.ProfileID
	for _, x := range p.Profiles {
		profiles = append(profiles, x.ID)
	}
	if diff := cmp.Diff([]etalon.ProfileID{"acces", "consultation"}, profiles); diff != "" {
		t.Error(diff)
	}
	var files []string
	for _, s := range p.Scenarios {
		files = append(files, s.File)
	}
	var want []string
	for _, dir := range []string{"acces", "consultation"} {
		found, err := fs.Glob(scenarios.FS(), "catalogue/"+dir+"/*.yaml")
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, found...)
	}
	if diff := cmp.Diff(want, files); diff != "" || len(want) < 13 {
		t.Errorf("scenarios out of order: %s", diff)
	}
	if want := (plan.Environment{VIHFVersion: "3.0", INSOID: "1.2.250.1.213.1.4.10", DMPOID: "1.2.250.1.213.4.1.1.1", RepositoryID: "1.2.250.1.213.4.1.1.1.2", VIHF: true}); p.Environment != want {
		t.Errorf("environment: %+v", p.Environment)
	}
}

func TestBuildResolves(t *testing.T) {
	p := build(t, input(t, "alimentation"))
	i := slices.IndexFunc(p.Scenarios, func(s plan.Scenario) bool { return s.ID == "td2.1b-replace" })
	s := p.Scenarios[i]
	ask := s.Steps[0].Ask
	if ask.ID != "td2.1b-replace/s01" || ask.Params["replaces"] != s.Given.Documents[1].UniqueID || ask.Params["replaces"] == "" {
		t.Errorf("ask: %+v", ask)
	}
	want := etalon.Text{
		FR: "Dans le DMP de Camille ETALON-ACTIF (INS 280029999900134), remplacez le document « Lettre de liaison (document fictif) » par une version corrigée, un PDF intitulé « Document A ».",
		EN: "In the DMP of Camille ETALON-ACTIF (INS 280029999900134), replace the document “Lettre de liaison (document fictif)” by a corrected version, a PDF titled “Document A”.",
	}
	if diff := cmp.Diff(want, ask.Prompt); diff != "" {
		t.Error(diff)
	}
	for _, l := range []string{"td2.1b", "alimentation", "td2.1b-replace"} {
		if !slices.Contains(s.Labels, l) {
			t.Errorf("no label %s in %v", l, s.Labels)
		}
	}
	st, got := p.Asked("td2.1b-replace/s01")
	if st.Within != 5*time.Minute || len(got) != 1 || *got[0].Expect != (plan.Expectation{Actor: etalon.Repository, Transaction: etalon.ITI41}) {
		t.Errorf("awaited: %+v", got)
	}
	if st, got := p.Asked("td2.1b-replace/s02"); st.Ask != nil || got != nil {
		t.Error("an expect step asks something")
	}
	if ask.Patient.DMP != "" || ask.Patient.Authorisation != "" || s.Given.Patients[0].DMP != etalon.DMPActive {
		t.Error("the driver is told the state that the product has to find out, or the simulator is not")
	}
}

func TestNothingIsLeftUnresolved(t *testing.T) {
	b, err := build(t, input(t, "acces", "pdqv3", "alimentation", "consultation")).Marshal()
	if err != nil {
		t.Fatal(err)
	}
	// What is left is for the walk: captures, which have no dot and begin with a
	// lower-case letter.
	left := regexp.MustCompile(`\$\{[^}]*\}`)
	capture := regexp.MustCompile(`^\$\{[a-z][A-Za-z0-9]*\}$`)
	for _, hole := range left.FindAll(b, -1) {
		if !capture.Match(hole) || string(hole) == "${patient}" {
			t.Errorf("unresolved: %s", hole)
		}
	}
}

func TestRequirementsAreInCatalogueOrderOnce(t *testing.T) {
	in := input(t, "alimentation")
	p := build(t, in)
	var order []etalon.RequirementID
	for _, r := range in.Catalogue.Requirements {
		order = append(order, r.ID)
	}
	last := -1
	for _, id := range p.Profiles[0].Requirements {
		i := slices.Index(order, id)
		if i <= last {
			t.Errorf("%s is out of order or twice", id)
		}
		last = i
	}
	for _, s := range p.Scenarios {
		for _, id := range s.Requirements {
			if !slices.Contains(p.Profiles[0].Requirements, id) {
				t.Errorf("%s of %s is not in the profile", id, s.ID)
			}
		}
	}
}

func TestBuildSaysWhatDoesNotApply(t *testing.T) {
	in := input(t, "acces", "alimentation")
	in.SUT.Profiles = []etalon.ProfileID{"alimentation", "consultation"}
	in.LabelFilter = "td2.1-pdf || error:timeout"
	for _, s := range in.Scenarios {
		if s.ID == "td2.1-timeout" {
			s.Modes = []etalon.AuthMode{etalon.ModeDirect}
		}
	}
	p := build(t, in)
	if len(p.Scenarios) != 1 || p.Scenarios[0].ID != "td2.1-pdf" {
		t.Fatalf("scenarios: %+v", p.Scenarios)
	}
	why := map[etalon.ScenarioID]string{}
	for _, s := range p.NotApplicable {
		why[s.Scenario] = s.Why.EN
	}
	for id, want := range map[etalon.ScenarioID]string{
		"td0.2-active":  "the product does not claim profile acces",
		"td2.1-timeout": "does not concern INDIRECTE authentication",
		"td2.1-lot":     "left out by --label-filter td2.1-pdf || error:timeout",
	} {
		if why[id] != want {
			t.Errorf("%s: %q", id, why[id])
		}
	}
	if len(p.Profiles) != 2 || len(p.Profiles[0].Requirements) != 0 {
		t.Errorf("a profile asked for is not answered: %+v", p.Profiles)
	}
	in.SUT.Roles = []string{"other"}
	if _, problems := plan.Build(in); len(problems) != 1 || !strings.Contains(problems[0].In("en"), "does not play the role lps") {
		t.Errorf("role: %v", problems)
	}
}

// What today's DMP no longer asks is off, and no part of the profile, until a
// filter names it.
func TestHistoricalScenariosAreOffUntilAskedFor(t *testing.T) {
	in := input(t, "creation")
	in.SUT.Mode = etalon.ModeDirect // which rules nothing out
	today := build(t, in)
	if slices.ContainsFunc(today.Scenarios, func(s plan.Scenario) bool { return slices.Contains(s.Labels, plan.HistoricalLabel) }) {
		t.Error("a historical scenario is played")
	}
	if p := today.Profiles[0]; p.Planned != p.Whole {
		t.Error("without what is historical the profile is not whole")
	}
	if !slices.ContainsFunc(today.NotApplicable, func(s plan.Skipped) bool {
		return s.Scenario == "td1.1-create" && strings.Contains(s.Why.FR, "--label-filter historique")
	}) {
		t.Errorf("nobody is told how to play it: %+v", today.NotApplicable)
	}
	in.LabelFilter = "historique"
	for _, s := range build(t, in).Scenarios {
		if !slices.Contains(s.Labels, plan.HistoricalLabel) {
			t.Errorf("%s is played by the filter", s.ID)
		}
	}
	in.LabelFilter, in.Historical = "", true
	if got := build(t, in); len(got.Scenarios) <= len(today.Scenarios) {
		t.Error("nothing more is played")
	}
}

// someOf shortens a list of choices to its first two: there will be more of them.
var someOf = regexp.MustCompile(`(one of: [^ ]+, [^ ]+, ).*`)

func TestBuildRefuses(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(*plan.BuildInput)
		want  []string
	}{
		{"no profile", func(in *plan.BuildInput) { in.Profiles = nil }, []string{"no profile asked for — one of: acces, alimentation, …"}},
		{"unknown profile", func(in *plan.BuildInput) { in.Profiles = []etalon.ProfileID{"alim", "accès"} }, []string{
			`unknown profile "alim" — one of: acces, alimentation, …`, `unknown profile "accès" — did you mean "acces"?`,
		}},
		{"filter", func(in *plan.BuildInput) { in.LabelFilter = "a &&" }, []string{`--label-filter "a &&": at 5: a label is missing — for example: td2.1 && !error`}},
		{"empty scope", func(in *plan.BuildInput) { in.LabelFilter = "nothing" }, []string{"no scenario to run — left out by --label-filter nothing; does not concern INDIRECTE authentication"}},
	} {
		in := input(t, "acces")
		c.spoil(&in)
		p, problems := plan.Build(in)
		var said []string
		for _, x := range problems {
			said = append(said, someOf.ReplaceAllString(x.In("en"), "$1…"))
		}
		if diff := cmp.Diff(c.want, said); diff != "" || p != nil {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestPlanTravelsAndIsNamedByItsDigest(t *testing.T) {
	p := build(t, input(t, "acces", "consultation", "alimentation"))
	b, err := p.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	q, err := plan.Unmarshal(b)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(p, q); diff != "" {
		t.Error(diff)
	}
	again, _ := q.Marshal()
	if !bytes.Equal(b, again) {
		t.Error("a plan read again is written otherwise")
	}
	one, _ := p.Digest()
	q.Seed++
	two, _ := q.Digest()
	if len(one) != 64 || one == two {
		t.Errorf("digests %s and %s", one, two)
	}
	in := input(t, "acces", "consultation", "alimentation")
	slices.Reverse(in.Profiles)
	if three, _ := build(t, in).Digest(); three != one {
		t.Error("the order of --profile changes the plan")
	}
}

func TestUnmarshalRefuses(t *testing.T) {
	if _, err := plan.Unmarshal([]byte(`{"schema":"0.9"}`)); !errors.Is(err, plan.ErrSchema) {
		t.Errorf("old schema: %v", err)
	}
	for _, s := range []string{``, `{"schema":"1.0","extra":1}`, `{"schema":"1.0"} {}`, `[]`} {
		if _, err := plan.Unmarshal([]byte(s)); err == nil {
			t.Errorf("%q is accepted", s)
		}
	}
}

// Profiles of different packs and environments are one session, each under its own.
func TestProfilesOfDifferentPacksMix(t *testing.T) {
	in := input(t, "xds-source", "acces")
	in.SUT.Roles = []string{scenario.RoleLPS, scenario.RoleSource}
	p := build(t, in)
	if len(p.Profiles) != 2 || len(p.Packs) != 6 || !p.Environment.VIHF || p.SessionEnvironment() != etalon.EnvironmentDMP {
		t.Fatalf("%d profiles under %v, VIHF %v", len(p.Profiles), p.Packs, p.Environment.VIHF)
	}
	for id, want := range map[etalon.ProfileID]struct {
		packs string
		env   etalon.Environment
	}{"acces": {"ihe-xds pcc xds-sd ci-sis ihe-pdqv3 dmp", etalon.EnvironmentDMP}, "xds-source": {"ihe-xds", etalon.EnvironmentIHE}} {
		if got := strings.Join(p.PacksOf(id), " "); got != want.packs || p.EnvironmentOf(id) != want.env {
			t.Errorf("%s is judged by %s in %s", id, got, p.EnvironmentOf(id))
		}
	}
	for _, s := range p.Scenarios {
		if s.Given.Environment != p.EnvironmentOf(s.Profile) {
			t.Errorf("%s is given the environment %q", s.ID, s.Given.Environment)
		}
	}
	in.Profiles = []etalon.ProfileID{"xds-source"}
	if p := build(t, in); p.Environment.VIHF || len(p.Packs) != 1 || p.Packs[0].Name != "ihe-xds" {
		t.Errorf("packs %v, VIHF %v", p.Packs, p.Environment.VIHF)
	}
}

// A part of a profile is told by its digests, and each scenario by that of its file.
func TestAPartOfAProfileIsToldByDigest(t *testing.T) {
	in := input(t, "alimentation")
	in.SUT.Mode = etalon.ModeDirect // which rules nothing out
	whole := build(t, in).Profiles[0]
	in.LabelFilter = "td2.1-pdf"
	part := build(t, in).Profiles[0]
	if whole.Planned != whole.Whole || len(whole.Whole) != 64 {
		t.Errorf("the whole profile is %s of %s", whole.Planned, whole.Whole)
	}
	if part.Whole != whole.Whole || part.Planned == part.Whole {
		t.Errorf("a part is %s of %s, the whole %s", part.Planned, part.Whole, whole.Whole)
	}
	in = input(t, "alimentation")
	in.Scenarios = slices.Clone(in.Scenarios)
	for i, s := range in.Scenarios {
		if len(s.SHA256) != 64 {
			t.Fatalf("%s: SHA-256 %q", s.ID, s.SHA256)
		}
		if s.ID == "td2.1-pdf" {
			changed := *s
			changed.SHA256 = strings.Repeat("0", 64)
			in.Scenarios[i] = &changed
		}
	}
	if changed := build(t, in).Profiles[0]; changed.Whole == whole.Whole {
		t.Error("a scenario changes and the profile's digest does not")
	}
}

// A plan of before is read with defaults.
func TestOldPlansAreRead(t *testing.T) {
	p, err := plan.Unmarshal([]byte(`{"schema":"1.0","environment":{"vihfVersion":"3.0","insOid":"1","dmpOid":"2","repositoryId":"3","vihf":true},"profiles":[{"id":"acces","title":{"fr":"a","en":"a"},"packs":["ihe-xds","dmp"],"requirements":[]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	if p.EnvironmentOf("acces") != etalon.EnvironmentDMP || len(p.PacksOf("acces")) != 2 {
		t.Errorf("acces is judged by %v in %s", p.PacksOf("acces"), p.EnvironmentOf("acces"))
	}
}

// What the product has to find out is not told to it.
func TestDriversAreNotToldWhatADocumentWentThrough(t *testing.T) {
	in := input(t, "alimentation")
	for _, s := range in.Scenarios {
		for _, st := range s.Steps {
			if st.Ask != nil && len(st.Ask.Documents) > 0 {
				st.Ask.Documents[0].Masked, st.Ask.Documents[0].Status = []string{"patient"}, "deprecated"
			}
		}
	}
	told := 0
	for _, s := range build(t, in).Scenarios {
		for _, st := range s.Steps {
			if st.Ask != nil && len(st.Ask.Documents) > 0 {
				told++
				if d := st.Ask.Documents[0]; d.Status != "" || d.Masked != nil || d.Title == "" {
					t.Errorf("%s: %+v", st.Ask.ID, d)
				}
			}
		}
	}
	if told == 0 {
		t.Error("no action has a document")
	}
}

// What cannot be played where a session is counts as left out, with why.
func TestWhatIsPlayedElsewhereIsLeftOut(t *testing.T) {
	in := input(t, "alimentation")
	in.SUT.Mode = etalon.ModeDirect
	in.Without = func(s plan.Scenario) (etalon.Text, bool) {
		return etalon.Text{FR: "ailleurs", EN: "elsewhere"}, s.ID == "td2.1-pdf"
	}
	p := build(t, in)
	if p.Profiles[0].Planned == p.Profiles[0].Whole {
		t.Error("the profile is whole")
	}
	if !slices.ContainsFunc(p.NotApplicable, func(s plan.Skipped) bool {
		return s.Scenario == "td2.1-pdf" && s.Filtered && s.Why.FR == "ailleurs"
	}) {
		t.Errorf("%+v", p.NotApplicable)
	}
}
