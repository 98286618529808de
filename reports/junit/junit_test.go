package junit_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports/internal/sample"
	"github.com/etalon-dmp/etalon/reports/junit"
)

// The reader's side of the format, written apart from the writer's.
type doc struct {
	Tests    int `xml:"tests,attr"`
	Failures int `xml:"failures,attr"`
	Errors   int `xml:"errors,attr"`
	Suites   []struct {
		Name       string `xml:"name,attr"`
		Tests      int    `xml:"tests,attr"`
		Skipped    int    `xml:"skipped,attr"`
		Properties []struct {
			Name  string `xml:"name,attr"`
			Value string `xml:"value,attr"`
		} `xml:"properties>property"`
		Cases []struct {
			Name    string `xml:"name,attr"`
			Class   string `xml:"classname,attr"`
			Out     string `xml:"system-out"`
			Skipped *elem  `xml:"skipped"`
			Failure *elem  `xml:"failure"`
			Error   *elem  `xml:"error"`
		} `xml:"testcase"`
	} `xml:"testsuite"`
}

func (d doc) skipped() int {
	n := 0
	for _, s := range d.Suites {
		n += s.Skipped
	}
	return n
}

type elem struct {
	Type    string `xml:"type,attr"`
	Message string `xml:"message,attr"`
	Body    string `xml:",chardata"`
}

func write(t *testing.T, in junit.Input) (doc, []byte) {
	t.Helper()
	var b bytes.Buffer
	if err := junit.Write(&b, in); err != nil {
		t.Fatal(err)
	}
	var d doc
	if err := xml.Unmarshal(b.Bytes(), &d); err != nil {
		t.Fatalf("not XML: %v\n%s", err, b.String())
	}
	return d, b.Bytes()
}

func TestSample(t *testing.T) {
	d, raw := write(t, junit.Input{Result: sample.Result()})
	if len(d.Suites) != 5 || d.Tests != 10 {
		t.Fatalf("%d suites, %d tests\n%s", len(d.Suites), d.Tests, raw)
	}
	if d.Failures != 3 || d.Errors != 3 || d.skipped() != 1 {
		t.Errorf("failures %d, errors %d, skipped %d", d.Failures, d.Errors, d.skipped())
	}
	pdf := d.Suites[1]
	if pdf.Name != "td2.1-pdf" || !strings.Contains(fmt.Sprint(pdf.Properties), "{source alimentation/td2.1-pdf.yaml:1}") {
		t.Errorf("suite: %+v", pdf)
	}
	vihf := pdf.Cases[0]
	if vihf.Failure == nil || vihf.Failure.Type != "FAIL" || !strings.HasPrefix(vihf.Failure.Message, "V06") {
		t.Fatalf("case: %+v", vihf)
	}
	for _, want := range []string{
		"attendu\u00a0: 3.0", "observé\u00a0: 2.0", "clause\u00a0: Interfaces LPS v2.10, VIHF",
		"échange x0003, requête, partie 0, ligne 12, octet ", ": /s:Envelope/s:Header/", "remède\u00a0: Écrivez 3.0",
	} {
		if !strings.Contains(vihf.Failure.Body, want) {
			t.Errorf("failure does not say %q:\n%s", want, vihf.Failure.Body)
		}
	}
	if vihf.Name != "DMP-V06" || !strings.Contains(vihf.Out, "rules: V06\nmatched: 12\nsource: Interfaces LPS v2.10\n") {
		t.Errorf("case %s, work: %s", vihf.Name, vihf.Out)
	}
	if !strings.Contains(fmt.Sprint(pdf.Properties), "{pack.dmp 2026.11 sha256:5a5a") {
		t.Errorf("suite properties: %v", pdf.Properties)
	}
	c := pdf.Cases[2]
	if c.Failure != nil || c.Error != nil || c.Skipped != nil {
		t.Errorf("a passing check carries an element: %+v", c)
	}
	if c.Name != "DMP-X04" || !strings.Contains(c.Out, "warning X04.label") {
		t.Errorf("the warning is lost: %+v", c)
	}
	if e := d.Suites[2].Cases[1].Error; e == nil || e.Type != "INCONCLUSIVE" || !strings.Contains(e.Body, "S02") {
		t.Errorf("inconclusive: %+v", e)
	}
	if e := d.Suites[3].Cases[0].Error; e == nil || !strings.Contains(e.Message, "ITI-18") {
		t.Errorf("time-out: %+v", e)
	}
	if s := d.Suites[4].Cases[0].Skipped; s == nil || !strings.Contains(s.Message, "déclaré") {
		t.Errorf("skipped: %+v", s)
	}
}

func TestHostileValuesStayText(t *testing.T) {
	d, raw := write(t, junit.Input{Result: sample.Result(), Lang: "en"})
	for dec := xml.NewDecoder(bytes.NewReader(raw)); ; {
		tok, err := dec.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if e, ok := tok.(xml.StartElement); ok && (e.Name.Local == "script" || e.Name.Local == "td") {
			t.Errorf("a value became an element: %s", e.Name.Local)
		}
	}
	if bytes.ContainsRune(raw, 0x1b) || bytes.ContainsRune(raw, 0x202e) {
		t.Error("a control character went through")
	}
	if body := d.Suites[1].Cases[1].Failure.Body; !strings.Contains(body, "</td><script>alert(1)</script> ]]> ") {
		t.Errorf("the value is not told as it was: %s", body)
	}
	if !bytes.Contains(raw, []byte("expected: 3.0")) {
		t.Error("English was asked for")
	}
}

