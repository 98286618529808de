package judge_test

import (
	"context"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/judge"
	"github.com/etalon-dmp/etalon/internal/outcome"
	"github.com/etalon-dmp/etalon/schemas"
	"github.com/etalon-dmp/etalon/validators/facts"
	"github.com/etalon-dmp/etalon/validators/xsd"
)

// others are conforming messages of every protocol but SOAP, with their answers.
func others() map[etalon.Protocol][2]string {
	return map[etalon.Protocol][2]string{
		etalon.ProtocolSyslog: {`<85>1 2026-11-22T10:00:00.003Z host logiciel 42 IHE+RFC-3881 - ` + "\xEF\xBB\xBF" +
			`<AuditMessage><EventIdentification EventActionCode="R"/></AuditMessage>`, ""},
		etalon.ProtocolHandshake: {"\x16\x03\x01\x00\x04\x01\x00\x00\x00", ""},
		etalon.ProtocolDatagram:  {"\x23\x00\x06\x20", "\x24\x01\x06\x20"},
		etalon.ProtocolHTTP:      {"GET /document HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nContent-Length: 5\r\n\r\n%PDF-"},
		etalon.ProtocolObject:    {"%PDF-1.4", ""},
	}
}

// mixed records one scenario with an exchange of every protocol but SOAP, and
// what else is told.
func mixed(t *testing.T, w *dossier.Writer, more ...etalon.Arrival) {
	t.Helper()
	must(t, w.Begin("s"))
	c, err := w.Connection(etalon.Connection{TLS: etalon.TLS{Version: "1.2", Certificates: [][]byte{[]byte("not even a certificate")}}})
	must(t, err)
	at := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	for _, p := range etalon.Protocols() {
		if m, ok := others()[p]; ok {
			x, err := w.Request(etalon.Arrival{Protocol: p, Connection: c, Transaction: etalon.Unknown, Received: at, Raw: []byte(m[0])})
			must(t, err, w.Response(x, etalon.Answer{Answered: at, Raw: []byte(m[1])}))
		}
	}
	for _, a := range more {
		a.Connection, a.Received = c, at
		_, err := w.Request(a)
		must(t, err)
	}
	must(t, w.Step(etalon.StepRecord{Scenario: "s", Step: "s1", Kind: "expect", Outcome: outcome.Received}),
		w.End("s", outcome.Completed, ""), w.Seal(outcome.Completed))
}

// Every rule there is speaks of SOAP: of anything else none says a word, and
// what none speaks of has not passed.
func TestNoRuleMeetsWhatItWasNotWrittenFor(t *testing.T) {
	// The requirements of T03.anomaly, T03.xml and T01.version.
	requirements := []etalon.RequirementID{"DMP-T03", "IHE-SOAP", "DMP-T01"}
	r := judged(t, requirements, func(w *dossier.Writer) { mixed(t, w) })
	for _, f := range r.Findings {
		t.Errorf("%s of %s: %s", f.Rule, f.Exchange, f.Message.EN)
	}
	for _, q := range r.Profiles[0].Requirements {
		// DMP-T01 also has a rule about connections, whatever crosses them.
		if q.ID != "DMP-T01" && (q.Verdict != etalon.Inconclusive || q.Matched != 0) {
			t.Errorf("%s: %s, %d evaluations", q.ID, q.Verdict, q.Matched)
		}
	}
	if r.Verdict != etalon.Inconclusive {
		t.Errorf("verdict %s", r.Verdict)
	}
	if len(r.Exchanges) != len(others()) {
		t.Errorf("%d exchanges", len(r.Exchanges))
	}
}

// Beside them SOAP is judged as it always was.
func TestSOAPIsJudgedBesideOtherProtocols(t *testing.T) {
	broken := etalon.Arrival{Transaction: etalon.Unknown, Raw: []byte("POST /x HTTP/1.1\r\nContent-Type: application/soap+xml\r\nContent-Length: 1\r\n\r\nx")}
	alone := judged(t, []etalon.RequirementID{"DMP-T03"}, func(w *dossier.Writer) {
		must(t, w.Begin("s"))
		c, err := w.Connection(etalon.Connection{TLS: etalon.TLS{Version: "1.2", Certificates: [][]byte{[]byte("not even a certificate")}}})
		must(t, err)
		a := broken
		a.Connection, a.Received = c, time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
		_, err = w.Request(a)
		must(t, err, w.Step(etalon.StepRecord{Scenario: "s", Step: "s1", Kind: "expect", Outcome: outcome.Received}),
			w.End("s", outcome.Completed, ""), w.Seal(outcome.Completed))
	})
	beside := judged(t, []etalon.RequirementID{"DMP-T03"}, func(w *dossier.Writer) { mixed(t, w, broken) })
	if len(alone.Findings) == 0 || len(beside.Findings) != len(alone.Findings) || beside.Verdict != alone.Verdict {
		t.Errorf("%d findings and %s alone, %d and %s beside others", len(alone.Findings), alone.Verdict, len(beside.Findings), beside.Verdict)
	}
	last := beside.Exchanges[len(beside.Exchanges)-1].ID
	for i, f := range beside.Findings {
		if f.Rule != alone.Findings[i].Rule || f.Exchange != last {
			t.Errorf("%s of %s, alone it was %s", f.Rule, f.Exchange, alone.Findings[i].Rule)
		}
	}
}

