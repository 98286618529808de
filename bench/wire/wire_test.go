//go:build linux

package wire

import (
	"bytes"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func notify(c chan os.Signal) { signal.Notify(c, os.Interrupt) }

// The synthetic patients of the catalogue: one is fed, one has ten documents,
// one has a thousand.
const (
	fed      = "280029999900134"
	ten      = "283059999900726"
	thousand = "283059999900825"
)

// work is one kind of exchange.
type work struct {
	name    string
	request *request
	prepare func(*testing.B, *session) // what must be there before
	bytes   int64                      // of the document or documents, for MB/s
}

var numbers atomic.Int64

func works() []work {
	seed := func(patient string, lots, each int) func(*testing.B, *session) {
		return func(b *testing.B, s *session) {
			for range lots {
				succeed(b, s, register(patient, each), numbers.Add(1))
			}
		}
	}
	list := []work{
		{name: "ITI-42", request: register(fed, 1)},
		{name: "ITI-18/results=10", request: query(ten), prepare: seed(ten, 1, 10)},
		{name: "ITI-18/results=1000", request: query(thousand), prepare: seed(thousand, 20, 50)},
	}
	for _, size := range []struct {
		name  string
		bytes int
	}{{"250KB", 250_000}, {"10MB", 10_000_000}} {
		list = append(list, work{name: "ITI-41/" + size.name, request: provide(fed, size.bytes), bytes: int64(size.bytes)})
		number := numbers.Add(1)
		list = append(list, work{
			name: "ITI-43/" + size.name, request: retrieve(fed, number), bytes: int64(size.bytes),
			prepare: func(b *testing.B, s *session) { succeed(b, s, provide(fed, size.bytes), number) },
		})
	}
	return list
}

// succeed sends one request and wants success.
func succeed(b *testing.B, s *session, r *request, number int64) (contentType string, answer []byte) {
	b.Helper()
	s.own = nil
	var kept bytes.Buffer
	resp, err := s.do(r, number, &kept)
	if err != nil {
		b.Fatal(err)
	}
	if !bytes.Contains(kept.Bytes(), []byte(`ResponseStatusType:Success"`)) {
		b.Fatalf("%.2000s", kept.Bytes())
	}
	s.own = nil
	return resp.Header.Get("Content-Type"), kept.Bytes()
}

func BenchmarkWire(b *testing.B) {
	if _, err := os.Stat(binary); err != nil {
		b.Skipf("%s: make build", binary)
	}
	for _, w := range works() {
		b.Run(w.name, func(b *testing.B) {
			etalon := startEtalon(b)
			s, err := etalon.open()
			if err != nil {
				b.Fatal(err)
			}
			if w.prepare != nil {
				w.prepare(b, s)
			}
			contentType, answer := succeed(b, s, w.request, numbers.Add(1))
			_ = s.conn.Close()
			bare := startBare(b, contentType, answer)
			for _, clients := range []int{1, 8, 64} {
				for _, to := range []struct {
					name string
					*server
				}{{"etalon", etalon}, {"bare", bare}} {
					b.Run(fmt.Sprintf("clients=%d/%s", clients, to.name), func(b *testing.B) {
						w.run(b, to.server, clients)
					})
				}
			}
		})
	}
}

// run shares b.N exchanges among the clients. Connections are open before.
func (w work) run(b *testing.B, to *server, clients int) {
	sessions := make([]*session, clients)
	for i := range sessions {
		var err error
		if sessions[i], err = to.open(); err != nil {
			b.Fatal(err)
		}
		defer sessions[i].conn.Close()
		sessions[i].own = w.request.numbered(nil, 0)
	}
	to.forget()
	took := make([][]time.Duration, clients)
	var left atomic.Int64
	left.Store(int64(b.N))
	var wg sync.WaitGroup
	b.SetBytes(w.bytes)
	used := to.cpu()
	b.ResetTimer()
	for i, s := range sessions {
		wg.Go(func() {
			for left.Add(-1) >= 0 {
				began := time.Now()
				if _, err := s.do(w.request, numbers.Add(1), nil); err != nil {
					b.Error(err)
					return
				}
				took[i] = append(took[i], time.Since(began))
			}
		})
	}
	wg.Wait()
	b.StopTimer()
	all := slices.Concat(took...)
	slices.Sort(all)
	if len(all) == 0 {
		return
	}
	b.ReportMetric(float64(len(all))/b.Elapsed().Seconds(), "exchanges/s")
	b.ReportMetric(float64(all[len(all)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(all[len(all)*99/100].Microseconds())/1000, "p99-ms")
	b.ReportMetric(to.peak(), "peak-MB")
	b.ReportMetric(float64((to.cpu()-used).Microseconds())/1000/float64(len(all)), "cpu-ms/op")
}
