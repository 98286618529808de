package campaign

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/etalon-dmp/etalon"
)

// Kind is what a statement is.
type Kind string

// The kinds of statements. Each after the first is about a decision that was signed,
// and follows the last one about it.
const (
	OfDecision   Kind = "decision"
	OfCorrection Kind = "correction" // of words; outcome, scope and evidence stay
	OfRevocation Kind = "revocation"
	OfAppeal     Kind = "appeal" // it was received
	OfAnswer     Kind = "answer" // to an appeal
)

// Saying is what a statement is to say. What does not concern its kind is zero.
type Saying struct {
	Kind     Kind
	At       time.Time
	Decision Decision
	Version  Version
	Sessions []Session // of OfDecision: those that it had before it, the newest first
	Waivers  []Waiver  // of OfDecision: those of its version
	Previous []string  // digests of the statements on the decision, the oldest first
	Text     string    // why it is revoked, what is corrected
	Contest  Contest   // of OfAppeal and OfAnswer
}

// Signer makes and signs a statement: JWS in its compact form.
type Signer func(Saying) (string, error)

// Statement is one thing that the authority signed. It stays.
type Statement struct {
	ID       ID        `json:"id"`
	Decision ID        `json:"decision"`
	Kind     Kind      `json:"kind"`
	At       time.Time `json:"at"`
	JWS      string    `json:"jws"`
}

// Digest names a signed statement: SHA-256 of its text, lower-case hex.
func Digest(jws string) string {
	sum := sha256.Sum256([]byte(jws))
	return hex.EncodeToString(sum[:])
}

// Digest names the statement.
func (s Statement) Digest() string { return Digest(s.JWS) }

// Says is what was signed, without a look at the signature; nil when it is no JWS.
func (s Statement) Says() json.RawMessage {
	parts := strings.Split(s.JWS, ".")
	if len(parts) != 3 {
		return nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil || !json.Valid(raw) {
		return nil
	}
	return raw
}

// Judgement is one time that a session was judged. All of them stay.
type Judgement struct {
	Session ID             `json:"session"`
	Verdict etalon.Verdict `json:"verdict"`
	Digest  string         `json:"digest"` // of verdict.json: SHA-256, lower-case hex
	At      time.Time      `json:"at"`
}

// Evidence names what a decision has before it: the sessions that were judged, by
// their dossiers and verdicts, and the waivers that stand. SHA-256, lower-case hex.
func Evidence(sessions []Session, waivers []Waiver) string {
	sum := sha256.New()
	for _, s := range slices.SortedFunc(slices.Values(sessions), func(a, b Session) int { return int(a.ID - b.ID) }) {
		if s.State == Judged {
			fmt.Fprintf(sum, "%s %s %s\n", s.Head, s.Verdict, s.Digest)
		}
	}
	for _, w := range slices.SortedFunc(slices.Values(Standing(waivers)), func(a, b Waiver) int { return int(a.ID - b.ID) }) {
		fmt.Fprintf(sum, "waiver %d %q %q %q %q %s\n", w.ID, w.Rule, w.Scenario, w.Reason, w.Owner, w.Until.Format(time.DateOnly))
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// Unchanged is ErrState when the evidence is another than when a decision was
// proposed: whoever confirms or signs it would speak of what nobody examined.
func (d Decision) Unchanged(sessions []Session, waivers []Waiver) error {
	if d.Evidence == Evidence(sessions, waivers) {
		return nil
	}
	return fmt.Errorf("%w: les sessions jugées ou les dérogations ont changé depuis la proposition ; retirez-la et proposez de nouveau (the judged sessions or the waivers changed since the proposal: withdraw it and propose anew)", ErrState)
}

// Independent is ErrSame when a person took part in a decision: an appeal against it
// is answered by somebody who did not (ISO/IEC 17065, 7.13).
func (d Decision) Independent(p Person) error {
	if p.ID == d.Proposer || p.ID == d.Confirmer || p.ID == d.Signer {
		return fmt.Errorf("%w: qui n'a pas pris part à la décision (who took no part in the decision)", ErrSame)
	}
	return nil
}

// Expired tells a signed decision whose last day is over.
func (d Decision) Expired(now time.Time) bool {
	return d.Step == Signed && !d.Until.IsZero() && !now.Before(d.Until.AddDate(0, 0, 1))
}
