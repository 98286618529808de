package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/mtom"
	"github.com/etalon-dmp/etalon/simulators/actor"
	fronthttp "github.com/etalon-dmp/etalon/simulators/front/http"
)

// Front is the service of some actors. Else and Spoil may be nil.
type Front struct {
	Actors   []actor.Actor
	Orders   *actor.Orders
	Clock    func() time.Time
	NewID    func() string // gives a UUID
	Prefixes []string      // of the paths of services, with a slash at the end
	// Else is the service of whatever none of the operations serves.
	Else fronthttp.Service
	// Spoil, when set, changes an answer before it is carried: a reference server with a
	// seeded defect does.
	Spoil func(actor.Route, *actor.Request, *fronthttp.Reply)
}

// mostBody bounds the body that an operation is given; a larger one is on record alone.
const mostBody = 16 << 20

// Open implements the service of simulators/front/http.
func (f Front) Open(m *fronthttp.Message) (fronthttp.Exchange, error) {
	x := exchange{Front: f, message: m, request: &actor.Request{Connection: m.Connection, Peer: m.Peer, Anomalies: m.Found}}
	if m.Flaw != nil {
		x.request.Anomalies = append(x.request.Anomalies, *m.Flaw)
	}
	if m.Head != nil {
		x.request.Path = f.below(m.Head.URL.Path)
		x.request.Method, x.request.Query, x.request.Header = m.Head.Method, m.Head.URL.Query(), m.Head.Header
		for _, a := range f.Actors {
			for _, o := range a.Operations() {
				if o.Serves != nil && o.Serves(x.request) {
					x.operation, x.to = o, actor.Route{Actor: a.Name(), Transaction: o.Transaction}
				}
			}
		}
	}
	if size := m.Body.Size(); x.to.Transaction != "" && m.Refused == nil && size > 0 && size <= mostBody {
		raw := make([]byte, size)
		if _, err := m.Body.ReadAt(raw, 0); err != nil && !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("web: read the body: %w", err)
		}
		x.request.Raw = raw
	}
	if x.to.Transaction == "" && f.Else != nil {
		return f.Else.Open(m)
	}
	return x, nil
}

// below is a path without the prefix of the services.
func (f Front) below(path string) string {
	for _, p := range f.Prefixes {
		if rest, ok := strings.CutPrefix(path, p); ok {
			return "/" + rest
		}
	}
	return path
}

// exchange is one request being answered.
type exchange struct {
	Front
	message   *fronthttp.Message
	request   *actor.Request
	operation actor.Operation
	to        actor.Route
}

// Protocol implements the exchange of simulators/front/http.
func (exchange) Protocol() etalon.Protocol { return etalon.ProtocolHTTP }

// Anomalies implements the exchange of simulators/front/http.
func (x exchange) Anomalies() []etalon.Anomaly { return x.request.Anomalies }

// Route implements the exchange of simulators/front/http.
func (x exchange) Route() actor.Route {
	to := x.to
	if x.operation.Fields != nil {
		view := actor.Capture(x.request)
		x.operation.Fields(x.request, view)
		to.Fields = view.Fields()
	}
	return to
}

// Answer implements the exchange of simulators/front/http.
func (x exchange) Answer(_ context.Context, to actor.Route) fronthttp.Reply {
	switch refused := x.message.Refused; {
	case refused != nil:
		return plain(refused.Status, refused.Code+": "+refused.Detail)
	case x.message.Flaw != nil:
		return plain(http.StatusForbidden, x.message.Flaw.Code+": "+x.message.Flaw.Detail)
	case x.operation.Answer == nil, x.operation.Off != nil && x.operation.Off():
		return plain(http.StatusNotFound, "no such service")
	}
	order, _ := x.Orders.Take(to)
	reply := x.behave(order)
	if order.Behaviour != etalon.BehaveSuccess {
		reply.Behaviour = string(order.Behaviour)
	}
	reply.Delay = order.Delay
	if x.Spoil != nil {
		x.Spoil(to, x.request, &reply)
	}
	return reply
}

// Broken implements the exchange of simulators/front/http.
func (x exchange) Broken(note string) fronthttp.Reply {
	reply := plain(http.StatusInternalServerError, "defect of the simulator")
	reply.Note = note
	return reply
}

func plain(status int, text string) fronthttp.Reply {
	return fronthttp.Reply{Status: status, ContentType: "text/plain; charset=UTF-8", Body: []byte(text + "\n")}
}

func (x exchange) behave(order etalon.Reply) fronthttp.Reply {
	switch order.Behaviour {
	case etalon.BehaveTimeout:
		return fronthttp.Reply{Silent: true, Hold: order.Hold, Note: "silence for " + order.Hold.String() + ", then the connection is cut"}
	case etalon.BehaveCut:
		return fronthttp.Reply{Silent: true, Note: "connection cut without an answer"}
	default: // the truth, spoilt by the actor, or ruined below
	}
	call := &actor.Call{Request: x.request, Clock: x.Clock, NewID: x.NewID, Order: order, Fewer: order.Behaviour == etalon.BehaveWrongCount}
	reply := x.carry(x.operation.Answer(call), order.Behaviour == etalon.BehaveTruncatedMultipart)
	if ruin, is := fronthttp.Ruin(order.Behaviour); is {
		ruin(&reply)
	}
	return reply
}

// carry makes HTTP of an actor's answer; cut leaves the second half of its last part out.
func (x exchange) carry(r actor.Reply, cut bool) fronthttp.Reply {
	reply := fronthttp.Reply{Status: r.Status, ContentType: r.Media, Body: []byte(r.Payload)}
	if reply.Status == 0 {
		reply.Status = http.StatusOK
	}
	if reply.Status == http.StatusMethodNotAllowed {
		reply.Allow = http.MethodGet
	}
	if r.Location != "" {
		reply.Header = append(reply.Header, fronthttp.Header{Name: "Location", Value: r.Location})
	}
	if len(r.Parts) == 0 {
		return reply
	}
	boundary := "etalon-" + x.NewID()
	body := mtom.Outgoing{Boundary: boundary, Parts: r.Parts}
	reply.ContentType = "multipart/related; type=" + mtom.Quote(r.Media) + "; boundary=" + mtom.Quote(boundary)
	if !cut {
		reply.Body, reply.Stream = nil, body
		return reply
	}
	whole := body.Bytes()
	last := r.Parts[len(r.Parts)-1]
	reply.Body = whole[:len(whole)-len("\r\n--"+boundary+"--\r\n")-int(last.Size()/2)]
	return reply
}
