package datagram_test

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/actor"
	"github.com/etalon-dmp/etalon/simulators/front/datagram"
)

// echo is an actor that gives a datagram back in capitals, and breaks at one.
type echo struct{}

func (echo) Name() etalon.Actor { return "echo" }
func (echo) Reset(etalon.Given) {}
func (echo) State() any         { return nil }

func (echo) Operations() []actor.Operation {
	return []actor.Operation{{
		Transaction: "ECHO",
		Fields:      func(r *actor.Request, to *actor.Captured) { to.Add(etalon.FieldSize, fmt.Sprint(len(r.Raw))) },
		Answer: func(c *actor.Call) actor.Reply {
			if string(c.Raw) == "break" {
				panic("echo is broken")
			}
			return actor.Reply{Payload: string(bytes.ToUpper(c.Raw))}
		},
	}}
}

// journal keeps what is recorded, and in which order.
type journal struct {
	mu          sync.Mutex
	calls       []string
	connections []etalon.Connection
	arrivals    []etalon.Arrival
	answers     []etalon.Answer
}

func (j *journal) Connection(c etalon.Connection) (etalon.ConnectionID, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.connections = append(j.connections, c)
	return etalon.ConnectionID(fmt.Sprintf("c%d", len(j.connections))), nil
}

func (j *journal) Request(a etalon.Arrival) (etalon.ExchangeID, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.arrivals = append(j.arrivals, a)
	j.calls = append(j.calls, "request")
	return "x1", nil
}

func (j *journal) Response(_ etalon.ExchangeID, a etalon.Answer) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.answers = append(j.answers, a)
	j.calls = append(j.calls, "response")
	return nil
}

type world struct {
	t       *testing.T
	journal *journal
	orders  *actor.Orders
	client  net.Conn
}

func begin(t *testing.T, a actor.Actor) *world {
	t.Helper()
	socket, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, journal: &journal{}, orders: actor.NewOrders(1)}
	f := datagram.New(datagram.Config{
		Socket: socket, Actor: a, Orders: w.orders, Recorder: w.journal, Clock: time.Now, NewID: func() string { return "1" },
	})
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- f.Serve(ctx) }()
	if w.client, err = net.Dial("udp", socket.LocalAddr().String()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = w.client.Close()
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return w
}

// ask sends a datagram and gives what comes back, "" for nothing in time.
func (w *world) ask(text string, patience time.Duration) string {
	w.t.Helper()
	if _, err := w.client.Write([]byte(text)); err != nil {
		w.t.Fatal(err)
	}
	_ = w.client.SetReadDeadline(time.Now().Add(patience))
	b := make([]byte, 100)
	n, err := w.client.Read(b)
	if err != nil {
		return ""
	}
	return string(b[:n])
}

func TestDatagramIsRecordedThenAnswered(t *testing.T) {
	w := begin(t, echo{})
	for range 2 {
		if got := w.ask("hello", time.Minute); got != "HELLO" {
			t.Fatalf("%q", got)
		}
	}
	w.journal.mu.Lock()
	defer w.journal.mu.Unlock()
	if got := strings.Join(w.journal.calls, " "); got != "request response request response" {
		t.Errorf("order of calls: %s", got)
	}
	if n := len(w.journal.connections); n != 1 || w.journal.connections[0].Remote != w.client.LocalAddr().String() {
		t.Errorf("%d connections for one address: %+v", n, w.journal.connections)
	}
	a := w.journal.arrivals[0]
	if a.Protocol != etalon.ProtocolDatagram || a.Actor != "echo" || a.Transaction != "ECHO" || string(a.Raw) != "hello" || a.Fields[etalon.FieldSize] != "5" {
		t.Errorf("%+v", a)
	}
	if got := w.journal.answers[0]; string(got.Raw) != "HELLO" || got.Behaviour != "" {
		t.Errorf("%+v", got)
	}
}

func TestSilenceIsOnRecord(t *testing.T) {
	w := begin(t, echo{})
	w.orders.Arm(etalon.Reply{Transaction: "ECHO", Behaviour: etalon.BehaveCut})
	if got := w.ask("one", 100*time.Millisecond); got != "" {
		t.Errorf("answered %q", got)
	}
	if got := w.ask("two", time.Minute); got != "TWO" {
		t.Errorf("after it: %q", got)
	}
	w.journal.mu.Lock()
	defer w.journal.mu.Unlock()
	if got := w.journal.answers[0]; len(got.Raw) != 0 || got.Behaviour != string(etalon.BehaveCut) {
		t.Errorf("%+v", got)
	}
}

func TestDefectOfAnActorIsToldAndSurvived(t *testing.T) {
	w := begin(t, echo{})
	if got := w.ask("break", 50*time.Millisecond); got != "" {
		t.Errorf("answered %q", got)
	}
	if got := w.ask("go on", time.Minute); got != "GO ON" {
		t.Errorf("after it: %q", got)
	}
	w.journal.mu.Lock()
	defer w.journal.mu.Unlock()
	if !strings.Contains(w.journal.answers[0].Note, "echo is broken") || w.journal.answers[1].Note != "" {
		t.Errorf("%+v", w.journal.answers)
	}
}
