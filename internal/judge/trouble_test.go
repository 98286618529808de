package judge_test

import (
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/outcome"
)

// What never came is held against the product only when the trouble is its own.
func TestTroubleHasAnOwner(t *testing.T) {
	at := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	step := func(id etalon.StepID, kind, how string, who etalon.Owner) etalon.StepRecord {
		return etalon.StepRecord{
			Scenario: "s", Step: id, Kind: kind, Outcome: how, Owner: who, Detail: "the reason", Began: at, Ended: at.Add(time.Minute),
		}
	}
	unsupported := step("s1", "ask", outcome.Done, "")
	unsupported.Action, unsupported.Reaction = &etalon.Action{Name: etalon.ActFeed}, &etalon.Reaction{Status: etalon.ReactUnsupported}
	refused := etalon.Connection{Opened: at.Add(time.Second), TLS: etalon.TLS{Error: "handshake: unsupported versions"}}
	for name, c := range map[string]struct {
		steps   []etalon.StepRecord
		how     string
		refused *etalon.Connection
		want    etalon.Verdict
		owner   etalon.Owner
		rules   string
	}{
		"driver failed":            {steps: []etalon.StepRecord{step("s0", "ask", outcome.Failed, etalon.OwnerDriver), step("s1", "expect", outcome.Skipped, etalon.OwnerDriver)}, how: outcome.Interrupted, want: etalon.Inconclusive, owner: etalon.OwnerDriver},
		"driver hangs":             {steps: []etalon.StepRecord{step("s0", "ask", outcome.Timeout, ""), step("s1", "expect", outcome.Skipped, "")}, how: outcome.Interrupted, want: etalon.Inconclusive, owner: etalon.OwnerDriver},
		"driver failed, of before": {steps: []etalon.StepRecord{step("s0", "ask", outcome.Failed, "")}, how: outcome.Interrupted, want: etalon.Inconclusive, owner: etalon.OwnerDriver},
		"environment":              {steps: []etalon.StepRecord{step("s0", "send", outcome.Skipped, etalon.OwnerEnvironment)}, how: outcome.Interrupted, want: etalon.Inconclusive, owner: etalon.OwnerEnvironment},
		"cancelled":                {steps: []etalon.StepRecord{step("s0", "ask", outcome.Cancelled, "")}, how: outcome.Cancelled, want: etalon.Inconclusive, owner: etalon.OwnerUser},
		"cannot":                   {steps: []etalon.StepRecord{unsupported, step("s2", "expect", outcome.Timeout, "")}, how: outcome.Interrupted, want: etalon.Fail, owner: etalon.OwnerProduct, rules: "SES01.supported"},
		"nothing came":             {steps: []etalon.StepRecord{step("s0", "ask", outcome.Done, ""), step("s1", "expect", outcome.Timeout, "")}, how: outcome.Interrupted, want: etalon.Fail, owner: etalon.OwnerProduct, rules: "SES01.expect TST21.feeding"},
		"refused":                  {steps: []etalon.StepRecord{step("s0", "ask", outcome.Done, ""), step("s1", "expect", outcome.Timeout, "")}, how: outcome.Interrupted, refused: &refused, want: etalon.Fail, owner: etalon.OwnerProduct, rules: "SES01.refused T01.handshake TST21.feeding"},
		"somebody knocked":         {steps: []etalon.StepRecord{step("s0", "ask", outcome.Done, ""), step("s1", "expect", outcome.Received, "")}, how: outcome.Completed, refused: &refused, want: etalon.Fail, rules: "TST21.feeding"},
	} {
		t.Run(name, func(t *testing.T) {
			r := judged(t, []etalon.RequirementID{"2.1-160"}, func(w *dossier.Writer) {
				must(t, w.Begin("s"))
				if c.refused != nil {
					_, err := w.Connection(*c.refused)
					must(t, err)
				}
				for _, st := range c.steps {
					must(t, w.Step(st))
				}
				must(t, w.End("s", c.how, ""), w.Seal(outcome.Completed))
			})
			var rules []string
			for _, f := range r.Findings {
				rules = append(rules, string(f.Rule))
				if f.Rule == "T01.handshake" && (f.Scenario == "s") != (name == "refused") {
					t.Errorf("T01.handshake is of %q", f.Scenario)
				}
			}
			if got := strings.Join(rules, " "); got != c.rules || r.Verdict != c.want {
				t.Errorf("verdict %s, rules %s", r.Verdict, got)
			}
			if s := r.Scenarios[0]; s.Owner != c.owner || c.owner != "" && s.Reason.EN == "" {
				t.Errorf("owner %q, reason %q", s.Owner, s.Reason.EN)
			}
		})
	}
}
