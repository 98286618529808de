package suite

import (
	"fmt"
	"slices"
	"strings"

	"github.com/onsi/gomega/types"

	"github.com/etalon-dmp/etalon"
)

// HaveEnded succeeds for an etalon.StepRecord whose outcome is one of those named.
func HaveEnded(outcomes ...string) types.GomegaMatcher { return &ended{outcomes} }

type ended struct{ outcomes []string }

func (m *ended) Match(actual any) (bool, error) {
	r, ok := actual.(etalon.StepRecord)
	if !ok {
		return false, fmt.Errorf("HaveEnded wants an etalon.StepRecord, not %T", actual)
	}
	return slices.Contains(m.outcomes, r.Outcome), nil
}

func (m *ended) FailureMessage(actual any) string {
	r := actual.(etalon.StepRecord)
	return fmt.Sprintf("%s: step %s (%s) ended %q, awaited %s. %s",
		r.At, r.Step, r.Kind, r.Outcome, strings.Join(m.outcomes, " or "), r.Detail)
}

func (m *ended) NegatedFailureMessage(actual any) string {
	return fmt.Sprintf("step %s ended %q", actual.(etalon.StepRecord).Step, actual.(etalon.StepRecord).Outcome)
}

// Conform succeeds for an etalon.Result whose verdict is PASS. Its message
// lists the findings that say otherwise.
func Conform() types.GomegaMatcher { return conform{} }

type conform struct{}

func (conform) Match(actual any) (bool, error) {
	r, ok := actual.(etalon.Result)
	if !ok {
		return false, fmt.Errorf("Conform wants an etalon.Result, not %T", actual)
	}
	return r.Verdict == etalon.Pass, nil
}

func (conform) FailureMessage(actual any) string {
	r := actual.(etalon.Result)
	var b strings.Builder
	fmt.Fprintf(&b, "verdict %s, awaited PASS", r.Verdict)
	for _, f := range r.Findings {
		if f.Verdict() > etalon.Pass {
			fmt.Fprintf(&b, "\n  %s in %s %s: %s (expected %s, observed %s)",
				f.Rule, f.Scenario, f.Exchange, f.Message.EN, f.Expected, f.Observed)
		}
	}
	return b.String()
}

func (conform) NegatedFailureMessage(any) string { return "verdict PASS, awaited anything else" }
