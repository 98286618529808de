package html

import (
	"bufio"
	"embed"
	"fmt"
	"html/template"
	"io"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports"
)

//go:embed templates/*.gohtml
var templates embed.FS

//go:embed report.css
var stylesheet string

// Input is what every report is made of; the page speaks both languages.
type Input = reports.Input

// mostViews is how many exchanges without a finding are looked at; those with
// one always are.
const mostViews = 60

// Write writes the page. Equal inputs give equal bytes. An error is the
// writer's or the evidence's: no content of a result makes it fail.
func Write(w io.Writer, in Input) error {
	p, err := newPage(in)
	if err != nil {
		return err
	}
	visible := func(s string) string { return reports.Visible(s, 0) }
	t, err := template.New("report").Funcs(template.FuncMap{"visible": visible}).ParseFS(templates, "templates/*.gohtml")
	if err != nil {
		return fmt.Errorf("parse html templates: %w", err)
	}
	b := bufio.NewWriter(w)
	if err := t.ExecuteTemplate(b, "report.gohtml", p); err != nil {
		return fmt.Errorf("write html report: %w", err)
	}
	if err := b.Flush(); err != nil {
		return fmt.Errorf("write html report: %w", err)
	}
	return nil
}

// look reads the exchanges to show in full, one after the other, and gives each to see.
// Nothing of one is kept when the next is read.
func look(in Input, see func(ExchangeView)) error {
	if in.Evidence == nil {
		return nil
	}
	marks := map[etalon.ExchangeID][]int{} // findings, by what they are of
	for i, f := range in.Result.Findings {
		marks[f.Exchange] = append(marks[f.Exchange], i)
	}
	for i, x := range in.Result.Exchanges {
		if i >= mostViews && len(marks[x.ID]) == 0 {
			continue
		}
		request, response, err := in.Evidence(x.ID)
		if err != nil {
			return fmt.Errorf("read exchange %s: %w", x.ID, err)
		}
		if request == nil && response == nil {
			continue
		}
		title := fmt.Sprintf("%s · %s", x.Transaction, x.Actor)
		if x.Scenario != "" {
			title += " · " + string(x.Scenario)
		}
		see(view(x.ID, title, request, response, in.Result.Findings, marks[x.ID]))
	}
	return nil
}
