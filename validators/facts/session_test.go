package facts_test

import (
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/validators/facts"
)

// answer puts an HTTP response around a body.
func answer(status, contentType, body string) []byte {
	return []byte("HTTP/1.1 " + status + " x\r\nContent-Type: " + contentType + "\r\nContent-Length: " + itoa(len(body)) + "\r\n\r\n" + body)
}

// soapAnswer is an envelope that answers the query above.
func soapAnswer(body string) string {
	return `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Header><a:RelatesTo xmlns:a="http://www.w3.org/2005/08/addressing">urn:uuid:11111111-2222-4333-8444-555555555555</a:RelatesTo></s:Header><s:Body>` + body + `</s:Body></s:Envelope>`
}

const fault = `<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value xmlns:d="urn:d">d:DMPInvalidCertificate</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang="en">no</s:Text></s:Reason></s:Fault>`

func hl7(inner string) string {
	return `<PRPA_IN201308UV02 xmlns="urn:hl7-org:v3">` + inner + `</PRPA_IN201308UV02>`
}

func TestAnswerKinds(t *testing.T) {
	xds := func(status, errors string) string {
		return `<rs:RegistryResponse xmlns:rs="urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0" status="urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:` + status + `">` + errors + `</rs:RegistryResponse>`
	}
	failed := `<rs:RegistryErrorList><rs:RegistryError errorCode="XDSUnknownPatientId"/><rs:RegistryError errorCode="XDSRegistryError"/></rs:RegistryErrorList>`
	query := func(code string) string {
		return `<controlActProcess><queryAck><queryResponseCode code="` + code + `"/></queryAck></controlActProcess>`
	}
	soap := "application/soap+xml"
	multi := "--BB\r\nContent-Type: application/xop+xml\r\nContent-ID: <r>\r\n\r\n" + soapAnswer(fault) + "\r\n--BB--\r\n"
	for _, c := range []struct {
		name           string
		raw            []byte
		kind, code     string
		status, relate string
	}{
		{"nothing", nil, "none", "", "", ""},
		{"an empty 202", answer("202", soap, ""), "none", "", "202", ""},
		{"HTML", answer("502", "text/html", "<html><br></html>"), "unreadable", "", "502", ""},
		{"an empty body element", answer("200", soap, soapAnswer("")), "unreadable", "", "200", "yes"},
		{"fault", answer("500", soap, soapAnswer(fault)), "fault", "DMPInvalidCertificate", "500", "yes"},
		{"fault in a multipart", answer("500", multipart, multi), "fault", "DMPInvalidCertificate", "500", "yes"},
		{"success", answer("200", soap, soapAnswer(xds("Success", ""))), "success", "", "200", "yes"},
		{"failure", answer("200", soap, soapAnswer(xds("Failure", failed))), "registry-error", "XDSUnknownPatientId", "200", "yes"},
		{"partial success", answer("200", soap, soapAnswer(xds("PartialSuccess", failed))), "registry-error", "XDSUnknownPatientId", "200", "yes"},
		{"retrieval failure", answer("200", soap, soapAnswer(`<RetrieveDocumentSetResponse xmlns="urn:ihe:iti:xds-b:2007">`+xds("Failure", failed)+`</RetrieveDocumentSetResponse>`)), "registry-error", "XDSUnknownPatientId", "200", "yes"},
		{"found", answer("200", soap, soapAnswer(hl7(`<acknowledgement typeCode="AA"/>`+query("OK")))), "success", "OK", "200", "yes"},
		{"found, element style", answer("200", soap, soapAnswer(hl7(`<acknowledgement><typeCode code="AA"/></acknowledgement>`+query("OK")))), "success", "OK", "200", "yes"},
		{"not found", answer("200", soap, soapAnswer(hl7(`<acknowledgement typeCode="AA"/>`+query("NF")))), "hl7-nf", "NF", "200", "yes"},
		{"HL7 error", answer("200", soap, soapAnswer(hl7(`<acknowledgement typeCode="AE"><acknowledgementDetail><code code="E1"/></acknowledgementDetail></acknowledgement>`))), "hl7-error", "E1", "200", "yes"},
		{"own service", answer("200", soap, soapAnswer(`<h:setAuthorizationResponse xmlns:h="urn:si-dmp-habilitations"><status>DMPOk</status></h:setAuthorizationResponse>`)), "success", "DMPOk", "200", "yes"},
		{"own service refusing", answer("200", soap, soapAnswer(`<h:setAuthorizationResponse xmlns:h="urn:si-dmp-habilitations"><status>DMPClosed</status></h:setAuthorizationResponse>`)), "registry-error", "DMPClosed", "200", "yes"},
		{"registered, wrapped", answer("200", soap, soapAnswer(gdp("AA", ""))), "success", "", "200", "yes"},
		{"refused, wrapped", answer("200", soap, soapAnswer(gdp("AE", "E1"))), "hl7-error", "E1", "200", "yes"},
		{"so already, wrapped", answer("200", soap, soapAnswer(gdp("AE", "DMPFound"))), "already", "DMPFound", "200", "yes"},
		{"an account already", answer("200", soap, soapAnswer(`<p:createPatientAccessResponse xmlns:p="urn:si-dmp-patients"><p:status>DMPPatientAccessAlreadyExists</p:status></p:createPatientAccessResponse>`)), "already", "DMPPatientAccessAlreadyExists", "200", "yes"},
		{"an empty wrapper", answer("200", soap, soapAnswer(`<g:PRPA_IN201314UV02_Response xmlns:g="asip:ci-sis:gdp:2010"/>`)), "unreadable", "", "200", "yes"},
	} {
		in := simple(nil)
		in.Response = c.raw
		s := facts.Summarise(in)
		related := ""
		if s.RelatesTo == "urn:uuid:11111111-2222-4333-8444-555555555555" {
			related = "yes"
		}
		if s.AnswerKind != c.kind || s.AnswerCode != c.code || s.Status != c.status || related != c.relate {
			t.Errorf("%s: %q %q %q %q", c.name, s.AnswerKind, s.AnswerCode, s.Status, s.RelatesTo)
		}
	}
}

