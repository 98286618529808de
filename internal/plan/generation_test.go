package plan_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/plan"
)

// What a product of 2011 to 2013 is asked: its own numbers and VIHF, what is no longer
// asked today, nothing that came later; and the plan says why.
func TestAFormerGeneration(t *testing.T) {
	in := input(t, "acces")
	in.SUT.Generation, in.SUT.VIHFVersion, in.Profiles = "dmp1", "", []etalon.ProfileID{"acces", "creation", "consultation"}
	in.SUT.Profiles, in.SUT.Mode = in.Profiles, etalon.ModeDirect
	p, problems := plan.Build(in)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if p.Environment.INSOID != "1.2.250.1.213.1.4.2" || p.Environment.VIHFVersion != "1.0" || p.Older() != "dmp1" {
		t.Errorf("environment: %+v, %q", p.Environment, p.Older())
	}
	played := map[etalon.ScenarioID]plan.Scenario{}
	for _, s := range p.Scenarios {
		played[s.ID] = s
		for _, one := range s.Given.Patients {
			if len(one.INS) != 22 || one.OID != "1.2.250.1.213.1.4.2" {
				t.Fatalf("%s: %s is %s under %s", s.ID, one.ID, one.INS, one.OID)
			}
		}
	}
	if s, ok := played["td1.1-create"]; !ok || len(s.Steps[0].Ask.Patient.INS) != 22 {
		t.Error("creation is not asked of a product of 2011")
	}
	for id, why := range map[etalon.ScenarioID]string{
		"td0.2-attached": "generation dmp1: Mon espace santé is of 2022", "td3.1-find": "generation dmp1: the value sets",
	} {
		said := ""
		for _, s := range p.NotApplicable {
			if s.Scenario == id {
				said = s.Why.EN
			}
		}
		if _, plays := played[id]; plays || !strings.HasPrefix(said, why) {
			t.Errorf("%s: %q", id, said)
		}
	}
	for _, q := range p.Profiles {
		if !strings.Contains(q.Title.FR, "DMP1") {
			t.Errorf("%s does not say which generation it is of: %s", q.ID, q.Title.FR)
		}
	}
	today := input(t, "acces")
	today.SUT.Generation = "dmp2"
	if q, problems := plan.Build(today); len(problems) > 0 || q.Older() != "" || q.Environment.INSOID != "1.2.250.1.213.1.4.10" {
		t.Errorf("today's by its name: %v", problems)
	}
}

// A profile can say the generation that it holds a product to; a session has one.
func TestTheGenerationOfAProfile(t *testing.T) {
	of := func(sut, profile string) plan.BuildInput {
		in := input(t, "acces")
		in.SUT.Generation, in.SUT.VIHFVersion, in.Profiles = sut, "", []etalon.ProfileID{"acces", "creation"}
		cat := *in.Catalogue
		cat.Profiles = slices.Clone(cat.Profiles)
		for i := range cat.Profiles {
			if cat.Profiles[i].ID == "acces" {
				cat.Profiles[i].Generation = profile
			}
		}
		in.Catalogue = &cat
		return in
	}
	for _, c := range []struct{ sut, profile, want string }{
		{"", "", ""}, {"", "dmp1", "dmp1"}, {"dmp1", "", "dmp1"}, {"dmp1", "dmp1", "dmp1"}, {"", "dmp2", "dmp2"},
	} {
		p, problems := plan.Build(of(c.sut, c.profile))
		if len(problems) > 0 || p.SUT.Generation != c.want || (c.want == "dmp1") != (p.Environment.INSOID == etalon.CalculatedOID) {
			t.Errorf("%+v: %v", c, problems)
		}
	}
	if _, problems := plan.Build(of("dmp2", "dmp1")); len(problems) == 0 || !strings.Contains(problems[0].What.EN, "profile acces is of generation dmp1, the session of dmp2") {
		t.Errorf("two generations: %v", problems)
	}
}

// A generation that is none, its VIHF, its ways to authenticate.
func TestGenerationsRefuse(t *testing.T) {
	for want, change := range map[string]func(*etalon.SUT){
		`unknown generation "dmp3"`:          func(s *etalon.SUT) { s.Generation = "dmp3" },
		"VIHF 3.0 is not of generation dmp1": func(s *etalon.SUT) { s.Generation, s.VIHFVersion = "dmp1", "3.0" },
		"there was no INDIRECTE_RENFORCEE":   func(s *etalon.SUT) { s.Generation, s.VIHFVersion, s.Mode = "dmp1", "", etalon.ModeAIR },
		"VIHF 1.0 is not of generation dmp2": func(s *etalon.SUT) { s.VIHFVersion = "1.0" },
	} {
		in := input(t, "acces")
		change(&in.SUT)
		_, problems := plan.Build(in)
		said := ""
		for _, p := range problems {
			said += p.In("en") + "\n"
		}
		if !strings.Contains(said, want) {
			t.Errorf("%q, not %q", said, want)
		}
	}
}
