package desk

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/seal"
)

// The errors of statements that do not say what somebody takes them for.
var (
	ErrKey   = errors.New("signée par une autre clé que celle donnée (signed by another key than the one given)")
	ErrChain = errors.New("les attestations ne se suivent pas : il en manque une, ou l'ordre est faux (the statements do not follow each other: one is missing, or the order is wrong)")
)

// Verified is a statement whose signature holds.
type Verified struct {
	campaign.Stated
	Kind   campaign.Kind
	Digest string         // of the signed text, SHA-256
	Later  campaign.Later // of a statement after the decision
}

// Verify reads a signed statement. pinned is the text of the public key that must
// have signed it: the one in the statement proves nothing of who signed.
func Verify(signed string, pinned []byte) (Verified, error) {
	v := Verified{Digest: campaign.Digest(signed)}
	payload, key, err := seal.VerifyAs(seal.Statement, signed)
	if err != nil {
		return v, err
	}
	want, err := seal.Name(pinned)
	if err != nil {
		return v, err
	}
	if key != want {
		return v, fmt.Errorf("%w: %s", ErrKey, key)
	}
	if err := json.Unmarshal(payload, &v.Stated); err != nil {
		return v, err
	}
	for _, k := range []campaign.Kind{campaign.OfDecision, campaign.OfCorrection, campaign.OfRevocation, campaign.OfAppeal, campaign.OfAnswer} {
		if v.PredicateType == predicateType(k) {
			v.Kind = k
		}
	}
	if v.Type != statementType || v.Kind == "" {
		return v, fmt.Errorf("%s: un autre genre d'attestation (another kind of statement)", v.PredicateType)
	}
	if v.Kind != campaign.OfDecision {
		err = json.Unmarshal(v.Predicate, &v.Later)
	}
	return v, err
}

// VerifyAll reads the statements of decisions, one a line, the oldest first, and holds
// that they follow each other. revoked tells that one of the decisions was taken back.
func VerifyAll(text string, pinned []byte) (all []Verified, revoked bool, err error) {
	last := map[string]string{} // of the statement of a decision: the last one on it
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		v, err := Verify(line, pinned)
		if err != nil {
			return nil, false, err
		}
		if v.Kind == campaign.OfDecision {
			last[v.Digest] = v.Digest
		} else {
			if before, known := last[v.Later.Of]; known && before != v.Later.Previous {
				return nil, false, fmt.Errorf("%w: décision %d, %s", ErrChain, v.Later.Decision, v.Kind)
			}
			last[v.Later.Of] = v.Digest
			revoked = revoked || v.Kind == campaign.OfRevocation
		}
		all = append(all, v)
	}
	if len(all) == 0 {
		return nil, false, errors.New("aucune attestation dans ce fichier (no statement in this file)")
	}
	return all, revoked, nil
}