func TestAPartIsToldAsAPart(t *testing.T) {
	d, raw := write(t, junit.Input{Result: sample.Partial()})
	if d.Failures+d.Errors > 0 || d.skipped() != 4 {
		t.Errorf("%d red, %d skipped; want none, and three profiles with the scenario left out\n%s", d.Failures+d.Errors, d.skipped(), raw)
	}
	const want = "PASS, conforme sur une partie\u00a0: 1\u00a0scénario sur 8, 7\u00a0écartés par le filtre"
	first := d.Suites[0]
	if first.Name != "profiles" || len(first.Cases) != 3 || first.Cases[1].Name != "alimentation" || first.Cases[1].Skipped == nil || first.Cases[1].Skipped.Message != want {
		t.Fatalf("first suite: %+v", first)
	}
	if !strings.Contains(fmt.Sprint(d.Suites[2].Properties), "{partial "+want+"}") {
		t.Errorf("suite properties: %v", d.Suites[2].Properties)
	}
	last := d.Suites[len(d.Suites)-1]
	if s := last.Cases[0].Skipped; last.Name != "td0.5-none" || s == nil || !strings.Contains(s.Message, "--label-filter td2.1") {
		t.Errorf("scenario left out: %+v", last)
	}
	if !bytes.Contains(raw, []byte("4.2.1, sur une partie\u00a0: 3\u00a0scénarios sur 13")) {
		t.Errorf("the name of the whole does not say it: %.300s", raw)
	}
	if _, whole := write(t, junit.Input{Result: sample.Whole()}); bytes.Contains(whole, []byte("partie")) || bytes.Contains(whole, []byte("partial")) {
		t.Errorf("a whole pass is told as a part\n%s", whole)
	}
}

func TestDeterministic(t *testing.T) {
	_, a := write(t, junit.Input{Result: sample.Result()})
	_, b := write(t, junit.Input{Result: sample.Result()})
	if !bytes.Equal(a, b) {
		t.Error("two writes differ")
	}
}

// TestRedExactlyWhenNotPass: whatever part of a result carries a bad verdict,
// the report is red; and it is green when none does.
func TestRedExactlyWhenNotPass(t *testing.T) {
	verdicts := []etalon.Verdict{etalon.NotApplicable, etalon.Pass, etalon.Inconclusive, etalon.Fail, etalon.Broken}
	one := func(v etalon.Verdict) []etalon.RequirementResult {
		return []etalon.RequirementResult{{ID: "R", Verdict: v, Rules: []etalon.RuleID{"V06"}}}
	}
	for _, v := range verdicts {
		shapes := map[string]etalon.Result{
			"nothing at all":      {Verdict: v},
			"scenario, no checks": {Verdict: v, Scenarios: []etalon.ScenarioResult{{ID: "s", Verdict: v}}},
			"check and scenario":  {Verdict: v, Scenarios: []etalon.ScenarioResult{{ID: "s", Verdict: v, Checks: one(v)}}},
			"scenario only":       {Verdict: v, Scenarios: []etalon.ScenarioResult{{ID: "s", Verdict: v, Checks: one(etalon.Pass)}}},
			"result only":         {Verdict: v, Scenarios: []etalon.ScenarioResult{{ID: "s", Verdict: etalon.Pass, Checks: one(etalon.Pass)}}},
		}
		for name, r := range shapes {
			d, raw := write(t, junit.Input{Result: r})
			red := d.Failures+d.Errors > 0
			if red != (v != etalon.Pass) {
				t.Errorf("%s, %s: red is %v\n%s", v, name, red, raw)
			}
		}
	}
}

func TestNoFindingIsLost(t *testing.T) {
	bad := etalon.Finding{Rule: "Z99", Outcome: etalon.OutcomeFailed, Severity: etalon.SeverityError, Message: etalon.Text{FR: "hors de tout"}}
	for name, r := range map[string]etalon.Result{
		"outside any scenario": {Verdict: etalon.Fail, Findings: []etalon.Finding{bad}},
		"scenario, other requirement": {Verdict: etalon.Fail, Findings: []etalon.Finding{bad}, Scenarios: []etalon.ScenarioResult{{
			ID: "s", Verdict: etalon.Fail, Findings: []int{0}, Checks: []etalon.RequirementResult{{ID: "R", Verdict: etalon.Fail}},
		}}},
		"a check that claims to pass": {Verdict: etalon.Fail, Findings: []etalon.Finding{bad}, Scenarios: []etalon.ScenarioResult{{
			ID: "s", Verdict: etalon.Pass, Findings: []int{0}, Checks: []etalon.RequirementResult{{ID: "R", Verdict: etalon.Pass, Rules: []etalon.RuleID{"Z99"}}},
		}}},
	} {
		d, raw := write(t, junit.Input{Result: r})
		if d.Failures == 0 || strings.Count(string(raw), "\nZ99") != 1 {
			t.Errorf("%s: the finding is not told exactly once\n%s", name, raw)
		}
	}
}

func TestManyFindingsAreCounted(t *testing.T) {
	_, raw := write(t, junit.Input{Result: sample.Many(1000)})
	if len(raw) > 100_000 || !bytes.Contains(raw, []byte("et encore ")) {
		t.Errorf("%d bytes", len(raw))
	}
}
