package gitb_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports"
	"github.com/etalon-dmp/etalon/reports/gitb"
	"github.com/etalon-dmp/etalon/reports/internal/sample"
)

// element is an element as it was read.
type element struct {
	XMLName xml.Name
	Attrs   []xml.Attr `xml:",any,attr"`
	Text    string     `xml:",chardata"`
	Kids    []element  `xml:",any"`
}

func read(t *testing.T, in reports.Input) element {
	t.Helper()
	var b bytes.Buffer
	if err := gitb.Write(&b, in); err != nil {
		t.Fatal(err)
	}
	var e element
	if err := xml.Unmarshal(b.Bytes(), &e); err != nil {
		t.Fatalf("%v\n%s", err, b.String())
	}
	return e
}

func (e element) kid(name string) element {
	i := slices.IndexFunc(e.Kids, func(k element) bool { return k.XMLName.Local == name })
	if i < 0 {
		return element{}
	}
	return e.Kids[i]
}

func (e element) typed() string {
	for _, a := range e.Attrs {
		if a.Name.Local == "type" && a.Name.Space == "http://www.w3.org/2001/XMLSchema-instance" {
			return a.Value
		}
	}
	return ""
}

func passing() etalon.Result {
	return etalon.Result{Verdict: etalon.Pass, Scenarios: []etalon.ScenarioResult{
		{ID: "a", Profile: "acces", Verdict: etalon.Pass, Checks: []etalon.RequirementResult{{ID: "R", Verdict: etalon.Pass}}},
	}}
}

// The form is that of the format: its elements in their order and namespace, each item
// of a stated type with a description, no empty list.
func TestTheFormIsThatOfTheFormat(t *testing.T) {
	e := read(t, reports.Input{Result: sample.Result(), At: "2026-11-28T01:02:03.000Z"})
	var names []string
	for _, k := range e.Kids {
		names = append(names, k.XMLName.Local)
	}
	if e.XMLName.Local != "TestStepReport" || e.typed() != "tr:TAR" || strings.Join(names, " ") != "date result overview counters reports" {
		t.Errorf("%v %q %v", e.XMLName, e.typed(), names)
	}
	if d := e.kid("date").Text; d != "2026-11-28T01:02:03.000Z" {
		t.Error(d)
	}
	items := e.kid("reports").Kids
	count := map[string]int{}
	for _, i := range items {
		count[i.XMLName.Local]++
		if i.XMLName.Space != "http://www.gitb.com/tr/v1/" || i.typed() != "tr:BAR" || strings.TrimSpace(i.kid("description").Text) == "" {
			t.Errorf("%+v", i)
		}
	}
	c := e.kid("counters")
	for name, want := range map[string]string{"nrOfErrors": "error", "nrOfWarnings": "warning", "nrOfAssertions": "info"} {
		if got := c.kid(name).Text; got == "0" || got != strconv.Itoa(count[want]) {
			t.Errorf("%s is %s, of %d", name, got, count[want])
		}
	}
	var places []string
	for _, i := range items {
		if l := i.kid("location").Text; l != "" {
			places = append(places, l)
		}
	}
	if len(places) == 0 || !strings.HasPrefix(places[0], "x0003-request:") {
		t.Errorf("%q", places)
	}
}

// Nothing but a pass of the whole is green.
func TestOnlyAPassIsGreen(t *testing.T) {
	part := passing()
	part.Profiles = []etalon.ProfileResult{{ID: "acces", Verdict: etalon.Pass, Ran: 1, LeftOut: 1}}
	broken := passing()
	broken.Verdict = etalon.Broken
	remark := passing()
	remark.Scenarios[0].Findings = []int{0}
	remark.Findings = []etalon.Finding{{Rule: "W", Outcome: etalon.OutcomeFailed, Severity: etalon.SeverityWarning}}
	open := passing()
	open.Verdict, open.Scenarios[0].Verdict, open.Scenarios[0].Checks[0].Verdict = etalon.Inconclusive, etalon.Inconclusive, etalon.Inconclusive
	for name, c := range map[string]struct {
		of   etalon.Result
		want string
	}{
		"passes": {passing(), "SUCCESS"}, "with a warning": {remark, "WARNING"}, "fails": {sample.Result(), "FAILURE"},
		"a part": {part, "UNDEFINED"}, "broken": {broken, "UNDEFINED"}, "open": {open, "UNDEFINED"}, "nothing": {etalon.Result{}, "UNDEFINED"},
	} {
		e := read(t, reports.Input{Result: c.of})
		if got := e.kid("result").Text; got != c.want {
			t.Errorf("%s: %s", name, got)
		}
		if l := e.kid("reports"); l.XMLName.Local != "" && len(l.Kids) == 0 {
			t.Errorf("%s: an empty list", name)
		}
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

func TestTheErrorIsTheWriters(t *testing.T) {
	if err := gitb.Write(failing{io.ErrClosedPipe}, reports.Input{}); !errors.Is(err, io.ErrClosedPipe) {
		t.Error(err)
	}
}
