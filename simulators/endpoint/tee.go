package endpoint

import (
	"bufio"
	"errors"
	"io"
)

// errOverLimit is what a tee answers beyond its limit.
var errOverLimit = errors.New("over the limit")

// tee keeps what it reads, so that the bytes of one request can be taken out
// exactly although the reader above it reads ahead.
type tee struct {
	from  io.Reader
	kept  []byte
	limit int64 // bytes that may be kept
}

func (t *tee) Read(b []byte) (int, error) {
	room := t.limit - int64(len(t.kept))
	if room <= 0 {
		return 0, errOverLimit
	}
	if int64(len(b)) > room {
		b = b[:room]
	}
	n, err := t.from.Read(b)
	t.kept = append(t.kept, b[:n]...)
	return n, err
}

// consumed is what was taken out of br since the last cut.
func (t *tee) consumed(br *bufio.Reader) []byte {
	return t.kept[:len(t.kept)-br.Buffered()]
}

// cut gives what was kept away to the caller, save what br has read ahead.
func (t *tee) cut(br *bufio.Reader) {
	ahead := t.kept[len(t.kept)-br.Buffered():]
	t.kept = append(make([]byte, 0, len(ahead)), ahead...)
}
