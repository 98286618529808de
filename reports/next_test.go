package reports_test

import (
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports"
	"github.com/etalon-dmp/etalon/reports/internal/sample"
)

func TestNextSteps(t *testing.T) {
	steps := reports.NextSteps(sample.Result())
	if len(steps) < 4 || steps[0].Rule != "V06" || !strings.HasPrefix(steps[0].Text.FR, "Écrivez 3.0") || steps[1].Rule != "X05" {
		t.Fatalf("%+v", steps)
	}
	if last := steps[len(steps)-1].Text.FR; last != "Corrigez, puis relancez la même session." {
		t.Error(last)
	}
	bare := sample.Result()
	bare.Findings[0].Hint, bare.Findings[3].Hint = etalon.Text{}, etalon.Text{}
	if s := reports.NextSteps(bare)[0].Text; s.FR != "Lisez ce que la règle demande : etalon explain V06." {
		t.Errorf("a rule without a hint: %v", s)
	}
	cut := reports.NextSteps(sample.Partial())
	if !strings.HasPrefix(cut[0].Text.FR, "Relancez sans filtre : 10") {
		t.Errorf("a part: %+v", cut)
	}
}

// TestNoVerdictLeavesItsReaderAlone, and none but a pass is told to go to the authority.
func TestNoVerdictLeavesItsReaderAlone(t *testing.T) {
	for _, v := range reports.Verdicts() {
		for name, r := range map[string]etalon.Result{
			"alone":    {Verdict: v},
			"scenario": {Verdict: v, Scenarios: []etalon.ScenarioResult{{ID: "s", Verdict: v, Reason: etalon.Text{FR: "délai dépassé", EN: "time-out"}}}},
		} {
			steps := reports.NextSteps(r)
			if len(steps) == 0 {
				t.Errorf("%s, %s: nothing to do", v, name)
			}
			for _, s := range steps {
				if s.Text.FR == "" || s.Text.EN == "" {
					t.Errorf("%s, %s: a step without words: %+v", v, name, s)
				}
				if strings.Contains(s.Text.EN, "authority") != (v == etalon.Pass) {
					t.Errorf("%s, %s: %s", v, name, s.Text.EN)
				}
			}
		}
	}
}

func TestScope(t *testing.T) {
	s := reports.ScopeOf(sample.Result())
	if s != (reports.Scope{Profiles: 3, Passed: 3, Failed: 2, Unproven: 3, NotApplicable: 1}) {
		t.Errorf("%+v", s)
	}
	lines := s.Lines()
	if got := lines[0].Text.FR; got != "5\u00a0exigences de 3\u00a0profils\u00a0: 2\u00a0non conformes, 3\u00a0conformes" {
		t.Error(got)
	}
	if lines[1].Label.FR != "Non établi" || lines[1].Verdict != etalon.Inconclusive || lines[2].Text.EN != "1\u00a0requirement" {
		t.Errorf("%+v", lines)
	}
	cut := reports.ScopeOf(sample.Partial()).Lines()
	if last := cut[len(cut)-1]; last.Text.FR != "3\u00a0scénarios sur 13, 10\u00a0écartés par le filtre" || last.Verdict == etalon.Pass {
		t.Errorf("%+v", last)
	}
	if none := (reports.Scope{}).Lines(); none[0].Verdict == etalon.Pass || none[1].Verdict == etalon.Pass {
		t.Errorf("nothing judged looks like a pass: %+v", none)
	}
}

func TestGrounds(t *testing.T) {
	in := reports.Input{Result: sample.Result(), Dossier: strings.Repeat("7f", 32)}
	var told []string
	for _, g := range reports.Grounds(in) {
		told = append(told, g.Label.FR+"="+g.Value+" "+g.Digest)
	}
	got := strings.Join(told, "; ")
	for _, want := range []string{"Dossier de preuves=3\u00a0échanges sha256:7f7f", "Référentiel dmp=2026.11 sha256:5a5a", "Outil=Étalon 0.1.0", "Graine=20261122"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in %s", want, got)
		}
	}
}

// TestDocumentsAloneAreNoSession: whoever had a file judged has no session to
// run again and no dossier to keep.
func TestDocumentsAloneAreNoSession(t *testing.T) {
	for _, v := range reports.Verdicts() {
		for _, s := range reports.NextSteps(etalon.Result{Verdict: v}) {
			if strings.Contains(s.Text.FR, "session") || strings.Contains(s.Text.FR, "dossier") || strings.Contains(s.Text.FR, "sut.yaml") {
				t.Errorf("%s: %s", v, s.Text.FR)
			}
		}
	}
}

func TestUnfoundTellsWhatNoFindingTells(t *testing.T) {
	r := sample.Result()
	var told []string
	for _, f := range reports.Unfound(r) {
		told = append(told, string(f.Rule)+" "+string(f.Scenario)+" "+f.Verdict().String())
	}
	want := "ETALON.verdict.inconclusive td2.1-pdf INCONCLUSIVE; ETALON.verdict.inconclusive td3.1-documents INCONCLUSIVE"
	if got := strings.Join(told, "; "); got != want {
		t.Errorf("got %s", got)
	}
	if got := reports.Unfound(sample.Whole()); len(got) != 0 {
		t.Errorf("a pass has %+v", got)
	}
	for _, v := range reports.Verdicts() {
		got := reports.Unfound(etalon.Result{Verdict: v})
		if (len(got) == 1) != (v != etalon.Pass) {
			t.Errorf("%s alone: %+v", v, got)
		}
	}
}
