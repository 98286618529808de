package facts_test

import (
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/validators/facts"
)

const ev = "urn:etalon:evidence:1"

const failure = `<rs:RegistryResponse xmlns:rs="urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0" status="urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Failure"><rs:RegistryErrorList><rs:RegistryError errorCode="XDSUnknownPatientId"/><rs:RegistryError errorCode="XDSRegistryError"/></rs:RegistryErrorList></rs:RegistryResponse>`

// asked is a query that étalon sent to a registry under test.
func asked() facts.ExchangeInput {
	in := simple(post("/xds/registry", "application/soap+xml", query))
	in.Response = answer("200", "application/soap+xml", soapAnswer(failure))
	in.Exchange.Sent, in.Connection.Sent = true, true
	in.Exchange.Anomalies = []etalon.Anomaly{{Layer: "http", Code: "asked", Offset: -1}}
	in.Exchange.AnswerAnomalies = []etalon.Anomaly{{Layer: "http", Code: "truncated", Offset: 12}}
	in.Connection.TLS.Certificates = [][]byte{{1, 2, 3}}
	return in
}

func TestAServerWroteTheAnswer(t *testing.T) {
	root := parse(t, facts.Exchange(asked())).Root()
	if got := root.Attr("", "sut-role"); got != "server" {
		t.Errorf("sut-role %q", got)
	}
	request, response := root.Child(ev, "request"), root.Child(ev, "response")
	if request.Attr("", "sent-by") != "etalon" || response.Attr("", "sent-by") != "sut" {
		t.Errorf("request by %q, response by %q", request.Attr("", "sent-by"), response.Attr("", "sent-by"))
	}
	if a, b := request.Child(ev, "anomaly").Attr("", "code"), response.Child(ev, "anomaly").Attr("", "code"); a != "asked" || b != "truncated" {
		t.Errorf("anomalies of the request %q, of the answer %q", a, b)
	}
	if got := root.Path(ev, "connection", "certificate").Attr("", "role"); got != "tls-server" {
		t.Errorf("the certificate is that of the %q", got)
	}
}

func TestAnAnswerBesideWhatWasWanted(t *testing.T) {
	in := asked()
	doc := parse(t, facts.Session(facts.SessionInput{
		Calls: []facts.Summary{facts.Summarise(in)},
		Scenarios: []facts.ScenarioInput{{ID: in.Exchange.Scenario, Steps: []facts.StepInput{{
			Record: etalon.StepRecord{Step: "s02", Kind: "send", Outcome: "received", Exchange: "x0003", Sending: &etalon.Sending{Case: "unknown-patient"}},
			Wanted: etalon.Want{Status: etalon.WantFailure, Codes: []string{"XDSUnknownPatientId", "XDSUnknownCommunity"}},
		}}}},
	}))
	scenario := doc.Root().Child(ev, "scenario")
	step, call := scenario.Child(ev, "step"), scenario.Child(ev, "call")
	for name, want := range map[string]string{"case": "unknown-patient", "wanted-status": "failure", "wanted-codes": "XDSUnknownPatientId XDSUnknownCommunity"} {
		if got := step.Attr("", name); got != want {
			t.Errorf("step %s: %q", name, got)
		}
	}
	if got := call.Attr("", "sut-role"); got != "server" {
		t.Errorf("call sut-role: %q", got)
	}
	call = call.Child(ev, "soap")
	for name, want := range map[string]string{"answer-kind": "registry-error", "answer-status": "Failure", "answer-codes": "XDSUnknownPatientId XDSRegistryError"} {
		if got := call.Attr("", name); got != want {
			t.Errorf("call %s: %q", name, got)
		}
	}
}
