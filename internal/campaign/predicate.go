package campaign

import (
	"encoding/json"
	"time"

	"github.com/etalon-dmp/etalon"
)

// Stated is what is signed: what it speaks of, by digest, and what is said of it. It
// is readable without this program.
type Stated struct {
	Type          string          `json:"_type"`
	Subject       []Subject       `json:"subject"`
	PredicateType string          `json:"predicateType"`
	Predicate     json.RawMessage `json:"predicate"`
}

// Subject is something that a statement speaks of.
type Subject struct {
	Name   string            `json:"name"`
	Digest map[string]string `json:"digest"`
}

// Decided is the predicate of a decision: what was decided, of what, on which evidence,
// judged by what.
type Decided struct {
	Decision ID                `json:"decision"`
	Outcome  Outcome           `json:"outcome"`
	Reason   string            `json:"reason"`
	Signed   time.Time         `json:"signed"`
	Until    string            `json:"until,omitempty"` // the last day that it holds, UTC
	Vendor   string            `json:"vendor"`
	Product  string            `json:"product"`
	Version  string            `json:"version"`
	Build    string            `json:"build,omitempty"` // SHA-256 of what was built
	Scope    string            `json:"scope"`           // SHA-256 of what was declared
	Profiles []Concluded       `json:"profiles"`
	Sessions []Before          `json:"sessions"`
	StandsOn []etalon.StandsOn `json:"standsOn"`
	// Waived are the findings of the last session that the authority lives with; the
	// verdicts are as they are without them.
	Waived []Waived `json:"waived,omitempty"`
}

// Concluded is the verdict on a profile of the scope, over all sessions.
type Concluded struct {
	ID      etalon.ProfileID `json:"id"`
	Verdict etalon.Verdict   `json:"verdict"`
	// Scenarios counts those of the profile by verdict.
	Scenarios map[string]int `json:"scenarios"`
	// SetAside counts failures that do not count because a later session passed.
	SetAside int `json:"setAside,omitempty"`
}

// Before is a session that the decision had before it.
type Before struct {
	Dossier  string           `json:"dossier"` // hash of its last entry, SHA-256
	Seal     etalon.SealState `json:"seal"`
	Verdict  etalon.Verdict   `json:"verdict"`
	Result   string           `json:"result"`            // verdict.json, SHA-256
	StandsOn int              `json:"standsOn"`          // which of them, from 0
	LeftOut  int              `json:"leftOut,omitempty"` // scenarios of its profiles that it did not play: it speaks of a part of them
}

// Later is the predicate of what is said after a decision.
type Later struct {
	Decision ID        `json:"decision"`
	Of       string    `json:"of"`       // the statement of the decision, SHA-256
	Previous string    `json:"previous"` // the last statement on it before this one, SHA-256
	At       time.Time `json:"at"`
	Text     string    `json:"text,omitempty"`
	// Appeal is its number; its text is its author's, and named by its digest alone.
	Appeal     ID     `json:"appeal,omitempty"`
	AppealText string `json:"appealText,omitempty"` // SHA-256
	Ruling     Ruling `json:"ruling,omitempty"`
}

// ResultFile is the name under which a verdict.json stays beside a dossier when a later
// judgement replaces it.
func ResultFile(digest string) string { return "verdict-" + digest + ".json" }
