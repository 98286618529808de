package mtom

import "io"

// source gives the bytes of a body by place.
type source interface {
	// load gives at least n bytes from a place on; the caller asks for none that
	// do not exist. They may change with the next call.
	load(at, n int) []byte
}

// memory is a body in memory.
type memory struct{ body []byte }

func (m *memory) load(at, _ int) []byte { return m.body[at:] }

// window is a body kept elsewhere, of which one stretch is in memory.
type window struct {
	from  io.ReaderAt
	size  int
	least int // of the page
	page  []byte
	at    int // of the page
	err   error
}

const (
	pageSize = 32 << 10
	pageBack = 64 // kept before the place asked for: it is often asked for next
)

func (w *window) load(at, n int) []byte {
	if at >= w.at && at+n <= w.at+len(w.page) {
		return w.page[at-w.at:]
	}
	from := max(0, at-pageBack)
	want := min(max(w.least, n+at-from), w.size-from)
	if cap(w.page) < want {
		w.page = make([]byte, want)
	}
	w.page, w.at = w.page[:want], from
	if w.err == nil {
		if read, err := w.from.ReadAt(w.page, int64(from)); read < want {
			w.err = err
		}
	}
	if w.err != nil {
		clear(w.page) // what is said of it does not matter any more
	}
	return w.page[at-from:]
}
