package endpoint

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/etalon-dmp/etalon"
)

// The anomaly codes of layer "http".
const (
	HTTPMalformed   = "malformed"        // not an HTTP/1.x request
	HTTPHeadLimit   = "head-over-limit"  // start line and headers over 1 MiB
	HTTPBodyLimit   = "body-over-limit"  // body over the endpoint's limit: cut in the record
	HTTPTruncated   = "truncated"        // the connection ended inside the request
	HTTPBadBody     = "body-malformed"   // broken chunked coding
	HTTPMethod      = "method"           // not POST
	HTTPEncoding    = "content-encoding" // a compressed body, which is not read
	mostHead        = 1 << 20
	keptOfOversized = 64 << 10
)

// message is one HTTP request as read.
type message struct {
	raw     []byte
	head    *http.Request // nil when the head could not be read
	body    []byte
	offset  int64 // of the body in raw; -1 when chunked framing lies between
	refusal *Refusal
	found   []etalon.Anomaly
	last    bool // the connection cannot go on after the answer
	unread  bool // the client is still sending
}

func (m *message) refuse(status int, code string, offset int64, detail string) {
	m.found = append(m.found, etalon.Anomaly{Layer: "http", Code: code, Offset: offset, Detail: detail})
	m.refusal = refuseHTTP(status, code, detail)
	m.last = true
}

// errNoRequest ends a connection on which nothing more came.
var errNoRequest = errors.New("no request")

// read reads one request. proceed is called before the body of a request that
// expects 100-continue.
func (e *Endpoint) read(t *tee, br *bufio.Reader, proceed func() error) (*message, error) {
	t.limit = mostHead
	if _, err := br.Peek(1); err != nil {
		return nil, errNoRequest
	}
	m := &message{offset: -1}
	head, err := http.ReadRequest(br)
	if err != nil {
		m.raw = bytes.Clone(t.kept[:min(len(t.kept), keptOfOversized)])
		at := int64(len(m.raw))
		switch {
		case errors.Is(err, errOverLimit):
			m.refuse(http.StatusRequestHeaderFieldsTooLarge, HTTPHeadLimit, at, fmt.Sprintf("start line and headers over %d bytes", mostHead))
			m.unread = true
		case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
			m.refuse(http.StatusBadRequest, HTTPTruncated, at, "the connection ended inside the request head")
		default:
			m.refuse(http.StatusBadRequest, HTTPMalformed, -1, err.Error())
			m.unread = true
		}
		return m, nil
	}
	m.head = head
	m.last = head.Close
	e.readBody(m, t, br, proceed)
	return m, nil
}

func (e *Endpoint) readBody(m *message, t *tee, br *bufio.Reader, proceed func() error) {
	headEnd := int64(len(t.consumed(br)))
	if m.head.ContentLength > e.BodyLimit {
		e.oversized(m, t, headEnd, fmt.Sprintf("Content-Length %d, the limit is %d bytes", m.head.ContentLength, e.BodyLimit))
		return
	}
	if m.head.ProtoAtLeast(1, 1) && strings.EqualFold(m.head.Header.Get("Expect"), "100-continue") {
		if err := proceed(); err != nil {
			m.last = true
		}
	}
	t.limit = headEnd + e.BodyLimit + e.BodyLimit/2 + mostHead // room for chunked framing
	body, err := io.ReadAll(io.LimitReader(m.head.Body, e.BodyLimit+1))
	switch {
	case int64(len(body)) > e.BodyLimit, errors.Is(err, errOverLimit):
		e.oversized(m, t, headEnd, fmt.Sprintf("the body is over the limit of %d bytes", e.BodyLimit))
		return
	case err == nil:
		m.raw = t.consumed(br)
		t.cut(br)
	default:
		m.raw = t.kept
		t.cut(br)
		if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
			m.refuse(http.StatusBadRequest, HTTPTruncated, int64(len(m.raw)), fmt.Sprintf("the connection ended after %d bytes of the body", len(body)))
		} else {
			m.refuse(http.StatusBadRequest, HTTPBadBody, int64(len(m.raw)), err.Error())
			m.unread = true
		}
	}
	m.body = body
	if len(m.head.TransferEncoding) == 0 {
		m.offset = headEnd
		m.body = m.raw[headEnd : headEnd+int64(len(body))]
	}
}

// oversized keeps the head and the first bytes of a body that is too large.
func (e *Endpoint) oversized(m *message, t *tee, headEnd int64, detail string) {
	m.raw = bytes.Clone(t.kept[:min(int64(len(t.kept)), headEnd+keptOfOversized)])
	m.refuse(http.StatusRequestEntityTooLarge, HTTPBodyLimit, headEnd, detail)
	m.unread = true
}
