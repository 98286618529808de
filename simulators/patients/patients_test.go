package patients_test

import (
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/hl7v3"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/simulators/actor"
	"github.com/etalon-dmp/etalon/simulators/patients"
)

var now = time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)

func directory() *patients.Directory {
	d := patients.New("1.2.3")
	d.Reset([]etalon.Patient{
		{INS: "1", OID: "1.9", Family: "DUPONT", Given: "Anne", Birth: "19800214", Gender: "F", City: "Ville", PostalCode: "99999", DMP: etalon.DMPActive},
		{INS: "2", OID: "1.9", Family: "DUPONT", Given: "Anne", Birth: "19851231", Gender: "F", City: "Bourg", PostalCode: "99998", DMP: etalon.DMPActive},
		{INS: "3", OID: "1.9", Family: "DURAND", Given: "Luc", Birth: "19800214", Gender: "M", City: "Ville", PostalCode: "99999", DMP: etalon.DMPActive},
		{INS: "4", OID: "1.9", Family: "DUPONT", Given: "Anne", Birth: "19800214", Gender: "F", DMP: etalon.DMPAbsent},
	})
	return d
}

// ask has the actor answer the payload of an action.
func ask(t *testing.T, d *patients.Directory, action, payload string) xmldoc.Node {
	t.Helper()
	doc, err := xmldoc.Parse([]byte(`<s:Envelope xmlns:s="`+soap.NS12+`" xmlns:w="`+soap.NSWSA+`"><s:Header><w:Action>`+action+`</w:Action></s:Header><s:Body>`+payload+`</s:Body></s:Envelope>`), xmldoc.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	o, _ := actor.Find([]actor.Actor{d.Actor()}, etalon.ITI47)
	reply := o.Answer(&actor.Call{Request: &actor.Request{SOAP: soap.Read(doc)}, Clock: func() time.Time { return now }, NewID: func() string { return "n" }})
	doc, err = xmldoc.Parse([]byte(reply.Payload), xmldoc.Limits{})
	if err != nil {
		t.Fatalf("%v in %s", err, reply.Payload)
	}
	return doc.Root()
}

const v3 = "urn:hl7-org:v3"

// told are the patients of an answer and its two codes.
func told(n xmldoc.Node) string {
	act := n.Child(v3, "controlActProcess")
	var all []string
	for s := range act.ChildrenNamed(v3, "subject") {
		all = append(all, s.Path(v3, "registrationEvent", "subject1", "patient", "id").Attr("", "extension"))
	}
	ack := n.Child(v3, "acknowledgement").Child(v3, "typeCode").Attr("", "code")
	return strings.Join(append(all, ack, act.Path(v3, "queryAck", "queryResponseCode").Attr("", "code")), " ")
}

// The DMP finds who has an open record and does not continue; the supplier of
// plain IHE finds all that it knows, page by page.
func TestFind(t *testing.T) {
	const action = "urn:hl7-org:v3:PRPA_IN201305UV02"
	dupont := `<livingSubjectName><value><family>dupont</family></value></livingSubjectName>`
	query := func(control, parameters string) string {
		return `<PRPA_IN201305UV02 xmlns="urn:hl7-org:v3"><id root="1.2"/><controlActProcess><queryByParameter><queryId root="1.2" extension="q"/>` + control +
			`<parameterList>` + parameters + `</parameterList></queryByParameter></controlActProcess></PRPA_IN201305UV02>`
	}
	more := `<QUQI_IN000003UV01 xmlns="urn:hl7-org:v3"><controlActProcess><queryContinuation><queryId root="1.2" extension="q"/><statusCode code="waitContinuedQueryResponse"/></queryContinuation></controlActProcess></QUQI_IN000003UV01>`
	d := directory()
	d.Reset(append(d.All(), etalon.Patient{INS: "5", OID: "1.9", Family: "DUPONT", Birth: "1990", DMP: etalon.DMPClosed}))
	for _, c := range []struct {
		name            string
		plain           bool
		action, payload string
		want            string
	}{
		{"the DMP: nothing asked", false, action, query("", ""), "AE QE"},
		{"the DMP: open records", false, action, query("", dupont), "1 2 AA OK"},
		{"the DMP: too many", false, action, query(`<initialQuantity value="1"/>`, dupont), "1 AE AE"},
		{"the DMP: more", false, action + "_Continue", more, "AE AE"},
		{"plain: all that are known", true, action, query("", dupont), "1 2 5 AA OK"},
		{"plain: a page", true, action, query(`<initialQuantity value="2"/>`, dupont), "1 2 AA OK"},
		{"plain: the next", true, "urn:hl7-org:v3:QUQI_IN000003UV01_Continue", more, "5 AA OK"},
	} {
		d.Become(c.plain)
		if got := told(ask(t, d, c.action, c.payload)); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	n := ask(t, d, "urn:hl7-org:v3:QUQI_IN000003UV01_Cancel", strings.ReplaceAll(more, "waitContinuedQueryResponse", "aborted"))
	if n.Local() != "MCCI_IN000002UV01" || n.Child(v3, "acknowledgement").Child(v3, "typeCode").Attr("", "code") != "CA" {
		t.Errorf("cancel: %s", n.Doc().Source())
	}
}

func TestExistenceNeedsOneIdentifier(t *testing.T) {
	ids := []hl7v3.II{{Root: "1.9", Extension: "1"}, {Root: "1.9", Extension: "2"}}
	for n, want := range []string{"QE", "OK", "QE"} {
		if a := directory().Existence(hl7v3.Query{PatientIDs: ids[:n]}, hl7v3.II{}, now); a.Response != want {
			t.Errorf("%d identifiers: %s", n, a.Response)
		}
	}
}
