package dmp

import (
	"net"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/actor"
	fronthttp "github.com/etalon-dmp/etalon/simulators/front/http"
	"github.com/etalon-dmp/etalon/simulators/front/soap"
	fronttls "github.com/etalon-dmp/etalon/simulators/front/tls"
	"github.com/etalon-dmp/etalon/simulators/identity"
)

// prefixes are those of the paths of both generations of the DMP, and of the
// plain IHE actors.
var prefixes = []string{"/si-dmp-server/v2/services/", "/si-dmp-server/v1/services/", "/xds/"}

// secure serves the SOAP transactions of some actors over TLS.
func (d *DMP) secure(l net.Listener, actors []actor.Actor) front {
	var answering soap.Service = soap.New(soap.Config{
		Actors: actors, Orders: d.orders, Clock: d.cfg.Clock, NewID: d.ids.uuid,
		Prefixes: prefixes, Strict: d.plain.Load,
	})
	if d.cfg.Identify {
		answering = identified{answering, d, identity.Checker{Roots: d.cfg.ClientCAs, Clock: d.cfg.Clock}}
	}
	if d.cfg.Wrap != nil {
		answering = d.cfg.Wrap(answering)
	}
	return fronttls.New(fronttls.Config{
		Listener: l, TLS: d.cfg.TLS, ClientCAs: d.cfg.ClientCAs, Recorder: d.cfg.Recorder, Clock: d.cfg.Clock,
		Handler: fronthttp.New(fronthttp.Config{
			Recorder: d.cfg.Recorder, Clock: d.cfg.Clock, BodyLimit: d.cfg.BodyLimit, Arrived: d.cfg.Log, Recorded: d.recorded,
			Service: soap.Front{Service: answering, NewID: d.ids.urn, BodyLimit: d.cfg.BodyLimit},
		}),
	})
}

// recorded tells a runner of an exchange, whichever front it came through.
func (d *DMP) recorded(x etalon.ExchangeID, a etalon.Arrival) {
	d.arrivals.Push(actor.Arrived{Exchange: x, Actor: a.Actor, Transaction: a.Transaction, Fields: a.Fields})
}
