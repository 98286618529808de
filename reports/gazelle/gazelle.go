package gazelle

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports"
)

const valueLimit = 2000 // characters of a value that are written

// The words of the format.
const (
	passed    = "PASSED"
	failed    = "FAILED"
	undefined = "UNDEFINED"
)

type report struct {
	Model      string     `json:"modelVersion"`
	UUID       string     `json:"uuid"`
	At         string     `json:"dateTime"`
	Disclaimer string     `json:"disclaimer"`
	Method     method     `json:"validationMethod"`
	Result     string     `json:"overallResult"`
	Counters   counters   `json:"counters"`
	Metadata   []metadata `json:"additionalMetadata"`
	Reports    []sub      `json:"reports"`
}

type method struct {
	Service        string `json:"validationServiceName"`
	ServiceVersion string `json:"validationServiceVersion"`
	Profile        string `json:"validationProfileID"`
	ProfileVersion string `json:"validationProfileVersion"`
	ProfileName    string `json:"validationProfileName"`
}

type metadata struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type counters struct {
	Assertions int `json:"numberOfAssertions"`
	Infos      int `json:"numberOfFailedWithInfos"`
	Warnings   int `json:"numberOfFailedWithWarnings"`
	Errors     int `json:"numberOfFailedWithErrors"`
	Unexpected int `json:"numberOfUnexpectedErrors"`
	Undefined  int `json:"numberOfUndefined"`
}

type sub struct {
	Name       string       `json:"name"`
	Standards  []string     `json:"standards,omitempty"`
	Result     string       `json:"subReportResult"`
	Counters   counters     `json:"subCounters"`
	Assertions []assertion  `json:"assertionReports,omitempty"`
	Unexpected []unexpected `json:"unexpectedErrors,omitempty"`
}

type assertion struct {
	ID           string     `json:"assertionID"`
	Type         string     `json:"assertionType"`
	Description  string     `json:"description"`
	Location     string     `json:"subjectLocation,omitempty"`
	Locations    []location `json:"subjectLocations,omitempty"`
	Value        string     `json:"subjectValue,omitempty"`
	Requirements []string   `json:"requirementIDs,omitempty"`
	Severity     string     `json:"severity"`
	Priority     string     `json:"priority"`
	Result       string     `json:"result"`
}

type location struct {
	Type  string `json:"type"`
	Value string `json:"value"`
}

type unexpected struct {
	Name    string `json:"name"`
	Message string `json:"message"`
}

// Write writes the report. The error is the writer's.
func Write(w io.Writer, in reports.Input) error {
	if in.Lang != "en" {
		in.Lang = "fr"
	}
	out, err := build(in)
	if err == nil {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		err = e.Encode(out)
	}
	if err != nil {
		return fmt.Errorf("write gazelle report: %w", err)
	}
	return nil
}

func build(in reports.Input) (report, error) {
	r := in.Result
	raw, err := json.Marshal(r)
	if err != nil {
		return report{}, err
	}
	out := report{
		Model: "2.0.0", UUID: named(append(raw, in.Dossier...)), At: reports.Instant(in),
		Disclaimer: etalon.Text{FR: "Conforme ou non au référentiel exécuté ; seule l'autorité homologue.", EN: "Conforming or not to the rules executed; only the authority approves."}.In(in.Lang),
		Method:     method{"Étalon", reports.Visible(r.Tool.Version, 0), reports.ProfileNames(r), reports.PackNames(r), reports.ProfileNames(r)},
		Metadata:   []metadata{{"etalon.verdict", r.Verdict.String()}, {"etalon.says", reports.Visible(reports.ResultSentence(r).In(in.Lang), valueLimit)}, {"etalon.sut", reports.Visible(r.SUT.Name+" "+r.SUT.Version, valueLimit)}},
	}
	if in.Dossier != "" {
		out.Metadata = append(out.Metadata, metadata{"etalon.dossier", in.Dossier})
	}
	for _, p := range r.Packs {
		out.Metadata = append(out.Metadata, metadata{reports.Visible("etalon.pack."+p.Name, 0), reports.Visible("sha256:"+p.Digest, 0)})
	}
	for _, g := range reports.Assertions(r) {
		s := group(g, in.Lang)
		s.Standards = standards(r)
		out.Reports = append(out.Reports, s)
		out.Counters.add(s.Counters)
	}
	out.Result = out.Counters.result()
	return out, nil
}

