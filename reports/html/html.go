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

// Input is what a page is made of.
type Input struct {
	Result    etalon.Result
	Exchanges []ExchangeView // those to show in full, in the order of the dossier
	Dossier   string         // digest of the sealed dossier; empty when there is none
}

// Write writes the page. Equal inputs give equal bytes. An error is the
// writer's: no content of a result makes it fail.
func Write(w io.Writer, in Input) error {
	visible := func(s string) string { return reports.Visible(s, 0) }
	t, err := template.New("report").Funcs(template.FuncMap{"visible": visible}).ParseFS(templates, "templates/*.gohtml")
	if err != nil {
		return fmt.Errorf("parse html templates: %w", err)
	}
	b := bufio.NewWriter(w)
	if err := t.ExecuteTemplate(b, "report.gohtml", newPage(in)); err != nil {
		return fmt.Errorf("write html report: %w", err)
	}
	if err := b.Flush(); err != nil {
		return fmt.Errorf("write html report: %w", err)
	}
	return nil
}
