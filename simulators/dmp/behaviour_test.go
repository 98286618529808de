package dmp_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// fault checks a SOAP 1.2 fault by hand.
func fault(t *testing.T, doc *xmldoc.Doc, code, subcode, reason string) {
	t.Helper()
	f := payload(doc)
	if !f.Is(s12, "Fault") {
		t.Fatalf("no fault: %s", f.Name())
	}
	c := f.Child(s12, "Code")
	if got := c.Child(s12, "Value").Value(); got != "soap:"+code {
		t.Errorf("code %q, want %s", got, code)
	}
	if got := c.Path(s12, "Subcode", "Value").Value(); subcode != "" && !strings.HasSuffix(":"+got, ":"+subcode) {
		t.Errorf("subcode %q, want %s", got, subcode)
	}
	if got := f.Child(s12, "Reason").Value(); !strings.Contains(got, reason) {
		t.Errorf("reason %q, want %s", got, reason)
	}
}

func TestBehaviourSOAPFault(t *testing.T) {
	w := begin(t, everybody())
	w.dmp.Arm(etalon.Reply{Actor: etalon.Repository, Transaction: etalon.ITI41, Behaviour: etalon.BehaveSOAPFault, Code: "Sender", Subcode: "DMPInvalidCertificate", Text: "Not <valid>"})
	// Another transaction is not concerned.
	if a := w.call("patients", "urn:hl7-org:v3:PRPA_IN201307UV02", existence(activeINS)); a.status != 200 {
		t.Errorf("TD0.2: %d", a.status)
	}
	body := newLot(1).mtom()
	a, err := w.send(w.client, "repository", mtomType, bytes.NewReader(body))
	if err != nil || a.status != 500 || !strings.HasPrefix(a.contentType, "application/soap+xml") {
		t.Fatalf("%v %d %s", err, a.status, a.contentType)
	}
	w.exact(body, a)
	fault(t, a.doc, "Sender", "DMPInvalidCertificate", "Not <valid>")
	if a.doc.Root().Child(s12, "Header").Child(wsa, "RelatesTo").Value() == "" {
		t.Error("a fault relates to its request")
	}
	if _, answer := w.record.last(); answer.Behaviour != "soap-fault" {
		t.Errorf("behaviour %q is not on record", answer.Behaviour)
	}
	if status, codes := w.feed(newLot(1)); status != success {
		t.Errorf("the behaviour is for once: %v", codes)
	}
}

func TestBehaviourMultipartFault(t *testing.T) {
	w := begin(t, everybody())
	w.dmp.Arm(etalon.Reply{Transaction: etalon.ITI18, Behaviour: etalon.BehaveMultipartFault, Code: "DMPOther"})
	a := w.call("registry", "urn:ihe:iti:2007:RegistryStoredQuery", byUID("2.25.11"))
	doc, _ := parts(t, a)
	if a.status != 500 {
		t.Errorf("status %d", a.status)
	}
	fault(t, doc, "Sender", "DMPOther", "")
}

func TestBehaviourRegistryError(t *testing.T) {
	w := begin(t, everybody())
	for _, c := range []struct {
		transaction     etalon.Transaction
		service, action string
		body            string
		want            string // element that says the error
	}{
		{etalon.ITI18, "registry", "urn:ihe:iti:2007:RegistryStoredQuery", byUID("2.25.11"), `<query:AdhocQueryResponse`},
		{etalon.ITI43, "repository", "urn:ihe:iti:2007:RetrieveDocumentSet", retrieve("2.25.11"), `<xdsb:RetrieveDocumentSetResponse`},
		{etalon.ITI57, "registry", "urn:ihe:iti:2010:UpdateDocumentSet", `<l:SubmitObjectsRequest xmlns:l="urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0"/>`, `<rs:RegistryResponse`},
		{etalon.TD02, "patients", "urn:hl7-org:v3:PRPA_IN201307UV02", existence(activeINS), `<PRPA_IN201308UV02`},
		{etalon.ITI47, "patientsPDQ", "urn:hl7-org:v3:PRPA_IN201305UV02", strings.ReplaceAll(existence("1"), "201307", "201305"), `<PRPA_IN201306UV02`},
		{etalon.TD03, "habilitations", "urn:hl7-org:v3:setAuthorization", `<h:setAuthorization xmlns:h="urn:si-dmp-habilitations"/>`, `<hab:setAuthorizationResponse`},
	} {
		w.dmp.Arm(etalon.Reply{Transaction: c.transaction, Behaviour: etalon.BehaveRegistryError, Code: "XDSUnknownPatientId", Text: "ctx", Location: "loc"})
		a := w.call(c.service, c.action, c.body)
		if a.status != 200 || !bytes.Contains(a.body, []byte(c.want)) || !bytes.Contains(a.body, []byte("XDSUnknownPatientId")) || !bytes.Contains(a.body, []byte("ctx")) {
			t.Errorf("%s: %d %s", c.transaction, a.status, a.body)
		}
		if _, answer := w.record.last(); answer.Behaviour != "registry-error" {
			t.Errorf("%s: behaviour %q", c.transaction, answer.Behaviour)
		}
	}
}

