package main

import (
	"bytes"
	"fmt"
	"io"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/reports"
	"github.com/etalon-dmp/etalon/reports/formats"
	"github.com/etalon-dmp/etalon/reports/terminal"
)

// The files that a judgement leaves.
const (
	verdictFile = "verdict.json"
	reportFile  = "report.html"
	junitFile   = "junit.xml"
)

// writeReports leaves the reports in a folder, and shows that of the terminal.
func writeReports(dir string, r etalon.Result, d *dossier.Dossier, o terminal.Options, out io.Writer) error {
	in := reports.Input{Result: r, Lang: o.Lang, Dossier: d.Head, Evidence: rawMessages(d)}
	files := map[string][]byte{}
	chosen, _ := formats.Select([]string{"html", "json", "junit"})
	for _, f := range chosen {
		var b bytes.Buffer
		if err := f.Write(&b, in); err != nil {
			return fmt.Errorf("%s: %w", f.File, err)
		}
		files[f.File] = b.Bytes()
	}
	if err := disk.WriteFiles(dir, files, false); err != nil {
		return err
	}
	in.Color, in.Width = o.Color, o.Width
	return terminal.Write(out, in)
}

// rawMessages gives the bytes of each exchange of a dossier.
func rawMessages(d *dossier.Dossier) func(etalon.ExchangeID) (request, response []byte, err error) {
	at := map[etalon.ExchangeID]int{}
	for i, x := range d.Exchanges {
		at[x.ID] = i
	}
	return func(id etalon.ExchangeID) (request, response []byte, err error) {
		i, known := at[id]
		if !known {
			return nil, nil, nil
		}
		if request, err = d.Bytes(d.Exchanges[i].Request); err != nil {
			return nil, nil, err
		}
		response, err = d.Bytes(d.Exchanges[i].Response)
		return request, response, err
	}
}
