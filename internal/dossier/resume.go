package dossier

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/outcome"
)

// Resume marks that a session which had stopped goes on, in this process. What
// stands before it stays as it is.
type Resume struct {
	Tool etalon.ToolInfo `json:"tool"`
	// TrustedCAs are the authorities that client certificates are checked against from
	// now on, DER: a reference product has new ones in each process.
	TrustedCAs [][]byte `json:"trustedCAs,omitempty"`
	// Torn is how many bytes of a line were left half-written: they said nothing to
	// anybody and stand no longer in the journal.
	Torn int `json:"torn,omitempty"`
	// Lost are the requests, never answered, whose bytes a loss of power had taken.
	Lost []etalon.ExchangeID `json:"lost,omitempty"`
}

// Correction takes back the answer of a person. What was answered first stays in
// the journal, and in the step's record.
type Correction struct {
	Scenario etalon.ScenarioID `json:"scenario"`
	Step     etalon.StepID     `json:"step"`
	Answer   string            `json:"answer"` // yes or no
	By       string            `json:"by"`     // who takes it back
	Reason   string            `json:"reason"` // why
}

// The errors of a dossier to which nothing can be added.
var (
	ErrComplete = errors.New("the session came to its end")
	ErrNoAnswer = errors.New("a person answered nothing there")
)

// Resumable tells whether the session of a dossier may go on: it broke, or somebody
// stopped it.
func (d *Dossier) Resumable() bool { return d.Seal == nil || d.Seal.Outcome == outcome.Cancelled }

// Left tells whether a scenario is still to be played: it did not begin, or was
// under way when the session stopped.
func (d *Dossier) Left(id etalon.ScenarioID) bool {
	i, ok := d.begun[id]
	return !ok || stopped(d.Scenarios[i])
}

// Played counts the scenarios that were played to their end; of no dossier, none.
func (d *Dossier) Played() int {
	n := 0
	if d == nil {
		return n
	}
	for _, r := range d.Scenarios {
		if !stopped(r) {
			n++
		}
	}
	return n
}

// stopped tells a scenario that the end of the session cut off.
func stopped(r ScenarioRecord) bool { return !r.Ended || r.Outcome == outcome.Cancelled }

// Continue goes on writing in the storage that d was read from. Whoever calls has
// taken the torn line, if any, off its journal.
func Continue(s Storage, clock func() time.Time, d *Dossier, r Resume) (*Writer, error) {
	if !d.Resumable() {
		return nil, fmt.Errorf("dossier: %w", ErrComplete)
	}
	r.Torn, r.Lost = d.torn, d.Lost
	w := d.writer(s, clock)
	return w, w.add(KindResume, r)
}

// Correct adds a correction to a dossier, in the storage that it was read from, and
// seals it as it was sealed before, by a signer, nil for none.
func Correct(s Storage, clock func() time.Time, d *Dossier, c Correction, sign Signer) error {
	if d.Seal == nil {
		return fmt.Errorf("dossier: a session that did not end is resumed, and then corrected")
	}
	if err := d.correct(c); err != nil {
		return err
	}
	w := d.writer(s, clock)
	w.sign = sign
	if err := w.add(KindCorrection, c); err != nil {
		return err
	}
	return w.Seal(d.Seal.Outcome)
}

// writer is one that goes on where a dossier stops.
func (d *Dossier) writer(s Storage, clock func() time.Time) *Writer {
	w := &Writer{storage: s, clock: clock, previous: d.Head, seq: d.entries, connections: len(d.Connections), exchanges: d.requests}
	w.spooled.Store(int64(len(d.Incomplete))) // no two messages have one name
	return w
}

// resume is what an entry of that kind does to what was read: the scenario that was
// under way becomes an attempt of its own, which the plan does not ask for.
func (d *Dossier) resume(r Resume) {
	d.Seal, d.Sealed = nil, nil
	d.Resumed++
	for _, ca := range r.TrustedCAs {
		if !slices.ContainsFunc(d.Session.TrustedCAs, func(known []byte) bool { return bytes.Equal(known, ca) }) {
			d.Session.TrustedCAs = append(d.Session.TrustedCAs, ca)
		}
	}
	if len(d.Scenarios) == 0 {
		return
	}
	last := &d.Scenarios[len(d.Scenarios)-1]
	if !stopped(*last) || d.begun[last.ID] != len(d.Scenarios)-1 {
		return
	}
	id := last.ID
	delete(d.begun, id)
	last.ID = id.Attempt(d.Resumed)
	d.begun[last.ID] = len(d.Scenarios) - 1
	for i := range last.Steps {
		last.Steps[i].Scenario = last.ID
	}
	for i := range last.Held {
		last.Held[i].Scenario = last.ID
	}
	for i := len(d.Exchanges) - 1; i >= 0 && d.Exchanges[i].Scenario == id; i-- {
		d.Exchanges[i].Scenario = last.ID
	}
}

// correct is what an entry of that kind does to what was read.
func (d *Dossier) correct(c Correction) error {
	r, err := d.scenario(c.Scenario)
	if err != nil {
		return err
	}
	for i := range r.Steps {
		st := &r.Steps[i]
		if st.Step != c.Step || st.Kind != "attest" || st.Outcome != outcome.Done && st.Outcome != outcome.Refused {
			continue
		}
		was := st.Answer
		st.Answer, st.Outcome, st.Owner = c.Answer, outcome.Done, ""
		if c.Answer != "yes" {
			st.Outcome, st.Owner = outcome.Refused, etalon.OwnerProduct
		}
		st.Corrected = append(st.Corrected, etalon.Corrected{Was: was, By: c.By, Reason: c.Reason})
		return nil
	}
	return fmt.Errorf("step %q of scenario %q: %w", c.Step, c.Scenario, ErrNoAnswer)
}
