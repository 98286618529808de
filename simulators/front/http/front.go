package http

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/actor"
	fronttls "github.com/etalon-dmp/etalon/simulators/front/tls"
)

// Config is what a front needs. Recorder, Clock and Service are required.
type Config struct {
	Recorder etalon.Recorder
	Clock    func() time.Time
	Service  Service

	BodyLimit int64         // bytes of a request body; default DefaultBodyLimit
	Idle      time.Duration // between requests of one connection; default 2 min
	Transfer  time.Duration // to read one request or write one answer; default 2 min

	// Arrived, when set, is called after a request was recorded.
	Arrived func(etalon.ExchangeID, etalon.Arrival)
	// Recorded, when set, is called after an answer was recorded and before it
	// is sent.
	Recorded func(etalon.ExchangeID, etalon.Arrival)
}

// DefaultBodyLimit bounds a request body when nothing is said, in bytes.
const DefaultBodyLimit = 64 << 20

// Service says what requests are, and answers them.
type Service interface {
	// Open decodes a request as far as that can be done. An error is that of
	// reading back what was recorded.
	Open(*Message) (Exchange, error)
}

// Exchange is one request being answered.
type Exchange interface {
	// Protocol is what the request is put on record as.
	Protocol() etalon.Protocol
	// Route names the request for the record. It must not change any state.
	Route() actor.Route
	// Anomalies are all that were found, those of the message included.
	Anomalies() []etalon.Anomaly
	// Answer answers a request that was recorded. ctx ends with the front.
	Answer(ctx context.Context, to actor.Route) Reply
	// Broken is the answer when a simulator itself failed.
	Broken(note string) Reply
}

// Front speaks HTTP over connections.
type Front struct{ Config }

// New returns a front, a handler of simulators/front/tls.
func New(c Config) *Front {
	def := func(d *time.Duration, v time.Duration) {
		if *d <= 0 {
			*d = v
		}
	}
	def(&c.Idle, 2*time.Minute)
	def(&c.Transfer, 2*time.Minute)
	if c.BodyLimit <= 0 {
		c.BodyLimit = DefaultBodyLimit
	}
	return &Front{c}
}

// past is a deadline that has gone by: setting it ends a blocked read or write.
var past = time.Unix(1, 0)

// within runs f with a deadline on the connection.
func within(conn net.Conn, d time.Duration, f func()) {
	timer := time.AfterFunc(d, func() { _ = conn.SetDeadline(past) })
	defer timer.Stop()
	f()
}

// Handle implements the handler of simulators/front/tls.
func (f *Front) Handle(ctx context.Context, conn *fronttls.Conn) error {
	w := newWire(conn, func() error {
		_, err := io.WriteString(conn, "HTTP/1.1 100 Continue\r\n\r\n")
		return err
	})
	for ctx.Err() == nil {
		var m *Message
		var err error
		conn.Rest(true)
		within(conn, f.Idle, func() { _, err = w.br.Peek(1) })
		conn.Rest(false)
		if err != nil {
			return nil // idle for too long, closed by the peer, or by us
		}
		within(conn, f.Transfer, func() { m, err = f.read(w, conn.ID) })
		if errors.Is(err, errNoRequest) {
			return nil
		}
		if err != nil {
			return err
		}
		if ctx.Err() != nil && m.Refused != nil {
			m.spool.Discard()
			return nil // we closed the connection ourselves: no evidence about the client
		}
		again, err := f.exchange(ctx, conn, w, m)
		if err != nil || !again {
			return err
		}
	}
	return nil
}

// exchange records, answers and records again. It says whether the connection
// goes on.
func (f *Front) exchange(ctx context.Context, conn *fronttls.Conn, w *wire, m *Message) (bool, error) {
	defer m.spool.Discard()
	m.Connection, m.Peer, m.Flaw = conn.ID, conn.ConnectionState().PeerCertificates, conn.Flaw
	opened, err := f.Service.Open(m)
	if err != nil {
		return false, err
	}
	to := actor.Route{Transaction: etalon.Unknown}
	note := actor.Guard("route", func() { to = opened.Route() })
	if to.Transaction == "" {
		to.Transaction = etalon.Unknown
	}
	arrival := etalon.Arrival{
		Protocol: opened.Protocol(), Connection: conn.ID, Actor: to.Actor, Transaction: to.Transaction, Received: f.Clock(),
		Anomalies: opened.Anomalies(), Fields: to.Fields,
	}
	arrival.Raw, arrival.Spool = forRecord(m.spool)
	x, err := f.Recorder.Request(arrival)
	if err != nil {
		return false, fmt.Errorf("http: record request: %w", err)
	}
	if f.Arrived != nil {
		f.Arrived(x, arrival)
	}
	var reply Reply
	if note == "" {
		note = actor.Guard("answer", func() { reply = opened.Answer(ctx, to) })
	}
	if note != "" {
		reply = opened.Broken(note)
	}
	f.wait(ctx, reply.Delay)
	s := sending{f: f, conn: conn, exchange: x, arrival: arrival, spool: f.spool(conn.ID), hold: w.hold}
	defer s.spool.Discard()
	last := m.last || reply.Silent || reply.Cut != CutNowhere
	if err := s.send(&reply, last, m.Head); err != nil {
		return false, err
	}
	w.hold = s.hold[:0]
	switch {
	case reply.Silent:
		f.keepSilent(conn, w.br, reply.Hold)
		fallthrough
	case reply.Cut != CutNowhere:
		_ = conn.NetConn().Close() // cut, without the closing alert of TLS
		return false, nil
	case s.gone:
		return false, nil // what it was to be told is on record
	}
	if m.unread {
		f.drain(conn)
	}
	return !last, nil
}

// wait lets some time pass before an answer; it ends with the front.
func (f *Front) wait(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// keepSilent waits for d, or until the peer or the front closes.
func (f *Front) keepSilent(conn *fronttls.Conn, br *bufio.Reader, d time.Duration) {
	if d <= 0 {
		return
	}
	within(conn, d, func() {
		_, _ = br.Peek(1)
		_, _ = io.Copy(io.Discard, conn) // a peer that goes on sending waits too
	})
}

// drain lets a client that is still sending read the answer: closing at once
// would reset the connection.
func (f *Front) drain(conn *fronttls.Conn) {
	_ = conn.CloseWrite()
	within(conn, min(f.Transfer, 10*time.Second), func() {
		_, _ = io.CopyN(io.Discard, conn, 4*f.BodyLimit+mostHead)
	})
}
