package dossier

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
)

func at(n int) time.Time { return time.Date(2026, 11, 22, 10, 0, n, 0, time.UTC) }

// record writes a small complete session: ten entries, two of them with bytes.
func record(t *testing.T) *Memory {
	t.Helper()
	m := &Memory{}
	n := 0
	w, err := NewWriter(m, func() time.Time { n++; return at(n) }, Session{Tool: etalon.ToolInfo{Name: "etalon"}})
	check(t, err)
	check(t, w.Begin("s"))
	c, err := w.Connection(etalon.Connection{Remote: "127.0.0.1:1"})
	check(t, err)
	x, err := w.Request(etalon.Arrival{Connection: c, Actor: etalon.Registry, Transaction: etalon.ITI18, Received: at(3), Raw: []byte("POST / HTTP/1.1\r\n\r\n")})
	check(t, err)
	check(t, w.Response(x, etalon.Answer{Answered: at(4), Raw: []byte("HTTP/1.1 200 OK\r\n\r\n")}))
	check(t, w.Step(etalon.StepRecord{Scenario: "s", Step: "s01", Kind: "expect", Outcome: "received", Exchange: x}))
	check(t, w.End("s", "completed", ""))
	check(t, w.Seal("completed"))
	return m
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestReadGivesBackWhatWasRecorded(t *testing.T) {
	d, err := Read(record(t))
	check(t, err)
	if len(d.Exchanges) != 1 || d.Exchanges[0].ID != "x0001" || d.Exchanges[0].Step != "s01" || d.Exchanges[0].Scenario != "s" {
		t.Fatalf("exchanges: %+v", d.Exchanges)
	}
	b, err := d.Bytes(d.Exchanges[0].Request)
	check(t, err)
	if string(b) != "POST / HTTP/1.1\r\n\r\n" {
		t.Errorf("request bytes: %q", b)
	}
	if d.Seal == nil || d.Seal.Entries != 7 {
		t.Errorf("seal: %+v", d.Seal)
	}
	if len(d.Scenarios) != 1 || !d.Scenarios[0].Ended || len(d.Scenarios[0].Steps) != 1 {
		t.Errorf("scenarios: %+v", d.Scenarios)
	}
}

// Every single byte of the journal counts: flipping any one of them is noticed.
func TestAnyFlippedJournalByteIsNoticed(t *testing.T) {
	m := record(t)
	whole := bytes.Clone(m.Journal)
	for i := range whole {
		m.Journal = bytes.Clone(whole)
		m.Journal[i] ^= 1
		d, err := Read(m)
		if err == nil && d.Seal != nil {
			t.Fatalf("flipping byte %d (%q) went unnoticed", i, whole[i])
		}
	}
}

func TestTamperingIsNamed(t *testing.T) {
	whole := record(t)
	lines := strings.SplitAfter(string(whole.Journal), "\n")
	lines = lines[:len(lines)-1]
	tests := []struct {
		name    string
		journal string
		entry   int
	}{
		{"entry removed", strings.Join(append(append([]string{}, lines[:3]...), lines[4:]...), ""), 4},
		{"entries swapped", strings.Join([]string{lines[0], lines[2], lines[1]}, "") + strings.Join(lines[3:], ""), 2},
		{"entry changed", strings.Replace(string(whole.Journal), `"ITI-18"`, `"ITI-43"`, 1), 4},
		{"entry after the seal", string(whole.Journal) + lines[7], 9},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Read(&Memory{Journal: []byte(tt.journal), Blobs: whole.Blobs})
			var tamper *TamperError
			if !errors.As(err, &tamper) || tamper.Entry != tt.entry {
				t.Fatalf("got %v, want entry %d named", err, tt.entry)
			}
		})
	}
}

func TestFlippedBlobByteNamesItsEntry(t *testing.T) {
	m := record(t)
	for name, b := range m.Blobs {
		if bytes.HasPrefix(b, []byte("POST")) {
			m.Blobs[name][0] = 'G'
		}
	}
	_, err := Read(m)
	var tamper *TamperError
	if !errors.As(err, &tamper) || tamper.Entry != 4 {
		t.Fatalf("got %v, want entry 4 named", err)
	}
}

func TestCutJournalIsReadableAndUnsealed(t *testing.T) {
	m := record(t)
	m.Journal = m.Journal[:len(m.Journal)-20]
	d, err := Read(m)
	check(t, err)
	if !d.Torn || d.Seal != nil || len(d.Exchanges) != 1 {
		t.Fatalf("torn %v, seal %v, exchanges %d", d.Torn, d.Seal, len(d.Exchanges))
	}
}

type failing struct {
	Memory
	left int
}

func (f *failing) Append(line []byte) error {
	if f.left--; f.left < 0 {
		return fmt.Errorf("no space left")
	}
	return f.Memory.Append(line)
}

// Once evidence was lost nothing more is acknowledged, or the dossier would lie.
func TestStorageErrorSticks(t *testing.T) {
	f := &failing{left: 2}
	w, err := NewWriter(f, func() time.Time { return at(0) }, Session{})
	check(t, err)
	check(t, w.Begin("s"))
	if _, err := w.Request(etalon.Arrival{Raw: []byte("x")}); err == nil {
		t.Fatal("the request was acknowledged without being kept")
	}
	f.left = 100
	if err := w.Seal("completed"); err == nil || w.Err() == nil {
		t.Fatal("a dossier that lost evidence was sealed")
	}
}