// gdp is an answer to a registration, in the DMP's wrapper.
func gdp(ack, code string) string {
	return `<g:PRPA_IN201314UV02_Response xmlns:g="asip:ci-sis:gdp:2010"><PRPA_IN201316UV02 xmlns="urn:hl7-org:v3"><acknowledgement typeCode="` + ack +
		`"><acknowledgementDetail><code code="` + code + `"/></acknowledgementDetail></acknowledgement></PRPA_IN201316UV02></g:PRPA_IN201314UV02_Response>`
}

// What a TD0.2 answer says of the record, and what a request to one of the DMP's
// own services says, are facts of the session.
func TestRecordAndOperationAreTold(t *testing.T) {
	in := simple(post("/r", "application/soap+xml", soapAnswer(`<h:setAuthorization xmlns:h="urn:si-dmp-habilitations"><h:action>AJOUT</h:action><h:role>MEDECIN_TRAITANT</h:role></h:setAuthorization>`)))
	in.Response = answer("200", "application/soap+xml", soapAnswer(`<PRPA_IN201308UV02 xmlns="urn:hl7-org:v3"><controlActProcess><subject><registrationEvent><subject1><patient>`+
		`<statusCode code="terminated"/><subjectOf><administrativeObservation><code code="RATTACHEMENT_ENS"/><value value="true"/></administrativeObservation></subjectOf>`+
		`</patient></subject1></registrationEvent></subject></controlActProcess></PRPA_IN201308UV02>`))
	s := facts.Summarise(in)
	if s.RecordStatus != "terminated" || s.Attached != "true" || strings.Join(s.Operation, " ") != "setAuthorization AJOUT MEDECIN_TRAITANT" {
		t.Errorf("%q %q %q", s.RecordStatus, s.Attached, s.Operation)
	}
	registration := `<PRPA_IN201314UV02 xmlns="urn:hl7-org:v3"><controlActProcess><subject><registrationRequest><subject1><patient><id extension="42"/></patient></subject1></registrationRequest></subject></controlActProcess></PRPA_IN201314UV02>`
	if s := facts.Summarise(simple(post("/r", "application/soap+xml", soapAnswer(registration)))); s.INS != "42" {
		t.Errorf("patient of a registration: %q", s.INS)
	}
}

