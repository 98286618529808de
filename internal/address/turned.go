package address

import (
	"context"
	"crypto/rand"
	"sync"
	"time"

	"github.com/etalon-dmp/etalon"
	wire "github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/simulators/actor"
	fronthttp "github.com/etalon-dmp/etalon/simulators/front/http"
	"github.com/etalon-dmp/etalon/simulators/front/soap"
)

// mostStray bounds a request that nobody waits for, in bytes: it is not kept.
const mostStray = 1 << 20

// turned answers the requests of one connection that no sitting takes, and keeps which
// transaction each asks for. Its bytes are let go of.
type turned struct {
	strays *strays
	who    caller
	why    etalon.Text

	mu   sync.Mutex
	came int
}

func (t *turned) front(clock func() time.Time) *fronthttp.Front {
	return fronthttp.New(fronthttp.Config{
		Recorder: t, Clock: clock, BodyLimit: mostStray,
		Service: soap.Front{Service: t, NewID: func() string { return "urn:uuid:" + rand.Text() }, BodyLimit: mostStray},
	})
}

// Connection implements etalon.Recorder.
func (*turned) Connection(etalon.Connection) (etalon.ConnectionID, error) { return "", nil }

// Request implements etalon.Recorder.
func (t *turned) Request(a etalon.Arrival) (etalon.ExchangeID, error) {
	t.mu.Lock()
	t.came++
	t.mu.Unlock()
	t.strays.add(t.who, a.Transaction, t.why)
	return "", nil
}

// Response implements etalon.Recorder.
func (*turned) Response(etalon.ExchangeID, etalon.Answer) error { return nil }

// Route names a request by its action.
func (*turned) Route(r *soap.Request) actor.Route {
	if known, _, ok := etalon.Told(r.SOAP.Action(), ""); ok {
		return actor.Route{Actor: known.Actor, Transaction: known.Name}
	}
	return actor.Route{Transaction: etalon.Unknown}
}

// Answer says why nobody answers.
func (t *turned) Answer(_ context.Context, r *soap.Request, _ actor.Route) fronthttp.Reply {
	reply := soap.FaultReply(
		wire.Message{Action: wire.ActionSOAPFault, MessageID: "urn:uuid:" + rand.Text(), RelatesTo: r.SOAP.MessageID(), To: wire.Anonymous, WithTo: true},
		wire.Fault{Code: wire.Sender, ReasonFR: t.why.FR, ReasonEN: t.why.EN},
	)
	reply.Status = 403
	return reply
}
