package facts

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/etalon-dmp/etalon"
)

// maxHeaders bounds the header lines kept; the rest is an anomaly.
const maxHeaders = 1000

// header is one header line: name in lower case, value unfolded and trimmed.
type header struct {
	name, value string
	offset      int
}

// message is a raw HTTP message taken apart without ever refusing it.
type message struct {
	raw                    []byte
	method, path, protocol string // of a request; protocol of both
	status                 string // of a response
	headers                []header
	body                   []byte // transfer and content encodings removed
	spans                  []span // where body bytes are in raw; nil when they are nowhere
	anomalies              []etalon.Anomaly
}

// span says that n bytes of the body from at are the bytes of raw from raw.
type span struct{ at, raw, n int }

// parseMessage reads as much of a message as can be read.
func parseMessage(raw []byte, request bool) *message {
	m := &message{raw: raw}
	if len(raw) == 0 {
		return m
	}
	pos := 0
	for {
		next, ok := m.startLine(pos, request)
		if !ok {
			return m
		}
		body, complete := m.readHeaders(next)
		if !complete {
			m.note("truncated", len(raw), "the header section has no end")
			return m
		}
		if request || !strings.HasPrefix(m.status, "1") || body >= len(raw) {
			m.readBody(body, request)
			return m
		}
		pos, m.headers = body, nil // an interim response: the final one follows
	}
}

func (m *message) note(code string, offset int, format string, args ...any) {
	m.anomalies = append(m.anomalies, etalon.Anomaly{
		Layer: "http", Code: code, Offset: int64(offset), Detail: fmt.Sprintf(format, args...),
	})
}

// line returns the line at pos without its end, and where the next one begins.
func (m *message) line(pos int) (text string, next int, ended bool) {
	rest := m.raw[pos:]
	i := bytes.IndexByte(rest, '\n')
	if i < 0 {
		return string(rest), len(m.raw), false
	}
	return strings.TrimSuffix(string(rest[:i]), "\r"), pos + i + 1, true
}

func (m *message) startLine(pos int, request bool) (next int, ok bool) {
	i := bytes.IndexByte(m.raw[pos:min(len(m.raw), pos+16<<10)], '\n')
	if i < 0 {
		m.note("malformed", pos, "no start line: %s", excerpt(m.raw[pos:]))
		return 0, false
	}
	text, next, _ := m.line(pos)
	fields := strings.Fields(text)
	if request {
		if len(fields) == 3 && strings.HasPrefix(fields[2], "HTTP/") {
			m.method, m.path, m.protocol = fields[0], fields[1], fields[2]
			return next, true
		}
	} else if len(fields) >= 2 && strings.HasPrefix(fields[0], "HTTP/") {
		m.protocol, m.status = fields[0], fields[1]
		return next, true
	}
	m.note("malformed", pos, "not an HTTP start line: %s", excerpt([]byte(text)))
	return 0, false
}

func (m *message) readHeaders(pos int) (body int, complete bool) {
	for {
		text, next, ended := m.line(pos)
		switch {
		case ended && text == "":
			return next, true
		case !ended:
			return next, false
		case len(m.headers) >= maxHeaders:
			m.note("headers", pos, "more than %d header lines", maxHeaders)
			end := bytes.Index(m.raw[pos:], []byte("\r\n\r\n"))
			if end < 0 {
				return len(m.raw), false
			}
			return pos + end + 4, true
		}
		m.headerLine(text, pos)
		pos = next
	}
}

func (m *message) headerLine(text string, pos int) {
	if text[0] == ' ' || text[0] == '\t' {
		m.note("folded-header", pos, "a header continues on a second line")
		if n := len(m.headers); n > 0 {
			m.headers[n-1].value += " " + strings.TrimSpace(text)
		}
		return
	}
	name, value, ok := strings.Cut(text, ":")
	if !ok {
		m.note("header-line", pos, "a header line without a colon: %s", excerpt([]byte(text)))
		return
	}
	if trimmed := strings.TrimSpace(name); trimmed != name {
		m.note("header-name", pos, "white space around a header name")
		name = trimmed
	}
	m.headers = append(m.headers, header{strings.ToLower(name), strings.TrimSpace(value), pos})
}

// header returns the first value of a header, empty when there is none.
func (m *message) header(name string) string {
	for _, h := range m.headers {
		if h.name == name {
			return h.value
		}
	}
	return ""
}

// headerOffset returns where a header's line begins, -1 when there is none.
func (m *message) headerOffset(name string) int64 {
	for _, h := range m.headers {
		if h.name == name {
			return int64(h.offset)
		}
	}
	return -1
}

func (m *message) readBody(pos int, request bool) {
	rest := m.raw[pos:]
	length := m.header("content-length")
	if encoding := m.header("transfer-encoding"); encoding != "" {
		if length != "" {
			m.note("length-conflict", pos, "both Content-Length and Transfer-Encoding")
		}
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

// excerpt quotes the beginning of bytes that were not understood.
func excerpt(b []byte) string {
	const limit = 40
	if len(b) > limit {
		return strconv.QuoteToASCII(string(b[:limit])) + "…"
	}
	return strconv.QuoteToASCII(string(b))
}
