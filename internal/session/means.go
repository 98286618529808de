package session

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"fmt"
	"io/fs"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/driver"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/internal/reference"
	"github.com/etalon-dmp/etalon/internal/run"
	"github.com/etalon-dmp/etalon/internal/seal"
	"github.com/etalon-dmp/etalon/internal/seed"
	"github.com/etalon-dmp/etalon/internal/sut"
	"github.com/etalon-dmp/etalon/simulators/client"
	"github.com/etalon-dmp/etalon/simulators/dmp"
	"github.com/etalon-dmp/etalon/simulators/pki"
	"github.com/etalon-dmp/etalon/simulators/revocation"
)

// Means is what a session needs of the process that it runs in.
type Means struct {
	Clock func() time.Time
	// Folder gives the files of a folder of keys.
	Folder func(name string) fs.FS
	// Reference starts the reference client with its configuration; release ends it.
	Reference func(ctx context.Context, p *plan.Plan, config []byte) (d driver.Driver, release func(), err error)
	// Program runs a command to its end and gives what it printed.
	Program func(ctx context.Context, name string, args []string, stdin []byte) ([]byte, error)
	// Person is whoever sits before the terminal, or before a page.
	Person func(p *plan.Plan) driver.Driver
	// Bench are keys at hand, in the place of those of a folder; nil: there are none.
	Bench *Bench
	// Arrived, when set, is called after each request that the simulated DMP recorded.
	Arrived func(etalon.ExchangeID, etalon.Arrival)
}

// Bench are the keys of a bench that several products know.
type Bench struct {
	Set  *pki.Set
	Seal seal.Key // of dossiers
}

// Keys is the PKI of a product: kept in its own folder, or fresh for a reference
// product.
func (m Means) Keys(s etalon.SUT) (*pki.Set, error) {
	if m.Bench != nil {
		return m.Bench.Set, nil
	}
	if s.PKI == "" {
		return pki.New(seed.Reader(0), m.Clock(), Hosts(s.HostNames))
	}
	set, err := pki.Load(m.Folder(s.PKI))
	if err != nil {
		return nil, exit.NotReady(err, "etalon init, ou corrigez pki dans sut.yaml. (etalon init, or mend pki in sut.yaml.)")
	}
	return set, nil
}

// Hosts are the names and addresses of the simulated DMP: those of loopback, and
// those by which the product calls it.
func Hosts(names []string) []string {
	return append([]string{"127.0.0.1", "::1", "localhost"}, names...)
}

// Serving is a simulated DMP that answers.
type Serving struct {
	Ended <-chan struct{} // closed when it answers no longer, whoever ended it
	// Stop closes it and gives the error that evidence could no longer be kept, if any.
	Stop func() error

	responder *revocation.Responder // nil without one
}

// Stage serves the simulated DMP.
func (m Means) Stage(ctx context.Context, p *plan.Plan, set *pki.Set, l *Listening, rec etalon.Recorder) (*dmp.DMP, Serving) {
	responder := m.responder(p, set, l, rec)
	cfg := dmp.Config{
		Listener: l.All, Listeners: l.Own, Datagrams: l.Datagrams, Clocks: l.Clocks, TLS: set.ServerTLS(), ClientCAs: set.ClientCAs(), Recorder: rec, Clock: m.Clock, Identify: true, Signers: signers(set),
		Rand: seed.Reader(p.Seed), Seed: p.Seed, Crowd: p.Population.Everybody(), Log: m.Arrived,
		Flawed: func(flaw string) (tls.Certificate, error) {
			if responder != nil && revocation.Points(flaw) {
				return responder.Certificate(pki.Server, flaw)
			}
			return set.Flawed(pki.Flaw(flaw), rand.Reader, m.Clock(), Hosts(p.SUT.HostNames))
		},
		Environment: dmp.Environment{INSOID: p.Environment.INSOID, DMPOID: p.Environment.DMPOID, RepositoryID: p.Environment.RepositoryID, Plain: !p.Environment.VIHF},
	}
	if responder != nil {
		cfg.Beside = responder
	}
	d := dmp.New(cfg)
	serving, stop := context.WithCancel(context.WithoutCancel(ctx))
	var err error
	ended := make(chan struct{})
	go func() { defer close(ended); err = d.Serve(serving) }()
	return d, Serving{Ended: ended, Stop: func() error { stop(); <-ended; return err }, responder: responder}
}

