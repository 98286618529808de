package community

import (
	"bytes"
	"context"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/simulators/actor"
	fronthttp "github.com/etalon-dmp/etalon/simulators/front/http"
	frontsoap "github.com/etalon-dmp/etalon/simulators/front/soap"
	"github.com/etalon-dmp/etalon/simulators/identity"
)

// defective is a server with one defect.
type defective struct {
	frontsoap.Service
	mutant Mutant
}

// Answer implements frontsoap.Service: the request is changed before it is
// answered, or the answer after.
func (d defective) Answer(ctx context.Context, r *frontsoap.Request, to actor.Route) fronthttp.Reply {
	if d.mutant.transaction != "" && to.Transaction != d.mutant.transaction {
		return d.Service.Answer(ctx, r, to)
	}
	if d.mutant.instead != nil {
		r = reread(r, d.mutant.instead)
	}
	reply := d.Service.Answer(ctx, r, to)
	if d.mutant.spoil != nil && !reply.Silent {
		materialise(&reply)
		d.mutant.spoil(&reply)
	}
	return reply
}

// reread is the request with its root part written otherwise. A text that is
// no XML any more leaves the request alone.
func reread(r *frontsoap.Request, instead func(string) string) *frontsoap.Request {
	root, ok := r.Message.Root()
	if !ok || r.Doc == nil {
		return r
	}
	text, err := root.Content()
	if err != nil {
		return r
	}
	changed := instead(string(text))
	if changed == string(text) {
		return r
	}
	doc, err := xmldoc.Parse([]byte(changed), xmldoc.Limits{})
	if err != nil {
		return r
	}
	other := *r
	other.Doc, other.SOAP = doc, soap.Read(doc)
	return &other
}

// materialise makes bytes of a body that would be streamed.
func materialise(reply *fronthttp.Reply) {
	if reply.Stream == nil {
		return
	}
	var b bytes.Buffer
	if _, err := reply.Stream.WriteTo(&b); err == nil {
		reply.Body, reply.Stream = b.Bytes(), nil
	}
}

// Mutant is one seeded defect of the server.
type Mutant struct {
	Name    string        `json:"name"`
	Summary etalon.Text   `json:"summary"`
	Kills   etalon.RuleID `json:"kills"` // the rule that must fire
	// Shows tells the messages with which the defect shows.
	Shows       func(etalon.Sending) bool              `json:"-"`
	Imaging     bool                                   `json:"imaging,omitempty"`  // of an image source
	Identity    bool                                   `json:"identity,omitempty"` // of a server that takes identity assertions only
	transaction etalon.Transaction                     // where it is; any when empty
	instead     func(string) string                    // the request that is answered instead
	spoil       func(*fronthttp.Reply)                 // what becomes of the answer
	web         func(*actor.Request, *fronthttp.Reply) // the same, over HTTP without an envelope
	forgives    identity.Flaw                          // of an identity assertion
}
