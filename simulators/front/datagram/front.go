package datagram

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/actor"
)

// Config is what a front needs; only Protocol and Recorded may be absent.
type Config struct {
	Socket   net.PacketConn
	Actor    actor.Actor // its first operation is what a datagram asks for
	Orders   *actor.Orders
	Recorder etalon.Recorder
	Clock    func() time.Time
	NewID    func() string   // gives a UUID
	Protocol etalon.Protocol // of the record; default etalon.ProtocolDatagram
	// Recorded, when set, is called after an answer was recorded and before it
	// is sent.
	Recorded func(etalon.ExchangeID, etalon.Arrival)
}

// Front serves one socket, one datagram after another.
type Front struct {
	Config
	operation actor.Operation
	peers     map[string]etalon.ConnectionID
}

const (
	mostBytes = 64 << 10 // no datagram of IP is longer
	mostPeers = 4096     // addresses remembered; then they are recorded anew
	// mostFailures are reads that fail in a row before the socket is given up.
	mostFailures = 100
)

// New returns a front that does not serve yet. An actor without an operation is
// a defect of whoever composes.
func New(c Config) *Front {
	if c.Protocol == "" {
		c.Protocol = etalon.ProtocolDatagram
	}
	return &Front{Config: c, operation: c.Actor.Operations()[0], peers: map[string]etalon.ConnectionID{}}
}

// Serve serves until ctx is done. It returns nil after ctx, or the error of the
// recorder or the socket.
func (f *Front) Serve(ctx context.Context) error {
	stop := context.AfterFunc(ctx, func() { _ = f.Socket.Close() })
	defer stop()
	defer func() { _ = f.Socket.Close() }()
	buffer := make([]byte, mostBytes)
	for failed := 0; ; {
		n, from, err := f.Socket.ReadFrom(buffer)
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil && (failed == mostFailures || errors.Is(err, net.ErrClosed)):
			return fmt.Errorf("datagram: read: %w", err)
		case err != nil:
			failed++
			continue // one that could not be taken: an address that went away, for example
		}
		failed = 0
		if err := f.exchange(ctx, append([]byte(nil), buffer[:n]...), from); err != nil {
			return err
		}
	}
}

// exchange records, answers and records again. The error is the recorder's.
func (f *Front) exchange(ctx context.Context, raw []byte, from net.Addr) error {
	id, err := f.peer(from.String())
	if err != nil {
		return err
	}
	r := &actor.Request{Connection: id, Raw: raw}
	arrival := etalon.Arrival{
		Protocol: f.Protocol, Connection: id, Actor: f.Actor.Name(), Transaction: f.operation.Transaction, Received: f.Clock(), Raw: raw,
	}
	var notes []string
	note := func(where string, do func()) {
		if n := actor.Guard(where, do); n != "" {
			notes = append(notes, n)
		}
	}
	if f.operation.Fields != nil {
		note("fields", func() {
			view := actor.Capture(r)
			f.operation.Fields(r, view)
			arrival.Fields = view.Fields()
		})
	}
	x, err := f.Recorder.Request(arrival)
	if err != nil {
		return fmt.Errorf("datagram: record request: %w", err)
	}
	order, _ := f.Orders.Take(actor.Route{Actor: arrival.Actor, Transaction: arrival.Transaction})
	wait(ctx, order.Delay)
	var payload string
	note("answer", func() { payload = f.answer(r, order) })
	answer := etalon.Answer{Answered: f.Clock(), Raw: []byte(payload)}
	if order.Behaviour != etalon.BehaveSuccess {
		answer.Behaviour = string(order.Behaviour)
	}
	if len(notes) > 0 {
		answer.Note = notes[0]
	}
	if err := f.Recorder.Response(x, answer); err != nil {
		return fmt.Errorf("datagram: record answer to %s: %w", x, err)
	}
	if f.Recorded != nil {
		f.Recorded(x, arrival)
	}
	if payload != "" {
		_, _ = f.Socket.WriteTo([]byte(payload), from) // whether it arrives is nobody's to know
	}
	return nil
}

// answer is what goes back, "" for nothing. Of the behaviours, those of HTTP and
// SOAP mean nothing here.
func (f *Front) answer(r *actor.Request, order etalon.Reply) string {
	call := &actor.Call{Request: r, Clock: f.Clock, NewID: f.NewID, Order: order}
	switch order.Behaviour {
	case etalon.BehaveTimeout, etalon.BehaveCut:
		return ""
	case etalon.BehaveRegistryError:
		if f.operation.Failure != nil {
			return f.operation.Failure(call, actor.Failure{Code: order.Code, Text: order.Text, Location: order.Location}).Payload
		}
	default: // of HTTP and SOAP, or one that answers truthfully
	}
	return f.operation.Answer(call).Payload
}

// peer is the connection of an address, recorded when it is new.
func (f *Front) peer(address string) (etalon.ConnectionID, error) {
	if id, known := f.peers[address]; known {
		return id, nil
	}
	id, err := f.Recorder.Connection(etalon.Connection{Opened: f.Clock(), Remote: address, Local: f.Socket.LocalAddr().String()})
	if err != nil {
		return "", fmt.Errorf("datagram: record connection: %w", err)
	}
	if len(f.peers) == mostPeers {
		clear(f.peers)
	}
	f.peers[address] = id
	return id, nil
}

// wait lets some time pass; it ends with the front.
func wait(ctx context.Context, d time.Duration) {
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
