package http

import (
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/etalon-dmp/etalon"
	fronttls "github.com/etalon-dmp/etalon/simulators/front/tls"
)

// holdBack is how many bytes of an answer wait until the whole of it is on
// record: an answer that fits is sent after its record, and nobody has the whole
// of a longer one before that.
const holdBack = 64 << 10

// sending writes one answer: into its spool, and to the peer behind that.
type sending struct {
	f        *Front
	conn     *fronttls.Conn
	exchange etalon.ExchangeID
	arrival  etalon.Arrival
	spool    etalon.Spool
	hold     []byte
	gone     bool  // the peer went away: the record goes on
	err      error // of the spool
}

// errCut ends an answer at the place where its behaviour cuts it.
var errCut = errors.New("cut")

// send records and sends an answer. The error is the recorder's, or that of what
// the answer is read from.
func (s *sending) send(reply *Reply, last bool, request *http.Request) error {
	answer := etalon.Answer{Behaviour: reply.Behaviour, Note: reply.Note, Answered: s.f.Clock()}
	var broke error
	var fail error
	within(s.conn, s.f.Transfer, func() {
		if !reply.Silent {
			chunked := reply.Form.Chunk != nil && request != nil && request.ProtoAtLeast(1, 1)
			broke = s.write(reply, reply.head(answer.Answered, last, chunked), chunked)
		}
		answer.Raw, answer.Spool = forRecord(s.spool)
		if broke != nil {
			answer.Note = "the answer could not be read from where it is kept"
		}
		if fail = s.err; fail == nil {
			fail = s.f.Recorder.Response(s.exchange, answer)
		}
		if fail != nil {
			return
		}
		if s.f.Recorded != nil {
			s.f.Recorded(s.exchange, s.arrival)
		}
		s.pass(s.hold)
	})
	if fail != nil {
		return fmt.Errorf("http: record answer to %s: %w", s.exchange, fail)
	}
	if broke != nil {
		return fmt.Errorf("http: answer %s: %w", s.exchange, broke)
	}
	return nil
}

// write writes the message as far as it goes. The error is that of the stream.
func (s *sending) write(reply *Reply, head []byte, chunked bool) error {
	if reply.Cut == CutInHead {
		head = head[:len(head)/2]
	}
	_, _ = s.Write(head)
	if reply.Cut == CutInHead {
		return nil
	}
	var to io.Writer = s
	if chunked {
		to = &chunker{to: s, next: reply.Form.Chunk}
	}
	if reply.Cut == CutInBody {
		to = &shortened{to: to, left: reply.length() / 2}
	}
	var err error
	if reply.Stream != nil {
		_, err = reply.Stream.WriteTo(to)
	} else {
		_, err = to.Write(reply.Body)
	}
	if c, ok := to.(*chunker); ok && err == nil {
		c.end()
	}
	if errors.Is(err, errCut) || s.err != nil {
		return nil
	}
	return err
}

// Write implements io.Writer. Its error is the spool's.
func (s *sending) Write(p []byte) (int, error) {
	if s.err != nil {
		return 0, s.err
	}
	n, err := s.spool.Write(p)
	if err != nil {
		s.err = err
		return n, err
	}
	if len(s.hold)+len(p) > holdBack {
		s.pass(s.hold)
		early := max(0, len(p)-holdBack/2)
		s.pass(p[:early])
		s.hold, p = s.hold[:0], p[early:]
	}
	s.hold = append(s.hold, p...)
	return n, nil
}

// pass sends bytes to the peer.
func (s *sending) pass(p []byte) {
	if s.gone || len(p) == 0 {
		return
	}
	_, err := s.conn.Write(p)
	s.gone = err != nil
}

// shortened takes so many bytes, and then cuts.
type shortened struct {
	to   io.Writer
	left int64
}

func (s *shortened) Write(p []byte) (int, error) {
	if int64(len(p)) < s.left {
		s.left -= int64(len(p))
		return s.to.Write(p)
	}
	n, err := s.to.Write(p[:s.left])
	s.left = 0
	if err != nil {
		return n, err
	}
	return n, errCut
}

// chunker writes in chunked coding (RFC 9112 section 7.1).
type chunker struct {
	to   io.Writer
	next func() (int, string)
}

func (c *chunker) Write(p []byte) (int, error) {
	written := 0
	for len(p) > 0 {
		size, extension := c.next()
		size = min(max(size, 1), len(p))
		if _, err := fmt.Fprintf(c.to, "%x%s\r\n%s\r\n", size, extension, p[:size]); err != nil {
			return written, err
		}
		written += size
		p = p[size:]
	}
	return written, nil
}

func (c *chunker) end() { _, _ = io.WriteString(c.to, "0\r\n\r\n") }
