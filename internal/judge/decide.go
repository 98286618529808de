package judge

import (
	"cmp"
	"slices"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/outcome"
	"github.com/etalon-dmp/etalon/internal/plan"
)

// decide turns what the rules said into the verdict tree.
func (c *court) decide(tool etalon.ToolInfo, on etalon.StandsOn) etalon.Result {
	slices.SortStableFunc(c.said.findings, byPlace)
	r := etalon.Result{
		SchemaVersion: etalon.ResultSchema, Tool: tool, Seed: c.plan.Seed,
		SUT:      etalon.SUTInfo{Name: c.plan.SUT.Name, Version: c.plan.SUT.Version, Vendor: c.plan.SUT.Vendor, Mutant: c.plan.SUT.Mutant, Generation: c.plan.Older()},
		Findings: c.said.findings, Rules: c.proof(), Packs: slices.Concat(c.book.Packs, c.book.documents()), StandsOn: on,
	}
	if c.schemas.Engine != nil {
		r.Tool.Schemas = c.schemas.Engine.Name()
	}
	if r.Findings == nil {
		r.Findings = []etalon.Finding{}
	}
	shares := c.shares()
	for _, sc := range c.plan.Scenarios {
		r.Scenarios = append(r.Scenarios, c.scenario(sc, shares[sc.ID]))
	}
	r.Scenarios = append(r.Scenarios, c.attempts()...)
	for _, s := range c.plan.NotApplicable {
		r.Scenarios = append(r.Scenarios, etalon.ScenarioResult{ID: s.Scenario, Profile: s.Profile, Verdict: etalon.NotApplicable, Reason: s.Why, Checks: []etalon.RequirementResult{}, Findings: []int{}})
	}
	for _, p := range c.plan.Profiles {
		r.Profiles = append(r.Profiles, c.profile(p, r.Scenarios))
		r.Verdict = r.Verdict.Join(r.Profiles[len(r.Profiles)-1].Verdict)
	}
	r.Verdict = r.Verdict.Join(c.ending()).Join(c.strays())
	r.Exchanges = c.summaries()
	return r
}

// byPlace orders findings by exchange, place, then rule: the reader's order.
func byPlace(a, b etalon.Finding) int {
	return cmp.Or(
		cmp.Compare(a.Exchange, b.Exchange),
		cmp.Compare(a.Location.Direction, b.Location.Direction),
		cmp.Compare(a.Location.Offset, b.Location.Offset),
		cmp.Compare(a.Scenario, b.Scenario),
		cmp.Compare(a.Rule, b.Rule),
	)
}

// ending is what the way the session ended does to the verdict: a session
// without a seal broke, one that was cancelled established nothing final.
func (c *court) ending() etalon.Verdict {
	switch {
	case c.dossier.Seal == nil:
		return etalon.Broken
	case c.dossier.Seal.Outcome != outcome.Completed:
		return etalon.Inconclusive
	}
	return etalon.NotApplicable
}

// strays is the verdict of findings outside any scenario that are the SUT's.
func (c *court) strays() etalon.Verdict {
	v := etalon.NotApplicable
	for _, f := range c.said.findings {
		if f.Scenario == "" && f.Verdict() > etalon.Pass {
			v = v.Join(f.Verdict())
		}
	}
	return v
}

// share is what was said in one scenario: findings, by their place among all, and work.
type share struct {
	findings []int
	work     []work
}

// shares sorts what was said by scenario, once: a long session has many scenarios,
// each with many requirements, and would be read whole for each of them.
func (c *court) shares() map[etalon.ScenarioID]share {
	out := map[etalon.ScenarioID]share{}
	for i, f := range c.said.findings {
		s := out[f.Scenario]
		s.findings = append(s.findings, i)
		out[f.Scenario] = s
	}
	for _, w := range c.said.work {
		s := out[w.scenario]
		s.work = append(s.work, w)
		out[w.scenario] = s
	}
	return out
}

