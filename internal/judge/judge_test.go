package judge_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/judge"
	"github.com/etalon-dmp/etalon/internal/outcome"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/schemas"
)

// book is the embedded packs over SOAP.
func book(t *testing.T) *judge.Book {
	t.Helper()
	own, err := schemas.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	packs, err := own.Of("dmp") // the rules over SOAP, all of them
	if err != nil {
		t.Fatal(err)
	}
	b, err := judge.Compile(packs)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// judged records a session of one scenario and judges it.
func judged(t *testing.T, requirements []etalon.RequirementID, record func(*dossier.Writer)) etalon.Result {
	t.Helper()
	return judgedBy(t, book(t), requirements, record)
}

func judgedBy(t *testing.T, b *judge.Book, requirements []etalon.RequirementID, record func(*dossier.Writer)) etalon.Result {
	t.Helper()
	p := plan.Plan{
		Schema: plan.Schema, SUT: etalon.SUT{Name: "P", Version: "1"},
		Profiles: []plan.Profile{{ID: "acces", Requirements: requirements}},
		Scenarios: []plan.Scenario{{ID: "s", Profile: "acces", Requirements: requirements, File: "s.yaml", Steps: []plan.Step{
			{ID: "s1", Kind: plan.Expect, Within: time.Second, Expect: &plan.Expectation{Actor: etalon.Patients, Transaction: etalon.TD02}},
		}}},
	}
	raw, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	m := &dossier.Memory{}
	clock := func() time.Time { return time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC) }
	w, err := dossier.NewWriter(m, clock, dossier.Session{Plan: raw})
	if err != nil {
		t.Fatal(err)
	}
	record(w)
	d, err := dossier.Read(m)
	if err != nil {
		t.Fatal(err)
	}
	r, err := b.Judge(t.Context(), d, judge.Schemas{}, etalon.ToolInfo{Name: "etalon"}, etalon.Build{Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func must(t *testing.T, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

func ended(t *testing.T, w *dossier.Writer, step string) {
	t.Helper()
	must(t, w.Begin("s"),
		w.Step(etalon.StepRecord{Scenario: "s", Step: "s1", Kind: "expect", Outcome: step}),
		w.End("s", outcome.Completed, ""))
}

// Nothing was exchanged, every step says it succeeded: still not a pass for a
// requirement that no rule met anything about.
func TestNoTrafficIsNeverAPass(t *testing.T) {
	r := judged(t, []etalon.RequirementID{"DMP-V06"}, func(w *dossier.Writer) {
		ended(t, w, outcome.Received)
		must(t, w.Seal(outcome.Completed))
	})
	if r.Verdict != etalon.Inconclusive || r.Profiles[0].Requirements[0].Verdict != etalon.Inconclusive {
		t.Errorf("verdict %s, requirement %s", r.Verdict, r.Profiles[0].Requirements[0].Verdict)
	}
}

func TestASessionWithoutASealIsAnError(t *testing.T) {
	r := judged(t, []etalon.RequirementID{"ETALON-SES01"}, func(w *dossier.Writer) { ended(t, w, outcome.Received) })
	if r.Verdict != etalon.Broken || r.Profiles[0].Verdict != etalon.Pass {
		t.Errorf("verdict %s, profile %s", r.Verdict, r.Profiles[0].Verdict)
	}
}

func TestACancelledSessionIsInconclusive(t *testing.T) {
	r := judged(t, []etalon.RequirementID{"ETALON-SES01"}, func(w *dossier.Writer) {
		ended(t, w, outcome.Received)
		must(t, w.Seal(outcome.Cancelled))
	})
	if r.Verdict != etalon.Inconclusive {
		t.Errorf("verdict %s", r.Verdict)
	}
}

func TestAScenarioThatNeverBeganIsInconclusive(t *testing.T) {
	r := judged(t, []etalon.RequirementID{"ETALON-SES01"}, func(w *dossier.Writer) { must(t, w.Seal(outcome.Completed)) })
	if r.Verdict != etalon.Inconclusive || r.Scenarios[0].Reason.EN == "" {
		t.Errorf("verdict %s, reason %q", r.Verdict, r.Scenarios[0].Reason.EN)
	}
}

// Whatever word a step ends with, only done and received let a scenario pass.
func TestNoStepThatDidNotSucceedPasses(t *testing.T) {
	for _, word := range []string{outcome.Refused, outcome.Failed, outcome.Skipped, outcome.Timeout, outcome.Cancelled, "", "a new word"} {
		r := judged(t, nil, func(w *dossier.Writer) {
			ended(t, w, word)
			must(t, w.Seal(outcome.Completed))
		})
		if r.Verdict < etalon.Inconclusive {
			t.Errorf("a step that ended %q gives %s", word, r.Verdict)
		}
	}
}

// A request that arrives outside any scenario, from who has no certificate,
// is shown but is not the product's fault.
func TestAStrangersMessageIsNotTheProducts(t *testing.T) {
	r := judged(t, []etalon.RequirementID{"ETALON-SES01"}, func(w *dossier.Writer) {
		ended(t, w, outcome.Received)
		c, err := w.Connection(etalon.Connection{Remote: "192.0.2.1:1", TLS: etalon.TLS{Version: "1.2", Error: "certificate-missing: none"}})
		must(t, err)
		_, err = w.Request(etalon.Arrival{Connection: c, Transaction: etalon.Unknown, Raw: []byte("GET / HTTP/1.1\r\nHost: x\r\n\r\n")})
		must(t, err, w.Seal(outcome.Completed))
	})
	if r.Verdict != etalon.Pass || len(r.Findings) == 0 {
		t.Errorf("verdict %s, %d findings", r.Verdict, len(r.Findings))
	}
	for _, f := range r.Findings {
		if f.Severity == etalon.SeverityError {
			t.Errorf("%s counts against the product", f.Rule)
		}
	}
}

// The same from who holds the product's certificate counts.
func TestTheProductsMessageCountsOutsideScenariosToo(t *testing.T) {
	r := judged(t, []etalon.RequirementID{"ETALON-SES01"}, func(w *dossier.Writer) {
		ended(t, w, outcome.Received)
		c, err := w.Connection(etalon.Connection{TLS: etalon.TLS{Version: "1.2", Certificates: [][]byte{[]byte("not even a certificate")}}})
		must(t, err)
		body := `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body/></s:Envelope>`
		_, err = w.Request(etalon.Arrival{Connection: c, Transaction: etalon.Unknown, Raw: fmt.Appendf(nil,
			"POST /x HTTP/1.1\r\nContent-Type: application/soap+xml\r\nContent-Length: %d\r\n\r\n%s", len(body), body)})
		must(t, err, w.Seal(outcome.Completed))
	})
	if r.Verdict != etalon.Fail {
		var rules []string
		for _, f := range r.Findings {
			rules = append(rules, string(f.Rule)+" "+string(f.Severity))
		}
		t.Errorf("verdict %s: %s", r.Verdict, strings.Join(rules, ", "))
	}
}

// sessionRule is a book of one rule about the whole session.
func sessionRule(t *testing.T, test string) *judge.Book {
	t.Helper()
	p, err := schemas.Open(fstest.MapFS{
		"pack.yaml": {Data: []byte("name: p\nversion: \"1\"\nentries:\n  - {name: session, file: session.sch, over: session}\n")},
		"session.sch": {Data: []byte(`<sch:schema xmlns:sch="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2">` +
			`<sch:ns prefix="ev" uri="urn:etalon:evidence:1"/><sch:pattern id="P"><sch:rule context="ev:session">` +
			`<sch:assert id="R" role="error" test="` + test + `">faux</sch:assert></sch:rule></sch:pattern></sch:schema>`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	b, err := judge.Compile([]*schemas.Pack{p})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// A rule about the whole session counts, and one that cannot be evaluated
// leaves the verdict open: neither belongs to a scenario, both are the product's.
func TestSessionWideRulesCount(t *testing.T) {
	for test, want := range map[string]etalon.Verdict{
		"true()": etalon.Pass, "false()": etalon.Fail, "xs:integer(concat(@seed, 'x')) = 1": etalon.Inconclusive,
	} {
		r := judgedBy(t, sessionRule(t, test), nil, func(w *dossier.Writer) {
			ended(t, w, outcome.Received)
			must(t, w.Seal(outcome.Completed))
		})
		if r.Verdict != want {
			t.Errorf("%s: verdict %s, want %s", test, r.Verdict, want)
		}
	}
}
