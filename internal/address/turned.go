package address

import (
	"context"
	"crypto/rand"
	"net/http"
	"sync"
	"time"

	"github.com/etalon-dmp/etalon"
	wire "github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/simulators/actor"
	fronthttp "github.com/etalon-dmp/etalon/simulators/front/http"
	"github.com/etalon-dmp/etalon/simulators/front/soap"
)

// What bounds a request that nobody waits for, in bytes, while it is read: of somebody who
// is known, and of anybody. It is not kept.
const (
	mostStray    = 1 << 20
	mostOfAnyone = 64 << 10
)

// turned answers the requests of one connection that no sitting takes, and keeps which
// transaction each asks for. Its bytes are let go of.
type turned struct {
	strays *strays
	who    caller
	why    etalon.Text

	mu   sync.Mutex
	came int
	id   string // of the message under way
}

// away answers every request alike, whatever else is wrong with it.
type away struct {
	soap.Front
	turned *turned
}

// Open implements fronthttp.Service.
func (a away) Open(m *fronthttp.Message) (fronthttp.Exchange, error) {
	a.turned.id = ""
	x, err := a.Front.Open(m)
	if err != nil {
		return nil, err
	}
	return sent{x, a.turned}, nil
}

// sent is a request on its way out.
type sent struct {
	fronthttp.Exchange
	turned *turned
}

// Answer says why nobody answers.
func (s sent) Answer(context.Context, actor.Route) fronthttp.Reply { return s.turned.reply() }

func (t *turned) front(clock func() time.Time) *fronthttp.Front {
	most := int64(mostStray)
	if t.who.version == 0 {
		most = mostOfAnyone
	}
	return fronthttp.New(fronthttp.Config{
		Recorder: t, Clock: clock, BodyLimit: most,
		Service: away{soap.Front{Service: t, NewID: func() string { return "urn:uuid:" + rand.Text() }, BodyLimit: most}, t},
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
func (t *turned) Route(r *soap.Request) actor.Route {
	t.id = r.SOAP.MessageID()
	if known, _, ok := etalon.Told(r.SOAP.Action(), ""); ok {
		return actor.Route{Actor: known.Actor, Transaction: known.Name}
	}
	return actor.Route{Transaction: etalon.Unknown}
}

// Answer implements soap.Service.
func (t *turned) Answer(context.Context, *soap.Request, actor.Route) fronthttp.Reply {
	return t.reply()
}

func (t *turned) reply() fronthttp.Reply {
	reply := soap.FaultReply(
		wire.Message{Action: wire.ActionSOAPFault, MessageID: "urn:uuid:" + rand.Text(), RelatesTo: t.id, To: wire.Anonymous, WithTo: true},
		wire.Fault{Code: wire.Sender, ReasonFR: t.why.FR, ReasonEN: t.why.EN},
	)
	reply.Status = http.StatusForbidden
	return reply
}
