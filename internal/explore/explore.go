package explore

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/judge"
	"github.com/etalon-dmp/etalon/internal/outcome"
	"github.com/etalon-dmp/etalon/internal/repertoire"
	"github.com/etalon-dmp/etalon/internal/session"
	"github.com/etalon-dmp/etalon/internal/standing"
	"github.com/etalon-dmp/etalon/internal/verdicts"
	"github.com/etalon-dmp/etalon/schemas/xsd"
	"github.com/etalon-dmp/etalon/simulators/manage"
	"github.com/etalon-dmp/etalon/simulators/revocation"
	"github.com/etalon-dmp/etalon/validators/facts"
)

// Exploration is one simulated DMP and what it is told to answer.
type Exploration struct {
	Means   session.Means
	Tool    etalon.ToolInfo
	Build   etalon.Build
	SUT     etalon.SUT
	Replies []etalon.Reply
	Store   func() (session.Storage, error) // makes an empty dossier
	// Judge compiles the packs that judge what arrives; nil: nothing is judged.
	Judge  func(packs []string) (*verdicts.Judge, error)
	Manage string    // address of the management port, of the machine itself; "" for none
	Out    io.Writer // a line for each exchange, and for each finding
	Lang   string    // of the findings: fr or en
	// People are further ones whom it knows beside those of the catalogue; nil: none.
	People *repertoire.People
}

// Run answers until the context ends, then seals the dossier. Errors are of
// usage, of the environment (exit.NotReady), or the harness's.
func (e Exploration) Run(ctx context.Context) error {
	all, err := repertoire.Load(repertoire.Input{Messages: session.Messages(), People: e.People})
	if err != nil {
		return err
	}
	p, err := Plan(e.SUT, all.Catalogue, all.Packs)
	if err != nil {
		return err
	}
	if err := standing.Record(p, all.Packs, xsd.FS(), e.Build); err != nil {
		return err
	}
	set, err := e.Means.Keys(e.SUT)
	if err != nil {
		return err
	}
	listener, err := session.Listen(ctx, e.SUT, etalon.AuditRepository, etalon.TimeServer)
	if err != nil {
		return err
	}
	defer listener.Close()
	looking, err := listenManage(ctx, e.Manage)
	if err != nil {
		return err
	}
	if looking != nil {
		defer looking.Close()
	}
	if slices.ContainsFunc(e.Replies, func(r etalon.Reply) bool { return revocation.Points(r.Behaviour.Flaw()) }) {
		if err := listener.Inquired(ctx); err != nil {
			return err
		}
	}
	storage, err := e.Store()
	if err != nil {
		return session.Unstored(err)
	}
	defer storage.Close()
	w, err := e.Means.Open(storage, e.Tool, p, set)
	if err != nil {
		return err
	}
	x := &exploring{Exploration: e, recorder: w}
	if e.Judge != nil {
		if x.judge, err = e.Judge(named(p)); err != nil {
			return err
		}
		defer x.judge.Close()
		x.watch = watch(w, facts.ExchangeInput{Environment: judge.Environment(p), TrustedCAs: [][]byte{set.Authority.Certificate.Raw}}, x.refused)
		x.recorder = x.watch
	}
	stage, serving := e.Means.Stage(ctx, p, set, listener, x.recorder)
	stage.Reset(etalon.Given{Patients: known(e.SUT, all.Catalogue.Patients), Documents: all.Catalogue.Documents})
	for _, r := range e.Replies {
		stage.Arm(r)
	}
	if looking != nil {
		defer show(looking, stage.World())()
		fmt.Fprintf(e.Out, "État (state): http://%s/state\n", looking.Addr())
	}
	fmt.Fprintf(e.Out, "DMP simulé (simulated DMP): %s\n%s\nCtrl-C pour terminer (to end)\n\n", stage.BaseURL(), session.Addresses(stage).Beside().FR)
	for {
		select {
		case arrived := <-stage.Arrived():
			switch err := x.tell(ctx, arrived.Exchange); {
			case ctx.Err() != nil && err != nil: // cut short: what was recorded is sealed all the same
				if err := errors.Join(serving.Stop(), w.Seal(outcome.Cancelled)); err != nil {
					return err
				}
				return exit.Cancelled()
			case err != nil:
				return err
			}
		case <-ctx.Done():
			if err := serving.Stop(); err != nil {
				return err
			}
			return w.Seal(outcome.Completed)
		case <-serving.Ended:
			if ctx.Err() != nil {
				continue
			}
			return unserved(serving.Stop())
		}
	}
}

// unserved says that nobody is answered any longer, and why.
func unserved(why error) error {
	return exit.NotReady(fmt.Errorf("le DMP simulé ne répond plus (the simulated DMP answers no longer): %w", why),
		"Ce qui est enregistré reste lisible. Libérez de la place ou des fichiers ouverts, puis relancez avec un autre --out. (What was recorded stays readable. Make room, or free open files, then start again with another --out.)")
}

// exploring is an exploration under way.
type exploring struct {
	Exploration
	recorder etalon.Recorder
	watch    *watcher // nil: nothing is judged
	judge    *verdicts.Judge
}

// tell judges one exchange and says it in one line, then a line a finding.
func (x *exploring) tell(ctx context.Context, id etalon.ExchangeID) error {
	if x.watch == nil {
		return nil
	}
	in := x.watch.take(id)
	h, err := x.judge.Exchange(ctx, in)
	if err != nil {
		return err
	}
	one := in.Exchange
	fmt.Fprintf(x.Out, "%s  %-7s %-10s %-12s %d règles (rules), %d constats (findings)\n", one.Received.Format("15:04:05"), one.Transaction, one.Actor, h.Verdict(), h.Ran, len(h.Findings))
	for _, f := range h.Findings {
		fmt.Fprintf(x.Out, "          %s  %s  [%s]\n", f.Rule, f.Message.In(x.Lang), strings.TrimSpace(f.Observed))
	}
	return nil
}

// refused tells a connection that never became one.
func (x *exploring) refused(c etalon.Connection) {
	fmt.Fprintf(x.Out, "%s  connexion de %s (connection): %s\n", c.Opened.Format("15:04:05"), c.Remote, c.TLS.Error)
}

// listenManage opens a management port at an address of the machine itself; nil
// when no address is given.
func listenManage(ctx context.Context, address string) (net.Listener, error) {
	if address == "" {
		return nil, nil
	}
	if !manage.Loopback(address) {
		return nil, exit.Usage(fmt.Errorf("--manage %s : seule la machine elle-même peut regarder (only the machine itself may look)", address),
			"écrivez --manage 127.0.0.1:8099 (write --manage 127.0.0.1:8099)")
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, exit.Usage(fmt.Errorf("open the management port: %w", err), "choisissez un autre port, ou 0 (choose another port, or 0)")
	}
	return listener, nil
}

// show serves a world until the function that it returns is called.
func show(listener net.Listener, w manage.World) (end func()) {
	server := &http.Server{
		Handler: manage.Handler(w), ReadHeaderTimeout: 10 * time.Second, WriteTimeout: 30 * time.Second, MaxHeaderBytes: 16 << 10,
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = server.Serve(listener) // ends when it is closed
	}()
	return func() { server.Close(); <-ended }
}
