package desk

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/seal"
)

// The types of a signed decision: in-toto's statement, and a predicate of our own. Its
// test-result predicate has no place for what was not established, and is not used.
const (
	statementType = "https://in-toto.io/Statement/v1"
	predicateType = "urn:etalon:decision:1"
)

// Statement is a decision as it is signed: what it speaks of, by digest, and what was
// decided. It is readable without this program.
type Statement struct {
	Type          string    `json:"_type"`
	Subject       []Subject `json:"subject"`
	PredicateType string    `json:"predicateType"`
	Predicate     Predicate `json:"predicate"`
}

// Subject is something that a statement speaks of.
type Subject struct {
	Name   string            `json:"name"`
	Digest map[string]string `json:"digest"`
}

// Predicate is what was decided, of what, on which evidence.
type Predicate struct {
	Decision campaign.ID        `json:"decision"`
	Outcome  campaign.Outcome   `json:"outcome"`
	Reason   string             `json:"reason"`
	Signed   time.Time          `json:"signed"`
	Vendor   string             `json:"vendor"`
	Product  string             `json:"product"`
	Version  string             `json:"version"`
	Profiles []etalon.ProfileID `json:"profiles"`
	Scope    string             `json:"scope"` // SHA-256
	Sessions []Judged           `json:"sessions"`
}

// Judged is a session that the decision had before it.
type Judged struct {
	Dossier string `json:"dossier"` // hash of its last entry, SHA-256
	Verdict string `json:"verdict"`
}

// Sign makes and signs the statement of a decision.
func Sign(k seal.Key, d campaign.Decision, v campaign.Version, sessions []campaign.Session) (string, error) {
	if v.Scope == nil {
		return "", fmt.Errorf("%w: le périmètre n'est pas déclaré (the scope is not declared)", campaign.ErrState)
	}
	s := Statement{Type: statementType, PredicateType: predicateType, Subject: []Subject{}, Predicate: Predicate{
		Decision: d.ID, Outcome: d.Outcome, Reason: d.Reason, Signed: d.Signed, Vendor: v.Product.Vendor, Product: v.Product.Name, Version: v.Label,
		Profiles: v.Scope.Profiles, Scope: v.Scope.Digest, Sessions: []Judged{},
	}}
	if v.Build != "" {
		s.Subject = append(s.Subject, Subject{Name: v.Product.Name + " " + v.Label, Digest: map[string]string{"sha256": v.Build}})
	}
	for _, one := range sessions {
		if one.State == campaign.Judged {
			s.Subject = append(s.Subject, Subject{Name: fmt.Sprintf("dossier %d", one.ID), Digest: map[string]string{"sha256": one.Head}})
			s.Predicate.Sessions = append(s.Predicate.Sessions, Judged{one.Head, one.Verdict.String()})
		}
	}
	if d.Outcome == campaign.Accepted && len(s.Predicate.Sessions) == 0 {
		return "", fmt.Errorf("%w: aucune session jugée (no session was judged)", campaign.ErrState)
	}
	raw, err := json.Marshal(s)
	if err != nil {
		return "", err
	}
	return k.SignAs(seal.Statement, raw)
}

// ErrKey is the error of a statement that another key signed.
var ErrKey = errors.New("signée par une autre clé que celle donnée (signed by another key than the one given)")

// Verify reads a signed statement. pinned is the text of the public key that must
// have signed it: the one in the statement proves nothing of who signed.
func Verify(signed string, pinned []byte) (Statement, error) {
	var s Statement
	payload, key, err := seal.VerifyAs(seal.Statement, signed)
	if err != nil {
		return s, err
	}
	want, err := seal.Name(pinned)
	if err != nil {
		return s, err
	}
	if key != want {
		return s, fmt.Errorf("%w: %s", ErrKey, key)
	}
	if err := json.Unmarshal(payload, &s); err != nil {
		return s, err
	}
	if s.Type != statementType || s.PredicateType != predicateType {
		return s, fmt.Errorf("%s: un autre genre d'attestation (another kind of statement)", s.PredicateType)
	}
	return s, nil
}
