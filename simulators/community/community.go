package community

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/dmp"
	frontsoap "github.com/etalon-dmp/etalon/simulators/front/soap"
	"github.com/etalon-dmp/etalon/simulators/identity"
)

// The declaration of the reference server.
const (
	Name    = "ETALON-XDS"
	Version = "1.0.0"
	// RepositoryID is the repositoryUniqueId: 2.25 and a UUID, fixed.
	RepositoryID = "2.25.118059162071741130342591466421181697281"
)

// Config is what the server needs; only Mutant may be empty.
type Config struct {
	Listener  net.Listener
	TLS       *tls.Config
	ClientCAs *x509.CertPool
	Clock     func() time.Time
	Rand      io.Reader        // of identifiers
	Patients  []etalon.Patient // that the registry knows, and their state
	Studies   []etalon.Study   // that the image source holds
	INSOID    string           // authority of their identifiers
	Plain     bool             // XDS.b as IHE has it, without the constraints of the DMP
	Identity  bool             // every request needs an identity assertion (XUA)
	Mutant    string           // "" for the conforming server
}

// Server is one registry and repository.
type Server struct {
	inner *dmp.DMP
	base  string
	plain bool
}

// New assembles a server. It serves when Serve is called.
func New(c Config) (*Server, error) {
	wrong, err := defectOf(c.Mutant)
	if err != nil {
		return nil, err
	}
	random := &shared{from: c.Rand}
	policy := policyOf(c.Plain)
	base := "https://" + c.Listener.Addr().String()
	wrap := func(s frontsoap.Service) frontsoap.Service {
		if c.Identity {
			return wrong(identified{sound{s, random}, identity.Checker{Roots: c.ClientCAs, Clock: c.Clock, Forgives: forgiven(c.Mutant)}, base})
		}
		return wrong(sound{s, random})
	}
	inner := dmp.New(dmp.Config{
		Listener: c.Listener, TLS: c.TLS, ClientCAs: c.ClientCAs, Recorder: &nothing{}, Clock: c.Clock, Rand: random, Wrap: wrap, Spoil: spoilsWeb(c.Mutant), Policy: &policy,
		Environment: dmp.Environment{INSOID: c.INSOID, DMPOID: c.INSOID, RepositoryID: RepositoryID, Plain: c.Plain},
	})
	inner.Reset(etalon.Given{Patients: c.Patients, Studies: c.Studies})
	return &Server{inner: inner, base: base, plain: c.Plain}, nil
}

// Serve serves until ctx is done.
func (s *Server) Serve(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go func() { // nobody awaits what arrives here
		for {
			select {
			case <-s.inner.Arrived():
			case <-ctx.Done():
				return
			}
		}
	}()
	return s.inner.Serve(ctx)
}

// Endpoints are the URLs of the actors.
func (s *Server) Endpoints() map[etalon.Actor]string {
	path := "/si-dmp-server/v2/services/"
	if s.plain {
		path = "/xds/"
	}
	return map[etalon.Actor]string{
		etalon.Registry: s.base + path + "registry", etalon.Repository: s.base + path + "repository", etalon.Patients: s.base + path + "patientsPDQ",
		etalon.ImagingSource: s.base + path + "imaging",
	}
}

// ImagingID is the repositoryUniqueId of the image source beside the repository.
func ImagingID() string { return dmp.ImagesOf(RepositoryID) }

// Services are the URLs of what is not found at that of its actor.
func (s *Server) Services() map[etalon.Transaction]string {
	return map[etalon.Transaction]string{etalon.RAD55: s.base + "/xds/wado", etalon.RAD107: s.base + "/xds/studies"}
}

// nothing records nothing, and numbers it.
type nothing struct{ n atomic.Int64 }

func (r *nothing) Connection(etalon.Connection) (etalon.ConnectionID, error) {
	return etalon.ConnectionID("s" + strconv.FormatInt(r.n.Add(1), 10)), nil
}

func (r *nothing) Request(etalon.Arrival) (etalon.ExchangeID, error) {
	return etalon.ExchangeID("s" + strconv.FormatInt(r.n.Add(1), 10)), nil
}

func (r *nothing) Response(etalon.ExchangeID, etalon.Answer) error { return nil }

// forgiven is the flaw of identity assertions that a mutant does not mind.
func forgiven(name string) identity.Flaw {
	for _, m := range Mutants() {
		if m.Name == name {
			return m.forgives
		}
	}
	return identity.None
}

// defectOf gives the wrapping of a mutant; the conforming server has none.
func defectOf(name string) (func(frontsoap.Service) frontsoap.Service, error) {
	if name == "" {
		return func(s frontsoap.Service) frontsoap.Service { return s }, nil
	}
	for _, m := range Mutants() {
		if m.Name == name {
			return func(s frontsoap.Service) frontsoap.Service { return defective{s, m} }, nil
		}
	}
	return nil, fmt.Errorf("no mutant of the server is called %q", name)
}
