package dossier

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
)

// Dossier is a read and verified dossier.
type Dossier struct {
	Session     Session
	Connections map[etalon.ConnectionID]etalon.Connection
	Exchanges   []etalon.Exchange // in order of arrival
	Scenarios   []ScenarioRecord  // in order of beginning
	// Before is what was held when an exchange began, as last recorded in its
	// scenario. A dossier of before such records has none.
	Before map[etalon.ExchangeID]etalon.Held
	Seal   *Seal  // nil: the session did not come to its end
	Sealed []byte // what the signature of the seal must be over
	Head   string // hash of the last entry: the dossier's name
	// Torn tells that the last line was incomplete: the process died while
	// writing it, so nothing had been acknowledged for it.
	Torn bool
	// Lost are the requests of an unsealed dossier whose bytes did not all reach
	// the device before power was lost. None of them had been answered.
	Lost []etalon.ExchangeID
	// Incomplete are messages that the session did not live to receive or to
	// write whole. None of them had been acknowledged.
	Incomplete []Leftover
	// Resumed is how many times the session went on after it had stopped.
	Resumed int

	// Taken says which messages were taken out of this copy of the dossier, and why.
	Taken Redaction

	redacted map[string]bool
	entries  int // lines of the journal
	requests int // of them, those of requests
	torn     int // bytes of a line after them
	source   Source
	begun    map[etalon.ScenarioID]int // places in Scenarios, by the first of a name
}

// ScenarioRecord is one scenario as it went.
type ScenarioRecord struct {
	ID      etalon.ScenarioID
	Ended   bool
	Outcome string
	Detail  string
	Steps   []etalon.StepRecord
	Held    []HeldRecord // in order of time; each is what held from then on
}

// HeldRecord is what was held after so many of the scenario's steps had ended.
type HeldRecord struct {
	etalon.Held
	Steps int
}

// Read verifies a dossier and decodes it. A dossier that was tampered with is
// refused with a *TamperError naming the entry.
func Read(src Source) (*Dossier, error) {
	v, err := verify(src)
	if err != nil {
		return nil, err
	}
	d := &Dossier{
		Connections: map[etalon.ConnectionID]etalon.Connection{}, Before: map[etalon.ExchangeID]etalon.Held{},
		Torn: v.torn > 0, torn: v.torn, entries: v.entries, Taken: v.taken, redacted: v.redacted, source: src, Head: genesis, begun: map[etalon.ScenarioID]int{},
	}
	if list, ok := src.(Lister); ok {
		if d.Incomplete, err = list.List(incompleteFolder); err != nil {
			return nil, fmt.Errorf("dossier: list what is incomplete: %w", err)
		}
		slices.SortFunc(d.Incomplete, func(a, b Leftover) int { return strings.Compare(a.Name, b.Name) })
	}
	index, lost := map[etalon.ExchangeID]int{}, v.lost()
	if _, err := walk(src, v.taken, func(e Entry, hash string) error {
		if e.Kind == KindRequest {
			d.requests++
		}
		if !lost[e.Seq] {
			if err := d.take(e, index); err != nil {
				return fmt.Errorf("dossier: entry %d (%s): %w", e.Seq, e.Kind, err)
			}
		}
		if d.Seal != nil {
			if d.Sealed, err = d.Seal.over(d.Head); err != nil {
				return err
			}
		}
		d.Head = hash
		return nil
	}); err != nil {
		return nil, err
	}
	for _, m := range v.missing {
		if v.accounted[m.exchange] {
			continue // it was said when the session went on
		}
		d.Lost = append(d.Lost, m.exchange)
	}
	if d.Session.Schema == "" {
		return nil, &TamperError{Entry: 1, What: "the journal does not begin with a session entry"}
	}
	return d, nil
}

// Bytes returns a blob, which Read has already verified. Nothing of it is kept. The
// error of one that was taken out is ErrRedacted.
func (d *Dossier) Bytes(b etalon.Blob) ([]byte, error) {
	if b.Size == 0 {
		return nil, nil
	}
	raw, err := readBlob(d.source, b)
	if d.redacted[b.SHA256] && errors.Is(err, fs.ErrNotExist) {
		return nil, ErrRedacted
	}
	return raw, err
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
		if !r.Protocol.Known() {
			return fmt.Errorf("%w %q: a newer version of étalon made this dossier", ErrProtocol, r.Protocol)
		}
		if _, again := index[r.ID]; again {
			return &TamperError{Entry: e.Seq, What: fmt.Sprintf("there is an exchange %q already", r.ID)}
		}
		index[r.ID] = len(d.Exchanges)
		if sc, err := d.scenario(r.Scenario); err == nil && len(sc.Held) > 0 {
			d.Before[r.ID] = sc.Held[len(sc.Held)-1].Held
		}
		d.Exchanges = append(d.Exchanges, etalon.Exchange{
			ID: r.ID, Protocol: r.Protocol.OrSOAP(), Connection: r.Connection, Scenario: r.Scenario, Actor: r.Actor,
			Transaction: r.Transaction, Sent: r.Sent, Behaviour: r.Behaviour, Received: r.Received, Request: r.Raw,
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
		x.Answered, x.Response, x.Note = r.Answered, r.Raw, r.Note
		x.Behaviour = cmp.Or(x.Behaviour, r.Behaviour)
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
	case KindHeld:
		var h etalon.Held
		if err := json.Unmarshal(e.Body, &h); err != nil {
			return err
		}
		r, err := d.scenario(h.Scenario)
		if err != nil {
			return err
		}
		r.Held = append(r.Held, HeldRecord{h, len(r.Steps)})
	case KindResume:
		var r Resume
		if err := json.Unmarshal(e.Body, &r); err != nil {
			return err
		}
		d.resume(r)
	case KindCorrection:
		var c Correction
		if err := json.Unmarshal(e.Body, &c); err != nil {
			return err
		}
		d.Seal, d.Sealed = nil, nil
		return d.correct(c)
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
		if _, again := d.begun[s.ID]; !again {
			d.begun[s.ID] = len(d.Scenarios)
		}
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
	if i, ok := d.begun[id]; ok {
		return &d.Scenarios[i], nil
	}
	return nil, fmt.Errorf("scenario %q never began", id)
}

// TamperError says which entry of a dossier cannot be trusted, and why.
type TamperError struct {
	Entry int // 1-based place in the journal
	What  string
}

func (e *TamperError) Error() string {
	return fmt.Sprintf("dossier: entry %d: %s", e.Entry, e.What)
}
