package judge

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/validators/facts"
)

// proof counts the work done: which rules were evaluated, how often, and how
// often each failed.
func (c *court) proof() etalon.RuleCount {
	byRule := map[etalon.RuleID]*etalon.RuleWork{}
	var order []etalon.RuleID
	at := func(id etalon.RuleID) *etalon.RuleWork {
		if byRule[id] == nil {
			byRule[id] = &etalon.RuleWork{Rule: id}
			order = append(order, id)
		}
		return byRule[id]
	}
	for _, id := range c.book.ids() {
		at(id)
	}
	for _, w := range c.said.work {
		at(w.rule.id).Matched += w.matched
	}
	for _, f := range c.said.findings {
		at(f.Rule).Failed++
	}
	slices.Sort(order)
	count := etalon.RuleCount{Loaded: len(order), ByRule: []etalon.RuleWork{}}
	for _, id := range order {
		w := *byRule[id]
		count.ByRule = append(count.ByRule, w)
		count.Matched += w.Matched
		if w.Matched > 0 {
			count.Ran++
		}
	}
	return count
}

// mostUnproven bounds the requirements that a reason names.
const mostUnproven = 3

// unproven says which requirements of a scenario nothing establishes, and which
// rule met nothing.
func unproven(checks []etalon.RequirementResult) etalon.Text {
	var fr, en []string
	for _, c := range checks {
		if c.Verdict != etalon.Inconclusive || c.Open != nothing {
			continue
		}
		switch {
		case len(fr) == mostUnproven:
			fr, en = append(fr, "…"), append(en, "…")
		case len(fr) > mostUnproven:
		case len(c.Missing) > 0:
			fr = append(fr, fmt.Sprintf("%s (%s n'a rien rencontré)", c.ID, c.Missing[0]))
			en = append(en, fmt.Sprintf("%s (%s met nothing)", c.ID, c.Missing[0]))
		case c.Matched == 0:
			fr, en = append(fr, string(c.ID)+" (aucune règle n'a rien rencontré)"), append(en, string(c.ID)+" (no rule met anything)")
		default:
			fr, en = append(fr, string(c.ID)), append(en, string(c.ID))
		}
	}
	return etalon.Text{
		FR: "Sans preuve, une exigence n'est pas établie : " + strings.Join(fr, ", ") + ".",
		EN: "Without proof a requirement is not established: " + strings.Join(en, ", ") + ".",
	}
}

func (c *court) summaries() []etalon.ExchangeSummary {
	out, said := []etalon.ExchangeSummary{}, map[etalon.ExchangeID]int{}
	for _, f := range c.said.findings {
		said[f.Exchange]++
	}
	for _, x := range c.dossier.Exchanges {
		s := etalon.ExchangeSummary{
			ID: x.ID, Scenario: x.Scenario, Actor: x.Actor, Transaction: x.Transaction, Behaviour: x.Behaviour, Findings: said[x.ID],
		}
		out = append(out, s)
	}
	return out
}

// session is the input of a session document about these scenarios, their calls
// and the connections that of picks.
func (c *court) session(records []dossier.ScenarioRecord, calls []facts.Summary, of func(etalon.ConnectionID) bool) facts.SessionInput {
	in := facts.SessionInput{
		Seed: c.plan.Seed, Sealed: c.dossier.Seal != nil, Environment: Environment(c.plan),
		TrustedCAs: c.dossier.Session.TrustedCAs, Vault: c.vault, Calls: calls,
	}
	for _, id := range slices.Sorted(maps.Keys(c.dossier.Connections)) {
		if of(id) {
			in.Connections = append(in.Connections, c.dossier.Connections[id])
		}
	}
	for _, r := range records {
		sc := c.planned(r.ID)
		s := facts.ScenarioInput{
			ID: r.ID, Profile: sc.Profile, Requirements: sc.Requirements,
			Outcome: r.Outcome, Owner: trouble(sc, r), Refused: c.refused(r.ID),
		}
		for i, record := range r.Steps {
			record.Owner = stepTrouble(sc, record)
			step := stepInput(sc, record)
			if record.Action != nil {
				step.Before, step.After = heldAt(r, i), heldAt(r, lastOf(r, i)+1)
			}
			s.Steps = append(s.Steps, step)
		}
		in.Scenarios = append(in.Scenarios, s)
	}
	return in
}

// lastOf gives the last step that an ask step sets in motion: the one before the
// next ask, or the last of all.
func lastOf(r dossier.ScenarioRecord, ask int) int {
	next := slices.IndexFunc(r.Steps[ask+1:], func(st etalon.StepRecord) bool { return st.Action != nil })
	if next < 0 {
		return len(r.Steps) - 1
	}
	return ask + next
}

// heldAt gives what was held once so many steps had ended, nil when nobody wrote
// it down.
func heldAt(r dossier.ScenarioRecord, steps int) *etalon.Held {
	var found *etalon.Held
	for i := range r.Held {
		if r.Held[i].Steps <= steps {
			found = &r.Held[i].Held
		}
	}
	return found
}

// stepInput joins what the plan asked of a step to how it went.
func stepInput(sc plan.Scenario, record etalon.StepRecord) facts.StepInput {
	in := facts.StepInput{Record: record}
	all := slices.Concat(sc.Steps, sc.Cleanup)
	i := slices.IndexFunc(all, func(st plan.Step) bool { return st.ID == record.Step })
	if i < 0 {
		return in
	}
	st := all[i]
	in.Within = st.Within
	if st.Expect != nil {
		in.Actor, in.Transaction = st.Expect.Actor, st.Expect.Transaction
	}
	if st.Send != nil {
		in.Actor, in.Transaction, in.Wanted = st.Send.To, st.Send.Transaction, st.Send.Answer
	}
	if st.Attest != nil {
		in.Expected = st.Attest.Expect
	}
	return in
}

func (c *court) callsOf(id etalon.ScenarioID) []facts.Summary {
	var out []facts.Summary
	for _, s := range c.calls {
		if s.Scenario == id {
			out = append(out, s)
		}
	}
	return out
}

func (c *court) planned(id etalon.ScenarioID) plan.Scenario {
	i := slices.IndexFunc(c.plan.Scenarios, func(s plan.Scenario) bool { return s.ID == id.Planned() })
	if i < 0 {
		return plan.Scenario{ID: id}
	}
	return c.plan.Scenarios[i]
}

func source(sc plan.Scenario) string { return fmt.Sprintf("%s:%d", sc.File, sc.Line) }
