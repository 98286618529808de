package judge

import (
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/outcome"
	"github.com/etalon-dmp/etalon/internal/plan"
)

// A question answered no tells the question, and what a driver said instead of what
// was due: the name of a step alone helps nobody.
func TestAQuestionAnsweredNoTellsWhy(t *testing.T) {
	sc := plan.Scenario{Steps: []plan.Step{
		{ID: "s01", Kind: plan.Ask},
		{ID: "s02", Kind: plan.Attest, Attest: &plan.Question{Text: etalon.Text{FR: "L'erreur s'affiche-t-elle ?", EN: "Is the error shown?"}, Expect: "error"}},
	}}
	r := dossier.ScenarioRecord{Steps: []etalon.StepRecord{
		{Step: "s01", Outcome: outcome.Done, Reaction: &etalon.Reaction{Status: "done"}},
		{Step: "s02", Outcome: outcome.Refused},
	}}
	got := open(sc, r)
	for _, part := range []string{"s02", "Is the error shown?", "answered done instead of error"} {
		if !strings.Contains(got.EN, part) {
			t.Errorf("%q does not say %q", got.EN, part)
		}
	}
	if !strings.Contains(got.FR, "au lieu de error") {
		t.Errorf("in French: %q", got.FR)
	}
	r.Steps = r.Steps[:1]
	if got := open(sc, r); got != (etalon.Text{}) {
		t.Errorf("nothing is open, yet %q", got.EN)
	}
}
