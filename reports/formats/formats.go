package formats

import (
	"io"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports"
	"github.com/etalon-dmp/etalon/reports/gazelle"
	"github.com/etalon-dmp/etalon/reports/gitb"
	"github.com/etalon-dmp/etalon/reports/html"
	"github.com/etalon-dmp/etalon/reports/jsonreport"
	"github.com/etalon-dmp/etalon/reports/junit"
	"github.com/etalon-dmp/etalon/reports/sarif"
	"github.com/etalon-dmp/etalon/reports/squash"
	"github.com/etalon-dmp/etalon/reports/svrl"
	"github.com/etalon-dmp/etalon/reports/terminal"
)

// Format is one way to tell a verdict.
type Format struct {
	Name      string // as a flag has it: "junit"
	File      string // name in an output folder: "junit.xml"
	MediaType string
	For       etalon.Text // who reads it
	// Write writes the report. The error is the writer's, or that of
	// [reports.Input.Evidence].
	Write func(io.Writer, reports.Input) error
}

// All lists the formats, those for people first.
func All() []Format {
	return []Format{
		{"terminal", "verdict.txt", "text/plain; charset=utf-8", etalon.Text{FR: "une personne au terminal", EN: "a person at a terminal"}, terminal.Write},
		{"html", "report.html", "text/html; charset=utf-8", etalon.Text{FR: "une personne, à l’écran ou sur papier", EN: "a person, on a screen or on paper"}, html.Write},
		{"json", "verdict.json", "application/json", etalon.Text{FR: "un programme : le verdict entier", EN: "a program: the whole verdict"}, writeJSON},
		{"junit", "junit.xml", "application/xml", etalon.Text{FR: "l’intégration continue", EN: "continuous integration"}, junit.Write},
		{"sarif", "verdict.sarif", "application/sarif+json", etalon.Text{FR: "une forge ou un éditeur de code", EN: "a host or an editor of code"}, sarif.Write},
		{"svrl", "verdict.svrl", "application/xml", etalon.Text{FR: "un outil qui rassemble des rapports Schematron", EN: "a tool that gathers Schematron reports"}, svrl.Write},
		{"gitb", "verdict.tar.xml", "application/xml", etalon.Text{FR: "le banc d’essai européen (ITB) : un rapport TAR", EN: "the European test bed (ITB): a TAR report"}, gitb.Write},
		{"gazelle", "verdict.gazelle.json", "application/json", etalon.Text{FR: "Gazelle : un rapport de validation, version 2", EN: "Gazelle: a validation report, version 2"}, gazelle.Write},
		{"squash", "verdict.squash.json", "application/json", etalon.Text{FR: "Squash TM : des résultats à importer", EN: "Squash TM: results to import"}, squash.Write},
	}
}

// Names lists the names of all formats.
func Names() []string {
	var out []string
	for _, f := range All() {
		out = append(out, f.Name)
	}
	return out
}

// Named is the format of that name.
func Named(name string) (Format, bool) {
	all := All()
	i := slices.IndexFunc(all, func(f Format) bool { return f.Name == name })
	if i < 0 {
		return Format{}, false
	}
	return all[i], true
}

// Select gives the formats of some names, each once, in the order of the list,
// and the names that no format has.
func Select(names []string) (found []Format, unknown []string) {
	wanted := map[string]bool{}
	for _, n := range names {
		if n = strings.TrimSpace(n); n == "" {
			continue
		} else if _, ok := Named(n); ok {
			wanted[n] = true
		} else {
			unknown = append(unknown, n)
		}
	}
	return slices.DeleteFunc(All(), func(f Format) bool { return !wanted[f.Name] }), unknown
}

func writeJSON(w io.Writer, in reports.Input) error { return jsonreport.Write(w, in.Result) }
