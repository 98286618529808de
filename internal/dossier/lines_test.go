package dossier

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// zeros is a journal of so many bytes that nobody wrote: a file with a hole.
type zeros struct{ size, at int64 }

func (z *zeros) ReadFile(string) ([]byte, error) { return nil, fs.ErrNotExist }
func (z *zeros) Open(name string) (fs.File, error) {
	if name != JournalName {
		return nil, fs.ErrNotExist
	}
	return &zeros{size: z.size}, nil
}
func (z *zeros) Stat() (fs.FileInfo, error) { return z, nil }
func (z *zeros) Close() error               { return nil }
func (z *zeros) Name() string               { return JournalName }
func (z *zeros) Size() int64                { return z.size }
func (z *zeros) Mode() fs.FileMode          { return 0o600 }
func (z *zeros) ModTime() time.Time         { return time.Time{} }
func (z *zeros) IsDir() bool                { return false }
func (z *zeros) Sys() any                   { return nil }
func (z *zeros) Read(p []byte) (int, error) {
	p = p[:min(int64(len(p)), z.size-z.at)]
	if len(p) == 0 {
		return 0, io.EOF
	}
	clear(p)
	z.at += int64(len(p))
	return len(p), nil
}

// allocated is how many bytes a call allocates in all.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// A journal is read line by line: the room it takes is that of a line, of which there is
// a limit, whatever its size says.
func TestAJournalOfNothingTakesNoRoom(t *testing.T) {
	var tamper *TamperError
	n := allocated(func() {
		if _, err := Read(&zeros{size: 1 << 30}); !errors.As(err, &tamper) || tamper.Entry != 1 {
			t.Errorf("%v", err)
		}
	})
	if n > 8*MostLine {
		t.Errorf("%d bytes were allocated", n)
	}
}

// A line that says far more things than any does is refused before they are all made.
func TestALineOfManyThingsIsRefused(t *testing.T) {
	plan := `{"schema":"1.0","plan":{"scenarios":[` + strings.Repeat("{},", mostValues) + `{}]}}`
	m := forged(Entry{Kind: KindSession, Body: json.RawMessage(plan)})
	var tamper *TamperError
	if _, err := Read(m); !errors.As(err, &tamper) || tamper.Entry != 1 {
		t.Errorf("%v", err)
	}
}

// Two requests of one name would be judged as one.
func TestAnExchangeIsThereOnce(t *testing.T) {
	request := Entry{Kind: KindRequest, Body: json.RawMessage(`{"id":"x0001","raw":{}}`)}
	m := forged(Entry{Kind: KindSession, Body: json.RawMessage(`{"schema":"1.0"}`)}, request, request)
	var tamper *TamperError
	if _, err := Read(m); !errors.As(err, &tamper) || tamper.Entry != 3 {
		t.Errorf("%v", err)
	}
}

// A long journal takes the room of what it says, not of its lines besides.
func TestALongJournalIsNotHeld(t *testing.T) {
	entries := []Entry{{Kind: KindSession, Body: json.RawMessage(`{"schema":"1.0"}`)}, {Kind: KindScenario, Body: json.RawMessage(`{"id":"s","began":true}`)}}
	more := json.RawMessage(`{"id":"s","ended":true,"detail":"` + strings.Repeat("d", 64<<10) + `"}`)
	for range 500 {
		entries = append(entries, Entry{Kind: KindScenario, Body: more})
	}
	m := forged(entries...)
	journal := fstest.MapFS{JournalName: {Data: m.Journal}}
	held := func() uint64 {
		var s runtime.MemStats
		runtime.GC()
		runtime.GC()
		runtime.ReadMemStats(&s)
		return s.HeapAlloc
	}
	before := held()
	d, err := Read(journal)
	check(t, err)
	if after := held(); after > before+4<<20 {
		t.Errorf("%d bytes are held of a journal of %d", after-before, len(m.Journal))
	}
	runtime.KeepAlive(d)
}
