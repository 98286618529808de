package dossier

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"sync"

	"github.com/etalon-dmp/etalon"
)

// Storage is where a dossier lives. Its methods are safe for concurrent use.
// What a call wrote survives the end of the process when the call returns, and
// a loss of power once a later call of SyncBlobs or SyncJournal has returned.
// Calls of these that come while one runs share the next one.
type Storage interface {
	// Append adds one line, newline included, to the journal.
	Append(line []byte) error
	// Put keeps a blob under its name; the same name always means the same bytes.
	Put(name string, b []byte) error
	// Create begins a blob whose name is not known yet. Until it is kept it
	// stands under this name, which says that it is incomplete.
	Create(name string) (File, error)
	// Open gives a blob that was kept.
	Open(name string) io.ReaderAt
	// SyncBlobs makes the blobs durable that were kept before it was called.
	SyncBlobs() error
	// SyncJournal makes the lines durable that were added before it was called.
	SyncJournal() error
}

// ErrTaken is the error of a place that holds a dossier already.
var ErrTaken = errors.New("evidence is never overwritten")

// File is a blob being written.
type File interface {
	io.Writer
	io.ReaderAt
	Keep(name string) error // whole: gives it its name
	Discard() error
}

// Memory is a Storage in memory, for tests and for re-reading at once.
type Memory struct {
	mu      sync.Mutex
	Journal []byte
	Blobs   map[string][]byte
}

// Append implements Storage.
func (m *Memory) Append(line []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.Journal = append(m.Journal, line...)
	return nil
}

// Put implements Storage.
func (m *Memory) Put(name string, b []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.Blobs == nil {
		m.Blobs = map[string][]byte{}
	}
	m.Blobs[name] = bytes.Clone(b)
	return nil
}

// SyncBlobs implements Storage.
func (m *Memory) SyncBlobs() error { return nil }

// SyncJournal implements Storage.
func (m *Memory) SyncJournal() error { return nil }

// Open implements Storage.
func (m *Memory) Open(name string) io.ReaderAt {
	b, _ := m.ReadFile(name)
	return bytes.NewReader(b)
}

// Create implements Storage.
func (m *Memory) Create(name string) (File, error) {
	return &memoryFile{memory: m, name: name}, m.Put(name, nil)
}

type memoryFile struct {
	memory *Memory
	name   string
}

func (f *memoryFile) Write(p []byte) (int, error) {
	f.memory.mu.Lock()
	defer f.memory.mu.Unlock()
	f.memory.Blobs[f.name] = append(f.memory.Blobs[f.name], p...)
	return len(p), nil
}

func (f *memoryFile) ReadAt(p []byte, off int64) (int, error) {
	return f.memory.Open(f.name).ReadAt(p, off)
}

func (f *memoryFile) Keep(name string) error {
	f.memory.mu.Lock()
	defer f.memory.mu.Unlock()
	f.memory.Blobs[name] = f.memory.Blobs[f.name]
	delete(f.memory.Blobs, f.name)
	return nil
}

func (f *memoryFile) Discard() error {
	f.memory.mu.Lock()
	defer f.memory.mu.Unlock()
	delete(f.memory.Blobs, f.name)
	return nil
}

// ReadFile implements Source.
func (m *Memory) ReadFile(name string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if name == JournalName {
		return m.Journal, nil
	}
	b, ok := m.Blobs[name]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return b, nil
}

// List implements Lister.
func (m *Memory) List(folder string) ([]Leftover, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var found []Leftover
	for name, b := range m.Blobs {
		if strings.HasPrefix(name, folder) {
			found = append(found, Leftover{Name: name, Size: int64(len(b))})
		}
	}
	return found, nil
}

// Leftover is a message that the session did not live to receive or to write
// whole. It was never acknowledged and no entry speaks of it.
type Leftover struct {
	Name string `json:"name"` // incomplete/<connection>-<number>
	Size int64  `json:"size"` // bytes there are
}

// Connection is the connection that the bytes crossed, or "".
func (l Leftover) Connection() etalon.ConnectionID {
	c, _, _ := strings.Cut(strings.TrimPrefix(l.Name, incompleteFolder), "-")
	if !strings.HasPrefix(c, "c") {
		return ""
	}
	return etalon.ConnectionID(c)
}

// Lister is a Source that can say what is in a folder of the dossier. A folder
// that does not exist is empty.
type Lister interface {
	List(folder string) ([]Leftover, error)
}

func incompleteName(c etalon.ConnectionID, n int) string {
	return fmt.Sprintf("%s%s-%d", incompleteFolder, c, n)
}
