package soap

import (
	"context"
	"fmt"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/simulators/actor"
	"github.com/etalon-dmp/etalon/simulators/awkward"
	fronthttp "github.com/etalon-dmp/etalon/simulators/front/http"
)

// call is one request being answered.
type call struct {
	*Actors
	*Request
	about     etalon.TransactionInfo
	pair      etalon.MessagePair
	operation actor.Operation
	beside    []actor.Failure // told beside what is true
	order     etalon.Reply    // what is armed for it
	fewer     bool            // one document fewer than there is
	hand      *awkward.Hand   // that writes the answer; nil: the plain form
	spoil     func(*draft)    // what is wrong with the answer
}

// Answer answers a recorded request: as armed, else truthfully.
func (a *Actors) Answer(_ context.Context, r *Request, to actor.Route) fronthttp.Reply {
	c := call{Actors: a, Request: r}
	var known, served bool
	if c.about, c.pair, known = asked(r.SOAP); known {
		c.pair, _ = c.about.Pair(c.pair.Action, func(q etalon.QName) bool { return r.SOAP.Payload.Is(q.Space, q.Local) })
		c.operation, served = actor.Find(a.Actors, c.about.Name)
	}
	name := a.serviceOf(r.Path)
	if reply, is := c.misaddressed(); is {
		return reply
	}
	switch {
	case name == "":
		return c.refuse("DestinationUnreachable", "Aucun service à l'adresse "+r.Path, "No service at "+r.Path)
	case len(r.SOAP.Actions) == 0:
		return c.refuse("MessageAddressingHeaderRequired", "L'en-tête wsa:Action est absent.", "The header wsa:Action is missing.")
	case !served || c.about.Service != name || c.operation.Off != nil && c.operation.Off():
		return c.refuse("ActionNotSupported", "Action inconnue de ce service : "+r.SOAP.Action(), "Action unknown to this service: "+r.SOAP.Action())
	case !r.SOAP.Payload.Is(c.pair.Payload.Space, c.pair.Payload.Local):
		return c.fault(soap.Fault{
			Code:     soap.Sender,
			ReasonFR: fmt.Sprintf("Le corps n'est pas celui de %s : %s attendu.", to.Transaction, c.pair.Payload.Local),
			ReasonEN: fmt.Sprintf("The body is not that of %s: %s expected.", to.Transaction, c.pair.Payload.Local),
		})
	}
	if reply, is := c.mispackaged(); is {
		return reply
	}
	reply, awkwardly := a.Orders.Take(to)
	if awkwardly != nil && reply.Behaviour != etalon.BehaveFriendly {
		c.hand = awkward.New(a.Orders.Seed(*awkwardly))
	}
	answer := c.behave(reply)
	if answer.Behaviour == "" && c.hand != nil {
		answer.Behaviour = string(etalon.BehaveAwkward)
	}
	return answer
}

// forActor is the call as its actor sees it.
func (c call) forActor() *actor.Call {
	return &actor.Call{Request: &c.Request.Request, Clock: c.Clock, NewID: c.NewID, Beside: c.beside, Fewer: c.fewer, Order: c.order}
}

// truth is the truthful answer, as far as the behaviour of the call lets it be.
func (c call) truth() fronthttp.Reply { return c.reply(c.operation.Answer(c.forActor())) }

// failure is the operation's own form of an application error.
func (c call) failure(f actor.Failure) fronthttp.Reply {
	if c.operation.Failure == nil {
		return c.fault(soap.Fault{Code: soap.Receiver, Subcode: f.Code, ReasonEN: f.Text})
	}
	return c.reply(c.operation.Failure(c.forActor(), f))
}
