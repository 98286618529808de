package coverage_test

import (
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/coverage"
)

func TestWrite(t *testing.T) {
	text := etalon.Text{FR: "texte", EN: "text"}
	lines := []coverage.Line{
		{Pack: "p", Requirement: etalon.Requirement{ID: "R1", Text: text, Proof: []etalon.Proof{"A.b|C.d"}}, Scenarios: []etalon.ScenarioID{"s"}, Rules: []etalon.RuleID{"A.b"}},
		{Pack: "p", Requirement: etalon.Requirement{ID: "R2", Text: text, Unjudged: etalon.Text{FR: "un écran seul le montre", EN: "only a screen shows it"}}},
		{Pack: "p", Requirement: etalon.Requirement{ID: "R3", Text: text}, Rules: []etalon.RuleID{"A.b"}},
	}
	if lines[0].Open() || lines[1].Open() || !lines[2].Open() {
		t.Error("R3 alone is open")
	}
	var b strings.Builder
	if err := coverage.Write(&b, lines, "en"); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"R1 (p)  text\n  scenarios : s\n  rules : A.b\n  proof : A.b|C.d\n", "not judged : only a screen shows it\n",
		"R3 (p)  text\n  scenarios : none\n  rules : A.b\n  OPEN", "3 requirements: 1 judged by scenarios, 1 not judged and said why, 1 open.\n",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is not in\n%s", want, b.String())
		}
	}
}
