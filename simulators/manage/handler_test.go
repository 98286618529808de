package manage_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/simulators/manage"
)

// still is a world that never changes.
type still struct{}

func (still) State() manage.State {
	return manage.State{Flavour: "dmp", Counts: manage.Counts{Documents: 2}, Patients: []manage.Patient{{ID: "ACTIF", CX: "1^^^&2&ISO"}}}
}

func (still) Patient(name string) (manage.Patient, bool) {
	return manage.Patient{ID: name, Documents: []manage.Document{{UniqueID: "2.25.1"}}}, name == "ACTIF"
}

func (still) Documents(uid string) []manage.Document {
	if uid != "2.25.1" {
		return nil
	}
	return []manage.Document{{UniqueID: uid, Version: "1"}, {UniqueID: uid, Version: "2", Latest: true}}
}

func (still) Object(id string) string {
	if id != "urn:uuid:1" {
		return ""
	}
	return `<rim:ExtrinsicObject id="urn:uuid:1"/>`
}

func TestHandler(t *testing.T) {
	h := manage.Handler(still{})
	for _, c := range []struct {
		method, host, path string
		status             int
		holds              string
	}{
		{"GET", "127.0.0.1:8099", "/health", 200, `"status": "ok"`},
		{"GET", "localhost", "/", 200, "GET /state/patients/{id}"},
		{"GET", "[::1]:8099", "/state", 200, `"cx": "1^^^&2&ISO"`},
		{"GET", "localhost:1", "/state/patients/ACTIF", 200, `"uniqueId": "2.25.1"`},
		{"GET", "localhost:1", "/state/patients/PERSONNE", 404, "unknown patient"},
		{"GET", "localhost:1", "/documents/2.25.1", 200, `"version": "2"`},
		{"GET", "localhost:1", "/documents/2.25.9", 404, "unknown document"},
		{"GET", "localhost:1", "/objects/urn:uuid:1", 200, "<rim:ExtrinsicObject"},
		{"GET", "localhost:1", "/objects/urn:uuid:9", 404, "unknown object"},
		{"GET", "localhost:1", "/nothing", 404, ""},
		{"POST", "localhost:1", "/state", 405, "read-only"},
		{"DELETE", "localhost:1", "/documents/2.25.1", 405, "read-only"},
		{"GET", "example.org", "/state", 403, "machine itself"},
		{"GET", "127.0.0.1.example.org:80", "/state", 403, "machine itself"},
	} {
		r := httptest.NewRequest(c.method, "http://x"+c.path, nil)
		r.Host = c.host
		out := httptest.NewRecorder()
		h.ServeHTTP(out, r)
		if out.Code != c.status || !strings.Contains(out.Body.String(), c.holds) {
			t.Errorf("%s %s%s: %d %s", c.method, c.host, c.path, out.Code, out.Body)
		}
		if kind := out.Header().Get("Content-Type"); out.Code != http.StatusNotFound && kind == "application/json" && !json.Valid(out.Body.Bytes()) {
			t.Errorf("%s: no JSON: %s", c.path, out.Body)
		}
	}
}

func TestLoopback(t *testing.T) {
	for host, want := range map[string]bool{
		"127.0.0.1": true, "127.8.8.8:1": true, "::1": true, "[::1]:80": true, "localhost:80": true,
		"": false, "0.0.0.0:80": false, "192.168.1.1": false, "localhost.example.org": false, ":80": false,
	} {
		if manage.Loopback(host) != want {
			t.Errorf("%q: %v", host, !want)
		}
	}
}
