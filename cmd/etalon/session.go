package main

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/launch"
	"github.com/etalon-dmp/etalon/internal/outcome"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/internal/run"
	"github.com/etalon-dmp/etalon/internal/suite"
	"github.com/etalon-dmp/etalon/simulators/client"
	"github.com/etalon-dmp/etalon/simulators/dmp"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

type sessionCmd struct {
	Plan    string `required:"" type:"existingfile"`
	Dossier string `required:"" type:"path"`
	Walk    string `enum:"ginkgo,sequential" default:"ginkgo"`
	Lang    string `enum:"fr,en" default:"fr"`
}

// Run is one session in a process of its own: simulators up, plan walked,
// everything recorded, dossier sealed. It judges nothing.
func (c *sessionCmd) Run(ctx context.Context, a *app) error {
	raw, err := os.ReadFile(c.Plan)
	if err != nil {
		return err
	}
	p, err := plan.Unmarshal(raw)
	if err != nil {
		return err
	}
	digest, err := p.Digest()
	if err != nil {
		return err
	}
	set, err := a.keys(p.SUT)
	if err != nil {
		return err
	}
	listener, err := listen(p.SUT) // before the dossier: a busy port leaves nothing behind
	if err != nil {
		return err
	}
	defer listener.Close()
	storage, err := disk.CreateDossier(c.Dossier)
	if err != nil {
		return err
	}
	defer storage.Close()
	w, err := dossier.NewWriter(storage, a.clock, dossier.Session{
		Tool: tool(), Plan: json.RawMessage(raw), PlanDigest: digest, TrustedCAs: [][]byte{set.Authority.Certificate.Raw},
	})
	if err != nil {
		return err
	}
	if err := c.walk(ctx, a, p, set, listener, w); err != nil {
		return err
	}
	how := outcome.Completed
	if ctx.Err() != nil {
		how = outcome.Cancelled
	}
	if err := w.Seal(how); err != nil {
		return err
	}
	if how == outcome.Cancelled {
		return codeError{code: etalon.ExitCancelled}
	}
	return nil
}

func (c *sessionCmd) walk(ctx context.Context, a *app, p *plan.Plan, set *pki.Set, listener net.Listener, w *dossier.Writer) (err error) {
	stage, serving := a.stage(ctx, p, set, listener, w)
	defer func() { err = errors.Join(err, serving()) }()
	events := launch.Events()
	driver, release, err := a.driver(ctx, p, set, stage.BaseURL(), c.Lang)
	if err != nil {
		return err
	}
	defer release()
	closed, err := a.serveBuiltin(ctx, p, set)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closed()) }()
	actors, err := a.clientActors(p, set, w)
	if err != nil {
		return err
	}
	s := &run.Session{Plan: p, Stage: stage, Driver: driver, Client: actors, Journal: w, Clock: a.clock, Events: events}
	events(etalon.Event{Time: a.clock(), Kind: etalon.EventReady, Text: etalon.Text{FR: stage.BaseURL(), EN: stage.BaseURL()}, Total: len(p.Scenarios)})
	if c.Walk == "sequential" {
		return run.Sequential(ctx, s)
	}
	return suite.Run(ctx, s, io.Discard)
}

// listen opens the port of the simulated DMP: the one declared, or any free one
// on loopback.
func listen(sut etalon.SUT) (net.Listener, error) {
	at := sut.Listen
	if at == "" {
		at = "127.0.0.1:0"
	}
	l, err := net.Listen("tcp", at)
	if err != nil {
		return nil, codeError{code: etalon.ExitNotReady, err: err, hint: "Libérez le port ou changez listen dans sut.yaml. (Free the port or change listen in sut.yaml.)"}
	}
	return l, nil
}

// stage serves the simulated DMP. The function returned closes it and gives the
// error that evidence could no longer be kept, if any.
func (a *app) stage(ctx context.Context, p *plan.Plan, set *pki.Set, l net.Listener, rec etalon.Recorder) (*dmp.DMP, func() error) {
	d := dmp.New(dmp.Config{
		Listener: l, TLS: set.ServerTLS(), ClientCAs: set.ClientCAs(), Recorder: rec, Clock: a.clock,
		Rand: seeded(p.Seed), Seed: p.Seed,
		Environment: dmp.Environment{INSOID: p.Environment.INSOID, DMPOID: p.Environment.DMPOID, RepositoryID: p.Environment.RepositoryID, Plain: !p.Environment.VIHF},
	})
	serving, stop := context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan error, 1)
	go func() { ended <- d.Serve(serving) }()
	return d, func() error { stop(); return <-ended }
}

// clientActors send to a product that is a server. Without one they are none.
// The product keeps what it was given, so the time goes into the randomness: an
// identifier of an earlier session would be refused. A step has its own time.
func (a *app) clientActors(p *plan.Plan, set *pki.Set, rec etalon.Recorder) (run.Client, error) {
	if len(p.SUT.Endpoints) == 0 {
		return nil, nil
	}
	return client.New(client.Config{
		Registry: p.SUT.Endpoints[etalon.Registry], Repository: p.SUT.Endpoints[etalon.Repository], Services: p.SUT.Services,
		TLS:      &tls.Config{RootCAs: set.Roots(), Certificates: []tls.Certificate{set.TLS(pki.StructureAuth)}},
		Recorder: rec, Clock: a.clock, Rand: seededBy(p.Seed^a.clock().UnixNano(), "client"), RepositoryID: p.SUT.RepositoryID,
		DMP: p.Environment.VIHF, Sign: set.TLS(pki.StructureSign), Timeout: time.Hour,
	})
}

// keys is the PKI of a product: kept in its own folder, or fresh for the builtin one.
func (a *app) keys(sut etalon.SUT) (*pki.Set, error) {
	if sut.PKI == "" {
		return pki.New(seeded(0), a.clock(), hosts(sut))
	}
	set, err := pki.Load(os.DirFS(sut.PKI))
	if err != nil {
		return nil, codeError{code: etalon.ExitNotReady, err: err, hint: "etalon init, ou corrigez pki dans sut.yaml. (etalon init, or mend pki in sut.yaml.)"}
	}
	return set, nil
}

func hosts(sut etalon.SUT) []string {
	return append([]string{"127.0.0.1", "::1", "localhost"}, sut.HostNames...)
}

// seeded is the session's randomness: the same seed, the same identifiers.
func seeded(seed int64) io.Reader {
	var key [32]byte
	for i := range 8 {
		key[i] = byte(seed >> (8 * i))
	}
	return rand.NewChaCha8(key)
}
