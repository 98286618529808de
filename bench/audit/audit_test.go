package audit

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"net"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/wire/ntp"
	"github.com/etalon-dmp/etalon/internal/wire/syslog"
	"github.com/etalon-dmp/etalon/simulators/dmp"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

// stage is the two actors on loopback, and how many exchanges came.
func stage(b *testing.B) (d *dmp.DMP, client *tls.Config, came *atomic.Int64) {
	b.Helper()
	fail := func(err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	set, err := pki.New(rand.Reader, time.Now(), []string{"127.0.0.1"})
	fail(err)
	listen := func() net.Listener { l, err := net.Listen("tcp", "127.0.0.1:0"); fail(err); return l }
	socket, err := net.ListenPacket("udp", "127.0.0.1:0")
	fail(err)
	w, err := dossier.NewWriter(&dossier.Memory{}, time.Now, dossier.Session{Plan: []byte("{}")})
	fail(err)
	d = dmp.New(dmp.Config{
		Listener: listen(), Listeners: map[etalon.Actor]net.Listener{etalon.AuditRepository: listen()},
		Datagrams: map[etalon.Actor]net.PacketConn{etalon.TimeServer: socket},
		TLS:       set.ServerTLS(), ClientCAs: set.ClientCAs(), Recorder: w, Clock: time.Now, Rand: rand.Reader,
	})
	ctx, stop := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- d.Serve(ctx) }()
	came = &atomic.Int64{}
	go func() {
		for {
			select {
			case <-d.Arrived():
				came.Add(1)
			case <-ctx.Done():
				return
			}
		}
	}()
	b.Cleanup(func() { stop(); fail(<-served) })
	return d, &tls.Config{RootCAs: set.Roots(), Certificates: []tls.Certificate{set.TLS(pki.StructureAuth)}, ServerName: "127.0.0.1"}, came
}

// BenchmarkRecords: records of 2 KB from 64 senders, each over one connection; none
// is lost, counted on both sides.
func BenchmarkRecords(b *testing.B) {
	const senders = 64
	d, config, came := stage(b)
	secure, _ := d.Reached(etalon.AuditRepository)
	b.Run("etalon", func(b *testing.B) {
		came.Store(0)
		records(b, secure, config, senders, came.Load)
	})
	b.Run("rsyslog", func(b *testing.B) {
		at, config, kept := rsyslog(b)
		records(b, at, config, senders, kept)
	})
}

// records sends b.N records from so many senders, and waits until all came.
func records(b *testing.B, secure string, config *tls.Config, senders int, came func() int64) {
	b.Helper()
	before := came()
	frame := syslog.Count(syslog.Message{
		Facility: 10, Severity: 5, Time: time.Now(), Host: "h", App: "a", Proc: "1", ID: "IHE+RFC-3881",
		Text: []byte("<AuditMessage>" + strings.Repeat(" ", 2000) + "</AuditMessage>"),
	}.Bytes())
	b.SetBytes(int64(len(frame)))
	var left atomic.Int64
	left.Store(int64(b.N))
	b.ResetTimer()
	var wg sync.WaitGroup
	for range senders {
		wg.Go(func() {
			conn, err := tls.Dial("tcp", secure, config)
			if err != nil {
				b.Error(err)
				return
			}
			b.Cleanup(func() { _ = conn.Close() }) // once all is counted: rsyslog drops what a connection held when it ends
			for left.Add(-1) >= 0 {
				if _, err := conn.Write(frame); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	for deadline := time.Now().Add(time.Minute); came()-before < int64(b.N) && time.Now().Before(deadline); {
		time.Sleep(time.Millisecond)
	}
	b.StopTimer()
	if n := came() - before; n != int64(b.N) {
		b.Errorf("%d records sent, %d came", b.N, n)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "records/s")
}

// BenchmarkTime: questions one after another; the added error is how far the time
// told is from the middle of the way there and back.
func BenchmarkTime(b *testing.B) {
	d, _, _ := stage(b)
	_, at := d.Reached(etalon.TimeServer)
	conn, err := net.Dial("udp", at)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	errors := make([]time.Duration, 0, b.N)
	answer := make([]byte, 100)
	b.ResetTimer()
	for range b.N {
		sent := time.Now()
		if _, err := conn.Write(ntp.Packet{Version: 4, Mode: ntp.Client, Transmit: ntp.Of(sent)}.Bytes()); err != nil {
			b.Fatal(err)
		}
		n, err := conn.Read(answer)
		if err != nil {
			b.Fatal(err)
		}
		back := time.Now()
		told, _ := ntp.Read(answer[:n])
		errors = append(errors, told.Transmit.Time(back).Sub(sent.Add(back.Sub(sent)/2)).Abs())
	}
	b.StopTimer()
	slices.Sort(errors)
	b.ReportMetric(float64(errors[len(errors)*99/100].Microseconds()), "p99-error-µs")
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "answers/s")
}
