package session

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/outcome"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/internal/reference"
	"github.com/etalon-dmp/etalon/internal/run"
	"github.com/etalon-dmp/etalon/internal/seal"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

// Storage is where a dossier is kept, and its end.
type Storage interface {
	dossier.Storage
	io.Closer
}

// Unstored tells why no dossier could be made: of usage where one is there, else of
// the environment.
func Unstored(err error) error {
	if errors.Is(err, dossier.ErrTaken) {
		return exit.Usage(err, "")
	}
	return exit.Unwritten(err)
}

// Session is one session in a process of its own.
type Session struct {
	Means  Means
	Tool   etalon.ToolInfo
	Store  func() (Storage, error)                   // makes an empty dossier
	Walk   func(context.Context, *run.Session) error // takes the steps of the plan in order
	Events func(etalon.Event)                        // tells how far it is
	// Earlier reads what the session had recorded before it stopped, in the storage
	// that Store has given. Nil: it begins.
	Earlier func() (*dossier.Dossier, error)
	// Ports gives the actors their listeners; nil: ports of this machine are opened.
	Ports func() *Listening
}

// Run takes a marshalled plan from its beginning to the seal of its dossier.
// Interrupted, it seals too, and its error is exit.Cancelled.
func (s Session) Run(ctx context.Context, raw []byte) error {
	p, err := plan.Unmarshal(raw)
	if err != nil {
		return err
	}
	set, err := s.Means.Keys(p.SUT)
	if err != nil {
		return err
	}
	listening, err := s.ports(ctx, p) // before the dossier: a busy port leaves nothing behind
	if err != nil {
		return err
	}
	defer listening.Close()
	storage, err := s.Store()
	if err != nil {
		return Unstored(err)
	}
	defer storage.Close()
	earlier, err := s.earlier()
	if err != nil {
		return err
	}
	w, err := s.open(storage, earlier, p, set)
	if err != nil {
		return err
	}
	if err := s.walk(ctx, left(p, earlier), earlier.Played(), set, listening, w); err != nil {
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
		return exit.Cancelled()
	}
	return nil
}

// ports are those that were given, or are opened.
func (s Session) ports(ctx context.Context, p *plan.Plan) (*Listening, error) {
	if s.Ports != nil {
		return s.Ports(), nil
	}
	l, err := Listen(ctx, p.SUT, Needed(p)...)
	if err == nil && Inquires(p) {
		if err = l.Inquired(ctx); err != nil {
			err = errors.Join(err, l.Close())
		}
	}
	return l, err
}

// earlier is what was recorded before the session stopped; nil: it begins.
func (s Session) earlier() (*dossier.Dossier, error) {
	if s.Earlier == nil {
		return nil, nil
	}
	return s.Earlier()
}

// open begins the dossier of the session, or goes on with it.
func (s Session) open(storage dossier.Storage, earlier *dossier.Dossier, p *plan.Plan, set *pki.Set) (*dossier.Writer, error) {
	if earlier == nil {
		return s.Means.Open(storage, s.Tool, p, set)
	}
	key, err := s.Means.sealKey(p.SUT)
	if err != nil {
		return nil, err
	}
	w, err := dossier.Continue(storage, s.Means.Clock, earlier, dossier.Resume{Tool: s.Tool, TrustedCAs: [][]byte{set.Authority.Certificate.Raw}})
	if err == nil {
		w.SignWith(key.Sign)
	}
	return w, err
}

// left is the plan of what is still to be played. Its seed is another one: an
// identifier that was given out before the session stopped is not given out again.
func left(p *plan.Plan, earlier *dossier.Dossier) *plan.Plan {
	if earlier == nil {
		return p
	}
	rest := *p
	rest.Seed += int64(earlier.Resumed+1) << 32
	rest.Scenarios = slices.DeleteFunc(slices.Clone(p.Scenarios), func(sc plan.Scenario) bool { return !earlier.Left(sc.ID) })
	return &rest
}

