package etalon

import "fmt"

// Verdict is a point of the verdict lattice. Join only raises:
// ERROR (the harness broke) > FAIL > INCONCLUSIVE > PASS. NOT_APPLICABLE
// stands outside: joining it with anything gives the other.
type Verdict uint8

// The verdicts, from the bottom of the lattice to its top.
const (
	NotApplicable Verdict = iota
	Pass
	Inconclusive
	Fail
	Broken // "ERROR": the harness broke; never the SUT's fault, never a pass
)

var verdictNames = [...]string{"NOT_APPLICABLE", "PASS", "INCONCLUSIVE", "FAIL", "ERROR"}

// Join returns the worse of two verdicts.
func (v Verdict) Join(w Verdict) Verdict { return max(v, w) }

// String returns the verdict's name as reports and files print it.
func (v Verdict) String() string {
	if int(v) < len(verdictNames) {
		return verdictNames[v]
	}
	return fmt.Sprintf("Verdict(%d)", uint8(v))
}

// MarshalText writes the verdict's name.
func (v Verdict) MarshalText() ([]byte, error) {
	if int(v) >= len(verdictNames) {
		return nil, fmt.Errorf("unknown verdict %d", uint8(v))
	}
	return []byte(verdictNames[v]), nil
}

// UnmarshalText reads a verdict's name; an unknown name is an error, never PASS.
func (v *Verdict) UnmarshalText(b []byte) error {
	for i, name := range verdictNames {
		if name == string(b) {
			*v = Verdict(i)
			return nil
		}
	}
	return fmt.Errorf("unknown verdict %q", b)
}

// Exit codes of run, judge and validate.
const (
	ExitPass          = 0
	ExitFail          = 1
	ExitUsage         = 2
	ExitNotReady      = 3
	ExitHarness       = 4
	ExitInconclusive  = 5
	ExitWaiverExpired = 6
	ExitCancelled     = 130
)

// ExitCode is the process exit code that tells this verdict. A run in which
// nothing was applicable established nothing: it is inconclusive, not green.
func (v Verdict) ExitCode() int {
	switch v {
	case Pass:
		return ExitPass
	case Fail:
		return ExitFail
	case Inconclusive, NotApplicable:
		return ExitInconclusive
	default:
		return ExitHarness
	}
}
