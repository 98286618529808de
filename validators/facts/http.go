package facts

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/etalon-dmp/etalon"
)

// The limits of a header section: its lines, those that continue another or are none
// counted too, and the bytes of each. The rest is an anomaly.
const (
	maxHeaders    = 1000
	maxHeaderLine = 64 << 10
)

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
	for lines := 0; ; lines++ {
		text, next, ended := m.line(pos)
		switch {
		case ended && text == "":
			return next, true
		case !ended:
			return next, false
		case lines >= maxHeaders:
			m.note("headers", pos, "more than %d header lines", maxHeaders)
			end := bytes.Index(m.raw[pos:], []byte("\r\n\r\n"))
			if end < 0 {
				return len(m.raw), false
			}
			return pos + end + 4, true
		}
		if len(text) > maxHeaderLine {
			m.note("headers", pos, "a header line of %d bytes, more than %d", len(text), maxHeaderLine)
			text = strings.ToValidUTF8(text[:maxHeaderLine], "")
		}
		m.headerLine(text, pos)
		pos = next
	}
}

func (m *message) headerLine(text string, pos int) {
	if text[0] == ' ' || text[0] == '\t' {
		m.note("folded-header", pos, "a header continues on a second line")
		if n := len(m.headers); n > 0 {
			h := &m.headers[n-1]
			if h.value += " " + strings.TrimSpace(text); len(h.value) > maxHeaderLine {
				h.value = strings.ToValidUTF8(h.value[:maxHeaderLine], "")
			}
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

// values are those of all lines of a header, in order.
func (m *message) values(name string) []string {
	var all []string
	for _, h := range m.headers {
		if h.name == name {
			all = append(all, h.value)
		}
	}
	return all
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

// excerpt quotes the beginning of bytes that were not understood.
func excerpt(b []byte) string {
	const limit = 40
	if len(b) > limit {
		return strconv.QuoteToASCII(string(b[:limit])) + "…"
	}
	return strconv.QuoteToASCII(string(b))
}
