package http

import (
	"bufio"
	"bytes"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"

	"github.com/etalon-dmp/etalon"
)

// The anomaly codes of layer "http".
const (
	Malformed       = "malformed"        // not an HTTP/1.x request
	HeadOverLimit   = "head-over-limit"  // start line and headers over 1 MiB
	BodyOverLimit   = "body-over-limit"  // body over the endpoint's limit: cut in the record
	Truncated       = "truncated"        // the connection ended inside the request
	BodyMalformed   = "body-malformed"   // broken chunked coding
	TimeLimit       = "time-limit"       // the client was still sending when étalon's own time was over
	Reset           = "reset"            // the connection broke under the request
	Method          = "method"           // not POST
	ContentEncoding = "content-encoding" // a compressed body, which is not read
	mostHead        = 1 << 20
	keptOfOversized = 64 << 10
)

// Message is one HTTP request as read.
type Message struct {
	Connection etalon.ConnectionID
	Peer       []*x509.Certificate // leaf first; empty when none was shown
	Flaw       *etalon.Anomaly     // of the client certificate; nil when it is good
	Head       *http.Request       // nil when the head could not be read; its body is not in it
	Body       *Body               // on its own: documents refer to it long after the message
	Found      []etalon.Anomaly    // while reading
	Refused    *Refused            // why it cannot be answered as what it asks; nil when it can

	spool  etalon.Spool // its bytes
	last   bool         // the connection cannot go on after the answer
	unread bool         // the client is still sending
}

// Refused is why HTTP refuses a request.
type Refused struct {
	Status int
	Code   string // an anomaly code of layer "http"
	Detail string
}

func (m *Message) refuse(status int, code string, offset int64, detail string) {
	m.Found = append(m.Found, etalon.Anomaly{Layer: "http", Code: code, Offset: offset, Detail: detail})
	m.Refused = &Refused{Status: status, Code: code, Detail: detail}
	m.last = true
}

// The errors that end the reading of requests.
var (
	errNoRequest = errors.New("no request") // nothing more came
	errOverLimit = errors.New("over the limit")
)

// wire is one connection as requests are read from it.
type wire struct {
	br      *bufio.Reader
	heads   *bufio.Reader // re-used to parse heads
	buffer  []byte        // between br and the spool
	hold    []byte        // re-used by the answers
	proceed func() error  // called before the body of a request that expects 100-continue
}

const (
	readAhead  = 16 << 10 // one TLS record
	bufferSize = 64 << 10
)

func newWire(from io.Reader, proceed func() error) *wire {
	return &wire{br: bufio.NewReaderSize(from, readAhead), heads: bufio.NewReader(nil), proceed: proceed}
}

// read reads one request into a spool. An error is errNoRequest, or the spool's.
func (f *Front) read(w *wire, id etalon.ConnectionID) (*Message, error) {
	if _, err := w.br.Peek(1); err != nil {
		return nil, errNoRequest
	}
	raw, err := w.head()
	if err == nil {
		w.heads.Reset(bytes.NewReader(raw))
		var head *http.Request
		if head, err = http.ReadRequest(w.heads); err == nil {
			head.Body = http.NoBody // it is read here
			m := &Message{spool: f.spool(id), Head: head, Body: &Body{}, last: head.Close}
			return m, f.readBody(m, w, raw)
		}
	}
	m := &Message{Body: &Body{}, spool: &held{b: append(raw, w.ahead(keptOfOversized-len(raw))...)}}
	m.spool = &held{b: beginning(m.spool, keptOfOversized)}
	switch {
	case errors.Is(err, errOverLimit):
		m.refuse(http.StatusRequestHeaderFieldsTooLarge, HeadOverLimit, m.spool.Size(), fmt.Sprintf("start line and headers over %d bytes", mostHead))
		m.unread = true
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		m.refuse(http.StatusBadRequest, Truncated, m.spool.Size(), "the connection ended inside the request head")
	case broken(err) != "":
		m.refuse(http.StatusRequestTimeout, broken(err), m.spool.Size(), err.Error())
	default:
		m.refuse(http.StatusBadRequest, Malformed, -1, err.Error())
		m.unread = true
	}
	return m, nil
}

