package campaign

import (
	"context"
	"time"

	"github.com/etalon-dmp/etalon"
)

// Certificate is one that the bench's authority gave a version: whoever shows it on a
// connection is that version.
type Certificate struct {
	Fingerprint string    `json:"fingerprint"` // SHA-256 of its DER, lower-case hex
	Version     ID        `json:"version"`
	Name        string    `json:"name"` // structure-auth, cps-auth, …
	By          string    `json:"by"`
	At          time.Time `json:"at"`
	Until       time.Time `json:"until"`
	Ended       time.Time `json:"ended,omitzero"` // before its time
}

// Sitting is a session of a version that is played at the address of the bench, until
// its dossier is handed in.
type Sitting struct {
	ID       ID                 `json:"id"`
	Version  ID                 `json:"version"`
	State    SittingState       `json:"state"`
	Profiles []etalon.ProfileID `json:"profiles"`
	Session  ID                 `json:"session,omitempty"` // of HandedIn: the session it became
	Why      string             `json:"why,omitempty"`     // of Failed
	By       string             `json:"by"`
	At       time.Time          `json:"at"`
	Ended    time.Time          `json:"ended,omitzero"`
}

// SittingState is where a sitting stands.
type SittingState string

// The states of a sitting.
const (
	Open     SittingState = "open"
	Stopping SittingState = "stopping"  // somebody stopped it: what was recorded is handed in
	HandedIn SittingState = "handed-in" //
	Failed   SittingState = "failed"    // what it left is no dossier of the version
)

// UnderWay tells a sitting that is not over.
func (s Sitting) UnderWay() bool { return s.State == Open || s.State == Stopping }

// Wish is the sitting that a tester asks for. The product is a client there: a server is
// called by étalon, from the tester's own machine.
type Wish struct {
	Version  Version
	Profiles []etalon.ProfileID // of its scope; none: all
	Mode     etalon.AuthMode    // how it authenticates on the DMP; "" where that says nothing
	Filter   string             // of labels; "" for all
}

// Seating is a sitting that is to be played, from where it stopped.
type Seating struct {
	Sitting, Version ID
	Plan             []byte
	Stopping         bool // somebody stopped it: what is recorded is sealed, and nothing played
	// Over hands its dossier in. An error is the machine's, and has it done again.
	Over func(ctx context.Context) error
}

// Room is what a sitting waits for, and what came.
type Room struct {
	Sitting  ID                `json:"sitting"`
	At       string            `json:"at"` // the address that the product calls
	Revision int               `json:"revision"`
	Scenario etalon.ScenarioID `json:"scenario,omitempty"`
	Title    etalon.Text       `json:"title,omitzero"`
	Began    time.Time         `json:"began,omitzero"` // the scenario
	Prompt   *Asked            `json:"prompt,omitempty"`
	Awaited  []Awaited         `json:"awaited"`
	Came     []Came            `json:"came"` // the newest first
	Past     []Past            `json:"past"` // the newest first
	Done     int               `json:"done"`
	Total    int               `json:"total"`
	Over     bool              `json:"over"`
	// Trouble is the bench's: it tries again by itself.
	Trouble bool `json:"trouble,omitempty"`
}

// Asked is what a person is asked: to do something with the product, or a question.
type Asked struct {
	Number   int            `json:"number"`
	Question bool           `json:"question"` // answered by yes or no
	Text     etalon.Text    `json:"text"`
	Action   *etalon.Action `json:"action,omitempty"` // the same for a program, of what is to be done
	Since    time.Time      `json:"since"`
}

// Awaited is an exchange that the step under way waits for.
type Awaited struct {
	Step        etalon.StepID      `json:"step"`
	Actor       etalon.Actor       `json:"actor"` // that it is sent to
	Transaction etalon.Transaction `json:"transaction"`
	Came        bool               `json:"came"`
}

// Came is a request that came for a sitting. What it says of persons is in the dossier
// alone.
type Came struct {
	Exchange    etalon.ExchangeID  `json:"exchange"`
	At          time.Time          `json:"at"`
	Actor       etalon.Actor       `json:"actor,omitempty"`
	Transaction etalon.Transaction `json:"transaction"`
	Scenario    etalon.ScenarioID  `json:"scenario,omitempty"`
	Counted     etalon.StepID      `json:"counted,omitempty"` // the step that it counts for
	Why         etalon.Text        `json:"why,omitzero"`      // why it counts for none
}

// Past is a scenario that was played.
type Past struct {
	Scenario etalon.ScenarioID `json:"scenario"`
	Title    etalon.Text       `json:"title"`
	Outcome  string            `json:"outcome"`
	At       time.Time         `json:"at"`
}

// Stray is a connection, or a request on one, that no sitting took.
type Stray struct {
	At          time.Time          `json:"at"`
	Remote      string             `json:"remote"`
	Certificate string             `json:"certificate,omitempty"` // its fingerprint
	Version     ID                 `json:"version,omitempty"`     // whose it is; 0: nobody's
	Transaction etalon.Transaction `json:"transaction,omitempty"`
	Why         etalon.Text        `json:"why"`
}
