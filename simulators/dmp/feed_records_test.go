package dmp_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
)

// An AuditEvent is on record as ITI-20 by FHIR Feed, whole, and is answered as FHIR
// answers what it creates.
func TestAnAuditEventIsTakenOverHTTP(t *testing.T) {
	w := beginAs(t, everybody(), true)
	resp, err := w.client.Post(w.dmp.BaseURL()+"/xds/audit/AuditEvent", "application/fhir+json", strings.NewReader(`{"resourceType":"AuditEvent"}`))
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusCreated || !strings.HasPrefix(resp.Header.Get("Location"), "AuditEvent/") {
		t.Errorf("HTTP %d, Location %q", resp.StatusCode, resp.Header.Get("Location"))
	}
	if a := w.arrived(); a.Transaction != etalon.ITI20FHIR || a.Actor != etalon.AuditRepository {
		t.Errorf("%+v", a)
	}
}
