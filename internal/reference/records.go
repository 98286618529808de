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
	"github.com/etalon-dmp/etalon/simulators/collector"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

// Records is the name of the reference audit record repository, which is a secure node
// that others connect to.
const Records = "builtin:audit"

var recordProfiles = []etalon.ProfileID{"atna-repository", "atna-repository-udp", "atna-node-server"}

func recordRepository() Product {
	return Product{Name: "dépôt de traces", Folder: "conforming-records", SUT: Records, Profiles: recordProfiles, Packs: []string{"ihe-atna"}}
}

// recordDefects are the mutants of the audit record repository, each with the scenarios
// that send what it shows in.
func recordDefects() []Defect {
	var all []Defect
	for _, m := range collector.Mutants() {
		all = append(all, Defect{Name: m.Name, Kills: m.Kills, Warns: m.Warns, Product: recordRepository(), Most: enough, shows: func(s *scenario.Scenario) bool {
			return slices.ContainsFunc(s.Steps, func(st scenario.Step) bool {
				return st.Send != nil && st.Send.Transaction == m.Of && slices.Contains(m.Cases, st.Send.Case)
			})
		}})
	}
	return all
}

// declareRecords declares the repository with a defect, "" for none.
func declareRecords(mutant string) (etalon.SUT, error) {
	if mutant != "" && !slices.ContainsFunc(collector.Mutants(), func(m collector.Mutant) bool { return m.Name == mutant }) {
		return etalon.SUT{}, UnknownMutant(mutant)
	}
	return etalon.SUT{
		Name: collector.Name, Version: collector.Version, Vendor: "Étalon (produit synthétique)", Profiles: recordProfiles,
		Roles: []string{scenario.RoleAuditRepository, scenario.RoleNodeServer}, Driver: etalon.DriverSpec{Kind: Driver}, Mutant: mutant,
	}, nil
}

// serveRecords serves the repository on free ports of loopback.
func serveRecords(ctx context.Context, p *plan.Plan, set *pki.Set, audit string, now func() time.Time) (end func() error, acts Acting, err error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, nil, err
	}
	socket, err := (&net.ListenConfig{}).ListenPacket(ctx, "udp", "127.0.0.1:0")
	if err != nil {
		listener.Close()
		return nil, nil, err
	}
	c, err := collector.New(collector.Config{Listener: listener, Datagrams: socket, Keys: set, Clock: now, Audit: audit, Mutant: p.SUT.Mutant})
	if err != nil {
		listener.Close()
		_ = socket.Close()
		return nil, nil, err
	}
	p.SUT.Endpoints = map[etalon.Actor]string{etalon.AuditRepository: listener.Addr().String()}
	p.SUT.AuditUDP = socket.LocalAddr().String()
	serving, stop := context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan error, 1)
	go func() { ended <- c.Serve(serving) }()
	return func() error {
		stop()
		if err := <-ended; err != nil {
			return fmt.Errorf("audit record repository: %w", err)
		}
		return nil
	}, recordUser{c}, nil
}

// Acting is whoever uses a server, as a driver of internal/driver.
type Acting interface {
	Do(ctx context.Context, a etalon.Action) (etalon.Reaction, error)
	Attest(ctx context.Context, q plan.Question, last etalon.Reaction) (answer, by string, err error)
	Reset(ctx context.Context) error
	Health(ctx context.Context) error
	Name() string
}

// recordUser uses the repository.
type recordUser struct{ *collector.Collector }

// Do implements Acting.
func (u recordUser) Do(_ context.Context, a etalon.Action) (etalon.Reaction, error) {
	return u.Collector.Do(a), nil
}

// Attest implements Acting: nothing is asked.
func (recordUser) Attest(context.Context, plan.Question, etalon.Reaction) (answer, by string, err error) {
	return "no", Driver, nil
}

// Reset implements Acting: a repository keeps what it was given.
func (recordUser) Reset(context.Context) error { return nil }

// Health implements Acting.
func (recordUser) Health(context.Context) error { return nil }

// Name implements Acting.
func (recordUser) Name() string { return Driver }
