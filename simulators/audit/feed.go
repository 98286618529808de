package audit

import (
	"fmt"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/fhir"
	"github.com/etalon-dmp/etalon/simulators/actor"
)

// Service is the path below which the repository takes AuditEvents: one posted to its
// AuditEvent, several in a Bundle to itself.
const Service = "/audit"

const media = "application/fhir+json"

// Feed is the same repository, fed over HTTP (ITI-20, option ATX: FHIR Feed).
func (r *Repository) Feed() actor.Actor { return fed{r} }

type fed struct{ *Repository }

// Name implements actor.Actor.
func (fed) Name() etalon.Actor { return etalon.AuditRepository }

// Operations implements actor.Actor.
func (f fed) Operations() []actor.Operation {
	serves := func(r *actor.Request) bool { return r.Path == Service || strings.HasPrefix(r.Path, Service+"/") }
	return []actor.Operation{{Transaction: etalon.ITI20FHIR, Serves: serves, Fields: eventFields, Answer: f.post, Failure: unwell}}
}

// post takes what is posted: each AuditEvent that it can find, whatever else is there.
func (f fed) post(c *actor.Call) actor.Reply {
	if c.Method != "POST" {
		return outcome(405, "not-supported", "POST")
	}
	root, _, err := fhir.Read(c.Raw)
	if err != nil {
		return outcome(400, "structure", err.Error())
	}
	switch root.Type {
	case "AuditEvent":
		f.keep(root, len(c.Raw))
		id := c.NewID()
		return actor.Reply{
			Status: 201, Media: media, Location: "AuditEvent/" + id + "/_history/1",
			Payload: fmt.Sprintf(`{"resourceType":"OperationOutcome","id":%q,"issue":[{"severity":"information","code":"informational"}]}`, id),
		}
	case "Bundle":
		var said []string
		for _, e := range root.All("entry") {
			held, status := e.One("resource"), "400"
			if held != nil && held.Type == "AuditEvent" {
				f.keep(held, 0)
				status = "201"
			}
			said = append(said, `{"response":{"status":"`+status+`"}}`)
		}
		return actor.Reply{Media: media, Payload: `{"resourceType":"Bundle","type":"batch-response","entry":[` + strings.Join(said, ",") + `]}`}
	}
	return outcome(422, "not-supported", "an AuditEvent, or a Bundle of them")
}

// keep counts an AuditEvent among the records.
func (r *Repository) keep(event *fhir.Node, size int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.count++
	r.last = append(r.last, Shown{
		App: event.Text("source", "observer", "display"), Event: event.Text("type", "code"), Type: event.Text("subtype", "code"),
		Outcome: event.Text("outcome"), Bytes: size,
	})
	if len(r.last) > mostShown {
		r.last = r.last[1:]
	}
}

// outcome is an answer that says what was wrong.
func outcome(status int, code, text string) actor.Reply {
	return actor.Reply{Status: status, Media: media, Payload: fmt.Sprintf(`{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":%q,"diagnostics":%q}]}`, code, text)}
}

// unwell is an application error.
func unwell(_ *actor.Call, f actor.Failure) actor.Reply {
	return outcome(500, "exception", f.Code+": "+f.Text)
}

// eventFields are what people look for in the AuditEvents of a request.
func eventFields(q *actor.Request, c *actor.Captured) {
	root, _, _ := fhir.Read(q.Raw)
	events := []*fhir.Node{root}
	for _, e := range root.All("entry") {
		events = append(events, e.One("resource"))
	}
	var documents []string
	for _, event := range events {
		for _, e := range event.All("entity") {
			id := e.Text("what", "identifier", "value")
			switch e.Text("role", "code") {
			case "1":
				c.Patient(id)
			case "3":
				documents = append(documents, id)
			}
		}
	}
	c.Add(etalon.FieldUniqueIDs, documents...)
}
