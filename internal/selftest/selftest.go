package selftest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/internal/reference"
	"github.com/etalon-dmp/etalon/internal/repertoire"
	"github.com/etalon-dmp/etalon/internal/scenario"
	"github.com/etalon-dmp/etalon/internal/seed"
	"github.com/etalon-dmp/etalon/internal/session"
	"github.com/etalon-dmp/etalon/internal/verdicts"
	"github.com/etalon-dmp/etalon/reports"
	"github.com/etalon-dmp/etalon/reports/formats"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

// Place is where the sessions of a self-test run, each under a name of its own.
type Place interface {
	// Keys keeps the files of the PKI that all sessions share, and gives the name
	// of their folder.
	Keys(files map[string][]byte) (folder string, err error)
	// Session runs a plan and gives the source of its dossier; what an earlier
	// session left under this name is gone.
	Session(ctx context.Context, p *plan.Plan, name string) (dossier.Source, error)
	// Reports is where the reports of a session go.
	Reports(name string) verdicts.Sink
}

// Test is a self-test.
type Test struct {
	Place Place
	Only  []string // names of mutants; none for all of them
	Jobs  int      // sessions at a time
	Clock func() time.Time
	Judge func(packs []string) (*verdicts.Judge, error)
	Build etalon.Build // that judges
	// Progress tells that a session is over; it is called by one at a time.
	Progress func(done, total int, name string)
}

// Run plays the sound products and the mutants chosen. Errors are the harness's,
// or of usage for a mutant that nobody knows.
func (t Test) Run(ctx context.Context) (reports.Selftest, error) {
	for _, name := range t.Only {
		if len(chosen([]string{name})) == 0 {
			return reports.Selftest{}, reference.UnknownMutant(name)
		}
	}
	set, err := pki.New(seed.Reader(0), t.Clock(), session.Hosts(nil))
	if err != nil {
		return reports.Selftest{}, err
	}
	keys, err := t.Place.Keys(set.Files())
	if err != nil {
		return reports.Selftest{}, err
	}
	all, err := repertoire.Load(repertoire.Input{Messages: session.Messages()})
	if err != nil {
		return reports.Selftest{}, err
	}
	r := &runner{Test: t, keys: keys, repertoire: all, judges: map[string]*turn{}}
	for _, p := range reference.Products() {
		if r.judges[rules(p)] != nil {
			continue
		}
		j, err := t.Judge(p.Packs)
		if err != nil {
			return reports.Selftest{}, err
		}
		defer j.Close()
		r.judges[rules(p)] = &turn{judge: j}
	}
	return r.all(ctx, reference.Products(), chosen(t.Only), max(1, t.Jobs))
}

func chosen(names []string) []reference.Defect {
	return slices.DeleteFunc(reference.Defects(), func(m reference.Defect) bool { return len(names) > 0 && !slices.Contains(names, m.Name) })
}

// rules names what a product is judged by.
func rules(p reference.Product) string { return strings.Join(p.Packs, " ") }

// runner runs the reference products, sound and with each of their mutants.
type runner struct {
	Test
	keys       string // their folder
	repertoire *repertoire.Repertoire
	judges     map[string]*turn // by the rules of a product
}

// turn is a judge for one session at a time: sessions overlap, judgements under
// the same rules do not.
type turn struct {
	sync.Mutex
	judge *verdicts.Judge
}

func (r *runner) all(ctx context.Context, products []reference.Product, mutants []reference.Defect, jobs int) (reports.Selftest, error) {
	s := reports.Selftest{Mutants: make([]reports.Mutant, len(mutants))}
	sound := make([]reports.Product, len(products))
	errs := make([]error, len(products)+len(mutants))
	work := make(chan int)
	var wg sync.WaitGroup
	var done int
	var mu sync.Mutex
	for range jobs {
		wg.Go(func() {
			for i := range work {
				var name string
				if i < len(products) {
					name = products[i].Name
					sound[i], errs[i] = r.conforming(ctx, products[i])
				} else {
					m := mutants[i-len(products)]
					name = m.Name
					s.Mutants[i-len(products)], errs[i] = r.mutant(ctx, m)
				}
				mu.Lock()
				done++
				r.Progress(done, len(errs), name)
				mu.Unlock()
			}
		})
	}
	for i := 0; i < len(errs) && ctx.Err() == nil; i++ {
		work <- i
	}
	close(work)
	wg.Wait()
	for _, p := range sound {
		s.Add(p)
	}
	for _, err := range append(errs, ctx.Err()) {
		if err != nil {
			return s, err
		}
	}
	return s, nil
}

func (r *runner) conforming(ctx context.Context, p reference.Product) (reports.Product, error) {
	found, err := r.session(ctx, p, p.Folder, "", nil)
	return reports.Product{Name: p.Name, Conforming: reports.Conforming{Verdict: found.Verdict, Findings: len(found.Findings)}}, err
}

func (r *runner) mutant(ctx context.Context, m reference.Defect) (reports.Mutant, error) {
	found, err := r.session(ctx, m.Product, m.Name, m.Name, atMost(m.Most, m.Shows))
	out := reports.Mutant{Name: m.Name, Product: m.Product.Name, Expected: m.Kills, Verdict: found.Verdict, Fired: []etalon.RuleID{}}
	for _, f := range found.Findings {
		if (f.Verdict() == etalon.Fail || m.Warns) && !slices.Contains(out.Fired, f.Rule) {
			out.Fired = append(out.Fired, f.Rule)
		}
	}
	slices.Sort(out.Fired)
	out.Killed = (found.Verdict == etalon.Fail || m.Warns) && slices.ContainsFunc(out.Fired, func(id etalon.RuleID) bool { return verdicts.Covers(m.Kills, id) })
	return out, err
}

// atMost lets the first n pass that another lets pass.
func atMost(n int, f func(*scenario.Scenario) bool) func(*scenario.Scenario) bool {
	return func(s *scenario.Scenario) bool {
		if n == 0 || !f(s) {
			return false
		}
		n--
		return true
	}
}

// session runs a reference product through the scenarios in which its defect
// can show (all of them for the sound product) and judges it.
func (r *runner) session(ctx context.Context, p reference.Product, name, mutant string, only func(*scenario.Scenario) bool) (etalon.Result, error) {
	result, err := r.played(ctx, p, name, mutant, only)
	if err != nil {
		return result, fmt.Errorf("%s: %w", name, err)
	}
	return result, nil
}

func (r *runner) played(ctx context.Context, p reference.Product, name, mutant string, only func(*scenario.Scenario) bool) (etalon.Result, error) {
	sut, err := p.Declare(mutant)
	if err != nil {
		return etalon.Result{}, err
	}
	sut.PKI, sut.Driver.Via = r.keys, "http"
	built, err := session.Plan(session.Order{SUT: sut, Profiles: p.Profiles, Seed: 1, Repertoire: r.repertoire, Only: only, Historical: true, Build: r.Build})
	if err != nil {
		return etalon.Result{}, err
	}
	src, err := r.Place.Session(ctx, built, name)
	if err != nil {
		return etalon.Result{}, err
	}
	d, err := verdicts.Read(src)
	if err != nil {
		return etalon.Result{}, err
	}
	t := r.judges[rules(p)]
	t.Lock()
	defer t.Unlock()
	v, err := t.judge.Of(ctx, d)
	if err != nil {
		return v.Result, err
	}
	usual, _ := formats.Select(verdicts.Usual())
	return v.Result, v.Report(usual, r.Place.Reports(name), "")
}
