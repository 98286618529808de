package http

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"
)

// Reply is what a client is answered.
type Reply struct {
	Status      int
	ContentType string   // no such header when empty
	Allow       string   // the methods that are, of a status that says one is not
	Header      []Header // beside those that the front writes
	Body        []byte
	Stream      Stream // the body instead of Body; nil when Body is it

	Delay  time.Duration // before the answer
	Silent bool          // nothing is sent: after Hold the connection is cut
	Hold   time.Duration //
	Cut    Cut           // where the connection is cut, if anywhere
	Form   Form          // how the message is written

	Behaviour string // for the record: what the simulator was told to do
	Note      string // for the record
}

// Header is one header of an answer.
type Header struct{ Name, Value string }

// Stream is a body that is written rather than held, for documents of any size.
type Stream interface {
	Size() int64
	io.WriterTo
}

// Cut is where an answer ends before its end.
type Cut uint8

// The places of a cut.
const (
	CutNowhere Cut = iota
	CutInHead      // half of the head is sent
	CutInBody      // half of the body is sent
)

// Form is how an answer is written where HTTP leaves a choice. The zero value
// is the plain form.
type Form struct {
	Reason func(string) string     // the reason phrase
	Order  func([]Header) []Header // headers in another order, their names in another case
	Chunk  func() (int, string)    // size of the next chunk, and its extension: chunked coding instead of Content-Length
}

// length is that of the body.
func (r *Reply) length() int64 {
	if r.Stream != nil {
		return r.Stream.Size()
	}
	return int64(len(r.Body))
}

// head writes everything before the body.
func (r *Reply) head(now time.Time, last, chunked bool) []byte {
	var b bytes.Buffer
	reason := http.StatusText(r.Status)
	if r.Form.Reason != nil {
		reason = r.Form.Reason(reason)
	}
	fmt.Fprintf(&b, "HTTP/1.1 %d %s\r\n", r.Status, reason)
	headers := []Header{{"Date", now.UTC().Format(http.TimeFormat)}}
	if r.Allow != "" {
		headers = append(headers, Header{"Allow", r.Allow})
	}
	if r.ContentType != "" {
		headers = append(headers, Header{"Content-Type", r.ContentType})
	}
	if chunked {
		headers = append(headers, Header{"Transfer-Encoding", "chunked"})
	} else {
		headers = append(headers, Header{"Content-Length", strconv.FormatInt(r.length(), 10)})
	}
	headers = append(headers, r.Header...)
	if last {
		headers = append(headers, Header{"Connection", "close"})
	}
	if r.Form.Order != nil {
		headers = r.Form.Order(headers)
	}
	for _, h := range headers {
		b.WriteString(h.Name + ": " + h.Value + "\r\n")
	}
	b.WriteString("\r\n")
	return b.Bytes()
}
