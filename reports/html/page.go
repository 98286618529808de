package html

import (
	"html/template"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports"
)

// page is the report as the template lays it out: every word decided.
type page struct {
	Style     template.CSS
	Product   string
	Version   string
	Vendor    string
	Mutant    string
	Former    string // generation of the DMP, "" for the one in force
	Tool      string
	Verdict   verdict
	Sentence  etalon.Text
	Summary   etalon.Text // the work done
	Next      []next
	Scope     []scopeLine
	Grounds   []ground
	Pinned    []ground // the grounds of the first screen
	Profiles  []profile
	Sections  []section
	Open      []open
	Matrices  []matrix
	Scenarios []scenario
	Work      work
	Exchanges []exchange
	Traffic   []traffic
	Untold    etalon.Text // exchanges not listed, when there are too many
	Words     []word
	Grades    []grade
}

// verdict is a verdict as shown: shape, word, colour.
type verdict struct {
	Class string // of the colour and the shape: pass, fail, open, error, none
	Name  string // "FAIL"
	Word  etalon.Text
}

func show(v etalon.Verdict) verdict {
	out := verdict{Name: v.String(), Word: reports.Word(v)}
	switch v {
	case etalon.Pass:
		out.Class = "pass"
	case etalon.Fail:
		out.Class = "fail"
	case etalon.Inconclusive:
		out.Class = "open"
	case etalon.NotApplicable:
		out.Class = "none"
	default:
		out.Class = "error"
	}
	return out
}

// cut is show for what a filter may have cut down: another word, another shape.
func cut(v etalon.Verdict, word etalon.Text) verdict {
	out := show(v)
	if v == etalon.Pass && word != out.Word {
		out.Class = "partial"
	}
	out.Word = word
	return out
}

type profile struct {
	Anchor  string
	ID      string
	Title   etalon.Text
	Verdict verdict
	Tally   etalon.Text
	Part    etalon.Text // which scenarios it speaks of, when not of all
}

type open struct {
	Requirement string
	Scenarios   []string
	Verdict     verdict
	Why         etalon.Text
}

type scenario struct {
	ID, Source string
	Title      etalon.Text
	Verdict    verdict
	Reason     etalon.Text
	Notes      []etalon.Text
	Findings   int
}

type work struct {
	Loaded, Ran, Idle, Matched etalon.Text
	Rules                      []ruleWork
}

type ruleWork struct {
	Rule            string
	Matched, Failed string
	Idle            bool
	Bad             bool
}

type word struct {
	Verdict verdict
	Meaning etalon.Text
}

type grade struct {
	Letter string
	Text   etalon.Text
}

