package dossier

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/etalon-dmp/etalon"
)

// Source is where a dossier is read from; fs.ReadFileFS fits.
type Source interface {
	ReadFile(name string) ([]byte, error)
}

// Dossier is a read and verified dossier.
type Dossier struct {
	Session     Session
	Connections map[etalon.ConnectionID]etalon.Connection
	Exchanges   []etalon.Exchange // in order of arrival
	Scenarios   []ScenarioRecord  // in order of beginning
	Seal        *Seal             // nil: the session did not come to its end
	Head        string            // hash of the last entry: the dossier's name
	// Torn tells that the last line was incomplete: the process died while
	// writing it, so nothing had been acknowledged for it.
	Torn bool

	source Source
}

// ScenarioRecord is one scenario as it went.
type ScenarioRecord struct {
	ID      etalon.ScenarioID
	Ended   bool
	Outcome string
	Detail  string
	Steps   []etalon.StepRecord
}

// Read verifies a dossier and decodes it. A dossier that was tampered with is
// refused with a *TamperError naming the entry.
func Read(src Source) (*Dossier, error) {
	lines, torn, err := verify(src)
	if err != nil {
		return nil, err
	}
	d := &Dossier{Connections: map[etalon.ConnectionID]etalon.Connection{}, Torn: torn, source: src, Head: genesis}
	index := map[etalon.ExchangeID]int{}
	for _, l := range lines {
		if err := d.take(l.Entry, index); err != nil {
			return nil, fmt.Errorf("dossier: entry %d (%s): %w", l.Seq, l.Kind, err)
		}
		d.Head = l.hash
	}
	if d.Session.Schema == "" {
		return nil, &TamperError{Entry: 1, What: "the journal does not begin with a session entry"}
	}
	return d, nil
}

// Bytes returns a blob, which Read has already verified.
func (d *Dossier) Bytes(b etalon.Blob) ([]byte, error) {
	if b.Size == 0 {
		return nil, nil
	}
	return d.source.ReadFile(BlobName(b.SHA256))
}

func (d *Dossier) take(e Entry, index map[etalon.ExchangeID]int) error {
	switch e.Kind {
	case KindSession:
		return json.Unmarshal(e.Body, &d.Session)
	case KindConnection:
		var c etalon.Connection
		err := json.Unmarshal(e.Body, &c)
		d.Connections[c.ID] = c
		return err
	case KindRequest:
		var r Request
		if err := json.Unmarshal(e.Body, &r); err != nil {
			return err
		}
		index[r.ID] = len(d.Exchanges)
		d.Exchanges = append(d.Exchanges, etalon.Exchange{
			ID: r.ID, Connection: r.Connection, Scenario: r.Scenario, Actor: r.Actor,
			Transaction: r.Transaction, Sent: r.Sent, Received: r.Received, Request: r.Raw,
			Anomalies: r.Anomalies, Fields: r.Fields,
		})
	case KindResponse:
		var r Response
		if err := json.Unmarshal(e.Body, &r); err != nil {
			return err
		}
		i, ok := index[r.Exchange]
		if !ok {
			return fmt.Errorf("response to unknown exchange %q", r.Exchange)
		}
		x := &d.Exchanges[i]
		x.Behaviour, x.Answered, x.Response, x.Note = r.Behaviour, r.Answered, r.Raw, r.Note
		x.AnswerAnomalies = r.Anomalies
	case KindScenario:
		var s Scenario
		if err := json.Unmarshal(e.Body, &s); err != nil {
			return err
		}
		return d.takeScenario(s)
	case KindStep:
		var s etalon.StepRecord
		if err := json.Unmarshal(e.Body, &s); err != nil {
			return err
		}
		return d.takeStep(s, index)
	case KindSeal:
		d.Seal = &Seal{}
		return json.Unmarshal(e.Body, d.Seal)
	default:
		return fmt.Errorf("unknown kind of entry %q", e.Kind)
	}
	return nil
}

func (d *Dossier) takeScenario(s Scenario) error {
	if s.Began {
		d.Scenarios = append(d.Scenarios, ScenarioRecord{ID: s.ID})
		return nil
	}
	r, err := d.scenario(s.ID)
	if err != nil {
		return err
	}
	r.Ended, r.Outcome, r.Detail = s.Ended, s.Outcome, s.Detail
	return nil
}

