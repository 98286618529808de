package reports

import (
	"cmp"
	"slices"

	"github.com/etalon-dmp/etalon"
)

// Asserted is what was asserted of one scenario, or of what belongs to none.
type Asserted struct {
	Name       string
	Title      etalon.Text
	Assertions []Assertion
}

// Assertion is one thing that was judged: a requirement on a scenario, or what a rule
// said of it at one place.
type Assertion struct {
	ID           string // of the requirement, or of the rule
	Description  etalon.Text
	Requirements []etalon.RequirementID
	Verdict      etalon.Verdict
	Finding      *etalon.Finding // what a rule said; nil for a requirement
}

// Place names where a finding is, for a reader without our report: the exchange and its
// side; "" where it is nowhere.
func (a Assertion) Place() string {
	if a.Finding == nil || a.Finding.Exchange == "" {
		return ""
	}
	return Visible(string(a.Finding.Exchange), 0) + "-" + Visible(cmp.Or(a.Finding.Location.Direction, "request"), 0)
}

// Assertions lists what a result asserts, for formats that others read: never nothing,
// and never a better whole than the result, for what was not played is an assertion
// that is not established.
func Assertions(r etalon.Result) []Asserted {
	var out []Asserted
	worst := etalon.NotApplicable
	add := func(g Asserted) {
		for _, a := range g.Assertions {
			worst = worst.Join(a.Verdict)
		}
		if len(g.Assertions) > 0 {
			out = append(out, g)
		}
	}
	told := make([]bool, len(r.Findings))
	for _, s := range r.Scenarios {
		add(scenarioGroup(r, s, told))
	}
	rest := Asserted{Name: "session", Title: etalon.Text{FR: "La session", EN: "The session"}}
	for _, p := range r.Profiles {
		if p.Partial() {
			rest.Assertions = append(rest.Assertions, Assertion{ID: string(p.ID), Verdict: etalon.Inconclusive, Description: etalon.Text{FR: ProfileClaim(p, "fr"), EN: ProfileClaim(p, "en")}})
		}
	}
	for i := range r.Findings {
		if !told[i] {
			rest.Assertions = append(rest.Assertions, said(r.Findings[i]))
		}
	}
	for _, a := range rest.Assertions {
		worst = worst.Join(a.Verdict)
	}
	if worst < r.Verdict || worst == etalon.NotApplicable {
		v := max(r.Verdict, etalon.Inconclusive)
		rest.Assertions = append(rest.Assertions, Assertion{ID: "verdict", Verdict: v, Description: ResultSentence(r)})
	}
	add(rest)
	return out
}

func scenarioGroup(r etalon.Result, s etalon.ScenarioResult, told []bool) Asserted {
	g := Asserted{Name: string(s.Profile) + "." + string(s.ID), Title: s.Title}
	worst := etalon.NotApplicable
	for _, c := range s.Checks {
		if c.Verdict == etalon.NotApplicable {
			continue
		}
		text := c.Text
		if text == (etalon.Text{}) {
			text = etalon.Text{FR: string(c.ID), EN: string(c.ID)}
		}
		g.Assertions = append(g.Assertions, Assertion{ID: string(c.ID), Description: text, Requirements: []etalon.RequirementID{c.ID}, Verdict: c.Verdict})
		worst = worst.Join(c.Verdict)
	}
	for _, i := range s.Findings {
		if i >= 0 && i < len(told) && !told[i] {
			told[i] = true
			g.Assertions = append(g.Assertions, said(r.Findings[i]))
			worst = worst.Join(r.Findings[i].Verdict())
		}
	}
	if worst < s.Verdict {
		why := s.Reason
		if why == (etalon.Text{}) {
			why = s.Title
		}
		g.Assertions = append(g.Assertions, Assertion{ID: string(s.ID), Description: why, Verdict: s.Verdict})
	}
	return g
}

func said(f etalon.Finding) Assertion {
	text := f.Message
	if text == (etalon.Text{}) {
		text = etalon.Text{FR: string(f.Rule), EN: string(f.Rule)}
	}
	return Assertion{ID: string(f.Rule), Description: text, Requirements: slices.Clone(f.Requirements), Verdict: f.Verdict(), Finding: &f}
}

// Instant is when what is told happened, as others' formats need one; the epoch where
// nobody knows.
func Instant(in Input) string { return cmp.Or(in.At, "1970-01-01T00:00:00.000Z") }

// ProfileNames are those of the profiles judged, or what a lone document is.
func ProfileNames(r etalon.Result) string {
	var out string
	for i, p := range r.Profiles {
		if i > 0 {
			out += ","
		}
		out += Visible(string(p.ID), 0)
	}
	return cmp.Or(out, "document")
}

// PackNames are those of the packs, with version.
func PackNames(r etalon.Result) string {
	var out string
	for i, p := range r.Packs {
		if i > 0 {
			out += ", "
		}
		out += Visible(p.Name+" "+p.Version, 0)
	}
	return cmp.Or(out, "–")
}