// newPage lays the page out. Its error is the evidence's.
func newPage(in Input) (page, error) {
	r := in.Result
	groups := reports.Sort(r.Findings)
	p := page{
		Style:   template.CSS(stylesheet), //nolint:gosec // our own file
		Product: reports.Visible(r.SUT.Name, 120), Version: reports.Visible(r.SUT.Version, 60),
		Vendor: reports.Visible(r.SUT.Vendor, 120), Mutant: reports.Visible(r.SUT.Mutant, 80), Former: reports.Visible(r.SUT.Generation, 40),
		Tool:    strings.TrimSpace("Étalon " + reports.Visible(r.Tool.Version, 60)),
		Verdict: cut(r.Verdict, reports.ResultWord(r)), Sentence: reports.ResultSentence(r), Summary: summary(r),
		Sections: sections(groups, r), Work: newWork(r.Rules),
	}
	var shown shortened
	cards := cardsOf(p.Sections)
	if err := look(in, func(v ExchangeView) {
		for _, c := range cards[v.ID] {
			c.quote(v)
		}
		shown.add(v)
	}); err != nil {
		return page{}, err
	}
	if p.Product == "" {
		p.Product = "Produit sans nom"
	}
	p.Next, p.Scope, p.Grounds = nextSteps(r, p.Sections), scope(r), grounds(in)
	p.Pinned = pinned(p.Grounds)
	for _, pr := range r.Profiles {
		p.Profiles = append(p.Profiles, profile{
			Anchor: "profil-" + slug(string(pr.ID)), ID: string(pr.ID), Title: titled(pr.Title, string(pr.ID)), Part: reports.Part(pr),
			Verdict: cut(pr.Verdict, reports.ProfileWord(pr)),
			Tally:   both(func(lang string) string { return reports.ProfileTally(pr, lang) }),
		})
		p.Matrices = append(p.Matrices, newMatrix(pr, r, p.Sections))
	}
	for _, u := range reports.Unsettle(r) {
		o := open{Requirement: string(u.Requirement), Verdict: show(u.Verdict), Why: phrase(u.Why)}
		for _, id := range u.Scenarios {
			o.Scenarios = append(o.Scenarios, string(id))
		}
		p.Open = append(p.Open, o)
	}
	for _, s := range r.Scenarios {
		notes := make([]etalon.Text, 0, len(s.Notes))
		for _, n := range s.Notes {
			notes = append(notes, phrase(n))
		}
		p.Scenarios = append(p.Scenarios, scenario{
			Notes: notes,
			ID:    string(s.ID), Source: s.Source, Title: titled(s.Title, string(s.ID)), Verdict: show(s.Verdict), Reason: phrase(s.Reason), Findings: len(s.Findings),
		})
	}
	p.Exchanges = exchanges(shown.views, r, p.Sections)
	p.Traffic, p.Untold = newTraffic(r, shown.views)
	for _, v := range reports.Verdicts() {
		p.Words = append(p.Words, word{show(v), reports.Meaning(v)})
	}
	for _, c := range []etalon.Confidence{etalon.ConfidenceA, etalon.ConfidenceB, etalon.ConfidenceC, etalon.ConfidenceD} {
		p.Grades = append(p.Grades, grade{string(c), reports.Grade(c)})
	}
	return p, nil
}

// summary says in one line how much was looked at.
func summary(r etalon.Result) etalon.Text {
	return both(func(lang string) string {
		say := func(fr, en string) string { return etalon.Text{FR: fr, EN: en}.In(lang) }
		return strings.Join([]string{
			reports.Plural(r.Rules.Ran, lang, say("règle appliquée", "rule ran"), say("règles appliquées", "rules ran")),
			reports.Plural(ran(r), lang, say("scénario", "scenario"), say("scénarios", "scenarios")),
			reports.Plural(len(r.Exchanges), lang, say("échange", "exchange"), say("échanges", "exchanges")),
		}, ", ")
	})
}

// ran counts the scenarios that apply and were not left out.
func ran(r etalon.Result) int {
	n := 0
	for _, s := range r.Scenarios {
		if s.Verdict != etalon.NotApplicable {
			n++
		}
	}
	return n
}

func newWork(c etalon.RuleCount) work {
	count := func(n int, frOne, frMany, enOne, enMany string) etalon.Text {
		return etalon.Text{FR: reports.Plural(n, "fr", frOne, frMany), EN: reports.Plural(n, "en", enOne, enMany)}
	}
	w := work{
		Loaded:  count(c.Loaded, "règle chargée", "règles chargées", "rule loaded", "rules loaded"),
		Ran:     count(c.Ran, "règle appliquée", "règles appliquées", "rule ran", "rules ran"),
		Idle:    count(max(c.Loaded-c.Ran, 0), "sans rien à juger", "sans rien à juger", "met nothing to judge", "met nothing to judge"),
		Matched: count(c.Matched, "évaluation", "évaluations", "evaluation", "evaluations"),
	}
	for _, b := range c.ByRule {
		w.Rules = append(w.Rules, ruleWork{
			Rule: reports.Visible(string(b.Rule), 60), Matched: reports.Count(b.Matched, "fr"), Failed: reports.Count(b.Failed, "fr"),
			Idle: b.Matched == 0, Bad: b.Failed > 0,
		})
	}
	return w
}

func both(f func(lang string) string) etalon.Text { return etalon.Text{FR: f("fr"), EN: f("en")} }

func phrase(t etalon.Text) etalon.Text {
	return etalon.Text{FR: reports.Phrase(t.FR), EN: reports.Phrase(t.EN)}
}

func titled(t etalon.Text, id string) etalon.Text {
	if t == (etalon.Text{}) {
		t.FR = id
	}
	return t
}

// slug makes an identifier fit for an anchor.
func slug(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '-', r == '_':
			return r
		}
		return '-'
	}, s)
}
