package soap

import (
	"context"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/actor"
	fronthttp "github.com/etalon-dmp/etalon/simulators/front/http"
)

// Service says what a SOAP message is, and answers it.
type Service interface {
	// Route names the request for the record. It must not change any state.
	Route(*Request) actor.Route
	// Answer answers a request that was recorded. ctx ends with the front.
	Answer(ctx context.Context, r *Request, to actor.Route) fronthttp.Reply
}

// Front reads SOAP out of HTTP.
type Front struct {
	Service   Service
	NewID     func() string // gives "urn:uuid:…", for the faults of the front itself
	BodyLimit int64         // bytes; default that of the HTTP front
}

// Protocol implements the exchange of simulators/front/http.
func (f Front) Protocol() etalon.Protocol { return etalon.ProtocolSOAP }

// Open implements the service of simulators/front/http.
func (f Front) Open(m *fronthttp.Message) (fronthttp.Exchange, error) {
	limit := f.BodyLimit
	if limit <= 0 {
		limit = fronthttp.DefaultBodyLimit
	}
	r, err := decode(m, limit)
	if err != nil {
		return nil, err
	}
	return exchange{f, r}, nil
}

// exchange is one request being answered.
type exchange struct {
	Front
	request *Request
}

func (x exchange) Route() actor.Route          { return x.Service.Route(x.request) }
func (x exchange) Anomalies() []etalon.Anomaly { return x.request.Anomalies }

func (x exchange) Answer(ctx context.Context, to actor.Route) fronthttp.Reply {
	if x.request.Refusal != nil {
		return x.request.Refusal.reply(x.request, x.NewID())
	}
	return x.Service.Answer(ctx, x.request, to)
}

func (x exchange) Broken(note string) fronthttp.Reply {
	return broken(note).reply(x.request, x.NewID())
}
