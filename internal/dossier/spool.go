package dossier

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"sync"

	"github.com/etalon-dmp/etalon"
)

// The memory of spools: a message is held in memory while it is small, and then
// while one of a few larger buffers is free. Beyond that it goes to storage, so
// that memory depends neither on the size of messages nor on their number.
const (
	spoolSmall   = 64 << 10  // any message may have as much
	spoolLarge   = 512 << 10 // as much as one of the buffers holds
	spoolBuffers = 32        // 16 MiB in all
)

// buffers lends the larger buffers.
type buffers struct {
	mu   sync.Mutex
	free [][]byte
	made int
}

func (b *buffers) take() []byte {
	b.mu.Lock()
	defer b.mu.Unlock()
	if n := len(b.free); n > 0 {
		last := b.free[n-1]
		b.free = b.free[:n-1]
		return last
	}
	if b.made == spoolBuffers {
		return nil
	}
	b.made++
	return make([]byte, 0, spoolLarge)
}

func (b *buffers) give(buffer []byte) {
	if cap(buffer) != spoolLarge {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.free = append(b.free, buffer[:0])
}

var errRecorded = errors.New("dossier: the spool is already recorded")

// spool implements etalon.Spool.
type spool struct {
	w          *Writer
	connection etalon.ConnectionID
	sum        hash.Hash
	size       int64

	mu   sync.RWMutex // ReadAt against what moves the bytes
	held []byte       // the bytes, until they go to file or the writer is done with them
	file File
	kept io.ReaderAt // the blob, once recorded
}

var _ etalon.Spooler = (*Writer)(nil)

// Spool implements etalon.Spooler.
func (w *Writer) Spool(c etalon.ConnectionID) etalon.Spool {
	return &spool{w: w, connection: c, sum: sha256.New()}
}

// Write implements io.Writer. An error is one of the storage; it also sticks to
// the Writer.
func (s *spool) Write(p []byte) (int, error) {
	if s.kept != nil {
		return 0, errRecorded
	}
	s.sum.Write(p)
	s.size += int64(len(p))
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.file == nil {
		if s.room(len(p)) {
			s.held = append(s.held, p...)
			return len(p), nil
		}
		if err := s.spill(); err != nil {
			return 0, s.w.stick(err)
		}
	}
	n, err := s.file.Write(p)
	if err != nil {
		return n, s.w.stick(fmt.Errorf("dossier: spool %d bytes: %w", len(p), err))
	}
	return n, nil
}

// room tells whether n bytes more may be held in memory.
func (s *spool) room(n int) bool {
	whole := len(s.held) + n
	if whole <= spoolSmall || whole <= cap(s.held) && cap(s.held) == spoolLarge {
		return true
	}
	if whole > spoolLarge || cap(s.held) == spoolLarge {
		return false
	}
	b := s.w.buffers.take()
	if b == nil {
		return false
	}
	s.held = append(b, s.held...)
	return true
}

// spill moves what is held to storage.
func (s *spool) spill() error {
	name := incompleteName(s.connection, int(s.w.spooled.Add(1)))
	f, err := s.w.storage.Create(name)
	if err != nil {
		return fmt.Errorf("dossier: begin a blob: %w", err)
	}
	if _, err := f.Write(s.held); err != nil {
		return errors.Join(fmt.Errorf("dossier: spool %d bytes: %w", len(s.held), err), f.Discard())
	}
	s.w.buffers.give(s.held)
	s.held, s.file = nil, f
	return nil
}

// ReadAt implements io.ReaderAt.
func (s *spool) ReadAt(p []byte, off int64) (int, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	switch {
	case s.file != nil:
		return s.file.ReadAt(p, off)
	case s.kept != nil && s.held == nil:
		return s.kept.ReadAt(p, off)
	case off < 0:
		return 0, fmt.Errorf("dossier: read at %d", off)
	case off >= int64(len(s.held)):
		return 0, io.EOF
	}
	n := copy(p, s.held[off:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// Size implements etalon.Spool.
func (s *spool) Size() int64 { return s.size }

// Discard implements etalon.Spool.
func (s *spool) Discard() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.file != nil {
		_ = s.file.Discard() // what stays behind is listed as incomplete
	}
	s.w.buffers.give(s.held)
	s.held, s.file = nil, nil
	if s.kept == nil {
		s.kept = eof{}
	}
}

// keep makes the spool a blob.
func (s *spool) keep() (etalon.Blob, error) {
	ref := etalon.Blob{SHA256: hex.EncodeToString(s.sum.Sum(nil)), Size: s.size}
	name := BlobName(ref.SHA256)
	s.mu.Lock()
	defer s.mu.Unlock()
	var err error
	switch {
	case s.kept != nil:
		return ref, errRecorded
	case s.file != nil:
		err = s.file.Keep(name)
	case s.size > 0:
		err = s.w.storage.Put(name, s.held)
	default:
		s.kept = eof{}
		return ref, nil
	}
	if err != nil {
		return ref, fmt.Errorf("dossier: keep %d bytes: %w", s.size, err)
	}
	s.file, s.kept = nil, s.w.storage.Open(name)
	return ref, nil
}

// eof holds nothing.
type eof struct{}

func (eof) ReadAt([]byte, int64) (int, error) { return 0, io.EOF }