func standards(r etalon.Result) []string {
	var out []string
	for _, p := range r.Packs {
		out = append(out, reports.Visible(p.Name+" "+p.Version, 0))
	}
	return out
}

func group(g reports.Asserted, lang string) sub {
	s := sub{Name: reports.Visible(g.Name, 0)}
	for _, a := range g.Assertions {
		if a.Verdict == etalon.Broken {
			s.Unexpected = append(s.Unexpected, unexpected{reports.Visible(a.ID, 0), reports.Visible(a.Description.In(lang), valueLimit)})
			s.Counters.Unexpected++
			continue
		}
		one := told(a, lang)
		s.Assertions = append(s.Assertions, one)
		s.Counters.count(one)
	}
	s.Result = s.Counters.result()
	return s
}

func told(a reports.Assertion, lang string) assertion {
	out := assertion{
		ID: reports.Visible(a.ID, 0), Type: "requirement", Description: reports.Visible(a.Description.In(lang), valueLimit),
		Severity: "ERROR", Priority: "MANDATORY", Result: undefined,
	}
	for _, r := range a.Requirements {
		out.Requirements = append(out.Requirements, reports.Visible(string(r), 0))
	}
	switch a.Verdict {
	case etalon.Pass:
		out.Result = passed
	case etalon.Fail:
		out.Result = failed
	default:
	}
	f := a.Finding
	if f == nil {
		return out
	}
	out.Type, out.Value = "rule", reports.Visible(f.Observed, valueLimit)
	if a.Verdict == etalon.Pass { // a remark: it was said, and lowers nothing
		out.Result, out.Severity, out.Priority = failed, "INFO", "PERMITTED"
		if f.Severity == etalon.SeverityWarning {
			out.Severity, out.Priority = "WARNING", "RECOMMENDED"
		}
	}
	if p := a.Place(); p != "" {
		out.Description = p + ": " + out.Description
	}
	if f.Location.XPath != "" {
		out.Location = reports.Visible(f.Location.XPath, valueLimit)
		out.Locations = append(out.Locations, location{"xpath", out.Location})
	}
	if f.Location.Line > 0 {
		out.Location = fmt.Sprintf("line %d, column 1", f.Location.Line)
		out.Locations = append(out.Locations, location{"line-column", out.Location})
	}
	return out
}

func (c *counters) count(a assertion) {
	c.Assertions++
	switch {
	case a.Result == undefined:
		c.Undefined++
	case a.Result == passed:
	case a.Severity == "ERROR":
		c.Errors++
	case a.Severity == "WARNING":
		c.Warnings++
	default:
		c.Infos++
	}
}

func (c *counters) add(d counters) {
	c.Assertions += d.Assertions
	c.Infos += d.Infos
	c.Warnings += d.Warnings
	c.Errors += d.Errors
	c.Unexpected += d.Unexpected
	c.Undefined += d.Undefined
}

// result is the word that the format computes from its parts.
func (c counters) result() string {
	switch {
	case c.Undefined+c.Unexpected > 0 || c.Assertions == 0:
		return undefined
	case c.Errors > 0:
		return failed
	}
	return passed
}

// named is a UUID of a report (RFC 9562, version 8): the same for the same report.
func named(raw []byte) string {
	sum := sha256.Sum256(raw)
	u := sum[:16]
	u[6], u[8] = u[6]&0x0f|0x80, u[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
}