func TestBehaviourTimeoutAndCut(t *testing.T) {
	w := begin(t, everybody())
	for _, behaviour := range []etalon.BehaviourName{etalon.BehaveTimeout, etalon.BehaveCut} {
		const hold = 150 * time.Millisecond
		w.dmp.Arm(etalon.Reply{Transaction: etalon.TD02, Behaviour: behaviour, Hold: hold})
		conn := w.dial()
		body := envelope("urn:hl7-org:v3:PRPA_IN201307UV02", existence(activeINS))
		began := time.Now()
		if _, err := io.WriteString(conn, post("patients", soapType, body)); err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(conn)
		if len(got) != 0 {
			t.Errorf("%s: answered %q", behaviour, got)
		}
		if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !strings.Contains(err.Error(), "reset") {
			t.Errorf("%s: %v", behaviour, err)
		}
		if silent := time.Since(began); behaviour == etalon.BehaveTimeout && silent < hold {
			t.Errorf("silent for %s only", silent)
		}
		if x := w.arrived(); x.Transaction != etalon.TD02 {
			t.Errorf("%+v", x)
		}
		if _, answer := w.record.last(); len(answer.Raw) != 0 || answer.Note == "" || answer.Behaviour != string(behaviour) {
			t.Errorf("%s: recorded %+v", behaviour, answer)
		}
	}
	if a := w.call("patients", "urn:hl7-org:v3:PRPA_IN201307UV02", existence(activeINS)); a.status != 200 {
		t.Errorf("afterwards: %d", a.status)
	}
}

func TestStopEndsASilence(t *testing.T) {
	w := begin(t, everybody())
	w.dmp.Arm(etalon.Reply{Transaction: etalon.TD02, Behaviour: etalon.BehaveTimeout, Hold: time.Hour})
	conn := w.dial()
	if _, err := io.WriteString(conn, post("patients", soapType, envelope("urn:hl7-org:v3:PRPA_IN201307UV02", existence(activeINS)))); err != nil {
		t.Fatal(err)
	}
	w.arrived()
	w.stop() // the clean-up of the test waits for Serve
}

func TestRecorderFailureStopsTheDMP(t *testing.T) {
	w := begin(t, everybody())
	w.record.fail = errors.New("disk full")
	if _, err := w.send(w.client, "patients", soapType, strings.NewReader(envelope("urn:hl7-org:v3:PRPA_IN201307UV02", existence(activeINS)))); err == nil {
		t.Error("an exchange that is not on record was answered")
	}
	err := <-w.served
	if err == nil || !strings.Contains(err.Error(), "disk full") {
		t.Errorf("Serve: %v", err)
	}
	w.served <- nil
}

func TestSlowReaderHoldsNothingUp(t *testing.T) {
	w := begin(t, everybody())
	for range 20 {
		w.call("patients", "urn:hl7-org:v3:PRPA_IN201307UV02", existence(activeINS))
	}
	seen := map[etalon.ExchangeID]bool{}
	for range 20 {
		seen[w.arrived().Exchange] = true
	}
	if len(seen) != 20 {
		t.Errorf("%d exchanges told", len(seen))
	}
}
