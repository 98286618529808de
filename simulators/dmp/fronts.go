package dmp

import (
	"crypto/tls"
	"net"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/actor"
	"github.com/etalon-dmp/etalon/simulators/front/datagram"
	fronthttp "github.com/etalon-dmp/etalon/simulators/front/http"
	"github.com/etalon-dmp/etalon/simulators/front/soap"
	"github.com/etalon-dmp/etalon/simulators/front/syslog"
	fronttls "github.com/etalon-dmp/etalon/simulators/front/tls"
	"github.com/etalon-dmp/etalon/simulators/front/web"
	"github.com/etalon-dmp/etalon/simulators/identity"
)

// prefixes are those of the paths of both generations of the DMP, of the plain IHE
// actors and of the teleservices.
var prefixes = []string{"/si-dmp-server/v2/services/", "/si-dmp-server/v1/services/", "/xds/", "/lps/"}

// secure serves the SOAP transactions of some actors over TLS, and what comes over HTTP
// without an envelope.
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
		Listener: l, TLS: d.cfg.TLS, ClientCAs: d.cfg.ClientCAs, Recorder: d.cfg.Recorder, Clock: d.cfg.Clock, Show: d.shows(actors),
		Handler: fronthttp.New(fronthttp.Config{
			Recorder: d.cfg.Recorder, Clock: d.cfg.Clock, BodyLimit: d.cfg.BodyLimit, Arrived: d.cfg.Log, Recorded: d.recorded,
			Service: web.Front{
				Actors: actors, Orders: d.orders, Clock: d.cfg.Clock, NewID: d.ids.uuid, Prefixes: prefixes, Spoil: d.cfg.Spoil,
				Else: soap.Front{Service: answering, NewID: d.ids.urn, BodyLimit: d.cfg.BodyLimit},
			},
		}),
	})
}

// shows gives the certificates that some actors show on purpose. One that cannot be
// made is not shown.
func (d *DMP) shows(actors []actor.Actor) func() (*tls.Certificate, string) {
	return func() (*tls.Certificate, string) {
		flaw := d.orders.Flaw(actors)
		if flaw == "" || d.cfg.Flawed == nil {
			return nil, ""
		}
		c, err := d.cfg.Flawed(flaw)
		if err != nil {
			return nil, ""
		}
		return &c, flaw
	}
}

// recorded tells a runner of an exchange, whichever front it came through.
func (d *DMP) recorded(x etalon.ExchangeID, a etalon.Arrival) {
	d.arrivals.Push(actor.Arrived{Exchange: x, Actor: a.Actor, Transaction: a.Transaction, Fields: a.Fields})
}

// without serves actors whose messages have no envelope: each at its own
// listener, of syslog over TLS, and at its own socket.
func (d *DMP) without(actors ...actor.Actor) {
	for _, a := range actors {
		d.actors = append(d.actors, a)
		l, socket := d.cfg.Listeners[a.Name()], d.cfg.Datagrams[a.Name()]
		known, _ := a.Operations()[0].Transaction.Info()
		if l != nil && known.Protocol == etalon.ProtocolSyslog {
			s := syslog.New(syslog.Config{Actor: a, Orders: d.orders, Recorder: d.cfg.Recorder, Clock: d.cfg.Clock, NewID: d.ids.uuid, Recorded: d.recorded})
			d.streams = append(d.streams, s)
			d.fronts = append(d.fronts, fronttls.New(fronttls.Config{
				Listener: l, TLS: d.cfg.TLS, ClientCAs: d.cfg.ClientCAs, Recorder: d.cfg.Recorder, Clock: d.cfg.Clock, Handler: s, Away: s.Away, Show: d.shows([]actor.Actor{a}),
			}))
		}
		if socket != nil {
			d.fronts = append(d.fronts, d.told(a, socket, known.Protocol))
		}
	}
}

// told serves an actor that is told by datagrams.
func (d *DMP) told(a actor.Actor, socket net.PacketConn, p etalon.Protocol) front {
	return datagram.New(datagram.Config{
		Socket: socket, Actor: a, Orders: d.orders, Recorder: d.cfg.Recorder, Clock: d.cfg.Clock, NewID: d.ids.uuid, Protocol: p, Recorded: d.recorded,
	})
}

// Clocks are where the time servers are found, host:port; the last lies when one does.
func (d *DMP) Clocks() []string {
	_, first := d.Reached(etalon.TimeServer)
	if first == "" {
		return nil
	}
	all := []string{first}
	for _, s := range d.cfg.Clocks {
		all = append(all, s.LocalAddr().String())
	}
	return all
}

// Reached is where an actor whose messages have no envelope is found, over TLS and
// by datagrams: host:port, "" where it is not.
func (d *DMP) Reached(name etalon.Actor) (secure, datagrams string) {
	if l := d.cfg.Listeners[name]; l != nil {
		secure = l.Addr().String()
	}
	if s := d.cfg.Datagrams[name]; s != nil {
		datagrams = s.LocalAddr().String()
	}
	return secure, datagrams
}
