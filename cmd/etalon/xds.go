package main

import (
	"context"
	"net"
	"slices"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/internal/scenario"
	"github.com/etalon-dmp/etalon/simulators/community"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

// serveBuiltin starts the reference server beside a session that is about it,
// and tells the plan its addresses. It is not recorded by itself: what counts is
// what crosses the wire to étalon's client actors. The function returned ends it.
func (a *app) serveBuiltin(ctx context.Context, p *plan.Plan, set *pki.Set) (func() error, error) {
	if p.SUT.Driver.Kind != "builtin" || !slices.ContainsFunc(p.SUT.Roles, scenario.Serves) {
		return func() error { return nil }, nil
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	server, err := community.New(community.Config{
		Listener: listener, TLS: set.ServerTLS(), ClientCAs: set.ClientCAs(), Clock: a.clock, Rand: seededBy(p.Seed, "community"),
		Patients: patientsOf(p), INSOID: p.Environment.INSOID, Plain: !p.Environment.VIHF, Mutant: p.SUT.Mutant,
	})
	if err != nil {
		listener.Close()
		return nil, err
	}
	p.SUT.Endpoints = server.Endpoints()
	serving, stop := context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(serving) }()
	return func() error { stop(); return <-ended }, nil
}

// patientsOf are the patients of all scenarios, each once: those that the
// product has to know before the session, as any product would.
func patientsOf(p *plan.Plan) []etalon.Patient {
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
