package audit_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/fhir"
	"github.com/etalon-dmp/etalon/simulators/actor"
	"github.com/etalon-dmp/etalon/simulators/audit"
)

func post(a actor.Actor, method, body string) actor.Reply {
	return a.Operations()[0].Answer(&actor.Call{Request: &actor.Request{Method: method, Raw: []byte(body)}, NewID: func() string { return "un" }})
}

const event = `{"resourceType":"AuditEvent","type":{"code":"110106"},"outcome":"0","entity":[{"role":{"code":"1"},"what":{"identifier":{"value":"7"}}}]}`

// Each AuditEvent that comes is kept, alone or in a Bundle; what is none is refused in
// words of FHIR, and what comes beside it is kept all the same.
func TestWhatIsPosted(t *testing.T) {
	r := audit.New()
	feed := r.Feed()
	for _, one := range []struct {
		name, method, body string
		status, kept       int
	}{
		{"an event", http.MethodPost, event, http.StatusCreated, 1},
		{"a bundle", http.MethodPost, `{"resourceType":"Bundle","type":"batch","entry":[{"resource":` + event + `},{"resource":{"resourceType":"Patient"}},{}]}`, 0, 1},
		{"in XML", http.MethodPost, `<AuditEvent xmlns="http://hl7.org/fhir"><outcome value="0"/></AuditEvent>`, http.StatusCreated, 1},
		{"something else", http.MethodPost, `{"resourceType":"Patient"}`, http.StatusUnprocessableEntity, 0},
		{"no resource", http.MethodPost, "<85>1 - - - - - - x", http.StatusBadRequest, 0},
		{"nothing", http.MethodPost, "", http.StatusBadRequest, 0},
		{"put", http.MethodPut, event, http.StatusMethodNotAllowed, 0},
	} {
		before := r.State().(audit.State).Records
		reply := post(feed, one.method, one.body)
		if kept := r.State().(audit.State).Records - before; reply.Status != one.status || kept != one.kept {
			t.Errorf("%s: status %d, %d kept", one.name, reply.Status, kept)
		}
		if n, _, err := fhir.Read([]byte(reply.Payload)); err != nil || n.Type != "OperationOutcome" && n.Type != "Bundle" {
			t.Errorf("%s is answered by %s", one.name, reply.Payload)
		}
		if (reply.Status == http.StatusCreated) != strings.HasPrefix(reply.Location, "AuditEvent/un") {
			t.Errorf("%s is found at %q", one.name, reply.Location)
		}
	}
}

// The patient of a record is what a scenario waits for it by.
func TestWhatARecordNames(t *testing.T) {
	q := &actor.Request{Raw: []byte(event)}
	c := actor.Capture(q)
	audit.New().Feed().Operations()[0].Fields(q, c)
	if got := c.Fields()[etalon.FieldINS]; got != "7" {
		t.Errorf("%v", c.Fields())
	}
	for path, serves := range map[string]bool{"/audit": true, "/audit/AuditEvent": true, "/audits": false, "/": false} {
		if got := audit.New().Feed().Operations()[0].Serves(&actor.Request{Path: path}); got != serves {
			t.Errorf("%s: %v", path, got)
		}
	}
}
