package main

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/judge"
	"github.com/etalon-dmp/etalon/internal/outcome"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/internal/scenario"
	"github.com/etalon-dmp/etalon/schemas"
	"github.com/etalon-dmp/etalon/validators/facts"
)

type simulateCmd struct {
	SUT     string `name:"sut" help:"sut.yaml du produit. (The product's sut.yaml.)" default:"sut.yaml"`
	Out     string `type:"path" default:"out/exploration" help:"Où enregistrer les échanges. (Where to record the exchanges.)"`
	Manage  string `placeholder:"HÔTE:PORT" help:"Montrer l'état du DMP simulé en JSON, en lecture seule, à cette adresse de la machine. (Show the state of the simulated DMP as JSON, read-only, at this address of the machine.)"`
	NoJudge bool   `name:"no-judge" help:"Enregistrer sans juger : pour les essais de charge. (Record without judging: for load tests.)"`
	Lang    string `enum:"fr,en" default:"fr"`
	armed
}

// Help gives an example.
func (simulateCmd) Help() string {
	return "Exemple : etalon simulate --sut sut.yaml --out out/exploration\n" +
		"          etalon simulate --behaviour registry-error:XDSRepositoryBusy --on ITI-41\n" +
		"          etalon simulate --manage 127.0.0.1:8099 (http://127.0.0.1:8099/state)\n\nArrêt : Ctrl-C ; le dossier est alors scellé."
}

// Run keeps the simulated DMP up until interrupted.
func (c *simulateCmd) Run(ctx context.Context, a *app) error {
	if c.Behaviour == "list" {
		listBehaviours(a.out)
		return nil
	}
	replies, err := c.replies()
	if err != nil {
		return err
	}
	sut, err := a.sut(c.SUT, "", nil)
	if err != nil {
		return err
	}
	cat, _, err := catalogue(a.err, "")
	if err != nil {
		return err
	}
	packs, err := schemas.Embedded()
	if err != nil {
		return err
	}
	p := exploration(sut, cat, packs)
	raw, err := p.Marshal()
	if err != nil {
		return err
	}
	digest, err := p.Digest()
	if err != nil {
		return err
	}
	set, err := a.keys(sut)
	if err != nil {
		return err
	}
	listener, err := listen(sut)
	if err != nil {
		return err
	}
	defer listener.Close()
	looking, err := listenManage(c.Manage)
	if err != nil {
		return err
	}
	storage, err := disk.CreateDossier(filepath.Join(c.Out, "dossier"))
	if err != nil {
		return usage(err, "")
	}
	defer storage.Close()
	w, err := dossier.NewWriter(storage, a.clock, dossier.Session{
		Tool: tool(), Plan: json.RawMessage(raw), PlanDigest: digest, TrustedCAs: [][]byte{set.Authority.Certificate.Raw},
	})
	if err != nil {
		return err
	}
	var b *bench // nothing is judged without
	if !c.NoJudge {
		if b, err = a.bench(packsNamed(p)); err != nil {
			return err
		}
		defer b.Close()
	}
	watch := &watcher{
		Writer: w, connections: map[etalon.ConnectionID]etalon.Connection{}, open: map[etalon.ExchangeID]facts.ExchangeInput{},
		refused: func(c etalon.Connection) {
			fmt.Fprintf(a.out, "%s  connexion de %s (connection): %s\n", c.Opened.Format("15:04:05"), c.Remote, c.TLS.Error)
		},
		known: facts.ExchangeInput{Environment: judge.Environment(p), TrustedCAs: [][]byte{set.Authority.Certificate.Raw}},
	}
	var recorder etalon.Recorder = watch
	if c.NoJudge {
		recorder = w
	}
	stage, stop := a.stage(ctx, p, set, listener, recorder)
	stage.Reset(etalon.Given{Patients: cat.Patients, Documents: cat.Documents})
	for _, r := range replies {
		stage.Arm(r)
	}
	if looking != nil {
		defer show(looking, stage.World())()
		fmt.Fprintf(a.out, "État (state): http://%s/state\n", looking.Addr())
	}
	fmt.Fprintf(a.out, "DMP simulé (simulated DMP): %s\nCtrl-C pour terminer (to end)\n\n", stage.BaseURL())
	for {
		select {
		case x := <-stage.Arrived():
			if c.NoJudge {
				continue
			}
			if err := a.tell(ctx, b, watch.take(x.Exchange), c.Lang); err != nil {
				return err
			}
		case <-ctx.Done():
			if err := stop(); err != nil {
				return err
			}
			return w.Seal(outcome.Completed)
		}
	}
}

