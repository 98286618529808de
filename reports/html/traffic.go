package html

import (
	"fmt"
	"slices"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports"
)

// trafficLimit is how many exchanges the table lists.
const trafficLimit = 1000

// traffic is one line of the table of exchanges.
type traffic struct {
	ID, Link                     string
	Scenario, Actor, Transaction string
	Behaviour                    string
	Findings                     int
}

// exchange is one exchange shown in full.
type exchange struct {
	Anchor, ID, Title string
	Findings          etalon.Text // how many speak of it; empty when none
	Messages          []shown
}

// shown is one message of an exchange.
type shown struct {
	Title etalon.Text
	Note  etalon.Text
	Lines []markedLine
	After etalon.Text
}

// markedLine is a line with what the margin says of it.
type markedLine struct {
	Line
	Before  etalon.Text
	Anchors []string // one per finding
	Rules   []link
}

type link struct{ Rule, Anchor string }

func exchanges(views []ExchangeView, r etalon.Result, secs []section) []exchange {
	var out []exchange
	said := map[etalon.ExchangeID]int{}
	for _, f := range r.Findings {
		said[f.Exchange]++
	}
	for _, v := range views {
		e := exchange{Anchor: anchorOf(v.ID), ID: reports.Visible(string(v.ID), 80), Title: reports.Visible(v.Title, 200)}
		if n := said[v.ID]; n > 0 {
			e.Findings = both(func(lang string) string {
				return reports.Plural(n, lang, etalon.Text{FR: "constat", EN: "finding"}.In(lang), etalon.Text{FR: "constats", EN: "findings"}.In(lang))
			})
		}
		e.Messages = append(e.Messages,
			newShown(v.Request, r, secs, etalon.Text{FR: "Requête", EN: "Request"}),
			newShown(v.Response, r, secs, etalon.Text{FR: "Réponse", EN: "Response"}))
		out = append(out, e)
	}
	return out
}

func newShown(m Message, r etalon.Result, secs []section, title etalon.Text) shown {
	s := shown{Title: title, Note: note(m), After: gap(m.Left)}
	for _, l := range m.Lines {
		ml := markedLine{Line: l, Before: gap(l.Gap)}
		for _, f := range l.Marks {
			if f < 0 || f >= len(r.Findings) {
				continue
			}
			ml.Anchors = append(ml.Anchors, markOf(f))
			k := link{reports.Visible(string(r.Findings[f].Rule), 80), groupOf(f, secs)}
			if !slices.Contains(ml.Rules, k) {
				ml.Rules = append(ml.Rules, k)
			}
		}
		s.Lines = append(s.Lines, ml)
	}
	return s
}

func note(m Message) etalon.Text {
	if m.Size == 0 {
		return etalon.Text{FR: "aucun octet", EN: "no bytes"}
	}
	t := etalon.Text{FR: reports.Plural(m.Size, "fr", "octet", "octets"), EN: reports.Plural(m.Size, "en", "byte", "bytes")}
	if m.Folded {
		t.FR += ", mis en lignes"
		t.EN += ", folded"
	}
	return t
}

func gap(n int) etalon.Text {
	if n == 0 {
		return etalon.Text{}
	}
	return etalon.Text{
		FR: fmt.Sprintf("… %s", reports.Plural(n, "fr", "ligne non reproduite", "lignes non reproduites")),
		EN: fmt.Sprintf("… %s", reports.Plural(n, "en", "line not shown", "lines not shown")),
	}
}

func newTraffic(r etalon.Result, shown []ExchangeView) ([]traffic, etalon.Text) {
	var out []traffic
	views := make(map[etalon.ExchangeID]bool, len(shown))
	for _, v := range shown {
		views[v.ID] = true
	}
	for i, x := range r.Exchanges {
		if i == trafficLimit {
			n := len(r.Exchanges) - i
			return out, etalon.Text{
				FR: reports.Plural(n, "fr", "autre échange figure", "autres échanges figurent") + " dans verdict.json.",
				EN: reports.Plural(n, "en", "more exchange is", "more exchanges are") + " in verdict.json.",
			}
		}
		t := traffic{
			ID: reports.Visible(string(x.ID), 80), Scenario: reports.Visible(string(x.Scenario), 120), Actor: string(x.Actor),
			Transaction: string(x.Transaction), Behaviour: x.Behaviour, Findings: x.Findings,
		}
		if views[x.ID] {
			t.Link = anchorOf(x.ID)
		}
		out = append(out, t)
	}
	return out, etalon.Text{}
}
