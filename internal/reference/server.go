package reference

import (
	"context"
	"net"
	"slices"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/internal/scenario"
	"github.com/etalon-dmp/etalon/internal/seed"
	"github.com/etalon-dmp/etalon/simulators/community"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

// Serve starts the server beside a session that is about it, on a free port of
// loopback, and tells the plan its addresses; it does nothing for another
// product. The server is not recorded by itself: what counts is what crosses the
// wire to étalon's client actors. The function returned ends it; acts, when there is
// one, sets it in motion. at is where the simulated actors are.
func Serve(ctx context.Context, p *plan.Plan, set *pki.Set, at Places, clock func() time.Time) (end func() error, acts Acting, err error) {
	switch {
	case !Serves(p.SUT):
		return func() error { return nil }, nil, nil
	case slices.Contains(p.SUT.Roles, scenario.RoleTimeServer):
		end, err = serveTime(ctx, p, clock)
	case slices.Contains(p.SUT.Roles, scenario.RoleAuditRepository):
		return serveRecords(ctx, p, set, at.AuditTLS, clock)
	default:
		end, err = serveCommunity(ctx, p, set, clock)
	}
	return end, nil, err
}

// serveCommunity serves the registry and repository.
func serveCommunity(ctx context.Context, p *plan.Plan, set *pki.Set, clock func() time.Time) (end func() error, err error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	server, err := community.New(community.Config{
		Listener: listener, TLS: set.ServerTLS(), ClientCAs: set.ClientCAs(), Clock: clock, Rand: seed.For(p.Seed, "community"),
		Patients: patients(p), Studies: studies(p), INSOID: p.Environment.INSOID, Plain: !p.Environment.VIHF, Identity: plays(p, identityProfiles), Mutant: p.SUT.Mutant,
	})
	if err != nil {
		listener.Close()
		return nil, err
	}
	p.SUT.Endpoints, p.SUT.Services = server.Endpoints(), server.Services()
	serving, stop := context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(serving) }()
	return func() error { stop(); return <-ended }, nil
}

// studies are those of all scenarios, each once: those that the product has to hold
// before the session.
func studies(p *plan.Plan) []etalon.Study {
	var all []etalon.Study
	for _, s := range p.Scenarios {
		for _, one := range s.Given.Studies {
			if !slices.ContainsFunc(all, func(known etalon.Study) bool { return known.UID == one.UID }) {
				all = append(all, one)
			}
		}
	}
	return all
}

// patients are those of all scenarios, each once: those that the product has to
// know before the session, as any product would.
func patients(p *plan.Plan) []etalon.Patient {
	var all []etalon.Patient
	for _, s := range p.Scenarios {
		for _, one := range s.Given.Patients {
			if !slices.ContainsFunc(all, func(known etalon.Patient) bool { return known.ID == one.ID }) {
				all = append(all, one)
			}
		}
	}
	return all
}
