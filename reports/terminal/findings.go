package terminal

import (
	"fmt"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports"
)

const (
	valueLimit = 400 // characters shown of a value
	morePlaces = 3   // other places told for one rule before they are only counted
)

// section tells the groups of one effect, one numbered block per rule.
func (p *page) section(groups []reports.Group, r etalon.Result, title etalon.Text) {
	if len(groups) == 0 {
		return
	}
	lang := p.opt.Lang
	p.heading(title.In(lang) + reports.Colon(lang) +
		reports.Plural(len(groups), lang, p.say("règle", "rule"), p.say("règles", "rules")) + ", " +
		reports.Plural(reports.Total(groups), lang, p.say("constat", "finding"), p.say("constats", "findings")))
	for i, g := range groups {
		if i > 0 {
			p.b.WriteByte('\n')
		}
		p.block(i+1, g, r)
	}
}

func (p *page) block(n int, g reports.Group, r etalon.Result) {
	f := r.Findings[g.Findings[0]]
	lang, show := p.opt.Lang, Safe
	p.line(2, fmt.Sprintf("%d) %s%s%s", n, p.bold(show(string(g.Rule), 60)), reports.Colon(lang), show(f.Message.In(lang), valueLimit)))
	field := func(fr, en, value string) {
		if value != "" {
			p.field(5, p.say(fr, en), value)
		}
	}
	clause := show(f.Source, 200)
	if f.Confidence != "" {
		clause = strings.TrimSpace(clause + p.say(" (confiance ", " (confidence ") + show(string(f.Confidence), 20) + ")")
	}
	field("Clause", "Clause", clause)
	field("Exigences", "Requirements", requirements(f))
	field("Attendu", "Expected", show(f.Expected, valueLimit))
	field("Observé", "Observed", show(f.Observed, valueLimit))
	field("Lieu", "Place", p.place(f))
	field("Remède", "Hint", show(reports.Remedy(f).In(lang), valueLimit))
	p.others(g, r, f)
}

// others tells the further places of the same rule: where, and what was
// observed there when it is something else.
func (p *page) others(g reports.Group, r etalon.Result, first etalon.Finding) {
	rest := g.Findings[1:]
	for k, i := range rest {
		if k == morePlaces {
			p.line(5, p.say("Et encore ", "And ")+reports.Plural(len(rest)-k, p.opt.Lang, p.say("lieu", "more place"), p.say("lieux", "more places"))+
				p.say(" : voir verdict.json ou report.html.", ": see verdict.json or report.html."))
			return
		}
		f := r.Findings[i]
		if f.Location.XPath == first.Location.XPath && f.Location.XPath != "" {
			f.Location.XPath = ""
		}
		text := p.place(f)
		if f.Observed != first.Observed && f.Observed != "" {
			text += p.say("\u00a0; observé ", "; observed ") + Safe(f.Observed, 120)
		}
		p.field(5, p.say("Aussi", "Also"), text)
	}
}

func (p *page) place(f etalon.Finding) string {
	var parts []string
	if f.Exchange != "" {
		name := p.say("échange ", "exchange ") + Safe(string(f.Exchange), 60)
		if f.Scenario != "" {
			name += " (" + Safe(string(f.Scenario), 60) + ")"
		}
		parts = append(parts, name)
	} else if f.Scenario != "" {
		parts = append(parts, p.say("scénario ", "scenario ")+Safe(string(f.Scenario), 60))
	}
	if f.Exchange != "" || f.Scenario == "" || f.Location.Direction != "" {
		if at := reports.Place(f.Location, p.opt.Lang); f.Exchange == "" || f.Location != (etalon.Location{Offset: -1}) {
			parts = append(parts, at)
		}
	}
	return strings.Join(parts, ", ")
}

func requirements(f etalon.Finding) string {
	ids := make([]string, len(f.Requirements))
	for i, id := range f.Requirements {
		ids[i] = Safe(string(id), 60)
	}
	return strings.Join(ids, ", ")
}
