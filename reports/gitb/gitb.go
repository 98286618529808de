package gitb

import (
	"encoding/xml"
	"fmt"
	"io"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports"
)

// most bounds the items of a report; the counters tell the truth, and a note that some
// are not there.
const most = 50_000

// valueLimit is how many characters of a value are written.
const valueLimit = 2000

const (
	namespace = "http://www.gitb.com/tr/v1/"
	instance  = "http://www.w3.org/2001/XMLSchema-instance"
)

type report struct {
	XMLName  xml.Name `xml:"tr:TestStepReport"`
	Space    string   `xml:"xmlns:tr,attr"`
	Instance string   `xml:"xmlns:xsi,attr"`
	Type     string   `xml:"xsi:type,attr"`
	Date     string   `xml:"tr:date"`
	Result   string   `xml:"tr:result"`
	Overview overview `xml:"tr:overview"`
	Counters counters `xml:"tr:counters"`
	Items    *items   `xml:"tr:reports"` // nil: none; it may not be empty
}

type overview struct {
	Profile string `xml:"tr:profileID"`
	Service string `xml:"tr:validationServiceName"`
	Version string `xml:"tr:validationServiceVersion"`
	Note    string `xml:"tr:note"`
}

// counters count information, errors and warnings: of those that read the format, none
// takes the first for the number of checks.
type counters struct {
	Assertions int `xml:"tr:nrOfAssertions"`
	Errors     int `xml:"tr:nrOfErrors"`
	Warnings   int `xml:"tr:nrOfWarnings"`
}

type items struct{ List []item }

type item struct {
	XMLName     xml.Name
	Type        string `xml:"xsi:type,attr"`
	Description string `xml:"tr:description"`
	ID          string `xml:"tr:assertionID,omitempty"`
	Location    string `xml:"tr:location,omitempty"`
	Test        string `xml:"tr:test,omitempty"`
	Kind        string `xml:"tr:type,omitempty"`
	Value       string `xml:"tr:value,omitempty"`
}

// Write writes the report. The error is the writer's.
func Write(w io.Writer, in reports.Input) error {
	if in.Lang != "en" {
		in.Lang = "fr"
	}
	raw, err := xml.MarshalIndent(build(in), "", "  ")
	if err == nil {
		_, err = io.WriteString(w, xml.Header+string(raw)+"\n")
	}
	if err != nil {
		return fmt.Errorf("write gitb report: %w", err)
	}
	return nil
}

func build(in reports.Input) report {
	r := in.Result
	out := report{
		Space: namespace, Instance: instance, Type: "tr:TAR", Date: reports.Instant(in),
		Overview: overview{reports.ProfileNames(r), "Étalon", reports.Visible(r.Tool.Version, 0), reports.ResultSentence(r).In(in.Lang) + " " + reports.PackNames(r)},
	}
	list := []item{}
	worst := etalon.NotApplicable
	for _, g := range reports.Assertions(r) {
		for _, a := range g.Assertions {
			worst = worst.Join(a.Verdict)
			name := out.Counters.count(a)
			if len(list) < most {
				list = append(list, told(name, g, a, in.Lang))
			}
		}
	}
	out.Result = result(worst, out.Counters)
	if len(list) > 0 {
		out.Items = &items{list}
	}
	if in.At == "" {
		out.Overview.Note += in2(in.Lang, " La date n'est pas connue.", " The date is not known.")
	}
	if n := out.Counters.Assertions + out.Counters.Errors + out.Counters.Warnings; n > len(list) {
		out.Overview.Note += fmt.Sprintf(" (%d / %d)", len(list), n)
	}
	return out
}

func in2(lang, fr, en string) string { return etalon.Text{FR: fr, EN: en}.In(lang) }

// result is the word of the format.
func result(worst etalon.Verdict, c counters) string {
	switch {
	case worst == etalon.Fail:
		return "FAILURE"
	case worst != etalon.Pass:
		return "UNDEFINED"
	case c.Warnings > 0:
		return "WARNING"
	}
	return "SUCCESS"
}

// count counts an assertion, and gives the element that it is.
func (c *counters) count(a reports.Assertion) string {
	switch {
	case a.Verdict == etalon.Fail:
		c.Errors++
		return "tr:error"
	case a.Verdict != etalon.Pass, a.Finding != nil && a.Finding.Severity == etalon.SeverityWarning:
		c.Warnings++
		return "tr:warning"
	}
	c.Assertions++
	return "tr:info"
}

func told(name string, g reports.Asserted, a reports.Assertion, lang string) item {
	out := item{XMLName: xml.Name{Local: name}, Type: "tr:BAR", ID: reports.Visible(a.ID, 0), Test: reports.Visible(g.Name, 0), Kind: a.Verdict.String()}
	out.Description = reports.Visible(a.Description.In(lang), valueLimit)
	if a.Verdict == etalon.Inconclusive {
		out.Description = in2(lang, "Non établi : ", "Not established: ") + out.Description
	}
	if f := a.Finding; f != nil {
		out.Kind, out.Value = reports.Visible(string(f.Severity), 0), reports.Visible(f.Observed, valueLimit)
		if p := a.Place(); p != "" {
			out.Location = fmt.Sprintf("%s:%d:0", p, f.Location.Line)
			if f.Location.XPath != "" {
				out.Location += "|" + reports.Visible(f.Location.XPath, valueLimit)
			}
		}
	}
	return out
}
