package audit_test

import (
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
		{"an event", "POST", event, 201, 1},
		{"a bundle", "POST", `{"resourceType":"Bundle","type":"batch","entry":[{"resource":` + event + `},{"resource":{"resourceType":"Patient"}},{}]}`, 0, 1},
		{"in XML", "POST", `<AuditEvent xmlns="http://hl7.org/fhir"><outcome value="0"/></AuditEvent>`, 201, 1},
		{"something else", "POST", `{"resourceType":"Patient"}`, 422, 0},
		{"no resource", "POST", "<85>1 - - - - - - x", 400, 0},
		{"nothing", "POST", "", 400, 0},
		{"put", "PUT", event, 405, 0},
	} {
		before := r.State().(audit.State).Records
		reply := post(feed, one.method, one.body)
		if kept := r.State().(audit.State).Records - before; reply.Status != one.status || kept != one.kept {
			t.Errorf("%s: status %d, %d kept", one.name, reply.Status, kept)
		}
		if n, _, err := fhir.Read([]byte(reply.Payload)); err != nil || n.Type != "OperationOutcome" && n.Type != "Bundle" {
			t.Errorf("%s is answered by %s", one.name, reply.Payload)
		}
		if (reply.Status == 201) != strings.HasPrefix(reply.Location, "AuditEvent/un") {
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
