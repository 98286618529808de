package account

import (
	"context"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/repertoire"
	"github.com/etalon-dmp/etalon/reports"
	"github.com/etalon-dmp/etalon/schemas"
	messages "github.com/etalon-dmp/etalon/schemas/xsd"
	"github.com/etalon-dmp/etalon/validators/facts"
	"github.com/etalon-dmp/etalon/validators/xsd"
)

// Order is the account that somebody asks for.
type Order struct {
	Sessions []Session
	Packs    *schemas.Library
	Spawn    xsd.Spawn // starts the process of the libxml2 engine; nil: the other one judges
	Jobs     int       // mutants at a time, at least one
	Sample   int       // as many mutants, drawn by Seed; 0 for all
	Seed     uint64
	Areas    []string // none for all
	Free     []Liberty
	Ratchet  Ratchet
	Whole    bool // every mutant is told, not only those to look at
	// Progress tells how many mutants are judged; it is called by one at a time.
	Progress func(done, total int)
}

// Mutant is one message with one fault, and what was said of it.
type Mutant struct {
	Product  string            `json:"product"`
	Message  string            `json:"message"` // transaction, and "réponse" for an answer
	Exchange etalon.ExchangeID `json:"exchange"`
	Scenario etalon.ScenarioID `json:"scenario"`
	Action   string            `json:"action,omitempty"`
	Packs    []string          `json:"packs"`
	Area     string            `json:"area"`
	Path     string            `json:"path"`
	Operator Operator          `json:"operator"`
	Before   string            `json:"before,omitempty"` // cut
	After    string            `json:"after,omitempty"`
	Word     Word              `json:"word"`
	Rules    []etalon.RuleID   `json:"rules,omitempty"` // that spoke; where none did, the nearest
	Lost     []string          `json:"lost,omitempty"`  // requirements whose proof is missing
	Why      string            `json:"why,omitempty"`

	stand  *stand
	judges []string // the packs with all that they extend
	at     int      // of the message
	node   node
	edit   edit
	equal  bool // an equivalence: nothing may be said
	// missing: the message never comes.
	missing   bool
	make      func() (facts.ExchangeInput, error)
	otherwise bool // the connection is another
	// places are the paths of a fact that is changed in several.
	places []string
	// over are the messages of a mutant of several; nil: one.
	over  func() (map[int]facts.ExchangeInput, error)
	calls func([]facts.Summary) []facts.Summary // what becomes of the course of the scenario; nil: nothing
}

// Take plays the conforming sessions, of a sample a part of them, and accounts for
// them under what is free by the embedded clauses and the embedded ratchet.
func Take(ctx context.Context, all *repertoire.Repertoire, clock func() time.Time, o Order) (Account, error) {
	o.Packs = all.Packs
	var err error
	if o.Free, err = Liberties(); err != nil {
		return Account{}, err
	}
	if o.Ratchet, err = EmbeddedRatchet(); err != nil {
		return Account{}, err
	}
	stage := Stage{Repertoire: all, Seed: 1, Clock: clock}
	if o.Sample > 0 {
		stage.Only = Some(o.Seed)
	}
	if o.Sessions, err = stage.All(ctx); err != nil {
		return Account{}, err
	}
	return Run(ctx, o)
}

// Account is what an order found, and the ratchet that it would leave.
type Account struct {
	Report  reports.Account
	Ratchet Ratchet
}

// Run makes the mutants of an order, judges each, and accounts for all. Errors are
// the harness's.
func Run(ctx context.Context, o Order) (Account, error) {
	if o.Progress == nil {
		o.Progress = func(int, int) {}
	}
	w := &workshop{order: o, memory: memory{known: map[string]xsd.Verdict{}}}
	defer w.close()
	for range max(1, o.Jobs) {
		w.engines = append(w.engines, &remembering{Engine: o.engine(), memory: &w.memory})
	}
	if err := w.hear(ctx); err != nil {
		return Account{}, err
	}
	all := w.candidates()
	of := len(all)
	sample := o.Sample > 0 && o.Sample < of
	if sample {
		all = draw(all, o.Sample, o.Seed)
	}
	if err := w.judge(ctx, all); err != nil {
		return Account{}, err
	}
	needed := make([]bool, len(o.Free))
	settle(all, o.Free, needed, o.Packs.Names())
	a := Account{Report: tell(all, of, o.Seed, o.Whole), Ratchet: count(all)}
	a.Report.Raised = o.Ratchet.raised(a.Ratchet, sample)
	if sample || len(o.Areas) > 0 {
		a.Report.Failed = len(a.Report.Raised) > 0
		return a, nil
	}
	var err error
	a.Report.Facts, err = w.unread(o.Free, needed)
	for i, l := range o.Free {
		if !needed[i] {
			a.Report.Unneeded = append(a.Report.Unneeded, l.String())
		}
	}
	a.Report.Failed = a.Report.Open() || len(a.Report.Unneeded)+len(a.Report.Facts)+len(a.Report.Raised) > 0
	return a, err
}

// engine is one engine for XML Schema: the verdicts of both are compared elsewhere.
func (o Order) engine() xsd.Engine {
	if o.Spawn == nil || !xsd.HasLibxml2 {
		return xsd.Helium(messages.FS())
	}
	return xsd.Libxml2Child(o.Spawn, messages.FS())
}
