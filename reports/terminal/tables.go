package terminal

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/pkg/twwidth"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports"
)

// gap is the space between two columns.
const gap = 2

// profiles is the table of verdicts, with the requirements counted in words.
func (p *page) profiles(r etalon.Result) error {
	if len(r.Profiles) == 0 {
		return nil
	}
	header := []string{p.say("Profil", "Profile"), "Verdict", p.say("Exigences", "Requirements")}
	var rows [][]string
	for _, pr := range r.Profiles {
		told := reports.ProfileTally(pr, p.opt.Lang)
		if cut := reports.Part(pr).In(p.opt.Lang); cut != "" && told != "" {
			told = cut + p.say("\u00a0; ", "; ") + told
		} else if cut != "" {
			told = cut
		}
		rows = append(rows, []string{Safe(string(pr.ID), 40), p.claim(pr.Verdict, reports.ProfileWord(pr)), told})
	}
	p.heading(p.say("Verdict par profil", "Verdict by profile"))
	return p.table(header, rows)
}

// table writes a table without frame: a rule under the header, two spaces
// between columns. The last column wraps where the others leave too little room.
func (p *page) table(header []string, rows [][]string) error {
	last, room := len(header)-1, p.opt.Width
	for i := range last {
		widest := twwidth.Width(header[i])
		for _, row := range rows {
			widest = max(widest, twwidth.Width(row[i]))
		}
		room -= widest + gap
	}
	limits := tw.NewMapper[int, int]()
	limits.Set(last, max(room, 16))
	cell := tw.CellConfig{
		Formatting:   tw.CellFormatting{AutoFormat: tw.Off, AutoWrap: tw.WrapNormal},
		Alignment:    tw.CellAlignment{Global: tw.AlignLeft},
		Padding:      tw.CellPadding{Global: tw.Padding{Right: strings.Repeat(" ", gap), Overwrite: true}},
		ColMaxWidths: tw.CellWidth{PerColumn: limits},
	}
	var out bytes.Buffer
	t := tablewriter.NewTable(&out,
		tablewriter.WithRenderer(renderer.NewBlueprint(tw.Rendition{
			Borders: tw.Border{Left: tw.Off, Right: tw.Off, Top: tw.Off, Bottom: tw.Off},
			Symbols: tw.NewSymbols(tw.StyleLight),
			Settings: tw.Settings{
				Separators: tw.Separators{BetweenColumns: tw.Off, BetweenRows: tw.Off, ShowHeader: tw.On},
				Lines:      tw.Lines{ShowHeaderLine: tw.On, ShowTop: tw.Off, ShowBottom: tw.Off},
			},
		})),
		tablewriter.WithConfig(tablewriter.Config{Header: cell, Row: cell}),
	)
	t.Header(header)
	for _, row := range rows {
		if err := t.Append(row); err != nil {
			return fmt.Errorf("table row: %w", err)
		}
	}
	if err := t.Render(); err != nil {
		return fmt.Errorf("render table: %w", err)
	}
	for line := range strings.Lines(out.String()) {
		p.b.WriteString(strings.TrimRight(line, " \n") + "\n")
	}
	return nil
}

// WriteSelftest writes the kill table: what each mutant had to be caught by,
// what caught it, and whether the harness can be trusted.
func WriteSelftest(w io.Writer, s reports.Selftest, o Options) error {
	p := newPage(o)
	p.line(0, p.bold(p.say("Auto-épreuve d’Étalon", "Étalon’s self-test")))
	conforming := func(name string, c reports.Conforming) {
		p.label(0, name, p.verdict(c.Verdict)+", "+
			reports.Plural(c.Findings, p.opt.Lang, p.say("constat", "finding"), p.say("constats", "findings")))
	}
	for _, one := range s.Products {
		conforming(p.say("Produit conforme", "Conforming product")+" ("+Safe(one.Name, 60)+")", one.Conforming)
	}
	if len(s.Products) == 0 {
		conforming(p.say("Produit conforme", "Conforming product"), s.Conforming)
	}
	p.b.WriteByte('\n')
	header := []string{"Mutant", p.say("Règle attendue", "Rule expected"), p.say("Règles en échec", "Rules that fired"), "Verdict", p.say("Détecté", "Killed")}
	var rows [][]string
	for _, m := range s.Mutants {
		rows = append(rows, []string{Safe(m.Name, 60), Safe(string(m.Expected), 60), fired(m), p.verdict(m.Verdict), p.killed(m)})
	}
	if len(rows) > 0 {
		if err := p.table(header, rows); err != nil {
			return err
		}
		p.b.WriteByte('\n')
	}
	n := len(s.Mutants)
	p.label(0, p.say("Mutants détectés par la règle attendue", "Mutants killed by the rule expected"),
		fmt.Sprintf(p.say("%d sur %d", "%d of %d"), n-s.Survivors(), n))
	if s.OK() {
		p.line(0, p.say("L’auto-épreuve est réussie.", "The self-test passes."))
	} else {
		p.line(0, p.paint(red, p.say("L’auto-épreuve échoue", "The self-test fails"))+
			p.say(" : le banc n’est pas digne de confiance en l’état.", ": the harness cannot be trusted as it is."))
	}
	return p.flush(w)
}

func (p *page) killed(m reports.Mutant) string {
	if m.Killed {
		return p.say("oui", "yes")
	}
	return p.paint(red, p.say("NON, survivant", "NO, survivor"))
}

func fired(m reports.Mutant) string {
	if len(m.Fired) == 0 {
		return "–"
	}
	const most = 4
	var ids []string
	for i, id := range m.Fired {
		if i == most {
			ids = append(ids, fmt.Sprintf("+%d", len(m.Fired)-most))
			break
		}
		ids = append(ids, Safe(string(id), 60))
	}
	return strings.Join(ids, " ")
}
