package terminal

import (
	"fmt"
	"io"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports"
)

// accountShown bounds the mutants that are told one by one: JSON has all.
const accountShown = 40

// WriteAccount writes how many mutants of the evidence a rule fails, by pack, area,
// message and requirement, and those that somebody has to look at.
func WriteAccount(w io.Writer, a reports.Account, o Options) error {
	p := newPage(o)
	p.line(0, p.bold(p.say("Le compte : chaque nœud de chaque message est gardé par une règle, ou libre par une clause",
		"The account: each node of each message is held by a rule, or free by a clause")))
	p.label(0, p.say("Mutants jugés", "Mutants judged"), fmt.Sprintf(p.say("%d sur %d", "%d of %d"), a.Made, a.Of))
	for _, by := range []struct {
		name  string
		title etalon.Text
	}{
		{"pack", etalon.Text{FR: "Par référentiel", EN: "By pack"}},
		{"area", etalon.Text{FR: "Par domaine", EN: "By area"}},
		{"message", etalon.Text{FR: "Par message", EN: "By message"}},
		{"requirement", etalon.Text{FR: "Par exigence des règles qui ont parlé, ou des plus proches", EN: "By requirement of the rules that spoke, or of the nearest"}},
	} {
		if err := p.counts(a, by.name, by.title.In(o.Lang)); err != nil {
			return err
		}
	}
	p.unsaid(a)
	p.accountEnd(a)
	return p.flush(w)
}

// counts is the table of one kind of group.
func (p *page) counts(a reports.Account, by, title string) error {
	header := []string{p.say("Quoi", "What"), p.say("mutants", "mutants")}
	for _, word := range a.Words {
		header = append(header, p.accountWord(word))
	}
	var rows [][]string
	row := func(name string, counts []int) {
		sum, cells := 0, []string{}
		for _, n := range counts {
			sum += n
			cells = append(cells, fmt.Sprint(n))
		}
		rows = append(rows, append([]string{Safe(name, 40), fmt.Sprint(sum)}, cells...))
	}
	for _, g := range a.Groups {
		if g.By == by {
			row(g.Name, g.Words)
		}
	}
	if by == "area" {
		row(p.say("tout", "all"), a.Total)
	}
	if len(rows) == 0 {
		return nil
	}
	p.heading(title)
	return p.table(header, rows)
}

func (p *page) accountWord(word string) string {
	return map[string]etalon.Text{
		"failed":       {FR: "échec", EN: "failed"},
		"elsewhere":    {FR: "ailleurs", EN: "elsewhere"},
		"warned":       {FR: "averti", EN: "warned"},
		"inconclusive": {FR: "non établi", EN: "inconclusive"},
		"free":         {FR: "libre", EN: "free"},
		"pending":      {FR: "à venir", EN: "pending"},
		"kept":         {FR: "inchangé", EN: "kept"},
		"false-red":    {FR: "faux rouge", EN: "false red"},
		"unaccounted":  {FR: "hors compte", EN: "unaccounted"},
		"unmade":       {FR: "non fait", EN: "unmade"},
	}[word].In(p.opt.Lang)
}

// unsaid tells the mutants that no rule spoke of, what was raised, what no rule
// asks.
func (p *page) unsaid(a reports.Account) {
	shown := 0
	for _, m := range a.Mutants {
		if m.Word != "unaccounted" && m.Word != "false-red" && m.Word != "unmade" {
			continue
		}
		if shown++; shown == 1 {
			p.heading(p.say("À regarder", "To look at"))
		}
		if shown > accountShown {
			continue
		}
		p.line(0, p.accountWord(m.Word)+" "+p.bold(Safe(m.Path, 200))+" "+Safe(m.Operator, 40))
		p.line(2, Safe(fmt.Sprintf("%s, %s, %s %s", m.Product, m.Message, m.Exchange, m.Scenario), 200))
		p.line(2, Safe(fmt.Sprintf("%q → %q", m.Before, m.After), 400))
		if len(m.Rules) > 0 {
			p.line(2, p.say("règles proches : ", "nearest rules: ")+Safe(joinRules(m.Rules), 200))
		}
		if m.Why != "" {
			p.line(2, Safe(m.Why, 300))
		}
	}
	if shown > accountShown {
		p.line(0, fmt.Sprintf(p.say("… et %d autres : --format json les dit tous.", "… and %d more: --format json tells all."), shown-accountShown))
	}
	for _, r := range a.Raised {
		p.line(0, fmt.Sprintf(p.say("%s : %d hors compte sur %d, le cliquet en permet %d.", "%s: %d unaccounted of %d, the ratchet allows %d."), Safe(r.Area, 40), r.Found, r.Of, r.Allowed))
	}
	for _, u := range a.Unneeded {
		p.line(0, p.say("free.yaml : aucun mutant n'a besoin de ", "free.yaml: no mutant needs ")+Safe(u, 200))
	}
	for _, f := range a.Facts {
		p.line(0, fmt.Sprintf(p.say("fait qu'aucune règle ne demande : %s (%s, %s)", "fact that no rule asks: %s (%s, %s)"), Safe(f.Fact, 80), Safe(f.Pack, 40), Safe(f.Role, 10)))
	}
}

func joinRules(ids []etalon.RuleID) string {
	var all []string
	for _, id := range ids {
		all = append(all, string(id))
	}
	return strings.Join(all, " ")
}

func (p *page) accountEnd(a reports.Account) {
	p.b.WriteByte('\n')
	if a.Failed {
		p.line(0, p.paint(red, p.say("Le compte n’y est pas.", "The account does not balance.")))
		return
	}
	p.line(0, p.say("Le compte y est.", "The account balances."))
}
