package syslog

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/syslog"
	"github.com/etalon-dmp/etalon/simulators/actor"
	fronttls "github.com/etalon-dmp/etalon/simulators/front/tls"
)

// Config is what a front needs; only Idle, Limit and Recorded may be absent.
type Config struct {
	Actor    actor.Actor // its first operation takes the messages
	Orders   *actor.Orders
	Recorder etalon.Recorder
	Clock    func() time.Time
	NewID    func() string
	Idle     time.Duration // without a frame, before a connection is closed; default 10 minutes
	Limit    int           // bytes kept of one frame; default that of the codec
	Recorded func(etalon.ExchangeID, etalon.Arrival)
}

// Front is a handler of simulators/front/tls.
type Front struct {
	Config
	operation actor.Operation

	mu      sync.Mutex
	resting map[*fronttls.Conn]bool
}

// past is a deadline that has gone by: setting it ends a blocked read.
var past = time.Unix(1, 0)

// New returns a front.
func New(c Config) *Front {
	if c.Idle <= 0 {
		c.Idle = 10 * time.Minute
	}
	return &Front{Config: c, operation: c.Actor.Operations()[0], resting: map[*fronttls.Conn]bool{}}
}

// Drop closes the connections that are between two frames: whoever wants to be
// away for a while does not take what comes over a connection of before.
func (f *Front) Drop() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for c := range f.resting {
		_ = c.Close()
	}
}

// Handle implements the handler of simulators/front/tls.
func (f *Front) Handle(ctx context.Context, conn *fronttls.Conn) error {
	r := syslog.NewReader(conn, f.Limit)
	for ctx.Err() == nil {
		if err := f.wait(conn, r); err != nil {
			return nil // idle for too long, closed by the peer, or by us
		}
		raw, anomalies, err := f.read(conn, r)
		if ctx.Err() != nil || len(raw) == 0 {
			return nil
		}
		if err != nil {
			anomalies = append(anomalies, etalon.Anomaly{Layer: "syslog", Code: "interrupted", Offset: int64(len(raw)), Detail: "the connection broke: " + err.Error()})
		}
		if conn.Flaw != nil {
			anomalies = append(anomalies, *conn.Flaw)
		}
		if err := f.take(conn, raw, anomalies); err != nil {
			return err
		}
	}
	return nil
}

// Away tells whether a connection is to find nobody, as something armed says: that
// is done before anything is read, for what was read is not sent again.
func (f *Front) Away(ctx context.Context) bool {
	order, _ := f.Orders.Take(actor.Route{Actor: f.Actor.Name(), Transaction: f.operation.Transaction})
	if order.Behaviour != etalon.BehaveCut && order.Behaviour != etalon.BehaveTimeout {
		return false
	}
	f.stay(ctx, order.Hold)
	return true
}

func (f *Front) stay(ctx context.Context, d time.Duration) {
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

// wait waits for the first byte of a frame.
func (f *Front) wait(conn *fronttls.Conn, r *syslog.Reader) error {
	f.mu.Lock()
	f.resting[conn] = true
	f.mu.Unlock()
	conn.Rest(true)
	defer func() {
		conn.Rest(false)
		f.mu.Lock()
		delete(f.resting, conn)
		f.mu.Unlock()
	}()
	timer := time.AfterFunc(f.Idle, func() { _ = conn.SetReadDeadline(past) })
	defer timer.Stop()
	return r.Wait()
}

// read reads one frame.
func (f *Front) read(conn *fronttls.Conn, r *syslog.Reader) ([]byte, []etalon.Anomaly, error) {
	timer := time.AfterFunc(f.Idle, func() { _ = conn.SetReadDeadline(past) })
	defer timer.Stop()
	raw, anomalies, err := r.Next()
	var timeout net.Error
	if errors.Is(err, io.EOF) || errors.Is(err, net.ErrClosed) || errors.As(err, &timeout) && timeout.Timeout() {
		err = nil // the codec tells what is missing of the frame
	}
	return raw, anomalies, err
}

// take records a frame and lets the actor have it. The error is the recorder's.
func (f *Front) take(conn *fronttls.Conn, raw []byte, anomalies []etalon.Anomaly) error {
	request := &actor.Request{Connection: conn.ID, Peer: conn.ConnectionState().PeerCertificates, Anomalies: anomalies, Raw: raw}
	arrival := etalon.Arrival{
		Protocol: etalon.ProtocolSyslog, Connection: conn.ID, Actor: f.Actor.Name(), Transaction: f.operation.Transaction,
		Received: f.Clock(), Raw: raw, Anomalies: anomalies,
	}
	note := ""
	if f.operation.Fields != nil {
		note = actor.Guard("fields", func() {
			view := actor.Capture(request)
			f.operation.Fields(request, view)
			arrival.Fields = view.Fields()
		})
	}
	x, err := f.Recorder.Request(arrival)
	if err != nil {
		return fmt.Errorf("syslog: record message: %w", err)
	}
	if n := actor.Guard("answer", func() { f.operation.Answer(&actor.Call{Request: request, Clock: f.Clock, NewID: f.NewID}) }); n != "" {
		note = n
	}
	if err := f.Recorder.Response(x, etalon.Answer{Answered: f.Clock(), Note: note}); err != nil {
		return fmt.Errorf("syslog: record %s: %w", x, err)
	}
	if f.Recorded != nil {
		f.Recorded(x, arrival)
	}
	return nil
}
