package waiver_test

import (
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/waiver"
)

const file = `waivers:
  - rule: V05
    scenario: td2.1-pdf
    path: /soap:Envelope
    reason: "corrigé en 2.4"
    owner: "Mme Essai"
    until: 2026-12-31
`

func TestAWaiverLiftsWhatItNames(t *testing.T) {
	list, problems := waiver.Read("w.yaml", []byte(file))
	if len(problems) > 0 || len(list) != 1 {
		t.Fatalf("%v, %+v", problems, list)
	}
	finding := func(change func(*etalon.Finding)) []etalon.Finding {
		f := etalon.Finding{
			Rule: "V05.role", Scenario: "td2.1-pdf", Severity: etalon.SeverityError, Outcome: etalon.OutcomeFailed,
			Location: etalon.Location{XPath: "/soap:Envelope/a"},
		}
		change(&f)
		return []etalon.Finding{f}
	}
	day := func(s string) time.Time {
		d, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for name, c := range map[string]struct {
		change func(*etalon.Finding)
		today  string
		want   waiver.State
		lifted bool
	}{
		"its own":           {func(*etalon.Finding) {}, "2026-12-31", waiver.Used, true},
		"of an attempt":     {func(f *etalon.Finding) { f.Scenario = "td2.1-pdf#1" }, "2026-12-31", waiver.Used, true},
		"the day after":     {func(*etalon.Finding) {}, "2027-01-01", waiver.Expired, false},
		"another rule":      {func(f *etalon.Finding) { f.Rule = "V050.role" }, "2026-12-31", waiver.Unneeded, false},
		"another scenario":  {func(f *etalon.Finding) { f.Scenario = "td2.1-lot" }, "2026-12-31", waiver.Unneeded, false},
		"another place":     {func(f *etalon.Finding) { f.Location.XPath = "/a" }, "2026-12-31", waiver.Unneeded, false},
		"a warning":         {func(f *etalon.Finding) { f.Severity = etalon.SeverityWarning }, "2026-12-31", waiver.Unneeded, false},
		"of the harness":    {func(f *etalon.Finding) { f.Severity = etalon.SeverityHarness }, "2026-12-31", waiver.Unneeded, false},
		"the harness broke": {func(f *etalon.Finding) { f.Outcome = etalon.OutcomeError }, "2026-12-31", waiver.Unneeded, false},
	} {
		entries := waiver.Apply(list, finding(c.change), day(c.today))
		if entries[0].State != c.want || waiver.Lifted(entries, 1)[0] != c.lifted || waiver.Stale(entries) == c.lifted {
			t.Errorf("%s: %+v", name, entries[0])
		}
	}
}

func TestAWaiverWithoutReasonOwnerOrEndIsRefused(t *testing.T) {
	for _, line := range []string{"reason", "owner", "until", "rule"} {
		var kept []string
		for l := range strings.Lines(file) {
			if !strings.Contains(l, line+":") {
				kept = append(kept, l)
			}
		}
		text := strings.Join(kept, "")
		if line == "rule" {
			text = strings.Replace(file, "rule: V05", "rules: V05", 1)
		}
		if _, problems := waiver.Read("w.yaml", []byte(text)); len(problems) == 0 {
			t.Errorf("without %s: nothing is said", line)
		}
	}
	for _, until := range []string{"2026-02-30", "31/12/2026", "jamais"} {
		if _, problems := waiver.Read("w.yaml", []byte(strings.Replace(file, "2026-12-31", until, 1))); len(problems) != 1 {
			t.Errorf("until %s: %v", until, problems)
		}
	}
}
