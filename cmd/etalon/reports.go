package main

import (
	"bytes"
	"fmt"
	"io"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/reports/html"
	"github.com/etalon-dmp/etalon/reports/jsonreport"
	"github.com/etalon-dmp/etalon/reports/junit"
	"github.com/etalon-dmp/etalon/reports/terminal"
)

// The files that a judgement leaves.
const (
	verdictFile = "verdict.json"
	reportFile  = "report.html"
	junitFile   = "junit.xml"
)

// writeReports leaves the three reports in a folder and the fourth on the terminal.
func writeReports(dir string, r etalon.Result, d *dossier.Dossier, o terminal.Options, out io.Writer) error {
	views, err := exchangeViews(r, d)
	if err != nil {
		return err
	}
	files := map[string][]byte{}
	for name, write := range map[string]func(io.Writer) error{
		verdictFile: func(w io.Writer) error { return jsonreport.Write(w, r) },
		junitFile:   func(w io.Writer) error { return junit.Write(w, junit.Input{Result: r, Lang: o.Lang}) },
		reportFile: func(w io.Writer) error {
			return html.Write(w, html.Input{Result: r, Exchanges: views, Dossier: d.Head})
		},
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		files[name] = b.Bytes()
	}
	if err := disk.WriteFiles(dir, files, false); err != nil {
		return err
	}
	return terminal.Write(out, terminal.Input{Result: r, Options: o})
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
