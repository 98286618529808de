package verdicts

import (
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/plan"
)

// A journal plays each scenario of its plan once, and each step of it once. One that says
// more would have the rules over sessions compare a thousand copies of a step.
func TestAJournalThatPlaysTwiceIsRefused(t *testing.T) {
	p := &plan.Plan{Scenarios: []plan.Scenario{{ID: "s", Steps: []plan.Step{{ID: "s01", Kind: "ask"}, {ID: "s02", Kind: "ask"}}}}}
	step := func(ids ...etalon.StepID) (out []etalon.StepRecord) {
		for _, id := range ids {
			out = append(out, etalon.StepRecord{Step: id, Kind: "ask"})
		}
		return out
	}
	for name, c := range map[string]struct {
		played  []dossier.ScenarioRecord
		refused bool
	}{
		"once":               {[]dossier.ScenarioRecord{{ID: "s", Steps: step("s01", "s02")}}, false},
		"an attempt, and it": {[]dossier.ScenarioRecord{{ID: "s#1", Steps: step("s01")}, {ID: "s", Steps: step("s01", "s02")}}, false},
		"a step twice":       {[]dossier.ScenarioRecord{{ID: "s", Steps: step("s01", "s02", "s01")}}, true},
		"a scenario twice":   {[]dossier.ScenarioRecord{{ID: "s", Steps: step("s01")}, {ID: "s", Steps: step("s01")}}, true},
	} {
		if what := disagree(p, &dossier.Dossier{Scenarios: c.played}); (what != "") != c.refused {
			t.Errorf("%s: %q", name, what)
		}
	}
}
