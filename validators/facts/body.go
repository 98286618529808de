package facts

import (
	"bytes"
	"compress/gzip"
	"io"
	"strconv"
	"strings"
)

func (m *message) readBody(pos int, request bool) {
	rest := m.raw[pos:]
	length := m.header("content-length")
	m.framing()
	if encoding := strings.Join(m.values("transfer-encoding"), ", "); encoding != "" {
		if strings.EqualFold(encoding, "chunked") {
			m.readChunks(pos)
			m.decodeContent()
			return
		}
		m.note("transfer-encoding", pos, "transfer encoding %q is not read", encoding)
	} else if length != "" {
		n, err := strconv.ParseUint(length, 10, 63)
		switch {
		case err != nil:
			m.note("content-length", pos, "Content-Length %q is not a number", length)
		case n > uint64(len(rest)):
			m.note("truncated", len(m.raw), "%d bytes of body announced, %d received", n, len(rest))
		case n < uint64(len(rest)):
			m.note("extra-bytes", pos+int(n), "%d bytes after the body announced", len(rest)-int(n))
			rest = rest[:n]
		}
	} else if request && len(rest) > 0 {
		m.note("no-length", pos, "a body without Content-Length or Transfer-Encoding")
	}
	m.body = rest
	m.spans = []span{{0, pos, len(rest)}}
	m.decodeContent()
}

// framing notes what makes one reader see the end of a message elsewhere than another
// does (RFC 9112, 6.1 to 6.3). It looks at the bytes as received: whoever reads them
// for the actors has already chosen one of the readings.
func (m *message) framing() {
	lengths, encodings := m.values("content-length"), m.values("transfer-encoding")
	at := int(m.headerOffset("content-length"))
	if len(lengths) > 0 && len(encodings) > 0 {
		m.note("length-conflict", at, "Content-Length %s beside Transfer-Encoding %s", excerpt([]byte(lengths[0])), excerpt([]byte(encodings[0])))
	}
	if all := strings.Join(lengths, ","); strings.Contains(all, ",") {
		m.note("length-repeated", at, "Content-Length is said several times: %s", excerpt([]byte(all)))
	}
	if len(encodings) > 0 && m.protocol == "HTTP/1.0" {
		m.note("encoding-version", int(m.headerOffset("transfer-encoding")), "Transfer-Encoding in a message of HTTP/1.0, which does not know it")
	}
}

// readChunks removes the chunked transfer encoding.
func (m *message) readChunks(pos int) {
	m.spans = []span{}
	for {
		text, next, ended := m.line(pos)
		size, _, _ := strings.Cut(text, ";")
		n, err := strconv.ParseUint(strings.TrimSpace(size), 16, 31)
		switch {
		case !ended:
			m.note("truncated", len(m.raw), "the chunked body has no end")
			return
		case err != nil:
			m.note("body-malformed", pos, "not a chunk size: %s", excerpt([]byte(text)))
			return
		case n == 0:
			return // trailers carry nothing that a rule looks at
		}
		data := m.raw[next:min(len(m.raw), next+int(n))]
		m.spans = append(m.spans, span{len(m.body), next, len(data)})
		m.body = append(m.body, data...)
		if len(data) < int(n) {
			m.note("truncated", len(m.raw), "the chunked body has no end")
			return
		}
		if pos = next + int(n); bytes.HasPrefix(m.raw[pos:], []byte("\r\n")) {
			pos += 2
		} else {
			m.note("body-malformed", pos, "a chunk does not end with CR LF")
			if bytes.HasPrefix(m.raw[pos:], []byte("\n")) {
				pos++
			}
		}
	}
}

// offset translates an offset in the body to one in the raw message; -1 when
// the body's bytes are not those of the wire.
func (m *message) offset(body int64) int64 {
	if body < 0 {
		return -1
	}
	for i, s := range m.spans {
		end := int64(s.at + s.n)
		if body < end || (body == end && i == len(m.spans)-1) {
			return int64(s.raw) + body - int64(s.at)
		}
	}
	return -1
}

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