func TestSession(t *testing.T) {
	listing := simple(post("/registry", "application/soap+xml", vihf(t, issuerDN)))
	sending := simple(post("/repository", multipart, lot()))
	sending.Exchange.ID, sending.Exchange.Transaction, sending.Exchange.Actor = "x0004", etalon.ITI41, etalon.Repository
	fetching := simple(post("/repository", "application/soap+xml", soapAnswer(`<RetrieveDocumentSetRequest xmlns="urn:ihe:iti:xds-b:2007"><DocumentRequest><DocumentUniqueId>1.2.3.4</DocumentUniqueId></DocumentRequest><DocumentRequest><DocumentUniqueId>1.2.3.5</DocumentUniqueId></DocumentRequest></RetrieveDocumentSetRequest>`)))
	fetching.Exchange.ID, fetching.Exchange.Scenario = "x0005", ""
	testing := simple(post("/patients", "application/soap+xml", soapAnswer(`<PRPA_IN201307UV02 xmlns="urn:hl7-org:v3"><controlActProcess><reasonCode code="TEST_EXST"/><queryByParameter><parameterList><patientIdentifier><value root="1.2.3" extension="123456789012345"/></patientIdentifier></parameterList></queryByParameter></controlActProcess></PRPA_IN201307UV02>`)))
	testing.Exchange.ID, testing.Exchange.Behaviour = "x0006", "soap-fault"
	testing.Response = answer("200", "application/soap+xml", soapAnswer(hl7(`<acknowledgement typeCode="AA"/><attentionLine><keyWordText code="STATUT_MT"/><value value="true"/></attentionLine><attentionLine><keyWordText code="AUTORISATION"/><value code="VALIDE"/></attentionLine>`)))
	in := facts.SessionInput{
		Seed: 7, Sealed: true, Environment: facts.Environment{VIHFVersion: "3.0", Mode: etalon.ModeIndirect},
		Connections: []etalon.Connection{{ID: "c0001", TLS: etalon.TLS{Version: "1.2"}}, {ID: "c0002", TLS: etalon.TLS{Error: "no certificate"}}},
		Scenarios: []facts.ScenarioInput{{
			ID: "td3.1", Profile: "consultation", Requirements: []etalon.RequirementID{"DMP-Q01", "EX_3.1-1030"},
			Steps: []facts.StepInput{
				{Record: etalon.StepRecord{
					Step: "s01", Kind: "ask", Outcome: "done", At: "td3.1.yaml:9", Began: received, Ended: received.Add(412 * time.Millisecond),
					Action: &etalon.Action{Name: etalon.ActListDocuments}, Reaction: &etalon.Reaction{Status: "error", Shown: "Erreur <1>", Code: "E1"},
				}, Within: 30 * time.Second},
				{Record: etalon.StepRecord{Step: "s02", Kind: "expect", Outcome: "received", Exchange: "x0003"}, Actor: etalon.Registry, Transaction: etalon.ITI18, Within: 1500 * time.Millisecond},
				{Record: etalon.StepRecord{Step: "s03", Kind: "attest", Outcome: "done", Answer: "yes"}, Expected: "error"},
			},
		}},
		Calls: []facts.Summary{facts.Summarise(listing), facts.Summarise(sending), facts.Summarise(fetching), facts.Summarise(testing)},
	}
	e := facts.Session(in)
	doc := parse(t, e)
	want(t, doc.Root(), "seed", "7", "sealed", "true")
	want(t, only(t, doc, "environment"), "vihf-version", "3.0", "mode", "INDIRECTE")
	want(t, all(doc, "connection")[1], "id", "c0002", "error", "no certificate")
	scenario := only(t, doc, "scenario")
	want(t, scenario, "id", "td3.1", "profile", "consultation", "requirements", "DMP-Q01 EX_3.1-1030")
	steps := all(doc, "step")
	want(t, steps[0], "id", "s01", "kind", "ask", "outcome", "done", "at", "td3.1.yaml:9", "exchange", "", "within", "30", "elapsed", "0.412",
		"action", "list-documents", "reaction", "error", "shown", "Erreur <1>", "code", "E1")
	want(t, steps[1], "exchange", "x0003", "actor", "registry", "transaction", "ITI-18", "within", "1.5", "elapsed", "")
	want(t, steps[2], "answer", "yes", "expected-reaction", "error")
	calls := all(doc, "call")
	if len(calls) != 4 || calls[0].Parent() != scenario || calls[3].Parent() != doc.Root() || calls[3].Attr("", "exchange") != "x0005" {
		t.Fatalf("calls are not where they belong\n%s", e.Text)
	}
	want(t, calls[0], "exchange", "x0003", "step", "s02", "actor", "registry", "transaction", "ITI-18",
		"protocol", "soap", "connection", "c0001", "received", "2026-11-22T10:00:03.250Z", "behaviour", "")
	of := func(call xmldoc.Node) xmldoc.Node { return call.Child(ev, "soap") }
	want(t, of(calls[0]), "action", "urn:ihe:iti:2007:RegistryStoredQuery", "message-id", "urn:uuid:11111111-2222-4333-8444-555555555555",
		"ins", "123456789012345", "resource-id", "123456789012345^^^&1.2.3&ISO^NH", "lps-name", "Nom", "lps-version", "1.0",
		"query", "urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d", "status-slots", "Approved Archived", "answer-kind", "none", "unique-ids", "")
	want(t, calls[1], "exchange", "x0004")
	want(t, of(calls[1]), "ins", "123456789012345", "unique-ids", "1.2.3.4", "submission-set", "1.2.3.9", "source-id", "1.2.3.8")
	want(t, calls[2], "exchange", "x0006", "behaviour", "soap-fault")
	want(t, of(calls[2]), "ins", "123456789012345", "reason-code", "TEST_EXST",
		"status", "200", "answer-kind", "success", "authorisation", "VALIDE")
	want(t, of(calls[3]), "unique-ids", "1.2.3.4 1.2.3.5")
	if loc, id := e.Locate(of(calls[1]).Attribute("", "ins")); id != "x0004" || loc.Direction != "request" || loc.XPath != "" || loc.Offset != -1 {
		t.Errorf("call at %+v of %q", loc, id)
	}
	if _, id := e.Locate(steps[1]); id != "x0003" {
		t.Errorf("step speaks of %q", id)
	}
	if _, id := e.Locate(scenario); id != "" {
		t.Errorf("scenario speaks of %q", id)
	}
	if strings.Contains(string(e.Text), "<1>") {
		t.Error("text is not escaped")
	}
}

