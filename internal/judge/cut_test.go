package judge_test

import (
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/outcome"
)

// A request that étalon's own limit, or the network, ended is nobody's malformed
// message: it stays open.
func TestWhatWasCutShortIsNotJudged(t *testing.T) {
	for code, want := range map[string]etalon.Verdict{"time-limit": etalon.Inconclusive, "reset": etalon.Inconclusive, "truncated": etalon.Fail} {
		r := judged(t, []etalon.RequirementID{"ETALON-SES01"}, func(w *dossier.Writer) {
			must(t, w.Begin("s"))
			c, err := w.Connection(etalon.Connection{TLS: etalon.TLS{Version: "1.2"}})
			must(t, err)
			x, err := w.Request(etalon.Arrival{
				Connection: c, Actor: etalon.Patients, Transaction: etalon.TD02, Raw: []byte("POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc"),
				Anomalies: []etalon.Anomaly{{Layer: "http", Code: code, Detail: "the reason"}},
			})
			must(t, err, w.Response(x, etalon.Answer{}), w.Step(etalon.StepRecord{Scenario: "s", Step: "s1", Kind: "expect", Outcome: outcome.Received, Exchange: x}),
				w.End("s", outcome.Completed, ""), w.Seal(outcome.Completed))
		})
		if r.Verdict != want {
			t.Errorf("%s: verdict %s, findings %+v", code, r.Verdict, r.Findings)
		}
	}
}
