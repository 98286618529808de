package dmp

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"sync"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/endpoint"
	"github.com/etalon-dmp/etalon/simulators/patients"
	"github.com/etalon-dmp/etalon/simulators/registry"
	"github.com/etalon-dmp/etalon/simulators/registry/attributes"
	"github.com/etalon-dmp/etalon/simulators/repository"
)

// Config is what a simulated DMP needs; only Log, BodyLimit, Wrap and Policy may be absent.
type Config struct {
	Listener    net.Listener
	TLS         *tls.Config // the server's certificate
	ClientCAs   *x509.CertPool
	Recorder    etalon.Recorder
	Clock       func() time.Time
	Rand        io.Reader // of identifiers
	Seed        int64     // of awkward answers
	Environment Environment
	Log         func(etalon.ExchangeID, etalon.Arrival) // called after each recorded request
	BodyLimit   int64                                   // bytes of a request body; default 64 MiB
	// Wrap, when set, stands between the endpoint and what answers: a reference
	// server with a seeded defect is this one, wrapped.
	Wrap func(endpoint.Service) endpoint.Service
	// Policy is the registry's, instead of that of the environment; nil for that.
	Policy *registry.Policy
}

// Environment holds the constants of the simulated DMP.
type Environment struct {
	INSOID       string // authority of patient identifiers; of fixtures that name none
	DMPOID       string // device id in HL7 V3 messages
	RepositoryID string // repositoryUniqueId
	Plain        bool   // XDS.b as IHE has it, without what the DMP adds
	// Coded tells which codes a plain registry knows; nil: all.
	Coded attributes.Coded
}

// Arrived tells that an exchange is on record, answer included.
type Arrived struct {
	Exchange    etalon.ExchangeID
	Actor       etalon.Actor
	Transaction etalon.Transaction
	Fields      etalon.Fields
}

// DMP is a simulated DMP. Its methods are safe for concurrent use.
type DMP struct {
	cfg        Config
	endpoint   *endpoint.Endpoint
	patients   *patients.Directory
	registry   *registry.Registry
	repository *repository.Repository
	ids        *ids
	arrivals   *queue

	mu         sync.Mutex
	armed      []etalon.Reply
	unfriendly int64 // awkward answers since Reset
}

// New assembles a DMP without patients. It serves when Serve is called.
func New(cfg Config) *DMP {
	d := &DMP{cfg: cfg, ids: &ids{from: cfg.Rand}, arrivals: newQueue()}
	d.patients = patients.New(cfg.Environment.DMPOID)
	inner := registry.Config{Patients: d.patients, NewID: d.ids.urn, Clock: cfg.Clock, Policy: registry.DMP(), Rights: visibility{d.patients}}
	if cfg.Environment.Plain {
		inner.Policy, inner.Rights = registry.IHE(), nil
		inner.Policy.Coded = cfg.Environment.Coded
	}
	if cfg.Policy != nil {
		inner.Policy = *cfg.Policy
	}
	d.registry = registry.New(inner)
	d.repository = repository.New(cfg.Environment.RepositoryID, d.registry)
	var answering endpoint.Service = service{d}
	if cfg.Wrap != nil {
		answering = cfg.Wrap(answering)
	}
	d.endpoint = endpoint.New(endpoint.Config{
		Listener: cfg.Listener, TLS: cfg.TLS, ClientCAs: cfg.ClientCAs,
		Recorder: cfg.Recorder, Clock: cfg.Clock, BodyLimit: cfg.BodyLimit,
		Service: answering, NewID: d.ids.urn, Arrived: cfg.Log,
		Recorded: func(x etalon.ExchangeID, a etalon.Arrival) {
			d.arrivals.push(Arrived{Exchange: x, Actor: a.Actor, Transaction: a.Transaction, Fields: a.Fields})
		},
	})
	return d
}

// Serve serves until ctx is done, then closes every connection and returns nil.
// It returns an error as soon as the recorder or the listener fails.
func (d *DMP) Serve(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	pumped := make(chan struct{})
	go func() {
		defer close(pumped)
		d.arrivals.pump(ctx)
	}()
	err := d.endpoint.Serve(ctx)
	stop()
	<-pumped
	return err
}

// Reset forgets everything, also what is armed and what arrived unseen, and
// loads the fixtures.
func (d *DMP) Reset(given etalon.Given) {
	d.mu.Lock()
	d.armed, d.unfriendly = nil, 0
	d.mu.Unlock()
	d.arrivals.clear()
	d.repository.Reset()
	d.registry.Reset()
	d.load(given)
}

// Arrived gives the exchanges in the order of their answers. The channel is
// never closed; a slow reader never holds the endpoint up.
func (d *DMP) Arrived() <-chan Arrived { return d.arrivals.out }

// BaseURL is the address of the endpoint, without a path.
func (d *DMP) BaseURL() string { return "https://" + d.cfg.Listener.Addr().String() }