// What tells one request from another: the assertion by its ID and the digest that
// is signed of it, an HL7 message and a query by root and extension.
func TestIdentityOfARequest(t *testing.T) {
	s := facts.Summarise(simple(post("/r", "application/soap+xml", vihf(t, issuerDN))))
	if s.AssertionID != "_a1" || len(s.AssertionHash) != 44 || s.HL7ID != "" || s.QueryID != "" {
		t.Errorf("assertion %q, digest %q, message %q, query %q", s.AssertionID, s.AssertionHash, s.HL7ID, s.QueryID)
	}
	again := facts.Summarise(simple(post("/r", "application/soap+xml", strings.Replace(vihf(t, issuerDN), "10:00:00Z", "10:00:01Z", 1))))
	if again.AssertionHash != s.AssertionHash {
		t.Error("the digest is computed, and not that of the message")
	}
	message := `<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body><PRPA_IN201307UV02 xmlns="urn:hl7-org:v3">` +
		`<id root="1.2" extension="m"/><receiver><device><id root="1.9"/></device></receiver>` +
		`<controlActProcess><queryByParameter><queryId root="1.3"/></queryByParameter></controlActProcess></PRPA_IN201307UV02></e:Body></e:Envelope>`
	s = facts.Summarise(simple(post("/r", "application/soap+xml", message)))
	if s.HL7ID != "1.2^m" || s.QueryID != "1.3^" || s.AssertionID != "" {
		t.Errorf("message %q, query %q, assertion %q", s.HL7ID, s.QueryID, s.AssertionID)
	}
}

// What a query names, and how it wants it; the query that a continuation names.
func TestWhatAQueryNames(t *testing.T) {
	message := `<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body><AdhocQueryRequest xmlns="urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0">` +
		`<ResponseOption returnType="ObjectRef"/><AdhocQuery xmlns="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0" id="urn:uuid:q">` +
		`<Slot name="$uuid"><ValueList><Value>('urn:uuid:1','urn:uuid:2')</Value></ValueList></Slot>` +
		`<Slot name="$XDSDocumentEntryType"><ValueList><Value>('urn:uuid:3')</Value></ValueList></Slot></AdhocQuery></AdhocQueryRequest></e:Body></e:Envelope>`
	s := facts.Summarise(simple(post("/r", "application/soap+xml", message)))
	if strings.Join(s.Named, " ") != "urn:uuid:1 urn:uuid:2" || s.Returns != "ObjectRef" {
		t.Errorf("names %q, returns %q", s.Named, s.Returns)
	}
	message = `<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body><QUQI_IN000003UV01 xmlns="urn:hl7-org:v3">` +
		`<controlActProcess><queryContinuation><queryId root="1.3" extension="q"/></queryContinuation></controlActProcess></QUQI_IN000003UV01></e:Body></e:Envelope>`
	if s = facts.Summarise(simple(post("/r", "application/soap+xml", message))); s.Continues != "1.3^q" || s.QueryID != "" {
		t.Errorf("continues %q, is %q", s.Continues, s.QueryID)
	}
}

func TestPatientOfASummary(t *testing.T) {
	retrieve := strings.Replace(vihf(t, issuerDN), "<s:Body>", "<s:Body><x/>", 1)
	retrieve = retrieve[:strings.Index(retrieve, "<AdhocQuery")] + "</s:Body></s:Envelope>"
	own := `<h:setAuthorization xmlns:h="urn:si-dmp-habilitations"><ins root="1.2.3" extension="999"/></h:setAuthorization>`
	for body, ins := range map[string]string{
		retrieve:        "123456789012345", // nothing in the body: the VIHF's
		soapAnswer(own): "999",
	} {
		if s := facts.Summarise(simple(post("/r", "application/soap+xml", body))); s.INS != ins {
			t.Errorf("patient %q, want %q", s.INS, ins)
		}
	}
}
