package verdicts

import (
	"bytes"
	"fmt"
	"io"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/reports/html"
	"github.com/etalon-dmp/etalon/reports/jsonreport"
	"github.com/etalon-dmp/etalon/reports/junit"
)

// The files that a judgement leaves.
const (
	JSONFile  = "verdict.json"
	HTMLFile  = "report.html"
	JUnitFile = "junit.xml"
)

// Sink is where reports are left: a folder, usually.
type Sink interface {
	// Put keeps files by name.
	Put(files map[string][]byte) error
}

// Format is one form of a verdict, and the name of its file.
type Format struct {
	File  string
	write func(w io.Writer, v Verdict, lang string) error
}

// Formats are those that a judgement leaves.
func Formats() []Format {
	return []Format{
		{JSONFile, func(w io.Writer, v Verdict, _ string) error { return jsonreport.Write(w, v.Result) }},
		{JUnitFile, func(w io.Writer, v Verdict, lang string) error {
			return junit.Write(w, junit.Input{Result: v.Result, Lang: lang})
		}},
		{HTMLFile, writeHTML},
	}
}

// Report leaves a verdict in these formats. lang is that of the texts that are
// in one language. Nothing is left when one of them cannot be written.
func (v Verdict) Report(formats []Format, to Sink, lang string) error {
	files := map[string][]byte{}
	for _, f := range formats {
		var b bytes.Buffer
		if err := f.write(&b, v, lang); err != nil {
			return fmt.Errorf("%s: %w", f.File, err)
		}
		files[f.File] = b.Bytes()
	}
	return to.Put(files)
}

func writeHTML(w io.Writer, v Verdict, _ string) error {
	views, err := exchangeViews(v.Result, v.Dossier)
	if err != nil {
		return err
	}
	return html.Write(w, html.Input{Result: v.Result, Exchanges: views, Dossier: v.Dossier.Head})
}

// exchangeViews shows every exchange that has a finding, and the others while
// the page stays readable.
func exchangeViews(r etalon.Result, d *dossier.Dossier) ([]html.ExchangeView, error) {
	const most = 60
	var views []html.ExchangeView
	for i, x := range d.Exchanges {
		if i >= most && !mentioned(r.Findings, x.ID) {
			continue
		}
		request, err := d.Bytes(x.Request)
		if err != nil {
			return nil, err
		}
		response, err := d.Bytes(x.Response)
		if err != nil {
			return nil, err
		}
		title := fmt.Sprintf("%s · %s", x.Transaction, x.Actor)
		if x.Scenario != "" {
			title += " · " + string(x.Scenario)
		}
		views = append(views, html.View(x.ID, title, request, response, r.Findings))
	}
	return views, nil
}

func mentioned(findings []etalon.Finding, id etalon.ExchangeID) bool {
	for _, f := range findings {
		if f.Exchange == id {
			return true
		}
	}
	return false
}
