package sarif_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports/internal/sample"
	"github.com/etalon-dmp/etalon/reports/sarif"
)

// hosted is what GitHub code scanning reads of a log.
type hosted struct {
	Runs []struct {
		Automation struct {
			ID string `json:"id"`
		} `json:"automationDetails"`
		Tool struct {
			Driver struct {
				Name  string                       `json:"name"`
				Rules []map[string]json.RawMessage `json:"rules"`
			} `json:"driver"`
		} `json:"tool"`
		Results []struct {
			RuleID, Level, Kind string
			Message             struct{ Text string }
			Locations           []struct {
				Physical struct {
					Artifact struct{ URI string } `json:"artifactLocation"`
					Region   *struct{ StartLine int }
				} `json:"physicalLocation"`
			}
			Prints map[string]string `json:"partialFingerprints"`
		} `json:"results"`
		Invocations []struct {
			Notifications []struct{ Level string } `json:"toolExecutionNotifications"`
		} `json:"invocations"`
	} `json:"runs"`
}

var print = regexp.MustCompile(`^[0-9a-f]+:[1-9][0-9]*$`)

// refusals lists what GitHub code scanning would refuse or show wrongly.
func refusals(raw []byte) []string {
	var out []string
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	var log hosted
	if err := json.Unmarshal(raw, &log); err != nil || !utf8.Valid(raw) || len(log.Runs) != 1 {
		return []string{fmt.Sprintf("no log: %v", err)}
	}
	run := log.Runs[0]
	if run.Tool.Driver.Name == "" || !strings.HasSuffix(run.Automation.ID, "/") {
		say("driver %q, series %q", run.Tool.Driver.Name, run.Automation.ID)
	}
	for _, r := range run.Tool.Driver.Rules {
		for _, name := range []string{"shortDescription", "fullDescription", "help"} {
			var d struct{ Text string }
			if json.Unmarshal(r[name], &d) != nil || d.Text == "" || utf8.RuneCountInString(d.Text) > 1024 {
				say("rule %s: %s is %.60q", r["id"], name, d.Text)
			}
		}
	}
	seen := map[string]bool{}
	for i, r := range run.Results {
		if r.RuleID == "" || r.Message.Text == "" || len(r.Locations) == 0 {
			say("result %d: rule %q, message %q, %d locations", i, r.RuleID, r.Message.Text, len(r.Locations))
			continue
		}
		switch r.Level {
		case "error", "warning", "note":
		case "none":
			if r.Kind != "open" {
				say("result %d: no level, and kind %s", i, r.Kind)
			}
		default:
			say("result %d: level %q", i, r.Level)
		}
		at := r.Locations[0].Physical
		if at.Artifact.URI == "" || strings.Contains(at.Artifact.URI, "\\") || at.Region == nil || at.Region.StartLine < 1 {
			say("result %d: place %+v", i, at)
		}
		p := r.Prints["primaryLocationLineHash"]
		if !print.MatchString(p) || seen[p] {
			say("result %d: fingerprint %q, twice is %v", i, p, seen[p])
		}
		seen[p] = true
	}
	return out
}

func TestWhatHostsOfCodeAskFor(t *testing.T) {
	twice := sample.Result() // one rule at one place of two exchanges of a scenario
	twice.Findings = append(twice.Findings, twice.Findings[0])
	twice.Findings[5].Exchange = "x0009"
	for name, r := range map[string]etalon.Result{
		"sample": sample.Result(), "part": sample.Partial(), "whole": sample.Whole(), "empty": {}, "many": sample.Many(300),
		"twice": twice, "hostile": sample.Poisoned(sample.Unspeakable),
		"nameless": {Verdict: etalon.Fail, Findings: []etalon.Finding{{Severity: etalon.SeverityError, Outcome: etalon.OutcomeFailed}}},
	} {
		for _, artifact := range []func(etalon.Finding) string{nil, file} {
			raw := write(t, sarif.Input{Result: r, Artifact: artifact})
			read(t, raw)
			for _, refusal := range refusals(raw) {
				t.Errorf("%s: %s", name, refusal)
			}
		}
	}
}

// TestNoEmptyLogUnlessPass: whoever counts results sees every verdict.
func TestNoEmptyLogUnlessPass(t *testing.T) {
	for _, v := range []etalon.Verdict{etalon.NotApplicable, etalon.Inconclusive, etalon.Fail, etalon.Broken} {
		for name, r := range map[string]etalon.Result{
			"alone":    {Verdict: v},
			"scenario": {Verdict: v, Scenarios: []etalon.ScenarioResult{{ID: "s", Verdict: v, Reason: etalon.Text{FR: "délai dépassé", EN: "time-out"}}}},
			"warned":   {Verdict: v, Findings: []etalon.Finding{{Rule: "W", Severity: etalon.SeverityWarning, Outcome: etalon.OutcomeFailed}}},
		} {
			var log hosted
			if err := json.Unmarshal(write(t, sarif.Input{Result: r}), &log); err != nil {
				t.Fatal(err)
			}
			told := 0
			for _, one := range log.Runs[0].Results {
				if one.Level != "warning" {
					told++
				}
			}
			if told+len(log.Runs[0].Invocations[0].Notifications) == 0 {
				t.Errorf("%s, %s: an empty log", v, name)
			}
		}
	}
	if raw := write(t, sarif.Input{Result: sample.Whole()}); !bytes.Contains(raw, []byte(`"results": []`)) {
		t.Error("a pass has results")
	}
}

// TestTooManyResultsAreCounted: a host refuses a log that is too long.
func TestTooManyResultsAreCounted(t *testing.T) {
	raw := write(t, sarif.Input{Result: sample.Many(20_003)})
	var log hosted
	if err := json.Unmarshal(raw, &log); err != nil {
		t.Fatal(err)
	}
	if n := len(log.Runs[0].Results); n != 20_000 || !bytes.Contains(raw, []byte("constats ne sont pas dans ce journal")) {
		t.Errorf("%d results, or the others are not counted", n)
	}
}

func FuzzWrite(f *testing.F) {
	f.Add("", "")
	f.Add(sample.Hostile, "")
	f.Add(sample.Unspeakable, "C:\\lots\\é.xml")
	f.Fuzz(func(t *testing.T, evil, path string) {
		raw := write(t, sarif.Input{Result: sample.Poisoned(evil), Artifact: func(etalon.Finding) string { return path }})
		if bad := refusals(raw); len(bad) > 0 {
			t.Errorf("%q: %s", evil, bad[0])
		}
	})
}
