package http

import (
	"errors"
	"io"

	"github.com/etalon-dmp/etalon"
)

// spool begins the bytes of one message: in the dossier when the recorder takes
// them as they come, else in memory.
func (f *Front) spool(id etalon.ConnectionID) etalon.Spool {
	if s, ok := f.Recorder.(etalon.Spooler); ok {
		return s.Spool(id)
	}
	return &held{}
}

// held is a spool in memory.
type held struct{ b []byte }

func (h *held) Write(p []byte) (int, error) {
	h.b = append(h.b, p...)
	return len(p), nil
}

func (h *held) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 || off > int64(len(h.b)) {
		return 0, io.EOF
	}
	n := copy(p, h.b[off:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

func (h *held) Size() int64 { return int64(len(h.b)) }
func (h *held) Discard()    {}

// forRecord is a spool as the fields Raw and Spool of a record want it.
func forRecord(s etalon.Spool) ([]byte, etalon.Spool) {
	if h, ok := s.(*held); ok {
		return h.b, nil
	}
	return nil, s
}

// beginning is the first bytes of a spool, at most that many.
func beginning(s etalon.Spool, most int64) []byte {
	b := make([]byte, min(most, s.Size()))
	n, _ := s.ReadAt(b, 0)
	return b[:n]
}

// Body is the content of a message: stretches of its spool, several when
// chunked framing lies between them.
type Body struct {
	from      io.ReaderAt
	stretches []stretch
	size      int64
}

type stretch struct{ at, raw, size int64 } // place in the content, place in the message

// add appends a stretch.
func (b *Body) add(raw, size int64) {
	b.stretches = append(b.stretches, stretch{b.size, raw, size})
	b.size += size
}

// find is the index of the stretch that holds a place of the content; that of
// the last one for what lies behind it.
func (b *Body) find(at int64) int {
	low, high := 0, len(b.stretches)
	for high-low > 1 {
		if mid := (low + high) / 2; b.stretches[mid].at <= at {
			low = mid
		} else {
			high = mid
		}
	}
	return low
}

// Size is how many bytes it has.
func (b *Body) Size() int64 { return b.size }

// Place is where a byte of the content lies in the message; -1 stays -1.
func (b *Body) Place(at int64) int64 {
	if at < 0 || len(b.stretches) == 0 {
		return -1
	}
	s := b.stretches[b.find(at)]
	return s.raw + at - s.at
}

// ReadAt implements io.ReaderAt.
func (b *Body) ReadAt(p []byte, off int64) (n int, err error) {
	if off < 0 {
		return 0, errors.New("http: read before the body")
	}
	for i := b.find(off); n < len(p) && off+int64(n) < b.size; i++ {
		s := b.stretches[i]
		from := off + int64(n) - s.at
		want := p[n:min(int64(len(p)), int64(n)+s.size-from)]
		got, err := b.from.ReadAt(want, s.raw+from)
		n += got
		if got < len(want) {
			return n, err
		}
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}
