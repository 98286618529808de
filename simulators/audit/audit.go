package audit

import (
	"sync"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/syslog"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/simulators/actor"
)

// mostShown bounds the records that the state shows, the last ones.
const mostShown = 100

// Repository holds what came. Its methods are safe for concurrent use.
type Repository struct {
	mu    sync.Mutex
	count int
	last  []Shown
}

// Shown is one record, in short.
type Shown struct {
	App     string `json:"app,omitempty"`
	Event   string `json:"event,omitempty"`   // code of its event; none: not an audit message
	Type    string `json:"type,omitempty"`    // code of its first event type
	Outcome string `json:"outcome,omitempty"` // EventOutcomeIndicator
	Bytes   int    `json:"bytes"`
}

// State is what there is to show of a repository.
type State struct {
	Records int     `json:"records"`
	Last    []Shown `json:"last"` // the oldest first
}

// New returns a repository without records.
func New() *Repository { return &Repository{} }

// Actor is the repository as an actor.
func (r *Repository) Actor() actor.Actor { return played{r} }

type played struct{ *Repository }

// Name implements actor.Actor.
func (played) Name() etalon.Actor { return etalon.AuditRepository }

// Operations implements actor.Actor.
func (p played) Operations() []actor.Operation {
	nothing := func(*actor.Call, actor.Failure) actor.Reply { return actor.Reply{} } // nobody is answered
	return []actor.Operation{{Transaction: etalon.ITI20, Fields: fields, Answer: p.take, Failure: nothing}}
}

// Reset implements actor.Actor.
func (r *Repository) Reset(etalon.Given) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.count, r.last = 0, nil
}

// State implements actor.Actor.
func (r *Repository) State() any {
	r.mu.Lock()
	defer r.mu.Unlock()
	return State{Records: r.count, Last: append([]Shown{}, r.last...)}
}

// take keeps a record.
func (r *Repository) take(c *actor.Call) actor.Reply {
	s, _ := read(c.Raw)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.count++
	if r.last = append(r.last, s); len(r.last) > mostShown {
		r.last = r.last[1:]
	}
	return actor.Reply{}
}

// fields are what people look for in a record: patient and documents.
func fields(q *actor.Request, c *actor.Captured) {
	_, root := read(q.Raw)
	var documents []string
	for n := range root.ChildrenNamed("", "ParticipantObjectIdentification") {
		id := n.Attr("", "ParticipantObjectID")
		switch n.Attr("", "ParticipantObjectTypeCodeRole") {
		case "1":
			c.Patient(id)
		case "3":
			documents = append(documents, id)
		}
	}
	c.Add(etalon.FieldUniqueIDs, documents...)
}

// read reads a frame as far as that goes; the root is none when it holds no audit
// message.
func read(raw []byte) (Shown, xmldoc.Node) {
	f := syslog.Parse(raw)
	s := Shown{App: f.Header[2], Bytes: len(raw)}
	doc, err := xmldoc.Parse(f.Msg, xmldoc.Limits{})
	if err != nil || doc.Root().Local() != "AuditMessage" {
		return s, xmldoc.Node{}
	}
	event := doc.Root().Child("", "EventIdentification")
	s.Event, s.Type = code(event.Child("", "EventID")), code(event.Child("", "EventTypeCode"))
	s.Outcome = event.Attr("", "EventOutcomeIndicator")
	return s, doc.Root()
}

// code is a coded value in either spelling.
func code(n xmldoc.Node) string {
	if c := n.Attr("", "csd-code"); c != "" {
		return c
	}
	return n.Attr("", "code")
}
