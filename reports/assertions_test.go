package reports_test

import (
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports"
	"github.com/etalon-dmp/etalon/reports/internal/sample"
)

func worst(r etalon.Result) (v etalon.Verdict, n int) {
	for _, g := range reports.Assertions(r) {
		for _, a := range g.Assertions {
			v, n = v.Join(a.Verdict), n+1
		}
	}
	return v, n
}

// What is asserted is never better than the result, and never nothing.
func TestAssertionsAreNoBetterThanTheResult(t *testing.T) {
	pass := etalon.Result{Verdict: etalon.Pass, Profiles: []etalon.ProfileResult{{ID: "acces", Verdict: etalon.Pass, Ran: 1}}, Scenarios: []etalon.ScenarioResult{
		{ID: "a", Profile: "acces", Verdict: etalon.Pass, Checks: []etalon.RequirementResult{{ID: "R", Verdict: etalon.Pass}}},
	}}
	part := pass
	part.Profiles = []etalon.ProfileResult{{ID: "acces", Verdict: etalon.Pass, Ran: 1, LeftOut: 3}}
	silent := pass
	silent.Scenarios = []etalon.ScenarioResult{{ID: "a", Profile: "acces", Verdict: etalon.Fail, Reason: etalon.Text{FR: "délai", EN: "too late"}, Checks: pass.Scenarios[0].Checks}}
	outside := pass
	outside.Verdict, outside.Findings = etalon.Fail, []etalon.Finding{{Rule: "X", Outcome: etalon.OutcomeFailed, Severity: etalon.SeverityError}}
	broken := pass
	broken.Verdict = etalon.Broken
	for name, c := range map[string]struct {
		of   etalon.Result
		want etalon.Verdict
	}{
		"passes": {pass, etalon.Pass}, "a part passes": {part, etalon.Inconclusive}, "failed without a rule": {silent, etalon.Fail},
		"failed outside scenarios": {outside, etalon.Fail}, "the harness broke": {broken, etalon.Broken}, "nothing applied": {etalon.Result{}, etalon.Inconclusive},
		"a sample": {sample.Result(), etalon.Fail},
	} {
		if v, n := worst(c.of); v != c.want || n == 0 {
			t.Errorf("%s: %d assertions, the worst %s, not %s", name, n, v, c.want)
		}
	}
}