func TestOneMessageAloneThatNoRuleSpeaksOf(t *testing.T) {
	b := book(t)
	messages := others()
	messages[etalon.ProtocolHTTP] = [2]string{"GET /d HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<ClinicalDocument xmlns='urn:hl7-org:v3'/>"}
	for p, m := range messages {
		h, err := b.Exchange(t.Context(), facts.ExchangeInput{
			Exchange: etalon.Exchange{ID: "x0001", Protocol: p, Transaction: etalon.Unknown}, Request: []byte(m[0]), Response: []byte(m[1]),
		}, judge.Schemas{Engine: noSchema{}})
		if err != nil || h.Verdict() != etalon.Inconclusive || len(h.Findings) != 0 || h.Matched != 0 {
			t.Errorf("%s: %s, %d findings, %d evaluations, %v", p, h.Verdict(), len(h.Findings), h.Matched, err)
		}
	}
}

// noSchema is an engine that finds fault with whatever it is given.
type noSchema struct{}

func (noSchema) Name() string { return "none" }

func (noSchema) Close() error { return nil }

func (noSchema) Validate(context.Context, xsd.SchemaRef, []byte) (xsd.Verdict, error) {
	return xsd.Verdict{Violations: []xsd.Violation{{Line: 1, Message: "not this one"}}}, nil
}

// askedBook has one rule that tells what was asked.
func askedBook(t *testing.T) *judge.Book {
	t.Helper()
	p, err := schemas.Open(fstest.MapFS{
		"pack.yaml": {Data: []byte("name: p\nversion: \"1\"\nentries:\n  - {name: exchange, file: x.sch, over: soap}\n")},
		"x.sch": {Data: []byte(`<sch:schema xmlns:sch="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2">` +
			`<sch:ns prefix="ev" uri="urn:etalon:evidence:1"/><sch:pattern id="P"><sch:rule context="ev:exchange">` +
			`<sch:report id="R" role="information" test="true()" diagnostics="R.observed">x</sch:report></sch:rule>` +
			`<sch:diagnostics><sch:diagnostic id="R.observed"><sch:value-of select="string-join(ev:asked/(@step,@action),' ')"/></sch:diagnostic></sch:diagnostics>` +
			`</sch:pattern></sch:schema>`)},
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

// An exchange came of the last thing asked before it, in its own scenario.
func TestWhatAnExchangeCameOf(t *testing.T) {
	at := func(n int) time.Time { return time.Date(2026, 11, 22, 10, 0, n, 0, time.UTC) }
	ask := func(step etalon.StepID, name etalon.ActionName, began int) etalon.StepRecord {
		return etalon.StepRecord{Scenario: "s", Step: step, Kind: "ask", Outcome: outcome.Done, Began: at(began), Action: &etalon.Action{Name: name}}
	}
	r := judgedBy(t, askedBook(t), nil, func(w *dossier.Writer) {
		must(t, w.Begin("s"))
		request := func(second int, sent bool) {
			_, err := w.Request(etalon.Arrival{Transaction: etalon.Unknown, Received: at(second), Sent: sent, Raw: []byte("POST / HTTP/1.1\r\n\r\n")})
			must(t, err)
		}
		request(0, false)
		request(11, false)
		must(t, w.Step(ask("s1", etalon.ActFeed, 10)))
		request(21, false)
		request(22, true)
		must(t, w.Step(ask("s2", etalon.ActFetch, 20)), w.End("s", outcome.Completed, ""))
		request(30, false)
		must(t, w.Seal(outcome.Completed))
	})
	var got []string
	for _, f := range r.Findings {
		got = append(got, string(f.Exchange)+" "+f.Observed)
	}
	want := []string{"x0001 ", "x0002 s1 feed", "x0003 s2 fetch", "x0004 ", "x0005 "}
	if len(got) != len(want) {
		t.Fatalf("%q", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%q, want %q", got[i], want[i])
		}
	}
}

// Every protocol is a kind of evidence that a pack can judge, by its own name.
func TestEveryProtocolCanBeJudged(t *testing.T) {
	for _, p := range etalon.Protocols() {
		if !slices.Contains(schemas.Exchanges(), schemas.Over(p)) {
			t.Errorf("no entry of a pack can be over %s", p)
		}
		fsys := fstest.MapFS{
			"p/pack.yaml": {Data: []byte("name: p\nversion: \"1\"\nentries:\n  - {name: x, file: x.sch, over: " + string(p) + "}\n")},
			"p/x.sch":     failing("R.x", "ev:exchange"),
		}
		b, err := compiled(t, fsys)
		must(t, err)
		for q, m := range others() {
			h, err := b.Exchange(t.Context(), facts.ExchangeInput{
				Exchange: etalon.Exchange{ID: "x0001", Protocol: q, Transaction: etalon.Unknown}, Request: []byte(m[0]), Response: []byte(m[1]),
			}, judge.Schemas{})
			if err != nil || (len(h.Findings) == 1) != (p == q) {
				t.Errorf("an entry over %s meets %s: %d findings, %v", p, q, len(h.Findings), err)
			}
		}
	}
}
