package campaign

import (
	"fmt"
	"regexp"
	"slices"
	"time"

	"github.com/etalon-dmp/etalon"
)

// Waiver is a finding that the authority lives with on a version, for a reason, until a
// day, and somebody answers for it. It changes no finding and no verdict: what it lifts
// is counted apart.
type Waiver struct {
	ID       ID                `json:"id"`
	Version  ID                `json:"version"`
	Rule     etalon.RuleID     `json:"rule"`               // or a group of rules: V05 is of V05.role too
	Scenario etalon.ScenarioID `json:"scenario,omitempty"` // "": of any
	Reason   string            `json:"reason"`
	Owner    string            `json:"owner"` // who answers for it
	Until    time.Time         `json:"until"` // its last day, UTC
	By       string            `json:"by"`
	At       time.Time         `json:"at"`
	Ended    time.Time         `json:"ended,omitzero"` // before its time
}

// Waived is a waiver and what it lifts of the session that was judged last.
type Waived struct {
	Rule     etalon.RuleID     `json:"rule"`
	Scenario etalon.ScenarioID `json:"scenario,omitempty"`
	Reason   string            `json:"reason"`
	Owner    string            `json:"owner"`
	Until    string            `json:"until"`
	State    string            `json:"state"`    // used, expired, unneeded
	Findings int               `json:"findings"` // that it lifts; that it would, of an expired one
	ID       ID                `json:"waiver"`
}

var ruleName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_.-]{0,99}$`)

// Check tells what is missing of a waiver that somebody writes.
func (w *Waiver) Check(now time.Time) (err error) {
	if !ruleName.MatchString(string(w.Rule)) {
		return fmt.Errorf("%w: « %s » n'est pas une règle, par exemple V05.role (is not a rule)", ErrInvalid, w.Rule)
	}
	if w.Scenario != "" && !ruleName.MatchString(string(w.Scenario)) {
		return fmt.Errorf("%w: « %s » n'est pas un scénario (is not a scenario)", ErrInvalid, w.Scenario)
	}
	if w.Reason, err = Text("motif (reason)", w.Reason); err != nil {
		return err
	}
	if w.Owner, err = Text("responsable (owner)", w.Owner); err != nil {
		return err
	}
	if !now.Before(w.Until.AddDate(0, 0, 1)) {
		return fmt.Errorf("%w: la fin %s est passée (that end is past)", ErrInvalid, w.Until.Format(time.DateOnly))
	}
	return nil
}

// Standing gives the waivers that nobody ended.
func Standing(all []Waiver) []Waiver {
	return slices.DeleteFunc(slices.Clone(all), func(w Waiver) bool { return !w.Ended.IsZero() })
}