func (c *court) scenario(sc plan.Scenario, said share) etalon.ScenarioResult {
	r := etalon.ScenarioResult{
		ID: sc.ID, Profile: sc.Profile, Title: sc.Title,
		Source: source(sc), Verdict: etalon.Pass, Checks: []etalon.RequirementResult{}, Findings: []int{},
	}
	for _, i := range said.findings {
		r.Findings = append(r.Findings, i)
		r.Verdict = r.Verdict.Join(c.said.findings[i].Verdict())
	}
	for _, id := range sc.Requirements {
		check := c.check(sc.ID, id, said)
		r.Checks = append(r.Checks, check)
		if check.Verdict == etalon.Inconclusive && check.Open != nothing {
			continue // what nobody gave the session to judge is open beside its verdict
		}
		r.Verdict = r.Verdict.Join(check.Verdict)
	}
	how, why, who := c.went(sc)
	r.Verdict, r.Owner = r.Verdict.Join(how), who
	r.Notes = c.notes(sc.ID)
	if r.Reason = why; why == (etalon.Text{}) && r.Verdict == etalon.Inconclusive {
		r.Reason = unproven(r.Checks)
	}
	return r
}

// check is the verdict on one requirement in one scenario. It is established only
// where every rule of its proof met something.
func (c *court) check(scenario etalon.ScenarioID, id etalon.RequirementID, said share) etalon.RequirementResult {
	q := c.book.Requirements[id]
	r := etalon.RequirementResult{
		ID: id, Text: q.Text, Source: q.Source + ", " + q.Clause, Verdict: etalon.Pass,
		Rules: []etalon.RuleID{}, Scenarios: []etalon.ScenarioID{scenario}, Attested: true,
	}
	for _, w := range said.work {
		if slices.Contains(w.rule.requirements, id) {
			r.Matched += w.matched
			r.Attested = r.Attested && w.rule.attested
			if !slices.Contains(r.Rules, w.rule.id) {
				r.Rules = append(r.Rules, w.rule.id)
			}
		}
	}
	slices.Sort(r.Rules)
	for _, wanted := range q.Proof {
		if !slices.ContainsFunc(wanted.Of(), func(id etalon.RuleID) bool { return slices.Contains(r.Rules, id) }) {
			r.Missing = append(r.Missing, wanted)
		}
	}
	if r.Matched == 0 || len(r.Missing) > 0 {
		r.Verdict, r.Open = etalon.Inconclusive, c.settle(r.Missing)
	}
	if open := c.lookedUp(scenario, id, r.Matched); open != nothing {
		r.Verdict, r.Open = etalon.Inconclusive, open
	}
	r.Attested = r.Attested && r.Matched > 0
	for _, i := range said.findings {
		if f := c.said.findings[i]; slices.Contains(f.Requirements, id) {
			r.Verdict = r.Verdict.Join(f.Verdict())
		}
	}
	if r.Verdict != etalon.Inconclusive {
		r.Open = nothing
	}
	return r
}

func (c *court) profile(p plan.Profile, scenarios []etalon.ScenarioResult) etalon.ProfileResult {
	r := etalon.ProfileResult{ID: p.ID, Title: p.Title, Requirements: []etalon.RequirementResult{}}
	index := map[etalon.RequirementID]int{}
	for _, id := range p.Requirements {
		index[id] = len(r.Requirements)
		q := c.book.Requirements[id]
		r.Requirements = append(r.Requirements, etalon.RequirementResult{
			ID: id, Text: q.Text, Source: q.Source + ", " + q.Clause,
			Rules: []etalon.RuleID{}, Scenarios: []etalon.ScenarioID{},
		})
	}
	for _, s := range scenarios {
		if s.Profile != p.ID {
			continue
		}
		r.Verdict = r.Verdict.Join(s.Verdict)
		if s.Verdict != etalon.NotApplicable {
			r.Ran++
		}
		for _, check := range s.Checks {
			if i, ok := index[check.ID]; ok {
				merge(&r.Requirements[i], check)
			}
		}
	}
	for _, s := range c.plan.NotApplicable {
		if s.Profile == p.ID && s.Filtered {
			r.LeftOut++
		}
	}
	return r
}

func merge(into *etalon.RequirementResult, check etalon.RequirementResult) {
	into.Attested = check.Attested && (into.Attested || len(into.Scenarios) == 0)
	into.Verdict = into.Verdict.Join(check.Verdict)
	into.Matched += check.Matched
	into.Missing = append(into.Missing, check.Missing...)
	slices.Sort(into.Missing)
	into.Missing = slices.Compact(into.Missing)
	if into.Open = cmp.Or(into.Open, check.Open); into.Verdict != etalon.Inconclusive {
		into.Open = nothing
	}
	into.Scenarios = append(into.Scenarios, check.Scenarios...)
	into.Rules = append(into.Rules, check.Rules...)
	slices.Sort(into.Rules)
	into.Rules = slices.Compact(into.Rules)
}
