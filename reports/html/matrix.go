package html

import (
	"slices"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports"
)

// matrix is one profile: requirements down, scenarios across.
type matrix struct {
	Anchor    string
	Title     etalon.Text
	Part      etalon.Text // which scenarios it speaks of, when not of all
	Scenarios []column
	Many      bool // scenarios: their names are set upright
	Rows      []row
}

type column struct {
	ID    string
	Title etalon.Text
}

type row struct {
	Anchor  string
	ID      string
	Text    etalon.Text
	Source  string
	Verdict verdict
	Matched string
	// Attested: it passes on somebody's word alone.
	Attested bool
	Cells    []cell
}

// cell is a requirement in a scenario; Class is empty where they do not meet.
type cell struct {
	verdict
	Link string // anchor of the finding's group, when there is one
}

func newMatrix(p etalon.ProfileResult, r etalon.Result, secs []section) matrix {
	m := matrix{Anchor: "profil-" + slug(string(p.ID)), Title: titled(p.Title, string(p.ID)), Part: reports.Part(p)}
	var across []etalon.ScenarioResult
	for _, s := range r.Scenarios {
		if s.Profile == p.ID {
			across = append(across, s)
			m.Scenarios = append(m.Scenarios, column{string(s.ID), titled(s.Title, string(s.ID))})
		}
	}
	m.Many = len(across) > 4
	for _, q := range p.Requirements {
		line := row{
			Anchor: m.Anchor + "-" + slug(string(q.ID)),
			ID:     reports.Visible(string(q.ID), 80), Text: french(q.Text), Source: reports.Visible(q.Source, 200),
			Verdict: show(q.Verdict), Matched: reports.Count(q.Matched, "fr"),
			Attested: q.Attested && q.Verdict == etalon.Pass,
		}
		for _, s := range across {
			line.Cells = append(line.Cells, newCell(q.ID, s, r, secs))
		}
		m.Rows = append(m.Rows, line)
	}
	return m
}

func newCell(id etalon.RequirementID, s etalon.ScenarioResult, r etalon.Result, secs []section) cell {
	i := slices.IndexFunc(s.Checks, func(c etalon.RequirementResult) bool { return c.ID == id })
	if i < 0 {
		return cell{}
	}
	out := cell{verdict: show(s.Checks[i].Verdict)}
	for _, f := range s.Findings {
		if f < 0 || f >= len(r.Findings) || r.Findings[f].Verdict() != s.Checks[i].Verdict {
			continue
		}
		if slices.Contains(r.Findings[f].Requirements, id) {
			out.Link = groupOf(f, secs)
			break
		}
	}
	return out
}

// groupOf is the anchor of the group a finding stands in.
func groupOf(finding int, secs []section) string {
	for _, s := range secs {
		for _, g := range s.Groups {
			if g.members[finding] {
				return g.Anchor
			}
		}
	}
	return ""
}

// french puts the English where there is no French: a summary is never empty.
func french(t etalon.Text) etalon.Text {
	if t.FR == "" {
		t.FR, t.EN = t.EN, ""
	}
	return t
}
