package dossier

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
)

// real is the form of a person's identifier under the authority of production. The
// person is none.
const real = "279039999999971"

// kept records two exchanges, the first of which speaks of somebody.
func kept(t *testing.T) *Memory {
	t.Helper()
	m := &Memory{}
	w, err := NewWriter(m, func() time.Time { return time.Unix(0, 0) }, Session{Plan: json.RawMessage("{}")})
	check(t, err)
	for _, body := range []string{real + "^^^&1.2.250.1.213.1.4.8&ISO^NH", "nobody"} {
		ins, _, _ := strings.Cut(body, "^")
		id, err := w.Request(etalon.Arrival{Raw: []byte("question of " + body), Fields: etalon.Fields{etalon.FieldINS: ins}})
		check(t, err)
		check(t, w.Response(id, etalon.Answer{Raw: []byte("answer to " + body)}))
	}
	check(t, w.Seal("completed"))
	return m
}

// The journal, which cannot be redacted, never tells who a person is that seems real.
func TestTheJournalTellsNoRealIdentity(t *testing.T) {
	m := kept(t)
	if journal := string(m.Journal); strings.Contains(journal, real) || !strings.Contains(journal, Masked) || !strings.Contains(journal, "nobody") {
		t.Error(journal)
	}
}

// A redacted copy has the chain of the original and none of the bytes taken out, says
// so, and cannot be told from a tampered one by nothing but its word.
func TestARedactedCopyIsVerifiedByTheSameChain(t *testing.T) {
	m := kept(t)
	d, err := Read(m)
	check(t, err)
	to := &Memory{}
	r, err := d.Redact(to, Taking{Exchanges: func(x etalon.Exchange) bool { return x.ID == "x0001" }, Reason: "a person"})
	check(t, err)
	for name, b := range to.Blobs {
		if strings.Contains(string(b), real) {
			t.Errorf("%s still tells", name)
		}
	}
	redacted, err := Read(to)
	check(t, err)
	if redacted.Head != d.Head || string(to.Journal) != string(m.Journal) || len(r.Blobs) != 2 || redacted.Taken.Reason != "a person" {
		t.Errorf("%s, %s before; %+v", redacted.Head, d.Head, r)
	}
	for i, x := range redacted.Exchanges {
		_, err := redacted.Bytes(x.Request)
		if gone := i == 0; redacted.Redacted(x) != gone || errors.Is(err, ErrRedacted) != gone || !gone && err != nil {
			t.Errorf("%s: %v", x.ID, err)
		}
	}
	again := &Memory{} // what is out stays out
	if r, err := redacted.Redact(again, Taking{Exchanges: func(x etalon.Exchange) bool { return x.ID == "x0002" }, Reason: "all"}); err != nil || len(r.Blobs) != 4 {
		t.Errorf("%+v, %v", r, err)
	}
	// Bytes that are missing and not said to be, or that are others, are tampering.
	for name, wrong := range map[string]func(){
		"missing":   func() { delete(to.Blobs, BlobName(redacted.Exchanges[1].Request.SHA256)) },
		"other":     func() { to.Blobs[BlobName(redacted.Exchanges[0].Request.SHA256)] = []byte("other") },
		"unsaid":    func() { delete(to.Blobs, RedactedName) },
		"no reason": func() { to.Blobs[RedactedName] = []byte("[]") },
	} {
		t.Run(name, func(t *testing.T) {
			before := map[string][]byte{}
			for n, b := range to.Blobs {
				before[n] = b
			}
			wrong()
			if _, err := Read(to); err == nil {
				t.Error("it was read")
			}
			to.Blobs = before
		})
	}
}

// stingy is a source that has no more files to open.
type stingy struct{ *Memory }

func (s stingy) ReadFile(name string) ([]byte, error) {
	if name == JournalName || name == RedactedName {
		return s.Memory.ReadFile(name)
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: syscall.EMFILE}
}

// What the machine cannot read at this moment was not altered.
func TestTooManyFilesAreNoTampering(t *testing.T) {
	_, err := Read(stingy{kept(t)})
	var tamper *TamperError
	if !errors.Is(err, syscall.EMFILE) || errors.As(err, &tamper) {
		t.Error(err)
	}
}

