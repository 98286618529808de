package terminal

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports"
)

// Options say how to write, never what.
type Options struct {
	Lang  string // "fr" (default) or "en"
	Color bool   // ANSI colours, beside the words
	Width int    // columns; 0: 100
}

// Input is what every report is made of.
type Input = reports.Input

// Write writes the whole report: verdict and scope, profiles, findings by rule,
// what could not be established and why, what the verdict stands on, and last,
// where the eye is when the command ends, what to do next. The error is the
// writer's.
func Write(w io.Writer, in Input) error {
	p := newPage(Options{Lang: in.Lang, Color: in.Color, Width: in.Width})
	r := in.Result
	groups := reports.Sort(r.Findings)
	p.head(r)
	if err := p.profiles(r); err != nil {
		return err
	}
	p.section(groups.Broken, r, etalon.Text{FR: "Défaillances du banc", EN: "Harness failures"})
	p.section(groups.Failed, r, etalon.Text{FR: "Non-conformités", EN: "Non-conformities"})
	p.section(groups.Inconclusive, r, etalon.Text{FR: "Constats non établis", EN: "Inconclusive findings"})
	p.section(groups.Remarks, r, etalon.Text{FR: "Avertissements", EN: "Warnings"})
	p.unsettled(r)
	p.notes(r)
	p.work(r)
	p.grounds(in)
	p.next(r)
	return p.flush(w)
}

type page struct {
	b   bytes.Buffer
	opt Options
}

func newPage(o Options) *page {
	if o.Width <= 0 {
		o.Width = 100
	}
	o.Width = max(o.Width, 40)
	if o.Lang != "en" {
		o.Lang = "fr"
	}
	return &page{opt: o}
}

func (p *page) flush(w io.Writer) error {
	if _, err := w.Write(p.b.Bytes()); err != nil {
		return fmt.Errorf("write terminal report: %w", err)
	}
	return nil
}

func (p *page) say(fr, en string) string { return etalon.Text{FR: fr, EN: en}.In(p.opt.Lang) }

func (p *page) head(r etalon.Result) {
	v := Safe
	title := "Étalon"
	if r.Tool.Version != "" {
		title += " " + v(r.Tool.Version, 40)
	}
	p.line(0, p.bold(title)+p.say(" — rapport de conformité", " — conformity report"))
	product := v(r.SUT.Name, 80) + " " + v(r.SUT.Version, 40)
	if r.SUT.Vendor != "" {
		product += ", " + v(r.SUT.Vendor, 80)
	}
	p.label(0, p.say("Produit", "Product"), product)
	if r.SUT.Mutant != "" {
		p.label(0, p.say("Défaut introduit exprès", "Defect seeded on purpose"), v(r.SUT.Mutant, 80))
	}
	if r.SUT.Generation != "" {
		p.label(0, p.say("Génération du DMP", "Generation of the DMP"), v(r.SUT.Generation, 40)+p.say(", qui n'est plus en vigueur", ", no longer in force"))
	}
	p.label(0, "Verdict", p.claim(r.Verdict, reports.ResultWord(r)))
	p.line(0, reports.ResultSentence(r).In(p.opt.Lang))
	p.heading(p.say("Portée", "Scope"))
	for _, l := range reports.ScopeOf(r).Lines() {
		p.label(2, l.Label.In(p.opt.Lang), l.Text.In(p.opt.Lang))
	}
}

func (p *page) unsettled(r etalon.Result) {
	list := reports.Unsettle(r)
	if len(list) == 0 {
		return
	}
	p.heading(p.say("Ce qui reste ouvert, et pourquoi", "What stays open, and why"))
	for _, u := range list {
		p.line(2, "- "+p.subject(u)+reports.Colon(p.opt.Lang)+p.verdict(u.Verdict)+
			". "+Safe(reports.Phrase(u.Why.In(p.opt.Lang)), 300))
	}
}

// notes say what a reader must know of how scenarios were played.
func (p *page) notes(r etalon.Result) {
	first := true
	for _, s := range r.Scenarios {
		for _, n := range s.Notes {
			if first {
				p.heading(p.say("À savoir de la session", "To know of the session"))
				first = false
			}
			p.line(2, "- "+Safe(string(s.ID), 80)+reports.Colon(p.opt.Lang)+Safe(n.In(p.opt.Lang), 300))
		}
	}
}

// subject names what stays open: "DMP-X16 (td2.1-pdf, td2.1-lot)", or the scenarios alone.
func (p *page) subject(u reports.Unsettled) string {
	const most = 4
	var names []string
	for i, id := range u.Scenarios {
		if i == most {
			names = append(names, p.say("et ", "and ")+
				reports.Plural(len(u.Scenarios)-most, p.opt.Lang, p.say("autre", "other"), p.say("autres", "others")))
			break
		}
		names = append(names, Safe(string(id), 80))
	}
	where := strings.Join(names, ", ")
	if u.Requirement == "" {
		return where
	}
	return Safe(string(u.Requirement), 80) + " (" + where + ")"
}

func (p *page) work(r etalon.Result) {
	lang := p.opt.Lang
	p.heading(p.say("Preuve du travail", "Proof of work"))
	n := func(n int, frOne, frMany, enOne, enMany string) string {
		return reports.Plural(n, lang, p.say(frOne, enOne), p.say(frMany, enMany))
	}
	p.line(2, n(r.Rules.Loaded, "règle chargée", "règles chargées", "rule loaded", "rules loaded")+", "+
		n(r.Rules.Ran, "appliquée", "appliquées", "ran", "ran")+", "+
		n(r.Rules.Matched, "évaluation", "évaluations", "evaluation", "evaluations")+" "+p.say("sur", "over")+" "+
		n(len(r.Exchanges), "échange", "échanges", "exchange", "exchanges")+".")
	if idle := r.Rules.Loaded - r.Rules.Ran; idle > 0 {
		p.line(2, n(idle, "règle n’a rien rencontré à juger.", "règles n’ont rien rencontré à juger.",
			"rule met nothing to judge.", "rules met nothing to judge."))
	}
}

// grounds tells all that the verdict stands on.
func (p *page) grounds(in Input) {
	p.heading(p.say("Ce sur quoi repose ce verdict", "What this verdict stands on"))
	for _, g := range reports.Grounds(in) {
		var parts []string
		for _, part := range []string{Safe(g.Value, 60), short(g.Digest)} {
			if part != "" {
				parts = append(parts, part)
			}
		}
		p.label(2, Safe(g.Label.In(p.opt.Lang), 80), strings.Join(parts, ", "))
	}
}

// next tells what to do, numbered, the most useful first.
func (p *page) next(r etalon.Result) {
	p.heading(p.say("Que faire maintenant", "What to do next"))
	for i, n := range reports.NextSteps(r) {
		text := Safe(n.Text.In(p.opt.Lang), 300)
		if n.Rule != "" {
			text = p.bold(Safe(string(n.Rule), 60)) + reports.Colon(p.opt.Lang) + text
		}
		p.line(2, fmt.Sprintf("%d) %s", i+1, text))
	}
}

// short is the beginning of a digest, enough to compare by eye.
func short(digest string) string {
	algorithm, hex, ok := strings.Cut(digest, ":")
	if !ok {
		algorithm, hex = "", digest
	}
	if len(hex) > 16 {
		hex = hex[:16] + "…"
	}
	return Safe(strings.TrimSpace(algorithm+" "+hex), 0)
}
