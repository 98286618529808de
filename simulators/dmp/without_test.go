package dmp_test

import (
	"context"
	"crypto/tls"
	"fmt"
	mrand "math/rand"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/ntp"
	"github.com/etalon-dmp/etalon/internal/wire/syslog"
	"github.com/etalon-dmp/etalon/simulators/audit"
	"github.com/etalon-dmp/etalon/simulators/dmp"
)

// withAuditAndClock is a DMP with an audit record repository and a time server.
func withAuditAndClock(t *testing.T) (*world, *tls.Config) {
	t.Helper()
	c := allCertificates(t)
	listen := func() net.Listener {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	socket := func() net.PacketConn {
		s, err := net.ListenPacket("udp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	w := &world{t: t, ca: c.ca, record: &record{answers: map[etalon.ExchangeID]etalon.Answer{}, connected: make(chan etalon.Connection, 1000)}}
	w.dmp = dmp.New(dmp.Config{
		Listener: listen(), Listeners: map[etalon.Actor]net.Listener{etalon.AuditRepository: listen()},
		Datagrams: map[etalon.Actor]net.PacketConn{etalon.AuditRepository: socket(), etalon.TimeServer: socket()},
		TLS:       &tls.Config{Certificates: []tls.Certificate{c.server}}, ClientCAs: c.ca.pool(), Recorder: w.record,
		Clock: func() time.Time { return now }, Rand: mrand.New(mrand.NewSource(1)),
	})
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- w.dmp.Serve(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-served; err != nil {
			t.Error(err)
		}
	})
	return w, &tls.Config{RootCAs: c.ca.pool(), Certificates: []tls.Certificate{c.good}, ServerName: "127.0.0.1", Time: func() time.Time { return now }}
}

func TestTheAuditRepositoryTakesEverything(t *testing.T) {
	w, client := withAuditAndClock(t)
	secure, datagrams := w.dmp.Reached(etalon.AuditRepository)
	say := func(streams ...string) {
		t.Helper()
		conn, err := tls.Dial("tcp", secure, client)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = conn.Close() }()
		for _, s := range streams {
			if _, err := conn.Write([]byte(s)); err != nil {
				t.Fatal(err)
			}
		}
	}
	frame := func(i int) string {
		m := syslog.Message{Facility: 10, Severity: 5, App: fmt.Sprint("app", i), ID: "IHE+RFC-3881", Text: []byte(strings.Repeat(" ", 20000*(i%5)) + "<AuditMessage/>")}
		return string(syslog.Count(m.Bytes()))
	}
	const senders, each = 8, 5
	var wg sync.WaitGroup
	for range senders {
		wg.Go(func() {
			var all []string
			for i := range each {
				all = append(all, frame(i))
			}
			say(all...)
		})
	}
	wg.Wait()
	for range senders * each {
		if a := w.arrived(); a.Transaction != etalon.ITI20 || a.Actor != etalon.AuditRepository {
			t.Fatalf("%+v", a)
		}
	}
	say(frame(1) + "12x broken") // what follows it cannot be found
	say("400 <85>1 cut")
	udp, err := net.Dial("udp", datagrams)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = udp.Close() }()
	if _, err := udp.Write([]byte("<85>1 - - - - - - by datagram")); err != nil {
		t.Fatal(err)
	}
	for range 4 {
		_ = w.arrived()
	}
	for _, a := range w.dmp.World().State().Actors {
		if s, is := a.(audit.State); is && s.Records != senders*each+4 {
			t.Errorf("%d records", s.Records)
		}
	}
	// Away for one connection, then there again.
	w.dmp.Arm(etalon.Reply{Transaction: etalon.ITI20, Behaviour: etalon.BehaveCut})
	if _, err := tls.Dial("tcp", secure, client); err == nil {
		t.Error("a repository that is away")
	}
	say(frame(3))
	_ = w.arrived()
}

func TestTheTimeServer(t *testing.T) {
	w, _ := withAuditAndClock(t)
	_, at := w.dmp.Reached(etalon.TimeServer)
	conn, err := net.Dial("udp", at)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	ask := func(raw []byte) ntp.Packet {
		t.Helper()
		if _, err := conn.Write(raw); err != nil {
			t.Fatal(err)
		}
		b := make([]byte, 100)
		if err := conn.SetReadDeadline(time.Now().Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		n, err := conn.Read(b)
		if err != nil {
			t.Fatal(err)
		}
		_ = w.arrived()
		p, anomalies := ntp.Read(b[:n])
		if len(anomalies) > 0 {
			t.Error(anomalies)
		}
		return p
	}
	question := ntp.Packet{Version: 3, Mode: ntp.Client, Transmit: ntp.Of(now.Add(-time.Second))}
	for behaviour, right := range map[etalon.BehaviourName]func(ntp.Packet) bool{
		etalon.BehaveSuccess: func(p ntp.Packet) bool {
			return p.Transmit == ntp.Of(now) && p.Origin == question.Transmit && p.Version == 3 && p.Mode == ntp.Server && p.Leap == 0
		},
		etalon.BehaveClockWrong:          func(p ntp.Packet) bool { return p.Transmit.Time(now).Sub(now) > 59*time.Minute },
		etalon.BehaveClockUnsynchronised: func(p ntp.Packet) bool { return p.Leap == 3 && p.Stratum == 16 },
		etalon.BehaveClockKiss:           func(p ntp.Packet) bool { return p.Stratum == 0 && string(p.Reference[:]) == "RATE" },
		etalon.BehaveClockWrongOrigin:    func(p ntp.Packet) bool { return p.Origin != question.Transmit },
		etalon.BehaveClockLeap:           func(p ntp.Packet) bool { return p.Leap == 1 && p.Transmit == ntp.Of(now) },
	} {
		w.dmp.Arm(etalon.Reply{Transaction: etalon.ITI1, Behaviour: behaviour, Code: "RATE"})
		if p := ask(question.Bytes()); !right(p) {
			t.Errorf("%s: %+v", behaviour, p)
		}
	}
	// What is no question is recorded and not answered; the next one is.
	for _, raw := range [][]byte{nil, {1}, ntp.Packet{Version: 4, Mode: ntp.Server}.Bytes(), make([]byte, 47)} {
		if _, err := conn.Write(raw); err != nil {
			t.Fatal(err)
		}
		_ = w.arrived()
	}
	if p := ask(question.Bytes()); p.Origin != question.Transmit {
		t.Error("an answer to what is no question")
	}
}