// responder says what the authority has revoked; nil where nobody is told to ask.
func (m Means) responder(p *plan.Plan, set *pki.Set, l *Listening, rec etalon.Recorder) *revocation.Responder {
	if l.Revocation == nil {
		return nil
	}
	host := ""
	if len(p.SUT.HostNames) > 0 {
		host = p.SUT.HostNames[0]
	}
	return revocation.New(revocation.Config{
		Listener: l.Revocation, Keys: set, Recorder: rec, Clock: m.Clock, Random: rand.Reader, Host: host, Hosts: Hosts(p.SUT.HostNames),
	})
}

// signers are those of documents given beforehand.
func signers(set *pki.Set) dmp.Signers {
	return dmp.Signers{Right: set.TLS(pki.StructureSign), Unknown: set.TLS(pki.UnknownSign), OutOfDate: set.TLS(pki.ExpiredSign)}
}

// Driver gives what sets the product in motion, and what ends it. at is where the
// simulated actors are.
func (m Means) Driver(ctx context.Context, p *plan.Plan, set *pki.Set, at reference.Places) (driver.Driver, func(), error) {
	none := func() {}
	switch d := p.SUT.Driver; d.Kind {
	case reference.Driver:
		if reference.Serves(p.SUT) {
			return driver.None{}, none, nil // nothing sets a server in motion but what it is sent
		}
		config, err := reference.Config(p, set, at)
		if err != nil {
			return nil, nil, err
		}
		return m.Reference(ctx, p, config)
	case sut.HTTP:
		h, err := driver.NewHTTP(d.URL)
		return h, none, err
	case sut.None:
		return driver.None{}, none, nil
	case sut.Exec:
		return &driver.Exec{Command: d.Command, Run: m.Program}, none, nil
	case sut.Person:
		return m.Person(p), none, nil
	default:
		return nil, none, exit.Usage(fmt.Errorf("driver %q inconnu (unknown)", d.Kind), "person, http, exec ou none dans sut.yaml.")
	}
}

// clientActors send to a product that is a server, in each environment of the
// plan. Without such a product they are none. It keeps what it was given, so the
// time goes into the randomness: an identifier of an earlier session would be
// refused. A step has its own time.
func (m Means) clientActors(p *plan.Plan, set *pki.Set, rec etalon.Recorder, responder *revocation.Responder) (run.Clients, error) {
	if len(p.SUT.Endpoints) == 0 && p.SUT.AuditUDP == "" && len(p.SUT.Services) == 0 {
		return nil, nil
	}
	out, now := run.Clients{}, m.Clock().UnixNano()
	for _, s := range p.Scenarios {
		env := s.Given.Environment
		if out[env] != nil {
			continue
		}
		one, err := client.New(client.Config{
			Registry: p.SUT.Endpoints[etalon.Registry], Repository: p.SUT.Endpoints[etalon.Repository], Patients: p.SUT.Endpoints[etalon.Patients], Imaging: p.SUT.Endpoints[etalon.ImagingSource], ImagingID: p.SUT.ImagingID, TimeServer: p.SUT.Endpoints[etalon.TimeServer], Services: p.SUT.Services,
			AuditTLS: p.SUT.Endpoints[etalon.AuditRepository], AuditUDP: p.SUT.AuditUDP, Channels: Channels(p.SUT),
			Flawed: func(flaw string) (tls.Certificate, error) {
				if responder != nil && revocation.Points(flaw) {
					return responder.Certificate(pki.StructureAuth, flaw)
				}
				return set.FlawedClient(pki.Flaw(flaw), rand.Reader, m.Clock())
			},
			TLS:      &tls.Config{RootCAs: set.Roots(), Certificates: []tls.Certificate{set.TLS(pki.CardAuth)}},
			Recorder: rec, Clock: m.Clock, Rand: seed.For(p.Seed^now, "client "+string(env)), RepositoryID: p.SUT.RepositoryID,
			DMP: p.EnvironmentOf(s.Profile) == etalon.EnvironmentDMP, Sign: set.TLS(pki.CardSign), Stranger: set.TLS(pki.UnknownSign), Timeout: time.Hour,
		})
		if err != nil {
			return nil, err
		}
		out[env] = one
	}
	return out, nil
}
