package judge_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/judge"
	"github.com/etalon-dmp/etalon/internal/outcome"
)

// What was taken out of a dossier is neither a pass nor a failure, of no rule.
func TestWhatWasRedactedIsOpen(t *testing.T) {
	b := book(t)
	m := &dossier.Memory{}
	clock := func() time.Time { return time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC) }
	w, err := dossier.NewWriter(m, clock, dossier.Session{Plan: []byte(`{"schema":"1.0","sut":{"name":"P"},"profiles":[{"id":"acces","requirements":["ETALON-SES01"]}],"scenarios":[{"id":"s","profile":"acces","requirements":["ETALON-SES01"],"file":"s.yaml","steps":[{"id":"s1","kind":"expect"}]}]}`)})
	must(t, err)
	must(t, w.Begin("s"))
	body := "<x/>"
	x, err := w.Request(etalon.Arrival{Actor: etalon.Registry, Transaction: etalon.ITI18, Raw: fmt.Appendf(nil, "POST /x HTTP/1.1\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n%s", len(body), body)})
	must(t, err)
	must(t, w.Response(x, etalon.Answer{Raw: []byte("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")}))
	must(t, w.Step(etalon.StepRecord{Scenario: "s", Step: "s1", Kind: "expect", Outcome: outcome.Received}), w.End("s", outcome.Completed, ""), w.Seal(outcome.Completed))
	judged := func(m *dossier.Memory) etalon.Result {
		d, err := dossier.Read(m)
		must(t, err)
		r, err := b.Judge(context.Background(), d, judge.Schemas{}, etalon.ToolInfo{}, etalon.Build{})
		must(t, err)
		return r
	}
	if r := judged(m); r.Verdict != etalon.Fail {
		t.Fatalf("whole, it is %s", r.Verdict)
	}
	d, err := dossier.Read(m)
	must(t, err)
	to := &dossier.Memory{}
	_, err = d.Redact(to, dossier.Taking{Exchanges: func(etalon.Exchange) bool { return true }, Reason: "all"})
	must(t, err)
	r := judged(to)
	if r.Verdict != etalon.Inconclusive || r.Findings[len(r.Findings)-1].Rule == "" {
		t.Errorf("redacted, it is %s", r.Verdict)
	}
	for _, f := range r.Findings {
		if f.Verdict() == etalon.Fail || f.Verdict() == etalon.Broken {
			t.Errorf("%s still fails: %s", f.Rule, f.Message.EN)
		}
	}
}

// A person that seems real is told of, and is no fault of the product.
func TestARealIdentityIsToldOf(t *testing.T) {
	for text, want := range map[string]bool{
		"279039999999971^^^&amp;1.2.250.1.213.1.4.8&amp;ISO^NH": true, "279039999999971^^^&amp;1.2.250.1.213.1.4.10&amp;ISO^NH": false,
	} {
		h := alone(t, soapRule(t, "true()"), "<r><x>"+text+"</x></r>")
		told := false
		for _, f := range h.Findings {
			told = told || f.Rule == "IDENTITY.real"
			if strings.Contains(fmt.Sprint(f), "279039999999971") {
				t.Error("the number is told")
			}
		}
		if told != want || h.Verdict() != etalon.Pass {
			t.Errorf("%s: told %v, %s", text, told, h.Verdict())
		}
	}
}
