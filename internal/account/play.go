package account

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"sync"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/driver"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/internal/reference"
	"github.com/etalon-dmp/etalon/internal/repertoire"
	"github.com/etalon-dmp/etalon/internal/run"
	"github.com/etalon-dmp/etalon/internal/scenario"
	"github.com/etalon-dmp/etalon/internal/seed"
	"github.com/etalon-dmp/etalon/internal/session"
	"github.com/etalon-dmp/etalon/simulators/lps"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

// Session is one conforming session: what crossed the wire, and the keys that its
// product signed with.
type Session struct {
	Product reference.Product
	Dossier *dossier.Dossier
	Keys    *pki.Set
	Mode    etalon.AuthMode // of the product
}

// Stage is what conforming sessions are played with.
type Stage struct {
	Repertoire *repertoire.Repertoire
	Seed       int64
	Clock      func() time.Time
	Only       func(*scenario.Scenario) bool // nil: every scenario
}

// Play runs a reference product in this process through the scenarios of its
// profiles, and gives its dossier.
func (s Stage) Play(ctx context.Context, p reference.Product) (Session, error) {
	sut, err := p.Declare("")
	if err != nil {
		return Session{}, err
	}
	keys, err := pki.New(seed.Reader(0), s.Clock(), session.Hosts(nil))
	if err != nil {
		return Session{}, err
	}
	folder, err := files(keys.Files())
	if err != nil {
		return Session{}, err
	}
	sut.PKI = "igc"
	order := session.Order{SUT: sut, Profiles: p.Profiles, Seed: s.Seed, Repertoire: s.Repertoire, Only: s.Only, Historical: true}
	built, err := session.Plan(order)
	if err != nil && s.Only != nil { // none of its few scenarios was picked: it plays them all
		order.Only = nil
		built, err = session.Plan(order)
	}
	if err != nil {
		return Session{}, err
	}
	raw, err := built.Marshal()
	if err != nil {
		return Session{}, err
	}
	kept := &dossier.Memory{}
	played := session.Session{
		Means: session.Means{Clock: s.Clock, Reference: within(s.Clock), Folder: func(string) fs.FS { return folder }},
		Walk:  run.Sequential, Events: func(etalon.Event) {},
		Store: func() (session.Storage, error) { return inMemory{kept}, nil },
	}
	if err := played.Run(ctx, raw); err != nil {
		return Session{}, fmt.Errorf("%s: %w", p.Name, err)
	}
	d, err := dossier.Read(kept)
	return Session{Product: p, Dossier: d, Keys: keys, Mode: sut.Mode}, err
}

// All plays every reference product, at the same time: most of a session is
// waiting.
func (s Stage) All(ctx context.Context) ([]Session, error) {
	products := reference.Products()
	played, errs := make([]Session, len(products)), make([]error, len(products))
	var wg sync.WaitGroup
	for i, p := range products {
		wg.Go(func() { played[i], errs[i] = s.Play(ctx, p) })
	}
	wg.Wait()
	return played, errors.Join(errs...)
}

// Some picks one scenario of four, by a seed: enough for a sample.
func Some(number uint64) func(*scenario.Scenario) bool {
	const of = 4
	return func(s *scenario.Scenario) bool {
		h := fnv.New64a()
		_, _ = h.Write([]byte(s.ID)) // a hash does not fail
		return (h.Sum64()+number)%of == 0
	}
}

// inMemory is a dossier that needs no folder.
type inMemory struct{ *dossier.Memory }

// Close implements io.Closer.
func (inMemory) Close() error { return nil }

var _ io.Closer = inMemory{}

// files is a folder in memory.
func files(all map[string][]byte) (fs.FS, error) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, content := range all {
		f, err := w.Create(name)
		if err != nil {
			return nil, err
		}
		if _, err := f.Write(content); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
}

// within gives a reference client that runs in this process.
func within(clock func() time.Time) func(context.Context, *plan.Plan, []byte) (driver.Driver, func(), error) {
	return func(_ context.Context, p *plan.Plan, config []byte) (driver.Driver, func(), error) {
		l, err := reference.NewClient(config, clock, seed.For(p.Seed, "lps"))
		return inside{l}, func() {}, err
	}
}

// inside drives the reference client by calls: it answers what an HTTP driver of
// the same product would.
type inside struct{ lps *lps.LPS }

// Do implements driver.Driver.
func (i inside) Do(ctx context.Context, a etalon.Action) (etalon.Reaction, error) {
	return i.lps.Do(ctx, a), nil
}

// Attest implements driver.Driver.
func (inside) Attest(_ context.Context, q plan.Question, last etalon.Reaction) (answer, by string, err error) {
	switch last.Status {
	case "", etalon.ReactUnsupported:
		return "", "", driver.ErrUnattested
	case q.Expect:
		return driver.Yes, reference.Driver, nil
	}
	return driver.No, reference.Driver, nil
}

// Reset implements driver.Driver.
func (i inside) Reset(context.Context) error { i.lps.Reset(); return nil }

// Health implements driver.Driver.
func (inside) Health(context.Context) error { return nil }

// Name implements driver.Driver.
func (inside) Name() string { return reference.Driver }
