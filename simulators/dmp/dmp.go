package dmp

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"slices"
	"sync/atomic"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/actor"
	"github.com/etalon-dmp/etalon/simulators/audit"
	"github.com/etalon-dmp/etalon/simulators/clock"
	fronthttp "github.com/etalon-dmp/etalon/simulators/front/http"
	"github.com/etalon-dmp/etalon/simulators/front/soap"
	"github.com/etalon-dmp/etalon/simulators/front/syslog"
	"github.com/etalon-dmp/etalon/simulators/imaging"
	"github.com/etalon-dmp/etalon/simulators/insi"
	"github.com/etalon-dmp/etalon/simulators/patients"
	"github.com/etalon-dmp/etalon/simulators/registry"
	"github.com/etalon-dmp/etalon/simulators/registry/attributes"
	"github.com/etalon-dmp/etalon/simulators/repository"
	"github.com/etalon-dmp/etalon/simulators/rights"
	"github.com/etalon-dmp/etalon/simulators/rights/matrix"
)

// Config is what a simulated DMP needs; only Listeners, Datagrams, Clocks, Flawed, Beside, Log, BodyLimit, Wrap and
// Policy may be absent.
type Config struct {
	Listener net.Listener // of all actors
	// Listeners are further ones, each of one actor alone.
	Listeners map[etalon.Actor]net.Listener
	// Datagrams are the sockets of actors that take datagrams.
	Datagrams map[etalon.Actor]net.PacketConn
	// Clocks are the sockets of further time servers; the last is of who lies when one does.
	Clocks      []net.PacketConn
	TLS         *tls.Config // the server's certificate
	ClientCAs   *x509.CertPool
	Recorder    etalon.Recorder
	Clock       func() time.Time
	Rand        io.Reader // of identifiers
	Seed        int64     // of awkward answers
	Environment Environment
	// Flawed gives the server's certificate with a flaw, for behaviours that show
	// one; nil: none can be shown.
	Flawed    func(flaw string) (tls.Certificate, error)
	Beside    interface{ Serve(context.Context) error } // serves as long as the actors do
	Log       func(etalon.ExchangeID, etalon.Arrival)   // called after each recorded request
	BodyLimit int64                                     // bytes of a request body; default 64 MiB
	// Wrap, when set, stands between the SOAP front and what answers: a reference
	// server with a seeded defect is this one, wrapped.
	Wrap func(soap.Service) soap.Service
	// Spoil, when set, changes what is answered over HTTP without an envelope: the same.
	Spoil func(actor.Route, *actor.Request, *fronthttp.Reply)
	// Signers are needed where a scenario gives signed documents.
	Signers Signers
	// Identify refuses what the DMP refuses of a VIHF; without it, requests are
	// answered whoever asks.
	Identify bool
	// Crowd is who is known beside the patients of a scenario, or of none of it: who
	// has the number of one of them is that one.
	Crowd []etalon.Patient
	// Policy is the registry's, instead of that of the environment; nil for that.
	Policy *registry.Policy
}

// Environment holds the constants of the simulated DMP.
type Environment struct {
	INSOID       string // authority of patient identifiers; of fixtures that name none
	DMPOID       string // device id in HL7 V3 messages
	RepositoryID string // repositoryUniqueId
	Plain        bool   // XDS.b as IHE has it, without what the DMP adds, where a scenario does not say
	// Coded tells which codes a plain registry knows; nil: all.
	Coded attributes.Coded
}

// DMP is a simulated DMP. Its methods are safe for concurrent use.
type DMP struct {
	cfg        Config
	fronts     []front
	actors     []actor.Actor
	patients   *patients.Directory
	registry   *registry.Registry
	repository *repository.Repository
	imaging    *imaging.Source
	ids        *ids
	orders     *actor.Orders
	arrivals   *actor.Arrivals
	matrix     matrix.Table
	mine       atomic.Pointer[map[string]bool] // uniqueIds of documents that the user wrote
	plain      atomic.Bool                     // of the environment now simulated
	streams    []*syslog.Front
}

// front serves until its context ends. An error is the recorder's or the listener's.
type front interface{ Serve(context.Context) error }