// exploration is a plan without scenarios: only the environment matters. It is
// that of the DMP, unless every profile that the product claims is of plain IHE.
func exploration(sut etalon.SUT, cat *scenario.Catalogue, packs *schemas.Library) *plan.Plan {
	french := len(sut.Profiles) == 0
	for _, p := range cat.Profiles {
		french = french || slices.Contains(sut.Profiles, p.ID) && p.Environment == etalon.EnvironmentDMP
	}
	vihf := sut.VIHFVersion
	if vihf == "" {
		vihf = plan.DefaultVIHF
	}
	p := &plan.Plan{
		Schema: plan.Schema, SUT: sut, Seed: 1,
		Environment: plan.Environment{VIHFVersion: vihf, INSOID: scenario.TestINSOID, DMPOID: plan.DMPOID, RepositoryID: plan.RepositoryID, VIHF: french},
	}
	around, err := packs.For(p.SessionEnvironment())
	if err != nil {
		return p
	}
	for _, pack := range around {
		p.Packs = append(p.Packs, pack.Info())
	}
	return p
}

// tell judges one exchange and says it in one line, then a line a finding.
func (a *app) tell(ctx context.Context, b *bench, in facts.ExchangeInput, lang string) error {
	h, err := b.book.Exchange(ctx, in, b.schemas)
	if err != nil {
		return err
	}
	x := in.Exchange
	fmt.Fprintf(a.out, "%s  %-7s %-10s %-12s %s\n", x.Received.Format("15:04:05"), x.Transaction, x.Actor, h.Verdict(), counts(h))
	for _, f := range h.Findings {
		fmt.Fprintf(a.out, "          %s  %s  [%s]\n", f.Rule, f.Message.In(lang), strings.TrimSpace(f.Observed))
	}
	return nil
}

func counts(h judge.Heard) string {
	return fmt.Sprintf("%d règles (rules), %d constats (findings)", h.Ran, len(h.Findings))
}

// watcher is the dossier, and keeps the last exchanges to judge them at once.
type watcher struct {
	*dossier.Writer
	known   facts.ExchangeInput // what is true of every exchange
	refused func(etalon.Connection)

	mu          sync.Mutex
	connections map[etalon.ConnectionID]etalon.Connection
	open        map[etalon.ExchangeID]facts.ExchangeInput
}

// Connection implements etalon.Recorder.
func (w *watcher) Connection(c etalon.Connection) (etalon.ConnectionID, error) {
	id, err := w.Writer.Connection(c)
	if c.TLS.Error != "" {
		w.refused(c)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	c.ID = id
	w.connections[id] = c
	return id, err
}

// Request implements etalon.Recorder.
func (w *watcher) Request(r etalon.Arrival) (etalon.ExchangeID, error) {
	id, err := w.Writer.Request(r)
	w.mu.Lock()
	defer w.mu.Unlock()
	in := w.known
	in.Exchange = etalon.Exchange{
		ID: id, Connection: r.Connection, Actor: r.Actor, Transaction: r.Transaction,
		Received: r.Received, Anomalies: r.Anomalies, Fields: r.Fields,
	}
	in.Connection, in.Request = w.connections[r.Connection], message(r.Raw, r.Spool)
	w.open[id] = in
	return id, err
}

// Response implements etalon.Recorder.
func (w *watcher) Response(id etalon.ExchangeID, r etalon.Answer) error {
	err := w.Writer.Response(id, r)
	w.mu.Lock()
	defer w.mu.Unlock()
	in := w.open[id]
	in.Response, in.Exchange.Answered, in.Exchange.Behaviour = message(r.Raw, r.Spool), r.Answered, r.Behaviour
	w.open[id] = in
	return err
}

// message is the bytes of a recorded message, to judge them.
func message(raw []byte, spool etalon.Spool) []byte {
	if spool == nil {
		return raw
	}
	raw = make([]byte, spool.Size())
	n, _ := spool.ReadAt(raw, 0) // fewer: the message is judged as far as it can be read
	return raw[:n]
}

// take gives an exchange and forgets it.
func (w *watcher) take(id etalon.ExchangeID) facts.ExchangeInput {
	w.mu.Lock()
	defer w.mu.Unlock()
	in := w.open[id]
	delete(w.open, id)
	return in
}
