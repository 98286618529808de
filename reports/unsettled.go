package reports

import (
	"slices"

	"github.com/etalon-dmp/etalon"
)

// Unsettled is one scenario or requirement that was not established, or that
// does not apply, and why.
type Unsettled struct {
	Scenario    etalon.ScenarioID
	Requirement etalon.RequirementID // empty when the scenario as a whole is meant
	Verdict     etalon.Verdict
	Why         etalon.Text
}

// Unsettle lists what is INCONCLUSIVE or NOT_APPLICABLE and, for a scenario
// that failed or broke for a reason of its own (a time-out, a driver), that
// reason. Requirements are listed only where the scenario gives no reason and no
// finding of it says why.
func Unsettle(r etalon.Result) []Unsettled {
	var out []Unsettled
	for _, s := range r.Scenarios {
		if s.Reason != (etalon.Text{}) {
			out = append(out, Unsettled{Scenario: s.ID, Verdict: s.Verdict, Why: s.Reason})
			continue
		}
		for _, c := range s.Checks {
			if (c.Verdict == etalon.Inconclusive || c.Verdict == etalon.NotApplicable) && !told(r, s, c) {
				out = append(out, Unsettled{Scenario: s.ID, Requirement: c.ID, Verdict: c.Verdict, Why: WhyNot(c)})
			}
		}
	}
	return out
}

// told reports whether an inconclusive finding of the scenario speaks for the requirement.
func told(r etalon.Result, s etalon.ScenarioResult, c etalon.RequirementResult) bool {
	for _, i := range s.Findings {
		if i < 0 || i >= len(r.Findings) {
			continue
		}
		f := r.Findings[i]
		if f.Verdict() == etalon.Inconclusive && slices.Contains(f.Requirements, c.ID) {
			return true
		}
	}
	return false
}

// WhyNot explains a requirement that was not established, from the work done for it.
func WhyNot(c etalon.RequirementResult) etalon.Text {
	switch {
	case len(c.Rules) == 0:
		return etalon.Text{
			FR: "aucune règle du référentiel ne parle de cette exigence",
			EN: "no rule of the packs speaks for this requirement",
		}
	case c.Matched == 0:
		return etalon.Text{
			FR: "aucune règle n’a rencontré de message à juger",
			EN: "no rule met a message to judge",
		}
	default:
		return etalon.Text{
			FR: "des règles ont été évaluées sans pouvoir conclure",
			EN: "rules were evaluated and could not decide",
		}
	}
}
