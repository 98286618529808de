package reports

import (
	"slices"

	"github.com/etalon-dmp/etalon"
)

// Unsettled is one point that no finding explains: not established, not
// applicable, or gone wrong for a reason of the scenario's own.
type Unsettled struct {
	Requirement etalon.RequirementID // empty when scenarios as a whole are meant
	Verdict     etalon.Verdict
	Why         etalon.Text
	Scenarios   []etalon.ScenarioID // in the order of the result
}

// Unsettle lists what is INCONCLUSIVE or NOT_APPLICABLE and, for a scenario
// that failed or broke for a reason of its own (a time-out, a driver), that
// reason. Requirements are listed only where the scenario gives no reason and no
// finding of it says why. The same point in several scenarios is one entry.
func Unsettle(r etalon.Result) []Unsettled {
	var out []Unsettled
	type key struct {
		id  etalon.RequirementID
		v   etalon.Verdict
		why etalon.Text
	}
	at := map[key]int{}
	add := func(k key, s etalon.ScenarioID) {
		i, seen := at[k]
		if !seen {
			i = len(out)
			at[k] = i
			out = append(out, Unsettled{Requirement: k.id, Verdict: k.v, Why: k.why})
		}
		out[i].Scenarios = append(out[i].Scenarios, s)
	}
	for _, p := range r.Profiles {
		for _, d := range p.Departures {
			if !d.Short { // more than the catalogue asks opens nothing
				continue
			}
			subject := d.Scenario
			if subject == "" {
				subject = etalon.ScenarioID(p.ID)
			}
			add(key{v: etalon.Inconclusive, why: etalon.Text{
				FR: "au regard du catalogue, profil " + string(p.ID) + " : " + d.What.FR,
				EN: "against the catalogue, profile " + string(p.ID) + ": " + d.What.EN,
			}}, subject)
		}
	}
	for _, s := range r.Scenarios {
		if s.Reason != (etalon.Text{}) {
			add(key{v: s.Verdict, why: s.Reason}, s.ID)
			continue
		}
		for _, c := range s.Checks {
			if (c.Verdict == etalon.Inconclusive || c.Verdict == etalon.NotApplicable) && !told(r, s, c) {
				add(key{c.ID, c.Verdict, WhyNot(c)}, s.ID)
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
	case c.Open != (etalon.Text{}):
		return etalon.Text{FR: "la session n’a pas reçu les règles qui en font la preuve : " + c.Open.FR, EN: "the session was not given the rules that prove it: " + c.Open.EN}
	case len(c.Rules) == 0 && len(c.Missing) == 0:
		return etalon.Text{
			FR: "aucune règle du référentiel ne parle de cette exigence",
			EN: "no rule of the packs speaks for this requirement",
		}
	case c.Matched == 0 && len(c.Missing) == 0:
		return etalon.Text{
			FR: "aucune règle n’a rencontré de message à juger",
			EN: "no rule met a message to judge",
		}
	case len(c.Missing) > 0:
		return etalon.Text{
			FR: "la règle " + string(c.Missing[0]) + ", qui doit en faire la preuve, n’a rien rencontré",
			EN: "rule " + string(c.Missing[0]) + ", which has to prove it, met nothing",
		}
	default:
		return etalon.Text{
			FR: "des règles ont été évaluées sans pouvoir conclure",
			EN: "rules were evaluated and could not decide",
		}
	}
}
