package judge

import (
	"fmt"

	"github.com/etalon-dmp/etalon"
)

// attempts are the scenarios that were under way when the session stopped, and were
// played again after it. What the product sent in them counts against it as what it
// sends at any time; what it had no time to send does not.
func (c *court) attempts() []etalon.ScenarioResult {
	var out []etalon.ScenarioResult
	for _, record := range c.dossier.Scenarios {
		if record.ID == record.ID.Planned() {
			continue
		}
		sc := c.planned(record.ID)
		r := etalon.ScenarioResult{
			ID: record.ID, Profile: sc.Profile, Title: sc.Title, Source: source(sc),
			Checks: []etalon.RequirementResult{}, Findings: []int{},
			Reason: etalon.Text{
				FR: "La session s'est arrêtée pendant cette tentative ; le scénario a été rejoué à sa reprise.",
				EN: "The session stopped during this attempt; the scenario was played again when it was resumed.",
			},
		}
		for i, f := range c.said.findings {
			if f.Scenario == record.ID {
				r.Findings = append(r.Findings, i)
				if f.Verdict() == etalon.Fail {
					r.Verdict = etalon.Fail
				}
			}
		}
		out = append(out, r)
	}
	return out
}

// notes are what a reader must know of how a scenario was played.
func (c *court) notes(id etalon.ScenarioID) []etalon.Text {
	var out []etalon.Text
	for _, record := range c.dossier.Scenarios {
		if record.ID.Planned() != id {
			continue
		}
		if record.ID != id {
			out = append(out, etalon.Text{
				FR: fmt.Sprintf("Repris depuis le début après un arrêt de la session ; ce qui précède est jugé sous %s.", record.ID),
				EN: fmt.Sprintf("Begun anew after the session had stopped; what was before is judged as %s.", record.ID),
			})
			continue
		}
		for _, st := range record.Steps {
			for _, was := range st.Corrected {
				out = append(out, etalon.Text{
					FR: fmt.Sprintf("Étape %s : la réponse « %s » a été reprise par %s, qui écrit : %s", st.Step, worded(was.Was, "oui", "non"), was.By, was.Reason),
					EN: fmt.Sprintf("Step %s: the answer “%s” was taken back by %s, who writes: %s", st.Step, worded(was.Was, "yes", "no"), was.By, was.Reason),
				})
			}
		}
	}
	return out
}

// worded is an answer in the words of a language.
func worded(answer, yes, no string) string {
	if answer == "yes" {
		return yes
	}
	return no
}
