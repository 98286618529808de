package dmp_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
)

// Odd requests to the services that administer records get an answer in the form
// of the service, and never a defect of the simulator.
func TestOddServiceRequestsAreAnswered(t *testing.T) {
	w := begin(t, everybody())
	hl7 := func(name, inside string) string {
		return `<` + name + ` xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><id root="` + strings.Repeat("9", 1<<16) + `"/>` + inside + `</` + name + `>`
	}
	subject := `<subject><registrationRequest><subject1><patient><id root="1" extension="2"/><patientPerson/></patient></subject1></registrationRequest></subject>`
	for name, c := range map[string]struct {
		service, action, payload string
		want                     string
	}{
		"a thousand subjects": {"patients", "urn:hl7-org:v3:PRPA_IN201314UV02", hl7("PRPA_IN201314UV02",
			`<controlActProcess><reasonCode code="MODIF_DATA"/>`+strings.Repeat(subject, 1_000)+`</controlActProcess>`), "PRPA_IN201316UV02"},
		"nothing inside":        {"patients", "urn:hl7-org:v3:PRPA_IN201311UV02", hl7("PRPA_IN201311UV02", ""), "PRPA_IN201313UV02"},
		"everything nil":        {"patients", "urn:hl7-org:v3:PRPA_IN201314UV02", hl7("PRPA_IN201314UV02", `<controlActProcess xsi:nil="true"/>`), "PRPA_IN201316UV02"},
		"two identifiers asked": {"patients", "urn:hl7-org:v3:PRPA_IN201307UV02", hl7("PRPA_IN201307UV02", `<controlActProcess><reasonCode code="CNSLT_DATA"/><queryByParameter><parameterList><patientIdentifier><value root="1" extension="1"/><value root="1" extension="2"/></patientIdentifier></parameterList></queryByParameter></controlActProcess>`), `code="QE"`},
		"a date that is none":   {"patientsSpecific", "urn:si-dmp-patients:PatientSpecificEndPoint:patientList", `<p:patientList xmlns:p="urn:si-dmp-patients"><p:startDate>20260230000000</p:startDate></p:patientList>`, "startDate"},
		"a long action": {
			"habilitations", "urn:hl7-org:v3:setAuthorization",
			`<h:setAuthorization xmlns:h="urn:si-dmp-habilitations"><h:action>` + strings.Repeat("A", 100_000) + `</h:action></h:setAuthorization>`, "ETALON-REFUS",
		},
		"an account that is not there": {"patientsSpecific", "urn:si-dmp-patients:PatientSpecificEndPoint:updatePatientAccess", `<p:updatePatientAccess xmlns:p="urn:si-dmp-patients"/>`, "ETALON-REFUS"},
	} {
		a, err := w.send(w.client, c.service, soapType, strings.NewReader(envelope(c.action, c.payload)))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		_ = w.arrived()
		if !bytes.Contains(a.body, []byte(c.want)) || bytes.Contains(a.body, []byte("simulator defect")) || len(a.body) > 20_000 {
			t.Errorf("%s: %.1500s", name, a.body)
		}
		if _, answer := w.record.last(); answer.Note != "" {
			t.Errorf("%s: %s", name, answer.Note)
		}
	}
	if got := w.dmp.Held(); len(got.Patients) == 0 || got.Patients[0].DMP != etalon.DMPActive {
		t.Errorf("the state has changed: %+v", got)
	}
}
