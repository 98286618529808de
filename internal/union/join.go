package union

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/reports"
)

// Given is one session: what it was to play, and what was found of it.
type Given struct {
	Name    string
	Dossier string
	Plan    *plan.Plan
	Result  etalon.Result
}

// Join joins sessions, the oldest first. latest has the last session that settled a
// scenario count, whatever was before. The error is of usage: they are not sessions
// of one product.
func Join(sessions []Given, latest bool) (reports.Joined, error) {
	if err := same(sessions); err != nil {
		return reports.Joined{}, err
	}
	j := reports.Joined{SchemaVersion: reports.JoinedSchema, SUT: sessions[0].Result.SUT, Tool: sessions[0].Result.Tool, Latest: latest, Profiles: []reports.JoinedProfile{}}
	for _, g := range sessions {
		s := reports.JoinedSession{Name: g.Name, Dossier: g.Dossier, Seal: g.Result.Seal, Verdict: g.Result.Verdict, Outside: outside(g.Result)}
		j.Sessions = append(j.Sessions, s)
		j.Verdict = j.Verdict.Join(s.Outside)
		for _, p := range g.Result.Profiles {
			if !slices.ContainsFunc(j.Profiles, func(q reports.JoinedProfile) bool { return q.ID == p.ID }) {
				j.Profiles = append(j.Profiles, reports.JoinedProfile{ID: p.ID, Title: p.Title, Scenarios: []reports.JoinedScenario{}, Requirements: []reports.JoinedRequirement{}})
			}
		}
	}
	for i := range j.Profiles {
		join(&j.Profiles[i], sessions, latest)
		j.Verdict = j.Verdict.Join(j.Profiles[i].Verdict)
	}
	return j, nil
}

// same tells why sessions cannot be joined; nil when they can.
func same(sessions []Given) error {
	if len(sessions) == 0 {
		return exit.Usage(errors.New("aucune session (no session)"), "")
	}
	first := sessions[0].Result.SUT
	for i, g := range sessions {
		if s := g.Result.SUT; s != first {
			return exit.Usage(fmt.Errorf("%s est une session de « %s %s », %s de « %s %s » : une autre version est un autre produit (another version is another product)",
				sessions[0].Name, first.Name, first.Version, g.Name, s.Name, s.Version), "")
		}
		for _, other := range sessions[:i] {
			if other.Dossier == g.Dossier {
				return exit.Usage(fmt.Errorf("%s et %s sont la même session (are the same session)", other.Name, g.Name), "")
			}
		}
	}
	return nil
}

// outside is what a session found against the product outside any scenario.
func outside(r etalon.Result) etalon.Verdict {
	v := etalon.NotApplicable
	for _, f := range r.Findings {
		if f.Scenario == "" && f.Verdict() == etalon.Fail {
			v = etalon.Fail
		}
	}
	return v
}

// join gathers how each scenario of a profile went, and decides.
func join(p *reports.JoinedProfile, sessions []Given, latest bool) {
	for n, g := range sessions {
		for _, s := range g.Result.Scenarios {
			if s.Profile == p.ID && (s.Verdict != etalon.NotApplicable || filtered(g.Plan, s.ID)) {
				played(p, n+1, g, s)
			}
		}
	}
	slices.SortStableFunc(p.Scenarios, func(a, b reports.JoinedScenario) int { return cmp.Compare(a.ID, b.ID) })
	for i := range p.Scenarios {
		s := &p.Scenarios[i]
		decide(s, latest)
		p.Verdict = p.Verdict.Join(s.Verdict)
		require(p, *s)
	}
}

// filtered tells a scenario that concerns the product and was left out of a session.
func filtered(p *plan.Plan, id etalon.ScenarioID) bool {
	return p != nil && slices.ContainsFunc(p.NotApplicable, func(s plan.Skipped) bool { return s.Scenario == id && s.Filtered })
}

// played adds how a scenario went in a session. An attempt that was cut off is one
// more play of its scenario when it failed; a scenario that was left out is none.
func played(p *reports.JoinedProfile, n int, g Given, s etalon.ScenarioResult) {
	id := s.ID.Planned()
	i := slices.IndexFunc(p.Scenarios, func(k reports.JoinedScenario) bool { return k.ID == id })
	if i < 0 {
		i = len(p.Scenarios)
		p.Scenarios = append(p.Scenarios, reports.JoinedScenario{ID: id, Title: s.Title, Plays: []reports.Play{}})
	}
	if s.Verdict == etalon.NotApplicable {
		return
	}
	play := reports.Play{Session: n, Verdict: s.Verdict, Reason: s.Reason, Checks: s.Checks}
	if why := doubtful(g.Result, p.ID, id); s.Verdict == etalon.Pass && why != (etalon.Text{}) {
		play.Verdict, play.Reason = etalon.Inconclusive, why
	}
	p.Scenarios[i].Plays = append(p.Scenarios[i].Plays, play)
}

// doubtful tells why what passed in a session does not count; the zero Text when it
// does.
func doubtful(r etalon.Result, profile etalon.ProfileID, id etalon.ScenarioID) etalon.Text {
	if r.Seal == etalon.SealNone {
		return etalon.Text{FR: "Cette session n'est pas scellée : rien n'y est acquis.", EN: "This session is not sealed: nothing is settled in it."}
	}
	for _, p := range r.Profiles {
		for _, d := range p.Departures {
			if p.ID == profile && d.Short && (d.Scenario == "" || d.Scenario == id) {
				return etalon.Text{FR: "Joué autrement que le catalogue : " + d.What.FR + ".", EN: "Played otherwise than the catalogue has it: " + d.What.EN + "."}
			}
		}
	}
	return etalon.Text{}
}

// decide finds the play that counts.
func decide(s *reports.JoinedScenario, latest bool) {
	if len(s.Plays) == 0 {
		s.Verdict = etalon.Inconclusive // it concerns the product, and nobody played it
		return
	}
	best := s.Plays[0]
	for _, p := range s.Plays[1:] {
		if counts(best.Verdict, p.Verdict, latest) {
			best = p
		}
	}
	s.Verdict, s.From = best.Verdict, best.Session
	s.SetAside = best.Verdict != etalon.Fail && slices.ContainsFunc(s.Plays, func(p reports.Play) bool { return p.Verdict == etalon.Fail })
}

// counts tells whether a later play counts in the place of an earlier one.
func counts(before, now etalon.Verdict, latest bool) bool {
	settles := now == etalon.Pass || now == etalon.Fail
	switch {
	case before != etalon.Pass && before != etalon.Fail: // it settled nothing
		return true
	case !settles:
		return false
	}
	return latest || now == etalon.Fail || before == etalon.Pass
}

// require joins what the play that counts says of each requirement.
func require(p *reports.JoinedProfile, s reports.JoinedScenario) {
	for _, play := range s.Plays {
		if play.Session != s.From || play.Verdict != s.Verdict {
			continue
		}
		for _, c := range play.Checks {
			i := slices.IndexFunc(p.Requirements, func(r reports.JoinedRequirement) bool { return r.ID == c.ID })
			if i < 0 {
				i = len(p.Requirements)
				p.Requirements = append(p.Requirements, reports.JoinedRequirement{ID: c.ID, Sessions: []int{}})
			}
			r := &p.Requirements[i]
			r.Verdict = r.Verdict.Join(c.Verdict)
			if !slices.Contains(r.Sessions, s.From) {
				r.Sessions = append(r.Sessions, s.From)
			}
		}
		return
	}
}
