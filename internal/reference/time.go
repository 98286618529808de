package reference

import (
	"context"
	"fmt"
	"net"
	"slices"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/internal/scenario"
	"github.com/etalon-dmp/etalon/simulators/actor"
	"github.com/etalon-dmp/etalon/simulators/clock"
	"github.com/etalon-dmp/etalon/simulators/front/datagram"
)

// TimeServer is the name of the reference time server.
const TimeServer = "builtin:time"

var timeProfiles = []etalon.ProfileID{"ct-server"}

func timeServer() Product {
	return Product{Name: "serveur de temps", Folder: "conforming-time", SUT: TimeServer, Profiles: timeProfiles, Packs: []string{"ihe-ct"}}
}

// timeDefects are the mutants of the time server.
func timeDefects() []Defect {
	var all []Defect
	for _, m := range clock.Mutants() {
		all = append(all, Defect{Name: m.Name, Kills: m.Kills, Product: timeServer(), Most: enough, shows: func(*scenario.Scenario) bool { return true }})
	}
	return all
}

// declareTime declares the time server with a defect, "" for none.
func declareTime(mutant string) (etalon.SUT, error) {
	if mutant != "" && !slices.ContainsFunc(clock.Mutants(), func(m clock.Mutant) bool { return m.Name == mutant }) {
		return etalon.SUT{}, UnknownMutant(mutant)
	}
	return etalon.SUT{
		Name: clock.Name, Version: clock.Version, Vendor: "Étalon (produit synthétique)", Profiles: timeProfiles,
		Roles: []string{scenario.RoleTimeServer}, Driver: etalon.DriverSpec{Kind: Driver}, Mutant: mutant,
	}, nil
}

// serveTime serves the time server on a free port of loopback.
func serveTime(ctx context.Context, p *plan.Plan, now func() time.Time) (end func() error, err error) {
	socket, err := (&net.ListenConfig{}).ListenPacket(ctx, "udp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	served := clock.New().Actor()
	for _, m := range clock.Mutants() {
		if m.Name == p.SUT.Mutant {
			served = m.Spoilt()
		}
	}
	front := datagram.New(datagram.Config{
		Socket: socket, Actor: served, Orders: actor.NewOrders(p.Seed), Recorder: unrecorded{}, Clock: now,
		NewID: func() string { return "" },
	})
	p.SUT.Endpoints = map[etalon.Actor]string{etalon.TimeServer: socket.LocalAddr().String()}
	serving, stop := context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan error, 1)
	go func() { ended <- front.Serve(serving) }()
	return func() error {
		stop()
		if err := <-ended; err != nil {
			return fmt.Errorf("time server: %w", err)
		}
		return nil
	}, nil
}

// unrecorded keeps nothing: what counts is what étalon's client actors record.
type unrecorded struct{}

func (unrecorded) Connection(etalon.Connection) (etalon.ConnectionID, error) { return "", nil }
func (unrecorded) Request(etalon.Arrival) (etalon.ExchangeID, error)         { return "", nil }
func (unrecorded) Response(etalon.ExchangeID, etalon.Answer) error           { return nil }
