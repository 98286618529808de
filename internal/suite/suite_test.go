package suite_test

import (
	"strings"
	"testing"

	"github.com/onsi/gomega"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/outcome"
	"github.com/etalon-dmp/etalon/internal/suite"
)

func TestConformNamesWhatDoesNot(t *testing.T) {
	g := gomega.NewWithT(t)
	g.Expect(etalon.Result{Verdict: etalon.Pass}).To(suite.Conform())
	g.Expect(etalon.Result{Verdict: etalon.NotApplicable}).NotTo(suite.Conform())
	bad := etalon.Result{Verdict: etalon.Fail, Findings: []etalon.Finding{
		{Rule: "V06.version", Severity: etalon.SeverityError, Outcome: etalon.OutcomeFailed, Expected: "3.0", Observed: "9.9"},
		{Rule: "X99", Severity: etalon.SeverityWarning, Outcome: etalon.OutcomeFailed},
	}}
	message := suite.Conform().FailureMessage(bad)
	g.Expect(message).To(gomega.And(gomega.ContainSubstring("V06.version"), gomega.ContainSubstring("9.9")))
	g.Expect(message).NotTo(gomega.ContainSubstring("X99"), "a warning is not why a verdict fails")
}

func TestHaveEndedTellsWhereAndHow(t *testing.T) {
	m := suite.HaveEnded(outcome.Done, outcome.Received)
	r := etalon.StepRecord{At: "td.yaml:12", Step: "s02", Kind: "expect", Outcome: outcome.Timeout, Detail: "no ITI-41"}
	if ok, err := m.Match(r); ok || err != nil {
		t.Fatalf("a timeout matched: %v %v", ok, err)
	}
	for _, want := range []string{"td.yaml:12", "s02", "timeout", "no ITI-41"} {
		if !strings.Contains(m.FailureMessage(r), want) {
			t.Errorf("message without %q: %s", want, m.FailureMessage(r))
		}
	}
	if _, err := m.Match("not a record"); err == nil {
		t.Error("a string was taken for a record")
	}
}