// Open begins the dossier of a plan. It keeps the plan without where on this machine
// the keys are: a dossier is handed to others.
func (m Means) Open(storage dossier.Storage, tool etalon.ToolInfo, p *plan.Plan, set *pki.Set) (*dossier.Writer, error) {
	kept := Kept(p)
	raw, err := kept.Marshal()
	if err != nil {
		return nil, err
	}
	digest, err := kept.Digest()
	if err != nil {
		return nil, err
	}
	key, err := m.sealKey(p.SUT)
	if err != nil {
		return nil, err
	}
	w, err := dossier.NewWriter(storage, m.Clock, dossier.Session{
		Tool: tool, Plan: json.RawMessage(raw), PlanDigest: digest, TrustedCAs: [][]byte{set.Authority.Certificate.Raw},
	})
	if err == nil {
		w.SignWith(key.Sign)
	}
	return w, err
}

// Kept is a plan as its dossier keeps it: without the places of files on the machine of
// whoever ran the session, for a dossier is handed on.
func Kept(p *plan.Plan) *plan.Plan {
	kept := *p
	if kept.SUT.PKI != "" {
		kept.SUT.PKI = filepath.Base(kept.SUT.PKI)
	}
	if kept.SUT.Documents != "" {
		kept.SUT.Documents = filepath.Base(kept.SUT.Documents)
	}
	if kept.SUT.Terminology != "" {
		kept.SUT.Terminology = filepath.Base(kept.SUT.Terminology)
	}
	if kept.SUT.Population != "" {
		kept.SUT.Population = filepath.Base(kept.SUT.Population)
	}
	kept.SUT.Driver.Command = nil
	for _, word := range p.SUT.Driver.Command {
		kept.SUT.Driver.Command = append(kept.SUT.Driver.Command, placeless(word))
	}
	return &kept
}

// placeless is a word of a command without the folders of a path that begins at a root:
// the word itself, or what stands after its =.
func placeless(word string) string {
	name, value, valued := strings.Cut(word, "=")
	switch {
	case rooted(word):
		return base(word)
	case valued && rooted(value):
		return name + "=" + base(value)
	}
	return word
}

// rooted tells a path from a root, as any system writes it: a dossier is made on one and
// read on another.
func rooted(s string) bool {
	return strings.HasPrefix(s, "/") || strings.HasPrefix(s, "~") || strings.HasPrefix(s, `\\`) || len(s) > 2 && s[1] == ':' && (s[2] == '\\' || s[2] == '/')
}

func base(s string) string { return s[strings.LastIndexAny(s, `/\`)+1:] }

// sealKey is the key of the bench, kept beside its other keys, or one made for this
// session alone where there is none.
func (m Means) sealKey(s etalon.SUT) (seal.Key, error) {
	if m.Bench != nil {
		return m.Bench.Seal, nil
	}
	if s.PKI == "" {
		return seal.New()
	}
	text, err := fs.ReadFile(m.Folder(s.PKI), seal.KeyFile)
	if errors.Is(err, fs.ErrNotExist) {
		return seal.New()
	}
	if err != nil {
		return seal.Key{}, exit.NotReady(err, "")
	}
	k, err := seal.Parse(text)
	if err != nil {
		err = exit.NotReady(fmt.Errorf("%s: %w", seal.KeyFile, err), "etalon init la refait si vous l'ôtez. (etalon init makes it anew once you remove it.)")
	}
	return k, err
}

func (s Session) walk(ctx context.Context, p *plan.Plan, before int, set *pki.Set, listening *Listening, w *dossier.Writer) (err error) {
	stage, serving := s.Means.Stage(ctx, p, set, listening, w)
	defer func() { err = errors.Join(err, serving.Stop()) }()
	driver, release, err := s.Means.Driver(ctx, p, set, Addresses(stage).Places)
	if err != nil {
		return err
	}
	defer release()
	closed, acts, err := reference.Serve(ctx, p, set, Addresses(stage).Places, s.Means.Clock)
	if err != nil {
		return err
	}
	if acts != nil { // of a server that somebody uses
		driver = acts
	}
	defer func() { err = errors.Join(err, closed()) }()
	actors, err := s.Means.clientActors(p, set, w, serving.responder)
	if err != nil {
		return err
	}
	s.Events(etalon.Event{Time: s.Means.Clock(), Kind: etalon.EventReady, Text: Addresses(stage).Text(), Done: before, Total: before + len(p.Scenarios)})
	return s.Walk(ctx, &run.Session{Plan: p, Before: before, Stage: stage, Driver: driver, Clients: actors, Journal: w, Clock: s.Means.Clock, Events: s.Events})
}
