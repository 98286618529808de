package dossier

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"github.com/etalon-dmp/etalon"
)

// ErrSealed is returned for anything recorded after the seal.
var ErrSealed = errors.New("dossier: already sealed")

// ErrProtocol is returned for an exchange of a protocol that this version does
// not know: nobody could judge it.
var ErrProtocol = errors.New("unknown protocol")

// Writer records one session. It is safe for concurrent use and implements
// etalon.Recorder. The first storage error sticks: once evidence was lost,
// nothing more is acknowledged.
type Writer struct {
	storage Storage
	clock   func() time.Time
	sign    Signer // nil: the seal is not signed
	buffers buffers
	spooled atomic.Int64

	mu          sync.Mutex
	seq         int
	previous    string
	connections int
	exchanges   int
	scenario    etalon.ScenarioID
	ended       bool // it is sealed
	err         error
}

var _ etalon.Recorder = (*Writer)(nil)

// NewWriter begins a dossier in an empty storage.
func NewWriter(s Storage, clock func() time.Time, first Session) (*Writer, error) {
	first.Schema = Schema
	w := &Writer{storage: s, clock: clock, previous: genesis}
	return w, w.add(KindSession, first)
}

// Connection implements etalon.Recorder. The next Response makes it durable.
func (w *Writer) Connection(c etalon.Connection) (etalon.ConnectionID, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.connections++
	c.ID = etalon.ConnectionID(fmt.Sprintf("c%04d", w.connections))
	return c.ID, w.addLocked(KindConnection, c)
}

// Request implements etalon.Recorder. Its Response makes it durable.
func (w *Writer) Request(a etalon.Arrival) (etalon.ExchangeID, error) {
	if !a.Protocol.Known() {
		return "", fmt.Errorf("dossier: %w: %q", ErrProtocol, a.Protocol)
	}
	blob, err := w.blob(a.Raw, a.Spool)
	if err != nil {
		return "", err
	}
	fields := w.masked(a)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.exchanges++
	id := etalon.ExchangeID(fmt.Sprintf("x%04d", w.exchanges))
	return id, w.addLocked(KindRequest, Request{
		ID: id, Protocol: a.Protocol, Connection: a.Connection, Scenario: w.scenario, Actor: a.Actor,
		Transaction: a.Transaction, Sent: a.Sent, Behaviour: a.Behaviour, Received: a.Received.UTC(), Raw: blob,
		Anomalies: a.Anomalies, Fields: fields,
	})
}

// Response implements etalon.Recorder: the whole exchange is durable when it
// returns. Its entry is written after the bytes of both messages are durable,
// so that an entry of an answer never speaks of bytes that a loss of power took.
func (w *Writer) Response(id etalon.ExchangeID, a etalon.Answer) error {
	blob, err := w.blob(a.Raw, a.Spool)
	if err != nil {
		return err
	}
	if err := w.sync(w.storage.SyncBlobs); err != nil {
		return err
	}
	return w.add(KindResponse, Response{
		Exchange: id, Behaviour: a.Behaviour, Answered: a.Answered.UTC(), Raw: blob, Anomalies: a.Anomalies, Note: a.Note,
	})
}

// Kept gives the bytes of a message that was recorded from memory, as they are kept:
// whoever wants them later need not hold them.
func (w *Writer) Kept(raw []byte) io.ReaderAt {
	sum := sha256.Sum256(raw)
	return w.storage.Open(BlobName(hex.EncodeToString(sum[:])))
}

// Begin marks the beginning of a scenario: requests that arrive from now on are its own.
func (w *Writer) Begin(id etalon.ScenarioID) error {
	w.mu.Lock()
	w.scenario = id
	w.mu.Unlock()
	return w.add(KindScenario, Scenario{ID: id, Began: true})
}

// End marks the end of a scenario, with its outcome.
func (w *Writer) End(id etalon.ScenarioID, outcome, detail string) error {
	w.mu.Lock()
	w.scenario = ""
	w.mu.Unlock()
	return w.add(KindScenario, Scenario{ID: id, Ended: true, Outcome: outcome, Detail: detail})
}

