package judge_test

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/outcome"
)

// peak is the most that the heap held above what it held at first, in bytes, while f ran.
func peak(f func()) int64 {
	defer debug.SetGCPercent(debug.SetGCPercent(5)) // what is not in use is not in the way
	runtime.GC()
	held := func() int64 {
		s := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
		metrics.Read(s)
		return int64(s[0].Value.Uint64())
	}
	first, most, done, ended := held(), int64(0), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for tick := time.Tick(2 * time.Millisecond); ; {
			select {
			case <-done:
				return
			case <-tick:
				most = max(most, held()-first)
			}
		}
	}()
	f()
	close(done)
	<-ended
	return most
}

// Exchanges are judged one at a time, and nothing of their bytes is kept: many big
// answers take the room of a few.
func TestManyBigAnswersTakeTheRoomOfAFew(t *testing.T) {
	b := book(t)
	const size, few, many = 4 << 20, 6, 24 // few are enough for what a collector leaves lying about
	envelope := func(inside string) string {
		return `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://www.w3.org/2005/08/addressing"><s:Header><a:Action>` +
			inside + `</a:Action></s:Header><s:Body><x>` + inside + `</x></s:Body></s:Envelope>`
	}
	for name, c := range map[string]struct{ media, body string }{
		"plain text": {"text/plain", strings.Repeat("text ", size/5)},
		"envelope":   {"application/soap+xml", envelope(strings.Repeat("text ", size/10))},
		"answer": {"application/soap+xml", `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><r:RegistryResponse xmlns:r="urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0" status="urn:x:Failure"/>` +
			`<!--` + strings.Repeat("text ", size/5) + `--></s:Body></s:Envelope>`},
	} {
		judge := func(n int) int64 {
			return peak(func() {
				judgedBy(t, b, []etalon.RequirementID{"DMP-T03"}, func(w *dossier.Writer) {
					raw := []byte(fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s", c.media, len(c.body), c.body))
					must(t, w.Begin("s"))
					for range n {
						x, err := w.Request(etalon.Arrival{Sent: true, Actor: etalon.Patients, Transaction: etalon.TD02, Raw: raw})
						must(t, err, w.Response(x, etalon.Answer{Raw: raw}))
					}
					must(t, w.Step(etalon.StepRecord{Scenario: "s", Step: "s1", Kind: "expect", Outcome: outcome.Received}),
						w.End("s", outcome.Completed, ""), w.Seal(outcome.Completed))
				})
			})
		}
		some, all := judge(few), judge(many)
		if all > some+(many-few)*size {
			t.Errorf("%s: %d take %d MiB, %d take %d MiB", name, few, some>>20, many, all>>20)
		}
	}
}
