package soap

import (
	"net/http"
	"strings"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/hl7v3"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/simulators/actor"
)

// Config is what a service of actors needs; only Strict may be absent.
type Config struct {
	Actors   []actor.Actor
	Orders   *actor.Orders
	Clock    func() time.Time
	NewID    func() string // gives a UUID
	Prefixes []string      // of the paths of services, with a slash at the end
	// Strict tells whether to refuse a message in the other packaging than its
	// transaction's, or without a MessageID. Otherwise, and when it is nil, both
	// are taken, for the rules to judge.
	Strict func() bool
}

// Actors is the service of some actors: it finds the operation that a message
// asks for in the table of transactions, and has its actor answer.
type Actors struct {
	Config
	services map[string]etalon.Actor // by the last step of the path
}

// New returns the service of the SOAP transactions of some actors.
func New(c Config) *Actors {
	a := &Actors{Config: c, services: map[string]etalon.Actor{}}
	for _, one := range c.Actors {
		for _, o := range one.Operations() {
			if t, ok := o.Transaction.Info(); ok && t.Protocol == etalon.ProtocolSOAP {
				a.services[t.Service] = one.Name()
			}
		}
	}
	return a
}

// serviceOf takes the service out of a path; "" when there is none.
func (a *Actors) serviceOf(path string) string {
	for _, prefix := range a.Prefixes {
		if name, ok := strings.CutPrefix(path, prefix); ok {
			name = strings.TrimSuffix(name, "/")
			if _, known := a.services[name]; known {
				return name
			}
		}
	}
	return ""
}

// asked finds the transaction that a message asks for by its action and, where
// several have that, by its reason; and its messages.
func asked(e soap.Envelope) (etalon.TransactionInfo, etalon.MessagePair, bool) {
	t, pair, ok := etalon.Told(e.Action(), hl7v3.Reason(e.Payload))
	return t, pair, ok && pair.Action == e.Action()
}

// Route names a request: the actor by its path, the transaction by its action.
func (a *Actors) Route(r *Request) actor.Route {
	to := actor.Route{Actor: a.services[a.serviceOf(r.Path)], Transaction: etalon.Unknown}
	if r.SOAP.Version != soap.Version12 || r.HTTP.Method != http.MethodPost {
		return to
	}
	view := actor.Capture(&r.Request)
	if t, _, ok := asked(r.SOAP); ok {
		to.Transaction = t.Name
		if o, served := actor.Find(a.Actors, t.Name); served && o.Fields != nil {
			o.Fields(&r.Request, view)
		}
	}
	to.Fields = view.Fields()
	return to
}
