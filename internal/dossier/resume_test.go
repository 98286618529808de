package dossier

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
)

func later() time.Time { return at(30) }

// halfway is a session whose first scenario ended and whose second is under way: it has
// sent one request and got no answer.
func halfway(t *testing.T) *Memory {
	t.Helper()
	m := &Memory{}
	w, err := NewWriter(m, later, Session{})
	check(t, err)
	for _, id := range []etalon.ScenarioID{"a", "b"} {
		check(t, w.Begin(id))
		c, err := w.Connection(etalon.Connection{})
		check(t, err)
		x, err := w.Request(etalon.Arrival{Connection: c, Raw: []byte("request of " + id)})
		check(t, err)
		if id == "b" {
			break
		}
		check(t, w.Response(x, etalon.Answer{Raw: []byte("answer")}))
		check(t, w.Step(etalon.StepRecord{Scenario: id, Step: "s1", Kind: "attest", Outcome: "refused", Answer: "no"}))
		check(t, w.End(id, "completed", ""))
	}
	return m
}

func again(t *testing.T, m *Memory) (*Dossier, *Writer) {
	t.Helper()
	d, err := Read(m)
	check(t, err)
	m.Journal = m.Journal[:bytes.LastIndexByte(m.Journal, '\n')+1] // what disk.OpenDossier does
	w, err := Continue(m, later, d, Resume{TrustedCAs: [][]byte{[]byte("ca")}})
	check(t, err)
	return d, w
}

func TestASessionGoesOnWhereItStopped(t *testing.T) {
	m := halfway(t)
	m.Journal = append(m.Journal, `{"hash":"half a li`...)
	d, w := again(t, m)
	if d.Left("a") || !d.Left("b") || !d.Left("c") || d.Played() != 1 || !d.Torn {
		t.Fatalf("left a %v, b %v, c %v, played %d", d.Left("a"), d.Left("b"), d.Left("c"), d.Played())
	}
	check(t, w.Begin("b"))
	x, err := w.Request(etalon.Arrival{Raw: []byte("another")})
	check(t, err)
	check(t, w.Response(x, etalon.Answer{}))
	check(t, w.End("b", "completed", ""))
	check(t, w.Seal("completed"))

	d, err = Read(m)
	check(t, err)
	if d.Resumed != 1 || d.Seal == nil || d.Torn || len(d.Session.TrustedCAs) != 1 {
		t.Errorf("resumed %d, seal %v, torn %v", d.Resumed, d.Seal, d.Torn)
	}
	var names []string
	for _, r := range d.Scenarios {
		names = append(names, string(r.ID)+"="+r.Outcome)
	}
	for _, x := range d.Exchanges {
		names = append(names, string(x.ID)+"@"+string(x.Scenario))
	}
	if got := strings.Join(names, " "); got != "a=completed b#1= b=completed x0001@a x0002@b#1 x0003@b" {
		t.Error(got)
	}
	if _, err := Continue(m, later, d, Resume{}); !errors.Is(err, ErrComplete) {
		t.Errorf("a complete session went on: %v", err)
	}
}

// A session that somebody stopped is sealed; it goes on after its seal, and only that
// may stand after one.
func TestACancelledSessionGoesOnAfterItsSeal(t *testing.T) {
	m := halfway(t)
	_, w := again(t, m)
	check(t, w.Begin("b"))
	check(t, w.End("b", "cancelled", ""))
	check(t, w.Seal("cancelled"))
	_, w = again(t, m)
	check(t, w.Begin("b"))
	check(t, w.End("b", "completed", ""))
	check(t, w.Seal("completed"))
	d, err := Read(m)
	check(t, err)
	if d.Resumed != 2 || len(d.Scenarios) != 4 || d.Scenarios[1].ID != "b#1" || d.Scenarios[2].ID != "b#2" || d.Scenarios[3].ID != "b" {
		t.Errorf("%d: %+v", d.Resumed, d.Scenarios)
	}
	if !bytes.Contains(d.Sealed, []byte(`"outcome":"completed"`)) {
		t.Errorf("sealed: %s", d.Sealed)
	}

	forged := &Writer{storage: m, clock: later, previous: d.Head, seq: d.entries}
	check(t, forged.Begin("c"))
	var tamper *TamperError
	if _, err := Read(m); !errors.As(err, &tamper) {
		t.Errorf("an entry after the seal: %v", err)
	}
}

// What a loss of power took is told when the session goes on, and no longer later:
// but only what had not been answered.
func TestLostRequestsAreToldOnce(t *testing.T) {
	m := halfway(t)
	d, err := Read(m)
	check(t, err)
	delete(m.Blobs, BlobName(d.Exchanges[1].Request.SHA256))
	d, w := again(t, m)
	if len(d.Lost) != 1 || d.Lost[0] != "x0002" {
		t.Fatalf("lost %v", d.Lost)
	}
	x, err := w.Request(etalon.Arrival{Raw: []byte("another")})
	check(t, err)
	if x != "x0003" {
		t.Errorf("%s: its number was given out before", x)
	}
	check(t, w.Response(x, etalon.Answer{}))
	check(t, w.Seal("completed"))
	d, err = Read(m)
	check(t, err)
	if len(d.Lost) != 0 || len(d.Exchanges) != 2 {
		t.Errorf("lost %v, %d exchanges", d.Lost, len(d.Exchanges))
	}
	delete(m.Blobs, BlobName(d.Exchanges[1].Request.SHA256))
	if _, err := Read(m); err == nil {
		t.Error("the bytes of an answered request are gone, and nobody says so")
	}
}

func TestAnAnswerIsTakenBackAndStays(t *testing.T) {
	m := halfway(t)
	_, w := again(t, m)
	check(t, w.Seal("completed"))
	d, err := Read(m)
	check(t, err)
	if err := Correct(m, later, d, Correction{Scenario: "a", Step: "s9", Answer: "yes"}, nil); !errors.Is(err, ErrNoAnswer) {
		t.Errorf("a step that nobody answered: %v", err)
	}
	check(t, Correct(m, later, d, Correction{Scenario: "a", Step: "s1", Answer: "yes", By: "A", Reason: "wrong key"}, nil))
	d, err = Read(m)
	check(t, err)
	st := d.Scenarios[0].Steps[0]
	if st.Answer != "yes" || st.Outcome != "done" || st.Owner != "" || len(st.Corrected) != 1 || st.Corrected[0] != (etalon.Corrected{Was: "no", By: "A", Reason: "wrong key"}) {
		t.Errorf("%+v", st)
	}
	if d.Seal == nil || !bytes.Contains(m.Journal, []byte(`"answer":"no"`)) {
		t.Error("not sealed, or the first answer is gone")
	}
}
