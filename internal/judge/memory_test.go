package judge_test

import (
	"fmt"
	"runtime"
	"runtime/metrics"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/outcome"
)

// held is what the program still refers to, in bytes.
func held() int64 {
	runtime.GC()
	runtime.GC() // what pools keep goes with the second
	s := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(s)
	return int64(s[0].Value.Uint64())
}

// Exchanges are judged one at a time, and nothing of their bytes is kept: many big
// answers take the room of a few.
func TestManyBigAnswersTakeTheRoomOfAFew(t *testing.T) {
	b := book(t)
	const size, few, many = 4 << 20, 6, 24
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
		heard := map[int]int64{} // by the number of exchanges that were judged
		b.Progress = func(done, _ int) {
			if done == few || done == many {
				heard[done] = held()
			}
		}
		judgedBy(t, b, []etalon.RequirementID{"DMP-T03"}, func(w *dossier.Writer) {
			raw := []byte(fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s", c.media, len(c.body), c.body))
			must(t, w.Begin("s"))
			for range many {
				x, err := w.Request(etalon.Arrival{Sent: true, Actor: etalon.Patients, Transaction: etalon.TD02, Raw: raw})
				must(t, err, w.Response(x, etalon.Answer{Raw: raw}))
			}
			must(t, w.Step(etalon.StepRecord{Scenario: "s", Step: "s1", Kind: "expect", Outcome: outcome.Received}),
				w.End("s", outcome.Completed, ""), w.Seal(outcome.Completed))
		})
		if len(heard) != 2 || heard[many] > heard[few]+(many-few)*size/2 {
			t.Errorf("%s: held after so many exchanges, in bytes: %v", name, heard)
		}
	}
}