// Step records how a step ended.
func (w *Writer) Step(s etalon.StepRecord) error { return w.add(KindStep, s) }

// Held records what the simulated actors hold.
func (w *Writer) Held(h etalon.Held) error { return w.add(KindHeld, h) }

// SignWith has the seal signed.
func (w *Writer) SignWith(s Signer) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sign = s
}

// sealed gives the seal of what is written so far.
func (w *Writer) sealed(outcome string) (Seal, error) {
	s := Seal{Entries: w.seq, Outcome: outcome}
	if w.sign == nil {
		return s, nil
	}
	payload, err := s.over(w.previous)
	if err == nil {
		s.Signature, err = w.sign(payload)
	}
	return s, err
}

// over gives what the signature of a seal is over, when head is the hash of the
// entry before it.
func (s Seal) over(head string) ([]byte, error) {
	b, err := json.Marshal(Sealed{Schema: Schema, Entries: s.Entries, Head: head, Outcome: s.Outcome})
	if err != nil {
		return nil, fmt.Errorf("dossier: what is sealed: %w", err)
	}
	return b, nil
}

// Seal ends the dossier. Nothing can be recorded after it.
func (w *Writer) Seal(outcome string) error {
	if err := w.sync(w.storage.SyncBlobs); err != nil {
		return err
	}
	w.mu.Lock()
	s, err := w.sealed(outcome)
	if err == nil {
		err = w.addLocked(KindSeal, s)
	}
	w.ended = w.ended || err == nil
	w.mu.Unlock()
	if err != nil {
		return err
	}
	return w.sync(w.storage.SyncJournal)
}

// Err is the first storage error, if any.
func (w *Writer) Err() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.err
}

// add adds a durable entry.
func (w *Writer) add(kind Kind, body any) error {
	w.mu.Lock()
	err := w.addLocked(kind, body)
	w.mu.Unlock()
	if err != nil {
		return err
	}
	return w.sync(w.storage.SyncJournal)
}

// sync makes durable what was written so far, together with other callers.
func (w *Writer) sync(flush func() error) error {
	if err := flush(); err != nil {
		return w.stick(fmt.Errorf("dossier: make durable: %w", err))
	}
	return nil
}

// stick keeps the first storage error and returns it.
func (w *Writer) stick(err error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err == nil {
		w.err = err
	}
	return w.err
}

func (w *Writer) addLocked(kind Kind, body any) error {
	if w.err != nil {
		return w.err
	}
	if w.ended {
		return ErrSealed
	}
	line, hash, err := encode(Entry{Seq: w.seq + 1, Time: w.clock().UTC(), Previous: w.previous, Kind: kind}, body)
	if err != nil {
		return err
	}
	if err := w.storage.Append(line); err != nil {
		w.err = fmt.Errorf("dossier: append entry %d: %w", w.seq+1, err)
		return w.err
	}
	w.seq++
	w.previous = hash
	return nil
}

// blob keeps the bytes of a message, held in one or the other way.
func (w *Writer) blob(b []byte, from etalon.Spool) (etalon.Blob, error) {
	if err := w.Err(); err != nil {
		return etalon.Blob{}, err
	}
	if from != nil {
		s, ours := from.(*spool)
		if !ours || s.w != w {
			return etalon.Blob{}, w.stick(errors.New("dossier: a spool of another dossier"))
		}
		ref, err := s.keep()
		if err != nil {
			return ref, w.stick(err)
		}
		return ref, nil
	}
	sum := sha256.Sum256(b)
	ref := etalon.Blob{SHA256: hex.EncodeToString(sum[:]), Size: int64(len(b))}
	if len(b) == 0 {
		return ref, nil // the empty blob is known by its digest
	}
	if err := w.storage.Put(BlobName(ref.SHA256), b); err != nil {
		return ref, w.stick(fmt.Errorf("dossier: keep %d bytes: %w", len(b), err))
	}
	return ref, nil
}