// broken tells how the network, or étalon's own limit, ended the reading of a
// request; "" when neither did. Nothing is known then of what the client would have
// sent: it is no malformed message.
func broken(err error) string {
	var network net.Error
	var operation *net.OpError
	switch {
	case errors.As(err, &network) && network.Timeout():
		return TimeLimit
	case errors.As(err, &operation), errors.Is(err, net.ErrClosed):
		return Reset
	}
	return ""
}

// head reads up to the empty line that ends a head. What can be no start line
// is told at once: such a client may wait for an answer.
func (w *wire) head() ([]byte, error) {
	var raw []byte
	for start, first := 0, true; ; {
		line, err := w.br.ReadSlice('\n')
		raw = append(raw, line...)
		switch {
		case errors.Is(err, bufio.ErrBufferFull) && len(raw) < mostHead:
			continue
		case len(raw) >= mostHead:
			return raw, errOverLimit
		case err != nil:
			return raw, err
		}
		if first && strings.Count(string(raw), " ") < 2 {
			return raw, fmt.Errorf("malformed HTTP request %q", clip(strings.TrimSpace(string(raw))))
		}
		if whole := raw[start:]; len(whole) <= 2 && len(bytes.TrimRight(whole, "\r\n")) == 0 {
			return raw, nil
		}
		start, first = len(raw), false
	}
}

// ahead is what has been read from the connection and not consumed.
func (w *wire) ahead(most int) []byte {
	b, _ := w.br.Peek(min(w.br.Buffered(), max(most, 0)))
	return b
}

func (f *Front) readBody(m *Message, w *wire, raw []byte) error {
	headEnd := int64(len(raw))
	m.Body.from = m.spool
	if m.Head.ContentLength > f.BodyLimit {
		f.oversized(m, append(raw, w.ahead(keptOfOversized)...), headEnd, fmt.Sprintf("Content-Length %d, the limit is %d bytes", m.Head.ContentLength, f.BodyLimit))
		return nil
	}
	if m.Head.ProtoAtLeast(1, 1) && strings.EqualFold(m.Head.Header.Get("Expect"), "100-continue") {
		if err := w.proceed(); err != nil {
			m.last = true
		}
	}
	c := &copier{wire: w, to: m.spool}
	c.write(raw)
	var err error
	switch {
	case len(m.Head.TransferEncoding) > 0:
		err = c.chunked(m.Body, f.BodyLimit)
	case m.Head.ContentLength > 0:
		before := c.written
		err = c.copy(m.Head.ContentLength)
		m.Body.add(before, c.written-before)
	}
	c.flush()
	if c.err != nil {
		m.spool.Discard()
		return fmt.Errorf("http: keep a request: %w", c.err)
	}
	switch {
	case err == nil:
	case errors.Is(err, errOverLimit):
		kept := append(beginning(m.spool, headEnd+keptOfOversized), w.ahead(keptOfOversized)...)
		m.spool.Discard()
		f.oversized(m, kept, headEnd, fmt.Sprintf("the body is over the limit of %d bytes", f.BodyLimit))
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		m.refuse(http.StatusBadRequest, Truncated, m.spool.Size(), fmt.Sprintf("the connection ended after %d bytes of the body", m.Body.size))
	case broken(err) != "":
		m.refuse(http.StatusRequestTimeout, broken(err), m.spool.Size(), err.Error())
	default:
		m.refuse(http.StatusBadRequest, BodyMalformed, m.spool.Size(), err.Error())
		m.unread = true
	}
	return nil
}

// oversized keeps the head and the first bytes of a body that is too large.
func (f *Front) oversized(m *Message, kept []byte, headEnd int64, detail string) {
	m.spool = &held{b: bytes.Clone(kept[:min(int64(len(kept)), headEnd+keptOfOversized)])}
	m.refuse(http.StatusRequestEntityTooLarge, BodyOverLimit, headEnd, detail)
	m.unread = true
}

// clip keeps details short whatever the wire holds.
func clip(s string) string {
	const most = 120
	if len(s) > most {
		return s[:most] + "…"
	}
	return s
}
