package judge_test

import (
	"slices"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/judge"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/validators/facts"
)

// A sitting hears the parts of a dossier by the packs that its whole judgement
// hears them by, as often as asked.
func TestASittingHearsParts(t *testing.T) {
	b, err := compiled(t, twoPacks())
	must(t, err)
	d := several(t, plan.Plan{Profiles: []plan.Profile{
		{ID: "plain", Packs: []string{"base"}, Environment: etalon.EnvironmentIHE}, {ID: "french", Packs: []string{"more"}, Environment: etalon.EnvironmentDMP},
	}})
	s, err := b.Sit(d, judge.Schemas{})
	must(t, err)
	for _, c := range []struct {
		at     int
		rules  []etalon.RuleID
		whole  []etalon.RuleID
		course etalon.ScenarioID
	}{
		{0, []etalon.RuleID{"BASE.x"}, []etalon.RuleID{"BASE.s"}, "s-plain"},
		{1, []etalon.RuleID{"BASE.x", "MORE.x"}, []etalon.RuleID{"BASE.s", "MORE.s"}, "s-french"},
		{0, []etalon.RuleID{"BASE.x"}, []etalon.RuleID{"BASE.s"}, "s-plain"},
	} {
		in, err := s.Input(d.Exchanges[c.at])
		must(t, err)
		h, summary, err := s.Exchange(t.Context(), in)
		must(t, err)
		if got := rulesOf(h.Findings); !slices.Equal(got, c.rules) || h.Met[c.rules[0]] != 1 || summary.Scenario != c.course {
			t.Errorf("exchange %d: %v, %v, %s", c.at, got, h.Met, summary.Scenario)
		}
		h, err = s.Scenario(t.Context(), c.course, []facts.Summary{summary})
		must(t, err)
		if got := rulesOf(h.Findings); !slices.Equal(got, c.whole) || h.Met[c.whole[0]] != 1 {
			t.Errorf("scenario %s: %v, %v", c.course, got, h.Met)
		}
	}
}

func rulesOf(all []etalon.Finding) []etalon.RuleID {
	var out []etalon.RuleID
	for _, f := range all {
		out = append(out, f.Rule)
	}
	slices.Sort(out)
	return out
}
