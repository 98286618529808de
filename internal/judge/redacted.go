package judge

import (
	"github.com/etalon-dmp/etalon"
)

// redacted is about an exchange whose bytes were taken out of the dossier: no rule
// judges it, and its scenario is no pass.
func redacted(x etalon.Exchange) etalon.Finding {
	return etalon.Finding{
		Rule: "DOSSIER.redacted", Outcome: etalon.OutcomeInconclusive, Severity: etalon.SeverityError, Scenario: x.Scenario, Exchange: x.ID,
		Location: etalon.Location{Offset: -1},
		Message: etalon.Text{
			FR: "Les octets de cet échange ont été caviardés : il ne peut plus être jugé.",
			EN: "The bytes of this exchange were redacted: it can no longer be judged.",
		},
		Hint: etalon.Text{
			FR: "Jugez le dossier d'origine, ou rejouez le scénario avec une identité de test.",
			EN: "Judge the original dossier, or run the scenario again with a test identity.",
		},
	}
}

// reworded tells that words were taken out of the journal: the chain does not vouch for
// those lines, and so for no scenario.
func reworded() etalon.Finding {
	return etalon.Finding{
		Rule: "DOSSIER.reworded", Outcome: etalon.OutcomeInconclusive, Severity: etalon.SeverityError, Location: etalon.Location{Offset: -1},
		Message: etalon.Text{
			FR: "Des mots du produit ou d'une personne ont été ôtés du journal de cette copie : elle ne prouve aucune conformité.",
			EN: "Words of the product or of a person were taken out of the journal of this copy: it proves no conformity.",
		},
		Hint: etalon.Text{FR: "Jugez le dossier d'origine.", EN: "Judge the original dossier."},
	}
}

// unseen opens what rules over the session conclude where an exchange was redacted: they
// would take for absent what was taken out. It does so for the scenarios of such
// exchanges, and for what is outside any.
func (c *court) unseen(findings []etalon.Finding) {
	if len(c.dossier.Taken.Blobs) == 0 {
		return
	}
	touched := map[etalon.ScenarioID]bool{}
	for _, x := range c.dossier.Exchanges {
		if c.dossier.Redacted(x) {
			touched[x.Scenario], touched[""] = true, true
		}
	}
	for i, f := range findings {
		if touched[f.Scenario] && f.Outcome == etalon.OutcomeFailed {
			findings[i].Outcome = etalon.OutcomeInconclusive
			if f.Severity == etalon.SeverityHarness { // it saw no message of ours, for it was taken out
				findings[i].Severity = etalon.SeverityError
			}
			findings[i].Hint = etalon.Text{
				FR: "Des échanges de ce scénario ont été caviardés : la règle prend pour absent ce qui a été ôté. Jugez le dossier d'origine.",
				EN: "Exchanges of this scenario were redacted: the rule takes for absent what was taken out. Judge the original dossier.",
			}
		}
	}
}