// spoken records a scenario in which a product and a person said something of somebody.
func spoken(t *testing.T) *Memory {
	t.Helper()
	m := &Memory{}
	w, err := NewWriter(m, func() time.Time { return time.Unix(0, 0) }, Session{Plan: json.RawMessage("{}")})
	check(t, err)
	check(t, w.Begin("s"))
	check(t, w.Step(etalon.StepRecord{Scenario: "s", Step: "1", Kind: "ask", Outcome: "done", By: "http", Reaction: &etalon.Reaction{Status: "done", Shown: `M. "DURAND" <né> \ en 1950`, Values: map[string]string{"shown": "stays"}}}))
	check(t, w.Step(etalon.StepRecord{Scenario: "s", Step: "2", Kind: "attest", Outcome: "done", Answer: "yes", By: "A. DURAND", Detail: "vu chez DURAND"}))
	check(t, w.End("s", "completed", "DURAND"))
	check(t, w.Seal("completed"))
	return m
}

// The words of a product or of a person can be taken out of the journal. The chain is that
// of the original; only those words differ, and only where the redaction says so.
func TestWordsAreTakenOutOfTheJournal(t *testing.T) {
	m := spoken(t)
	d, err := Read(m)
	check(t, err)
	to := &Memory{}
	r, err := d.Redact(to, Taking{
		Exchanges: func(etalon.Exchange) bool { return false }, Reason: "words",
		Words: func(s string) string { return strings.ReplaceAll(s, "DURAND", "…") },
	})
	check(t, err)
	copied, err := Read(to)
	check(t, err)
	if strings.Contains(string(to.Journal), "DURAND") || copied.Head != d.Head || len(r.Lines) != 3 || len(copied.Taken.Lines) != 3 {
		t.Errorf("%+v\n%s", r, to.Journal)
	}
	steps := copied.Scenarios[0].Steps
	if steps[0].Reaction.Shown != `M. "…" <né> \ en 1950` || steps[0].Reaction.Status != "done" || steps[1].By != "A. …" || steps[1].Answer != "yes" || copied.Scenarios[0].Detail != "…" {
		t.Errorf("%+v", copied.Scenarios[0])
	}
	again := &Memory{} // what is out stays out, and the copy of a copy is still verified
	if _, err := copied.Redact(again, Taking{Exchanges: func(etalon.Exchange) bool { return false }, Reason: "again"}); err != nil {
		t.Fatal(err)
	}
	if twice, err := Read(again); err != nil || twice.Head != d.Head || len(twice.Taken.Lines) != 3 {
		t.Errorf("%v", err)
	}
	for name, wrong := range map[string]func(m *Memory){
		"a word that is not said to be out": func(m *Memory) { delete(m.Blobs, RedactedName) },
		"another word in its place":         func(m *Memory) { m.Journal = []byte(strings.Replace(string(m.Journal), "vu chez …", "vu chez X", 1)) },
		"a line of another kind": func(m *Memory) {
			m.Journal = []byte(strings.Replace(string(m.Journal), `"outcome":"completed"`, `"outcome":"cancelled"`, 2))
		},
		"a seal that is said to be reworded": func(m *Memory) {
			lines := strings.SplitAfter(string(m.Journal), "\n")
			last := len(lines) - 2
			lines[last] = strings.Replace(lines[last], "completed", "cancelled", 1)
			m.Journal = []byte(strings.Join(lines, ""))
			r.Lines = append(r.Lines, RedactedLine{last + 1, digest(strings.TrimSuffix(lines[last], "\n"))})
			text, err := json.Marshal(r)
			check(t, err)
			m.Blobs[RedactedName] = text
		},
	} {
		t.Run(name, func(t *testing.T) {
			m := &Memory{Journal: to.Journal, Blobs: map[string][]byte{}}
			for n, b := range to.Blobs {
				m.Blobs[n] = b
			}
			wrong(m)
			var tamper *TamperError
			if _, err := Read(m); !errors.As(err, &tamper) {
				t.Errorf("it was read: %v", err)
			}
		})
	}
}

func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}
