package http

import (
	"bytes"
)

// Requests reads one request after another out of bytes, with what would be
// recorded of each, and whether the connection would end there.
func (f *Front) Requests(raw []byte) func() (m *Message, recorded []byte, last bool, err error) {
	w := newWire(bytes.NewReader(raw), func() error { return nil })
	return func() (*Message, []byte, bool, error) {
		m, err := f.read(w, "c1")
		if err != nil {
			return nil, nil, true, err
		}
		return m, beginning(m.spool, m.spool.Size()), m.last, nil
	}
}
