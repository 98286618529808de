package sarif_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	gosarif "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports/internal/sample"
	"github.com/etalon-dmp/etalon/reports/sarif"
)

func write(t *testing.T, in sarif.Input) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := sarif.Write(&b, in); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// read is what an independent reader of the format makes of the log.
func read(t *testing.T, raw []byte) *gosarif.Run {
	t.Helper()
	report, err := gosarif.FromBytes(raw) // fills in the lists we leave out
	if err != nil {
		t.Fatalf("not read: %v\n%s", err, raw)
	}
	strict := json.NewDecoder(bytes.NewReader(raw))
	strict.DisallowUnknownFields()
	if err := strict.Decode(new(gosarif.Report)); err != nil {
		t.Fatalf("a field that SARIF does not have: %v", err)
	}
	report.Runs[0].NewlineSequences = []string{"\r\n", "\n"} // the default of the format, which an absent list means
	if err := report.Validate(); err != nil {
		t.Fatalf("not valid: %v\n%s", err, raw)
	}
	return report.Runs[0]
}

func file(f etalon.Finding) string {
	if f.Exchange == "" {
		return ""
	}
	return "dossier/échange " + string(f.Exchange) + ".http"
}

func TestSampleIsValid(t *testing.T) {
	run := read(t, write(t, sarif.Input{Result: sample.Result(), Artifact: file}))
	if len(run.Results) != 7 || len(run.Tool.Driver.Rules) != 5 {
		t.Fatalf("%d results, %d rules", len(run.Results), len(run.Tool.Driver.Rules))
	}
	want := []struct{ rule, kind, level string }{
		{"V06", "fail", "error"},
		{"X05", "fail", "error"},
		{"X04.label", "fail", "warning"},
		{"V06", "fail", "error"},
		{"S02", "open", "none"},
		{"ETALON.verdict.inconclusive", "open", "none"},
		{"ETALON.verdict.inconclusive", "open", "none"},
	}
	for i, w := range want {
		r := run.Results[i]
		if *r.RuleID != w.rule || r.Kind != w.kind || r.Level != w.level {
			t.Errorf("result %d: %s %v %v, want %v", i, *r.RuleID, r.Kind, r.Level, w)
		}
		if got := *run.Tool.Driver.Rules[r.RuleIndex].ID; got != w.rule {
			t.Errorf("result %d points at rule %s", i, got)
		}
	}
	first := run.Results[0]
	if !strings.Contains(*first.Message.Text, "Attendu\u00a0: 3.0\nObservé\u00a0: 2.0\nClause\u00a0: Interfaces LPS") {
		t.Errorf("message: %s", *first.Message.Text)
	}
	at := first.Locations[0]
	if uri := *at.PhysicalLocation.ArtifactLocation.URI; uri != "dossier/%C3%A9change%20x0003.http" {
		t.Errorf("uri %q", uri)
	}
	if got := *at.PhysicalLocation.Region.StartLine; got != 1 {
		t.Errorf("line %d: the line of a part is not that of the file", got)
	}
	if got := first.Properties.Properties["message"].(map[string]any); got["byteOffset"] != float64(sample.OffsetOf(sample.Request(), "<saml2:AttributeValue>")) || got["line"] != 12.0 {
		t.Errorf("place in the message: %v", got)
	}
	if !strings.HasPrefix(*at.LogicalLocations[0].FullyQualifiedName, "/s:Envelope/") {
		t.Error("no XPath")
	}
	if got := *run.Results[4].Locations[0].PhysicalLocation.ArtifactLocation.URI; got != "alimentation/td2.1-fault.yaml" {
		t.Errorf("what no file shows is told at %q, want its scenario", got)
	}
}

func TestDocumentAloneHasItsLine(t *testing.T) {
	r := etalon.Result{Verdict: etalon.Fail, Findings: []etalon.Finding{{
		Rule: "CDA-1", Severity: etalon.SeverityError, Outcome: etalon.OutcomeFailed, Location: etalon.Location{Line: 7, Offset: 120, XPath: "/c"},
	}}}
	run := read(t, write(t, sarif.Input{Result: r, Lang: "en", Artifact: func(etalon.Finding) string { return "cr.xml" }}))
	region := run.Results[0].Locations[0].PhysicalLocation.Region
	if *region.StartLine != 7 {
		t.Errorf("line %v", *region.StartLine)
	}
	if *run.Results[0].Message.Text != "CDA-1" {
		t.Errorf("a finding without words: %q", *run.Results[0].Message.Text)
	}
}

func TestHarnessBreakdownIsNoResult(t *testing.T) {
	r := etalon.Result{Verdict: etalon.Broken, Findings: []etalon.Finding{{
		Rule: "T05", Severity: etalon.SeverityHarness, Outcome: etalon.OutcomeFailed, Message: etalon.Text{FR: "réponse d’Étalon fausse"},
	}}}
	run := read(t, write(t, sarif.Input{Result: r}))
	if len(run.Results) != 0 {
		t.Error("the product is blamed")
	}
	inv := run.Invocations[0]
	if *inv.ExecutionSuccessful || len(inv.ToolExecutionNotifications) != 1 || *inv.ExitCode != 4 {
		t.Errorf("invocation %+v", inv)
	}
}

func TestEmptyAndHostileAndStable(t *testing.T) {
	read(t, write(t, sarif.Input{}))
	r := sample.Result()
	r.Findings[0].Observed = "\x1b[31m" + strings.Repeat("é", 100_000)
	a, b := write(t, sarif.Input{Result: r}), write(t, sarif.Input{Result: r})
	if !bytes.Equal(a, b) {
		t.Error("two writes differ")
	}
	if len(a) > 60_000 || bytes.Contains(a, []byte("\\u001b")) {
		t.Errorf("%d bytes, or a control character went through", len(a))
	}
	read(t, a)
}

func TestFingerprintsFollowThePlaceNotTheValue(t *testing.T) {
	prints := func(change func(*etalon.Finding)) string {
		r := etalon.Result{Findings: []etalon.Finding{sample.Result().Findings[0]}}
		change(&r.Findings[0])
		var log struct {
			Runs []struct {
				Results []struct {
					Prints map[string]string `json:"partialFingerprints"`
				} `json:"results"`
			} `json:"runs"`
		}
		if err := json.Unmarshal(write(t, sarif.Input{Result: r}), &log); err != nil {
			t.Fatal(err)
		}
		return log.Runs[0].Results[0].Prints["etalonPlace/v1"]
	}
	same := prints(func(*etalon.Finding) {})
	if len(same) != 32 {
		t.Fatalf("fingerprint %q", same)
	}
	if prints(func(f *etalon.Finding) { f.Observed, f.Location.Offset = "1.0", 3 }) != same {
		t.Error("a value changes the fingerprint")
	}
	if prints(func(f *etalon.Finding) { f.Location.XPath += "/x" }) == same {
		t.Error("another place has the same fingerprint")
	}
}

func TestAPartIsToldAsAPart(t *testing.T) {
	const want = "alimentation\u00a0: PASS, conforme sur une partie\u00a0: 1\u00a0scénario sur 8, 7\u00a0écartés par le filtre"
	tell := func(r etalon.Result) string {
		var b bytes.Buffer
		if err := sarif.Write(&b, sarif.Input{Result: r}); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	if n := strings.Count(tell(sample.Partial()), want); n != 2 {
		t.Errorf("told %d times, want in a notification and in the properties", n)
	}
	if whole := tell(sample.Whole()); strings.Contains(whole, "partie") || strings.Contains(whole, "partial\"") {
		t.Error("a whole pass is told as a part")
	}
}
