package endpoint

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"github.com/etalon-dmp/etalon"
)

// past is a deadline that has gone by: setting it ends a blocked read or write.
var past = time.Unix(1, 0)

// within runs f with a deadline on the connection.
func within(conn net.Conn, d time.Duration, f func()) {
	timer := time.AfterFunc(d, func() { _ = conn.SetDeadline(past) })
	defer timer.Stop()
	f()
}

// serve serves one connection until either side ends it. An error is the
// recorder's.
func (e *Endpoint) serve(ctx context.Context, raw net.Conn) error {
	conn, id, flaw, err := e.handshake(ctx, raw)
	if err != nil || conn == nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	w := newWire(conn, func() error {
		_, err := io.WriteString(conn, "HTTP/1.1 100 Continue\r\n\r\n")
		return err
	})
	for ctx.Err() == nil {
		var m *message
		within(conn, e.Idle, func() { _, err = w.br.Peek(1) })
		if err != nil {
			return nil // idle for too long, closed by the peer, or by us
		}
		within(conn, e.Transfer, func() { m, err = e.read(w, id) })
		if errors.Is(err, errNoRequest) {
			return nil
		}
		if err != nil {
			return err
		}
		if ctx.Err() != nil && m.refusal != nil {
			m.spool.Discard()
			return nil // we closed the connection ourselves: no evidence about the client
		}
		again, err := e.exchange(ctx, conn, w, m, id, flaw)
		if err != nil || !again {
			return err
		}
	}
	return nil
}

// exchange records, answers and records again. It says whether the connection
// goes on.
func (e *Endpoint) exchange(ctx context.Context, conn *tls.Conn, w *wire, m *message, id etalon.ConnectionID, flaw *etalon.Anomaly) (bool, error) {
	defer m.spool.Discard()
	r, err := e.decode(m, conn.ConnectionState().PeerCertificates, id, flaw)
	if err != nil {
		return false, err
	}
	to := Route{Transaction: etalon.Unknown}
	note := guard("route", func() { to = e.Service.Route(r) })
	if to.Transaction == "" {
		to.Transaction = etalon.Unknown
	}
	arrival := etalon.Arrival{
		Connection: id, Actor: to.Actor, Transaction: to.Transaction, Received: e.Clock(),
		Anomalies: r.Anomalies, Fields: to.Fields,
	}
	arrival.Raw, arrival.Spool = forRecord(m.spool)
	x, err := e.Recorder.Request(arrival)
	if err != nil {
		return false, fmt.Errorf("endpoint: record request: %w", err)
	}
	if e.Arrived != nil {
		e.Arrived(x, arrival)
	}
	reply := e.answer(ctx, r, to, note)
	e.wait(ctx, reply.Delay)
	s := sending{e: e, conn: conn, exchange: x, arrival: arrival, spool: e.spool(id), hold: w.hold}
	defer s.spool.Discard()
	last := m.last || reply.Silent || reply.Cut != CutNowhere
	if err := s.send(reply, last, m.head); err != nil {
		return false, err
	}
	w.hold = s.hold[:0]
	switch {
	case reply.Silent:
		e.keepSilent(conn, w.br, reply.Hold)
		fallthrough
	case reply.Cut != CutNowhere:
		_ = conn.NetConn().Close() // cut, without the closing alert of TLS
		return false, nil
	case s.gone:
		return false, nil // what it was to be told is on record
	}
	if m.unread {
		e.drain(conn)
	}
	return !last, nil
}

// answer is what the service answers, or the endpoint itself.
func (e *Endpoint) answer(ctx context.Context, r *Request, to Route, note string) *Reply {
	var reply *Reply
	if r.Refusal == nil && note == "" {
		note = guard("answer", func() {
			got := e.Service.Answer(ctx, r, to)
			reply = &got
		})
	}
	if note != "" {
		r.Refusal = broken(note)
	}
	if r.Refusal != nil {
		return r.Refusal.reply(r, e.NewID())
	}
	return reply
}

// wait lets some time pass before an answer; it ends with the endpoint.
func (e *Endpoint) wait(ctx context.Context, d time.Duration) {
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

// guard runs f and words its panic: a defect of a simulator is told and
// survived.
func guard(where string, f func()) (note string) {
	defer func() {
		if p := recover(); p != nil {
			note = fmt.Sprintf("simulator defect: panic in %s: %v", where, p)
		}
	}()
	f()
	return ""
}

// keepSilent waits for d, or until the peer or the endpoint closes.
func (e *Endpoint) keepSilent(conn *tls.Conn, br *bufio.Reader, d time.Duration) {
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
func (e *Endpoint) drain(conn *tls.Conn) {
	_ = conn.CloseWrite()
	within(conn, min(e.Transfer, 10*time.Second), func() {
		_, _ = io.CopyN(io.Discard, conn, 4*e.BodyLimit+mostHead)
	})
}