// New assembles a DMP without patients. It serves when Serve is called.
func New(cfg Config) *DMP {
	d := &DMP{cfg: cfg, ids: &ids{from: cfg.Rand}, orders: actor.NewOrders(cfg.Seed), arrivals: actor.NewArrivals()}
	d.patients = patients.New(cfg.Environment.DMPOID)
	d.registry = registry.New(registry.Config{Patients: d.patients, NewID: d.ids.urn, Clock: cfg.Clock})
	d.patients.LastFed = d.lastFed
	d.repository = repository.New(cfg.Environment.RepositoryID, d.registry)
	d.imaging = imaging.New(ImagesOf(cfg.Environment.RepositoryID))
	var err error
	if d.matrix, err = matrix.Load(); err != nil {
		panic("dmp: " + err.Error()) // what we bring ourselves: our own defect
	}
	d.become("")
	for _, a := range []actor.Actor{d.patients.Actor(), rights.Actor(d.patients), insi.New().Actor(), d.repository.Actor(d.readable), d.registry.Actor(), d.imaging.Actor(func() bool { return !d.plain.Load() })} {
		d.actors = append(d.actors, guarded{a, d.denies})
	}
	records := audit.New()
	d.fronts = append(d.fronts, d.secure(cfg.Listener, append(slices.Clone(d.actors), records.Feed())))
	for _, a := range d.actors {
		if l := cfg.Listeners[a.Name()]; l != nil {
			d.fronts = append(d.fronts, d.secure(l, []actor.Actor{a}))
		}
	}
	d.without(records.Actor(), clock.New().Actor())
	for i, socket := range cfg.Clocks {
		further := clock.New()
		if i == len(cfg.Clocks)-1 {
			further = clock.Liar()
		}
		d.fronts = append(d.fronts, d.told(further.Actor(), socket, etalon.ProtocolDatagram))
	}
	if cfg.Beside != nil {
		d.fronts = append(d.fronts, cfg.Beside)
	}
	return d
}

// Serve serves until ctx is done, then closes every connection and returns nil.
// It returns an error as soon as the recorder or a listener fails.
func (d *DMP) Serve(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	pumped := make(chan struct{})
	go func() {
		defer close(pumped)
		d.arrivals.Pump(ctx)
	}()
	ended := make(chan error, len(d.fronts))
	for _, f := range d.fronts {
		go func() { ended <- f.Serve(ctx) }()
	}
	var all []error
	for range d.fronts {
		all = append(all, <-ended)
		stop() // one that ends takes the others along
	}
	<-pumped
	return errors.Join(all...)
}

// Arm arms a behaviour; see actor.Orders.
func (d *DMP) Arm(reply etalon.Reply) {
	d.orders.Arm(reply)
	if reply.Transaction.Actor() == etalon.AuditRepository && reply.Behaviour != etalon.BehaveSuccess {
		for _, s := range d.streams {
			s.Drop()
		}
	}
}

// become changes what is simulated: the DMP or the plain actors of IHE, which
// differ in what they refuse and in what they let whom see.
func (d *DMP) become(env etalon.Environment) {
	plain := env == etalon.EnvironmentIHE || env == "" && d.cfg.Environment.Plain
	d.plain.Store(plain)
	d.patients.Become(plain)
	policy, rights := registry.DMP(), registry.Rights(visibility{d})
	if plain {
		policy, rights = registry.IHE(), nil
		policy.Coded = d.cfg.Environment.Coded
	}
	if d.cfg.Policy != nil {
		policy = *d.cfg.Policy
	}
	d.registry.Become(policy, rights)
}

// Reset forgets everything, also what is armed and what arrived unseen, becomes
// the environment given, and loads the fixtures.
func (d *DMP) Reset(given etalon.Given) {
	d.become(given.Environment)
	d.orders.Reset()
	d.arrivals.Clear()
	d.load(given)
}

// Arrived gives the exchanges in the order of their answers. The channel is
// never closed; a slow reader never holds a front up.
func (d *DMP) Arrived() <-chan actor.Arrived { return d.arrivals.Out() }

// BaseURL is the address of all actors, without a path.
func (d *DMP) BaseURL() string { return "https://" + d.cfg.Listener.Addr().String() }
