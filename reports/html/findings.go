package html

import (
	"fmt"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports"
)

const (
	inFull     = 3    // findings of one rule told in full, each saying something else
	inTable    = 400  // further ones told in a table
	aroundCard = 4    // lines on each side of the marked one, beside a card
	valueLimit = 2000 // characters shown of a value
)

// section is the findings of one effect.
type section struct {
	ID     string
	Class  string
	Title  etalon.Text
	None   etalon.Text // said when there is no group
	Count  etalon.Text
	Groups []group
}

// group is one rule: what it asks, and where it did not hold.
type group struct {
	Anchor       string
	Rule         string
	Message      etalon.Text
	Clause       string
	Confidence   string
	Grade        etalon.Text
	Requirements []string
	Hint         etalon.Text
	Count        etalon.Text
	Cards        []card
	Rest         []card
	Same         bool // Rest says nothing else than the one card
	Untold       int
	id           etalon.RuleID
	members      map[int]bool // findings, for links from elsewhere
}

// card is one finding.
type card struct {
	Number    int
	Message   etalon.Text // when it is not the group's
	Expected  string
	Observed  string
	Place     etalon.Text
	XPath     string
	Exchange  string
	Link      string // anchor of the exchange or of its marked line; empty when it is not shown
	Scenario  string
	Excerpt   []Line
	Finding   int
	Direction etalon.Text
	of        etalon.ExchangeID
	full      bool // it stands before the table, with its lines
}

func sections(g reports.Groups, r etalon.Result) []section {
	var out []section
	add := func(id, class string, groups []reports.Group, always bool, title, none etalon.Text) {
		if len(groups) == 0 && !always {
			return
		}
		s := section{ID: id, Class: class, Title: title, None: none, Count: both(func(lang string) string {
			say := func(fr, en string) string { return etalon.Text{FR: fr, EN: en}.In(lang) }
			return reports.Plural(len(groups), lang, say("règle", "rule"), say("règles", "rules")) + ", " +
				reports.Plural(reports.Total(groups), lang, say("constat", "finding"), say("constats", "findings"))
		})}
		for i, one := range groups {
			s.Groups = append(s.Groups, newGroup(fmt.Sprintf("%s-%d", id, i+1), one, r))
		}
		out = append(out, s)
	}
	add("banc", "error", g.Broken, false, etalon.Text{FR: "Défaillances du banc", EN: "Harness failures"}, etalon.Text{})
	add("echecs", "fail", g.Failed, true, etalon.Text{FR: "Non-conformités", EN: "Non-conformities"},
		etalon.Text{FR: "Aucune règle n’est en échec.", EN: "No rule failed."})
	add("ouverts", "open", g.Inconclusive, false, etalon.Text{FR: "Constats non établis", EN: "Inconclusive findings"}, etalon.Text{})
	add("avertissements", "warn", g.Remarks, false, etalon.Text{FR: "Avertissements", EN: "Warnings"}, etalon.Text{})
	return out
}

func newGroup(anchor string, g reports.Group, r etalon.Result) group {
	f := r.Findings[g.Findings[0]]
	out := group{
		Anchor: anchor, id: g.Rule, Rule: reports.Visible(string(g.Rule), 80), Message: f.Message, Hint: reports.Remedy(f),
		Clause: reports.Visible(f.Source, 300), Confidence: reports.Visible(string(f.Confidence), 20), Grade: reports.Grade(f.Confidence),
		Count:   both(func(lang string) string { return places(len(g.Findings), lang) }),
		members: map[int]bool{},
	}
	if out.Message == (etalon.Text{}) {
		out.Message = etalon.Text{FR: "La règle ne tient pas.", EN: "The rule does not hold."}
	}
	for _, id := range f.Requirements {
		out.Requirements = append(out.Requirements, reports.Visible(string(id), 80))
	}
	told := map[[3]string]bool{}
	for n, i := range g.Findings {
		out.members[i] = true
		c := newCard(n+1, i, r.Findings[i])
		says := [3]string{c.Expected, c.Observed, c.Message.FR}
		switch {
		case !told[says] && len(out.Cards) < inFull:
			told[says] = true
			if c.Message == out.Message {
				c.Message = etalon.Text{}
			}
			c.full = true
			out.Cards = append(out.Cards, c)
		case len(out.Rest) < inTable:
			out.Rest = append(out.Rest, c)
		default:
			out.Untold++
		}
	}
	out.Same = len(out.Cards) == 1
	return out
}

func newCard(number, i int, f etalon.Finding) card {
	at := f.Location
	at.XPath = ""
	c := card{
		Number: number, Finding: i, Message: f.Message, of: f.Exchange,
		Expected: reports.Visible(f.Expected, valueLimit), Observed: reports.Visible(f.Observed, valueLimit),
		Place: both(func(lang string) string { return reports.Place(at, lang) }), XPath: reports.Visible(f.Location.XPath, 0),
		Exchange: reports.Visible(string(f.Exchange), 80), Scenario: reports.Visible(string(f.Scenario), 120),
	}
	if f.Exchange == "" && f.Scenario != "" && at.Direction == "" {
		c.Place = etalon.Text{} // the scenario is the place
	}
	if f.Exchange != "" && f.Location == (etalon.Location{Offset: -1}) {
		c.Place = etalon.Text{FR: "l’échange entier", EN: "the whole exchange"}
	}
	return c
}

// cardsOf are the cards that are told, by the exchange that they are of.
func cardsOf(all []section) map[etalon.ExchangeID][]*card {
	out := map[etalon.ExchangeID][]*card{}
	for _, s := range all {
		for _, g := range s.Groups {
			for i := range g.Cards {
				out[g.Cards[i].of] = append(out[g.Cards[i].of], &g.Cards[i])
			}
			for i := range g.Rest {
				out[g.Rest[i].of] = append(out[g.Rest[i].of], &g.Rest[i])
			}
		}
	}
	return out
}

// quote links a card to its exchange, and to its line there, which a card in full shows.
func (c *card) quote(v ExchangeView) {
	c.Link = anchorOf(v.ID)
	lines := v.Request.excerpt(c.Finding, aroundCard)
	if lines == nil {
		lines = v.Response.excerpt(c.Finding, aroundCard)
	}
	if lines != nil {
		c.Link = markOf(c.Finding)
	}
	if c.full {
		c.Excerpt = lines
	}
}

func places(n int, lang string) string {
	if lang == "en" {
		return reports.Plural(n, lang, "place", "places")
	}
	return reports.Plural(n, lang, "lieu", "lieux")
}

// anchorOf is the anchor of an exchange shown in full.
func anchorOf(id etalon.ExchangeID) string { return "echange-" + slug(string(id)) }

// markOf is the anchor of the line a finding points at.
func markOf(finding int) string { return fmt.Sprintf("constat-%d", finding) }
