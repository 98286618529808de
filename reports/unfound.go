package reports

import (
	"strings"

	"github.com/etalon-dmp/etalon"
)

// Unfound has a finding for each scenario that is not as it should be and of
// which no finding tells, and for such a result as a whole: a format that
// only lists findings would show it as a pass.
func Unfound(r etalon.Result) []etalon.Finding {
	var out []etalon.Finding
	worst := etalon.NotApplicable
	for _, f := range r.Findings {
		worst = worst.Join(f.Verdict())
	}
	add := func(v etalon.Verdict, id etalon.ScenarioID, requirement etalon.RequirementID, why etalon.Text) {
		if v <= etalon.Pass {
			return
		}
		f := etalon.Finding{
			Rule: "ETALON.verdict." + etalon.RuleID(strings.ToLower(v.String())), Severity: etalon.SeverityError, Outcome: etalon.OutcomeFailed,
			Scenario: id, Location: etalon.Location{Offset: -1}, Message: why,
		}
		switch v {
		case etalon.Inconclusive:
			f.Outcome = etalon.OutcomeInconclusive
		case etalon.Broken:
			f.Outcome, f.Severity = etalon.OutcomeError, etalon.SeverityHarness
		case etalon.NotApplicable, etalon.Pass, etalon.Fail: // left above, or as it stands
		}
		if requirement != "" {
			f.Requirements = []etalon.RequirementID{requirement}
		}
		worst = worst.Join(v)
		out = append(out, f)
	}
	for _, u := range Unsettle(r) {
		for _, id := range u.Scenarios {
			add(u.Verdict, id, u.Requirement, u.Why)
		}
	}
	v := r.Verdict
	if v == etalon.NotApplicable {
		v = etalon.Inconclusive // nothing applied: nothing is established
	}
	if worst < v {
		add(v, "", "", ResultSentence(r))
	}
	return out
}
