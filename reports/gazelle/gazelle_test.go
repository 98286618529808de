package gazelle_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports"
	"github.com/etalon-dmp/etalon/reports/gazelle"
	"github.com/etalon-dmp/etalon/reports/internal/sample"
)

// read is a report as somebody else reads it.
type read struct {
	UUID          string
	Disclaimer    string
	OverallResult string
	Counters      map[string]int
	Reports       []struct {
		Name             string
		SubReportResult  string
		SubCounters      map[string]int
		AssertionReports []struct{ AssertionID, Description, Severity, Result, SubjectLocation string }
		UnexpectedErrors []struct{ Name, Message string }
	}
}

func written(t *testing.T, of etalon.Result) (read, string) {
	t.Helper()
	var b bytes.Buffer
	if err := gazelle.Write(&b, reports.Input{Result: of}); err != nil {
		t.Fatal(err)
	}
	var r read
	if err := json.Unmarshal(b.Bytes(), &r); err != nil {
		t.Fatal(err)
	}
	return r, b.String()
}

// Whoever computes the whole from the parts, as the format says, finds what is written;
// a list is there or has something in it.
func TestTheWholeIsThatOfItsParts(t *testing.T) {
	r, text := written(t, sample.Result())
	if strings.Contains(text, "[]") || strings.Contains(text, "null") || r.Disclaimer == "" || !regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`).MatchString(r.UUID) {
		t.Error(text)
	}
	total, overall := map[string]int{}, "PASSED"
	for _, s := range r.Reports {
		count, result := map[string]int{"numberOfUnexpectedErrors": len(s.UnexpectedErrors)}, "PASSED"
		for _, a := range s.AssertionReports {
			count["numberOfAssertions"]++
			switch {
			case a.Result == "UNDEFINED":
				count["numberOfUndefined"]++
				result = "UNDEFINED"
			case a.Result == "FAILED" && a.Severity == "ERROR":
				count["numberOfFailedWithErrors"]++
				if result == "PASSED" {
					result = "FAILED"
				}
			case a.Result == "FAILED" && a.Severity == "WARNING":
				count["numberOfFailedWithWarnings"]++
			case a.Result == "FAILED":
				count["numberOfFailedWithInfos"]++
			}
			if a.Description == "" || a.AssertionID == "" {
				t.Errorf("%+v", a)
			}
		}
		if len(s.UnexpectedErrors) > 0 {
			result = "UNDEFINED"
		}
		if s.SubReportResult != result || s.Name == "" {
			t.Errorf("%s is %s, of its parts %s", s.Name, s.SubReportResult, result)
		}
		for name, n := range s.SubCounters {
			if n != count[name] {
				t.Errorf("%s: %s is %d, not %d", s.Name, name, n, count[name])
			}
			total[name] += n
		}
		if result == "UNDEFINED" || overall == "PASSED" {
			overall = result
		}
	}
	if r.OverallResult != overall {
		t.Errorf("%s, of its parts %s", r.OverallResult, overall)
	}
	for name, n := range r.Counters {
		if n != total[name] {
			t.Errorf("%s is %d, not %d", name, n, total[name])
		}
	}
	if !strings.Contains(text, `"name": "etalon.verdict",`+"\n      "+`"value": "FAIL"`) {
		t.Error("the verdict of Étalon is not there")
	}
}

// Nothing but a pass of the whole is PASSED, and a pass asserts something.
func TestOnlyAPassIsPassed(t *testing.T) {
	pass := func(v etalon.Verdict) etalon.Result {
		return etalon.Result{Verdict: v, Scenarios: []etalon.ScenarioResult{
			{ID: "a", Profile: "acces", Verdict: v, Checks: []etalon.RequirementResult{{ID: "R", Verdict: v}}},
		}}
	}
	part := pass(etalon.Pass)
	part.Profiles = []etalon.ProfileResult{{ID: "acces", Verdict: etalon.Pass, Ran: 1, LeftOut: 1}}
	for name, c := range map[string]struct {
		of   etalon.Result
		want string
	}{
		"passes": {pass(etalon.Pass), "PASSED"}, "fails": {pass(etalon.Fail), "FAILED"}, "open": {pass(etalon.Inconclusive), "UNDEFINED"},
		"broken": {pass(etalon.Broken), "UNDEFINED"}, "a part": {part, "UNDEFINED"}, "nothing": {etalon.Result{}, "UNDEFINED"},
	} {
		r, _ := written(t, c.of)
		if r.OverallResult != c.want || r.Counters["numberOfAssertions"]+r.Counters["numberOfUnexpectedErrors"] == 0 {
			t.Errorf("%s: %s, %v", name, r.OverallResult, r.Counters)
		}
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

func TestTheErrorIsTheWriters(t *testing.T) {
	if err := gazelle.Write(failing{io.ErrClosedPipe}, reports.Input{}); !errors.Is(err, io.ErrClosedPipe) {
		t.Error(err)
	}
}
