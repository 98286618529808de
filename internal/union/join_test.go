package union_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/internal/union"
	"github.com/etalon-dmp/etalon/reports"
)

// session is one of a product whose profile "p" has scenarios, by name and verdict.
func session(name string, went map[string]etalon.Verdict) union.Given {
	r := etalon.Result{SUT: etalon.SUTInfo{Name: "LPS", Version: "1"}, Seal: etalon.SealSigned, Profiles: []etalon.ProfileResult{{ID: "p"}}}
	for id, v := range went {
		r.Scenarios = append(r.Scenarios, etalon.ScenarioResult{
			ID: etalon.ScenarioID(id), Profile: "p", Verdict: v, Checks: []etalon.RequirementResult{{ID: etalon.RequirementID("R-" + id), Verdict: v}},
		})
	}
	return union.Given{Name: name, Dossier: name, Plan: &plan.Plan{}, Result: r}
}

func joined(t *testing.T, latest bool, sessions ...union.Given) (profile reports.JoinedProfile, verdict etalon.Verdict) {
	t.Helper()
	j, err := union.Join(sessions, latest)
	if err != nil {
		t.Fatal(err)
	}
	return j.Profiles[0], j.Verdict
}

func TestWhatOneSessionFoundAnotherDoesNotHide(t *testing.T) {
	type verdicts = []etalon.Verdict
	const pass, fail, open = etalon.Pass, etalon.Fail, etalon.Inconclusive
	for name, c := range map[string]struct {
		plays    verdicts
		latest   bool
		want     etalon.Verdict
		from     int
		setAside bool
	}{
		"passed later what was open":            {verdicts{open, pass}, false, pass, 2, false},
		"open later what had passed":            {verdicts{pass, open}, false, pass, 1, false},
		"failed, then passed":                   {verdicts{fail, pass}, false, fail, 1, false},
		"passed, then failed":                   {verdicts{pass, fail}, false, fail, 2, false},
		"failed, then passed, the latest":       {verdicts{fail, pass}, true, pass, 2, true},
		"failed, then open, the latest":         {verdicts{fail, open}, true, fail, 1, false},
		"passed, then failed, the latest":       {verdicts{pass, fail}, true, fail, 2, false},
		"failed, passed, failed, the latest":    {verdicts{fail, pass, fail}, true, fail, 3, false},
		"the harness broke, and then it passed": {verdicts{etalon.Broken, pass}, false, pass, 2, false},
		"open twice":                            {verdicts{open, open}, false, open, 2, false},
	} {
		t.Run(name, func(t *testing.T) {
			var all []union.Given
			for i, v := range c.plays {
				all = append(all, session(string(rune('a'+i)), map[string]etalon.Verdict{"s": v}))
			}
			p, v := joined(t, c.latest, all...)
			s := p.Scenarios[0]
			if v != c.want || p.Verdict != c.want || s.Verdict != c.want || s.From != c.from || s.SetAside != c.setAside {
				t.Errorf("%s of %s: %+v", v, p.Verdict, s)
			}
			if len(s.Plays) != len(c.plays) || p.Requirements[0].Verdict != c.want {
				t.Errorf("%d plays, requirement %s", len(s.Plays), p.Requirements[0].Verdict)
			}
		})
	}
}

// Sessions that each played a part make the whole; what none played stays open.
func TestPartsMakeAWhole(t *testing.T) {
	a, b := session("a", map[string]etalon.Verdict{"s1": etalon.Pass}), session("b", map[string]etalon.Verdict{"s2": etalon.Pass})
	left := func(g *union.Given, ids ...string) {
		for _, id := range ids {
			g.Plan.NotApplicable = append(g.Plan.NotApplicable, plan.Skipped{Scenario: etalon.ScenarioID(id), Profile: "p", Filtered: true})
			g.Result.Scenarios = append(g.Result.Scenarios, etalon.ScenarioResult{ID: etalon.ScenarioID(id), Profile: "p"})
		}
	}
	left(&a, "s2")
	left(&b, "s1")
	if p, v := joined(t, false, a, b); v != etalon.Pass || len(p.Scenarios) != 2 {
		t.Errorf("%s: %+v", v, p.Scenarios)
	}
	left(&a, "s3")
	if p, v := joined(t, false, a, b); v != etalon.Inconclusive || p.Scenarios[2].From != 0 {
		t.Errorf("%s: %+v", v, p.Scenarios)
	}
}

// What passed where nothing was settled, or where something else was played, is open.
func TestADoubtfulPassIsOpen(t *testing.T) {
	unsealed := session("a", map[string]etalon.Verdict{"s": etalon.Pass})
	unsealed.Result.Seal = etalon.SealNone
	other := session("a", map[string]etalon.Verdict{"s": etalon.Pass})
	other.Result.Profiles[0].Departures = []etalon.Departure{{Scenario: "s", Short: true}}
	for _, g := range []union.Given{unsealed, other} {
		if p, v := joined(t, false, g); v != etalon.Inconclusive || p.Scenarios[0].Plays[0].Reason.FR == "" {
			t.Errorf("%s: %+v", v, p.Scenarios)
		}
	}
	cut := session("a", map[string]etalon.Verdict{"s": etalon.Pass, "s#1": etalon.Fail})
	if _, v := joined(t, false, cut); v != etalon.Fail {
		t.Errorf("an attempt that failed: %s", v)
	}
	stray := session("a", map[string]etalon.Verdict{"s": etalon.Pass})
	stray.Result.Findings = []etalon.Finding{{Outcome: etalon.OutcomeFailed, Severity: etalon.SeverityError}}
	if _, v := joined(t, true, stray, session("b", map[string]etalon.Verdict{"s": etalon.Pass})); v != etalon.Fail {
		t.Errorf("what is outside any scenario: %s", v)
	}
}

func TestAnotherProductIsRefused(t *testing.T) {
	other := session("b", map[string]etalon.Verdict{"s": etalon.Pass})
	other.Result.SUT.Version = "2"
	var usage exit.Error
	for want, all := range map[string][]union.Given{
		"autre version":   {session("a", nil), other},
		"la même session": {session("a", nil), session("a", nil)},
		"aucune session":  nil,
	} {
		if _, err := union.Join(all, false); !errors.As(err, &usage) || usage.Code != etalon.ExitUsage || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
}
