package etalon

import "strings"

// Level is the obligation a requirement carries.
type Level string

// The levels, after the words of the specifications.
const (
	Must   Level = "must"   // exigence (EX_…)
	Should Level = "should" // recommandation (REC_…)
)

// Requirement is one entry of the catalogue: what a product must do, and
// where that is written.
type Requirement struct {
	ID         RequirementID `json:"id" yaml:"id"`
	Level      Level         `json:"level" yaml:"level"`
	Source     string        `json:"source" yaml:"source"` // document and version
	Clause     string        `json:"clause" yaml:"clause"` // section or row inside it
	Confidence Confidence    `json:"confidence" yaml:"confidence"`
	Text       Text          `json:"text" yaml:"text"`
	// Proof names what must all have met something in each scenario that claims
	// the requirement: without it the requirement is not established, whatever
	// other rules met.
	Proof []Proof `json:"proof,omitempty" yaml:"proof"`
	// Unjudged says what of it is not judged, and why; empty: nothing is said.
	Unjudged Text `json:"unjudged,omitzero" yaml:"unjudged"`
}

// Proof is a rule, or several of which one is enough: "U01.version|U02.target",
// where each scenario shows the requirement in a way of its own.
type Proof string

// Of gives the rules.
func (p Proof) Of() []RuleID {
	var out []RuleID
	for _, id := range strings.Split(string(p), "|") {
		out = append(out, RuleID(id))
	}
	return out
}
