package disk

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"github.com/etalon-dmp/etalon/internal/dossier"
)

// Dossier is a dossier.Storage in a folder. What was written is in the hands of
// the kernel, and so survives the process, when a call returns; the calls that
// sync flush it to the device, once for all who wait.
type Dossier struct {
	dir     string
	journal *os.File
	bytes   turns // of the blobs
	lines   turns // of the journal
	named   atomic.Int64

	mu    sync.Mutex
	dirty []*os.File // blobs that are whole and not flushed
}

var _ dossier.Storage = (*Dossier)(nil)

// The folders of a dossier.
const (
	blobs      = "blobs"
	incomplete = "incomplete"
)

// CreateDossier makes an empty dossier that its owner alone may read: messages speak
// of persons. A folder that already holds one is
// refused: evidence is never overwritten.
func CreateDossier(dir string) (*Dossier, error) {
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return nil, err
	}
	for _, sub := range []string{blobs, incomplete} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o700); err != nil {
			return nil, err
		}
	}
	f, err := os.OpenFile(filepath.Join(dir, dossier.JournalName), os.O_WRONLY|os.O_CREATE|os.O_EXCL|os.O_APPEND, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("%s already holds a dossier; choose another --out or move it away (%w)", dir, dossier.ErrTaken)
	}
	if err != nil {
		return nil, err
	}
	if err := lock(f); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return opened(dir, f), syncDir(dir)
}

func opened(dir string, journal *os.File) *Dossier {
	d := &Dossier{dir: dir, journal: journal}
	d.bytes.run, d.lines.run = d.flushBlobs, journal.Sync
	return d
}

// ErrBusy is the error of a dossier that another process is writing.
var ErrBusy = errors.New("une autre session y écrit (another session is writing it)")

// OpenDossier goes on with a dossier. A line that was left half-written is taken off
// its journal: it said nothing to anybody. One that another process is writing is
// refused.
func OpenDossier(dir string) (*Dossier, error) {
	f, err := os.OpenFile(filepath.Join(dir, dossier.JournalName), os.O_RDWR|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(lock(f), wholeLines(f), os.MkdirAll(filepath.Join(dir, incomplete), 0o700)); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	d := opened(dir, f)
	d.named.Store(d.left())
	return d, nil
}

// wholeLines takes what follows the last newline off a file.
func wholeLines(f *os.File) error {
	end, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	buf := make([]byte, 64<<10)
	for at := end; at > 0; {
		n := min(at, int64(len(buf)))
		at -= n
		if _, err := f.ReadAt(buf[:n], at); err != nil {
			return err
		}
		if i := bytes.LastIndexByte(buf[:n], '\n'); i >= 0 {
			if at+int64(i)+1 == end {
				return nil
			}
			return f.Truncate(at + int64(i) + 1)
		}
	}
	return nil
}

// left is a number that no file left half-written has in its name.
func (d *Dossier) left() int64 {
	list, _ := os.ReadDir(d.path(incomplete))
	highest := 0
	for _, f := range list {
		n := 0
		if _, err := fmt.Sscanf(f.Name(), "put-%d", &n); err == nil {
			highest = max(highest, n)
		}
	}
	return int64(highest)
}

// Append implements dossier.Storage.
func (d *Dossier) Append(line []byte) error {
	_, err := d.journal.Write(line)
	return err
}

// Put implements dossier.Storage. A blob appears under its name only whole.
func (d *Dossier) Put(name string, b []byte) error {
	if d.has(name) {
		return nil
	}
	f, err := d.create(fmt.Sprintf("%s/put-%d", incomplete, d.named.Add(1)))
	if err != nil {
		return err
	}
	if _, err := f.Write(b); err != nil {
		return errors.Join(err, f.Discard())
	}
	return f.Keep(name)
}

// has tells that a blob is kept: the same name is the same bytes. Those of
// another message that are not flushed yet are among the dirty.
func (d *Dossier) has(name string) bool {
	_, err := os.Stat(d.path(name))
	return err == nil
}

func (d *Dossier) path(name string) string { return filepath.Join(d.dir, filepath.FromSlash(name)) }

// Create implements dossier.Storage.
func (d *Dossier) Create(name string) (dossier.File, error) { return d.create(name) }

func (d *Dossier) create(name string) (*file, error) {
	f, err := os.OpenFile(d.path(name), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	return &file{File: f, dossier: d}, nil
}

// file is a blob being written.
type file struct {
	*os.File
	dossier *Dossier
}

// Keep implements dossier.File.
func (f *file) Keep(name string) error {
	f.dossier.mu.Lock() // a blob that is kept, and perhaps flushed, is never replaced
	defer f.dossier.mu.Unlock()
	if f.dossier.has(name) {
		return f.Discard()
	}
	if err := os.Rename(f.Name(), f.dossier.path(name)); err != nil {
		return errors.Join(err, f.Close())
	}
	f.dossier.dirty = append(f.dossier.dirty, f.File)
	return nil
}

// Discard implements dossier.File.
func (f *file) Discard() error { return errors.Join(f.Close(), os.Remove(f.Name())) }

// Open implements dossier.Storage. No file stays open between two reads: a
// repository may refer to any number of blobs.
func (d *Dossier) Open(name string) io.ReaderAt { return blob(d.path(name)) }

type blob string

// ReadAt implements io.ReaderAt.
func (b blob) ReadAt(p []byte, off int64) (int, error) {
	f, err := os.Open(string(b))
	if err != nil {
		return 0, err
	}
	defer f.Close()
	return f.ReadAt(p, off)
}

// SyncBlobs implements dossier.Storage.
func (d *Dossier) SyncBlobs() error { return d.bytes.wait() }

// SyncJournal implements dossier.Storage.
func (d *Dossier) SyncJournal() error { return d.lines.wait() }

// flushBlobs makes durable the blobs that are dirty, and meanwhile their names.
func (d *Dossier) flushBlobs() error {
	d.mu.Lock()
	dirty := d.dirty
	d.dirty = nil
	d.mu.Unlock()
	if len(dirty) == 0 {
		return nil
	}
	named := make(chan error, 1)
	go func() { named <- syncDir(d.path(blobs)) }()
	return errors.Join(syncAll(dirty), <-named)
}

// syncAll flushes and closes files, several at one time: the device flushes
// them together.
func syncAll(files []*os.File) error {
	errs := make([]error, len(files))
	var wg sync.WaitGroup
	slots := make(chan struct{}, 16)
	for i, f := range files {
		slots <- struct{}{}
		wg.Go(func() {
			errs[i] = errors.Join(f.Sync(), f.Close())
			<-slots
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// Close flushes and closes the journal. Messages left half-written stay.
func (d *Dossier) Close() error {
	err := errors.Join(d.SyncBlobs(), d.SyncJournal())
	_ = os.Remove(d.path(incomplete)) // only when nothing is left in it
	return errors.Join(err, d.journal.Close())
}
