package facts

import (
	"bytes"
	"compress/gzip"
	"io"
	"strings"
)

// maxDecoded bounds what a compressed body may unfold to.
const maxDecoded = 64 << 20

// decodeContent removes a content encoding. The bytes of a compressed body are
// nowhere in the message, so their offsets are unknown.
func (m *message) decodeContent() {
	encoding := strings.ToLower(m.header("content-encoding"))
	switch encoding {
	case "", "identity":
		return
	case "gzip", "x-gzip":
	default:
		m.note("content-encoding", int(m.headerOffset("content-encoding")), "content encoding %q is not read", encoding)
		return
	}
	z, err := gzip.NewReader(bytes.NewReader(m.body))
	if err != nil {
		m.note("content-encoding", int(m.headerOffset("content-encoding")), "the body is not gzip: %v", err)
		return
	}
	plain, err := io.ReadAll(io.LimitReader(z, maxDecoded))
	if err != nil {
		m.note("content-encoding", int(m.headerOffset("content-encoding")), "the gzip body is broken: %v", err)
	} else if len(plain) == maxDecoded {
		m.note("content-encoding", int(m.headerOffset("content-encoding")), "the gzip body unfolds to more than %d bytes", maxDecoded)
	}
	m.body, m.spans = plain, nil
}