func (d *Dossier) takeStep(s etalon.StepRecord, index map[etalon.ExchangeID]int) error {
	r, err := d.scenario(s.Scenario)
	if err != nil {
		return err
	}
	r.Steps = append(r.Steps, s)
	if i, ok := index[s.Exchange]; ok {
		d.Exchanges[i].Step = s.Step
	}
	return nil
}

func (d *Dossier) scenario(id etalon.ScenarioID) (*ScenarioRecord, error) {
	for i := range d.Scenarios {
		if d.Scenarios[i].ID == id {
			return &d.Scenarios[i], nil
		}
	}
	return nil, fmt.Errorf("scenario %q never began", id)
}

type line struct {
	Entry
	hash string
}

// verify walks the chain and every blob. torn tells of an incomplete last line.
func verify(src Source) (lines []line, torn bool, err error) {
	journal, err := src.ReadFile(JournalName)
	if err != nil {
		return nil, false, fmt.Errorf("dossier: read journal: %w", err)
	}
	previous := genesis
	for n := 1; len(journal) > 0; n++ {
		raw, rest, complete := bytes.Cut(journal, []byte("\n"))
		if !complete {
			return lines, true, nil
		}
		journal = rest
		e, err := checkLine(raw, n, previous)
		if err != nil {
			return nil, false, err
		}
		if err := checkBlob(src, e); err != nil {
			return nil, false, err
		}
		previous, _ = unseal(raw)
		lines = append(lines, line{Entry: e, hash: previous})
		if e.Kind == KindSeal {
			if len(journal) > 0 {
				return nil, false, &TamperError{Entry: n + 1, What: "there are entries after the seal"}
			}
			if err := checkSeal(e); err != nil {
				return nil, false, err
			}
		}
	}
	return lines, false, nil
}

func checkLine(raw []byte, n int, previous string) (Entry, error) {
	var e Entry
	if _, ok := unseal(raw); !ok {
		return e, &TamperError{Entry: n, What: "the entry was changed: its bytes do not match the hash it carries"}
	}
	if err := json.Unmarshal(raw, &e); err != nil {
		return e, &TamperError{Entry: n, What: "the line is not a journal entry: " + err.Error()}
	}
	if e.Seq != n {
		return e, &TamperError{Entry: n, What: fmt.Sprintf("entry number %d stands in place %d: an entry is missing or was moved", e.Seq, n)}
	}
	if e.Previous != previous {
		return e, &TamperError{Entry: n, What: fmt.Sprintf("it does not follow entry %d: an entry was exchanged for another", n-1)}
	}
	return e, nil
}

func checkSeal(e Entry) error {
	var s Seal
	if err := json.Unmarshal(e.Body, &s); err != nil || s.Entries != e.Seq-1 {
		return &TamperError{Entry: e.Seq, What: "the seal does not count the entries before it"}
	}
	return nil
}

func checkBlob(src Source, e Entry) error {
	if e.Kind != KindRequest && e.Kind != KindResponse {
		return nil
	}
	var r struct {
		Raw etalon.Blob `json:"raw"`
	}
	if err := json.Unmarshal(e.Body, &r); err != nil {
		return &TamperError{Entry: e.Seq, What: "the entry cannot be read: " + err.Error()}
	}
	if r.Raw.Size == 0 {
		return nil
	}
	b, err := src.ReadFile(BlobName(r.Raw.SHA256))
	if err != nil {
		return &TamperError{Entry: e.Seq, What: "its bytes are missing: " + err.Error()}
	}
	if sum := sha256.Sum256(b); hex.EncodeToString(sum[:]) != r.Raw.SHA256 {
		return &TamperError{Entry: e.Seq, What: "its bytes were changed: " + BlobName(r.Raw.SHA256)}
	}
	return nil
}

// TamperError says which entry of a dossier cannot be trusted, and why.
type TamperError struct {
	Entry int // 1-based place in the journal
	What  string
}

func (e *TamperError) Error() string {
	return fmt.Sprintf("dossier: entry %d: %s", e.Entry, e.What)
}
