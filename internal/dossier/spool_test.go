package dossier

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
)

func begun(t *testing.T, s Storage) *Writer {
	t.Helper()
	w, err := NewWriter(s, func() time.Time { return at(0) }, Session{})
	check(t, err)
	return w
}

func pattern(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i*7 + i>>9)
	}
	return b
}

// A spool is read the same before and after it is recorded, whether it stayed
// in memory or went to storage.
func TestSpoolOfAnySizeIsReadBeforeAndAfter(t *testing.T) {
	for _, size := range []int{0, 1, spoolSmall, spoolSmall + 1, spoolLarge, spoolLarge + 1, 3 * spoolLarge} {
		m := &Memory{}
		w := begun(t, m)
		want := pattern(size)
		s := w.Spool("c0001")
		for rest := want; len(rest) > 0; rest = rest[min(len(rest), 5000):] {
			if n, err := s.Write(rest[:min(len(rest), 5000)]); err != nil || n != min(len(rest), 5000) {
				t.Fatal(n, err)
			}
		}
		for _, when := range []string{"before", "after"} {
			got, err := io.ReadAll(io.NewSectionReader(s, 0, s.Size()))
			if err != nil || !bytes.Equal(got, want) {
				t.Errorf("%d bytes, %s it is recorded: %d read, %v", size, when, len(got), err)
			}
			if when == "before" {
				id, err := w.Request(etalon.Arrival{Spool: s})
				check(t, err)
				check(t, w.Response(id, etalon.Answer{}))
			}
		}
		if _, err := s.Write([]byte("x")); err == nil {
			t.Error("bytes were added to what is recorded")
		}
		s.Discard() // the memory only
		if got, err := io.ReadAll(io.NewSectionReader(s, 0, s.Size())); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%d bytes, after Discard: %d read, %v", size, len(got), err)
		}
		d, err := Read(m)
		check(t, err)
		got, err := d.Bytes(d.Exchanges[0].Request)
		check(t, err)
		if !bytes.Equal(got, want) || d.Exchanges[0].Request.Size != int64(size) {
			t.Errorf("%d bytes: the dossier has %d", size, len(got))
		}
		if left, _ := m.List(incompleteFolder); len(left) != 0 {
			t.Errorf("%d bytes: left behind %v", size, left)
		}
	}
}

// However many messages are under way, few are in memory.
func TestSpoolsShareAFewBuffers(t *testing.T) {
	m := &Memory{}
	w := begun(t, m)
	var all []etalon.Spool
	for range 3 * spoolBuffers {
		s := w.Spool("c0001")
		if _, err := s.Write(pattern(2 * spoolSmall)); err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	if left, _ := m.List(incompleteFolder); len(left) != 2*spoolBuffers {
		t.Errorf("%d went to storage, want %d", len(left), 2*spoolBuffers)
	}
	for _, s := range all {
		s.Discard()
	}
	if left, _ := m.List(incompleteFolder); len(left) != 0 {
		t.Errorf("%d are left after they were discarded", len(left))
	}
	s := w.Spool("c0001")
	if _, err := s.Write(pattern(2 * spoolSmall)); err != nil {
		t.Fatal(err)
	}
	if left, _ := m.List(incompleteFolder); len(left) != 0 {
		t.Error("a buffer that was given back is not used again")
	}
}

func TestASpoolOfAnotherDossierIsRefused(t *testing.T) {
	w, other := begun(t, &Memory{}), begun(t, &Memory{})
	if _, err := w.Request(etalon.Arrival{Spool: other.Spool("c0001")}); err == nil {
		t.Fatal("recorded")
	}
}

// A process that dies leaves a dossier that lists what it was receiving.
func TestHalfWrittenSpoolIsListed(t *testing.T) {
	m := &Memory{}
	w := begun(t, m)
	c, err := w.Connection(etalon.Connection{})
	check(t, err)
	if _, err := w.Spool(c).Write(pattern(spoolLarge + 1)); err != nil {
		t.Fatal(err)
	}
	d, err := Read(m)
	check(t, err)
	if len(d.Incomplete) != 1 || d.Incomplete[0].Size != spoolLarge+1 || d.Incomplete[0].Connection() != c {
		t.Fatalf("%+v", d.Incomplete)
	}
	if len(d.Exchanges) != 0 || d.Seal != nil {
		t.Errorf("%+v", d)
	}
}

// Power may go before the bytes of a request reach the device, while its entry
// did. That is told apart from tampering: nobody had been answered.
func TestALossOfPowerIsNoTampering(t *testing.T) {
	m := &Memory{}
	w := begun(t, m)
	first, err := w.Request(etalon.Arrival{Raw: []byte("POST 1")})
	check(t, err)
	check(t, w.Response(first, etalon.Answer{Raw: []byte("HTTP 1")}))
	_, err = w.Request(etalon.Arrival{Raw: []byte("POST 2")})
	check(t, err)
	names := map[string]string{}
	for name, b := range m.Blobs {
		names[string(b)] = name
	}
	m.Blobs[names["POST 2"]] = []byte("PO")
	d, err := Read(m)
	check(t, err)
	if fmt.Sprint(d.Lost) != "[x0002]" || len(d.Exchanges) != 1 || d.Exchanges[0].ID != "x0001" {
		t.Fatalf("lost %v of %d", d.Lost, len(d.Exchanges))
	}
	delete(m.Blobs, names["POST 2"])
	if d, err = Read(m); err != nil || len(d.Lost) != 1 {
		t.Errorf("without the blob: %v", err)
	}
	var tamper *TamperError
	m.Blobs[names["POST 2"]] = []byte("PAST 2")
	if _, err := Read(m); !errors.As(err, &tamper) || tamper.Entry != 4 {
		t.Errorf("other bytes: %v", err)
	}
	m.Blobs[names["POST 2"]] = []byte("PO")
	m.Blobs[names["POST 1"]] = []byte("PO")
	if _, err := Read(m); !errors.As(err, &tamper) || tamper.Entry != 2 {
		t.Errorf("an answered request: %v", err)
	}
	m.Blobs[names["POST 1"]] = []byte("POST 1")
	check(t, w.Seal("completed"))
	if _, err := Read(m); !errors.As(err, &tamper) || tamper.Entry != 4 {
		t.Errorf("a sealed dossier: %v", err)
	}
}
