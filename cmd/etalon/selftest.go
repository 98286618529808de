package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/scenario"
	"github.com/etalon-dmp/etalon/reports"
	"github.com/etalon-dmp/etalon/reports/jsonreport"
	"github.com/etalon-dmp/etalon/reports/terminal"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

type selftestCmd struct {
	Out    string   `type:"path" help:"Où laisser les dossiers ; sinon ils sont effacés. (Where to leave the dossiers; deleted otherwise.)"`
	Format string   `enum:"text,json" default:"text" help:"text ou json."`
	Mutant []string `help:"Seulement ces mutants. (Only these mutants.)"`
	Lang   string   `enum:"fr,en" default:"fr"`
	Jobs   int      `default:"2" help:"Sessions à la fois. (Sessions at a time.)"`
}

// Help says what the exit code means.
func (selftestCmd) Help() string {
	return "Sort à 0 seulement si les produits conformes n'ont aucun constat et si chaque mutant échoue par la règle qui lui est destinée.\n\nExemple : etalon selftest --format json"
}

// Run judges Étalon by products whose conformity is known beforehand.
func (c *selftestCmd) Run(ctx context.Context, a *app) error {
	for _, name := range c.Mutant {
		if len(chosen([]string{name})) == 0 {
			return unknownMutant(name)
		}
	}
	s, err := a.selftest(ctx, c)
	if err != nil {
		return err
	}
	if c.Format == "json" {
		err = jsonreport.WriteSelftest(a.out, s)
	} else {
		err = terminal.WriteSelftest(a.out, s, a.terminal(c.Lang))
	}
	if err == nil && !s.OK() {
		err = codeError{code: etalon.ExitFail}
	}
	return err
}

func (a *app) selftest(ctx context.Context, c *selftestCmd) (reports.Selftest, error) {
	out := c.Out
	if out == "" {
		dir, err := os.MkdirTemp("", "etalon-selftest-")
		if err != nil {
			return reports.Selftest{}, err
		}
		defer os.RemoveAll(dir)
		out = dir
	}
	keys := filepath.Join(out, "igc")
	set, err := pki.New(seeded(0), a.clock(), hosts(etalon.SUT{}))
	if err != nil {
		return reports.Selftest{}, err
	}
	if err := disk.WriteFiles(keys, set.Files(), true); err != nil {
		return reports.Selftest{}, err
	}
	cat, all, err := catalogue(a.err, "")
	if err != nil {
		return reports.Selftest{}, err
	}
	t := &selfTester{app: a, out: out, keys: keys, own: &book{cat, all}, judges: map[string]*judging{}}
	for _, p := range products {
		if t.judges[p.rules()] != nil {
			continue
		}
		b, err := a.bench(p.packs)
		if err != nil {
			return reports.Selftest{}, err
		}
		defer b.Close()
		t.judges[p.rules()] = &judging{bench: b}
	}
	return t.all(ctx, chosen(c.Mutant), max(1, c.Jobs))
}

func chosen(names []string) []defect {
	return slices.DeleteFunc(defects(), func(m defect) bool { return len(names) > 0 && !slices.Contains(names, m.Name) })
}

// selfTester runs the reference product, sound and with each of its mutants.
type selfTester struct {
	app    *app
	out    string
	keys   string
	own    *book
	judges map[string]*judging // by the rules of a product
}

// judging is a bench that judges one session at a time: sessions overlap,
// judgements under the same rules do not.
type judging struct {
	sync.Mutex
	bench *bench
}

func (t *selfTester) all(ctx context.Context, mutants []defect, jobs int) (reports.Selftest, error) {
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
					name = products[i].name
					sound[i], errs[i] = t.conforming(ctx, products[i])
				} else {
					m := mutants[i-len(products)]
					name = m.Name
					s.Mutants[i-len(products)], errs[i] = t.mutant(ctx, m)
				}
				mu.Lock()
				done++
				fmt.Fprintf(t.app.err, "[%d/%d] %s\n", done, len(errs), name)
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

func (t *selfTester) conforming(ctx context.Context, p product) (reports.Product, error) {
	r, err := t.session(ctx, p, p.folder, "", nil)
	return reports.Product{Name: p.name, Conforming: reports.Conforming{Verdict: r.Verdict, Findings: len(r.Findings)}}, err
}

func (t *selfTester) mutant(ctx context.Context, m defect) (reports.Mutant, error) {
	r, err := t.session(ctx, m.product, m.Name, m.Name, atMost(m.most, m.shown))
	out := reports.Mutant{Name: m.Name, Product: m.product.name, Expected: m.Kills, Verdict: r.Verdict, Fired: []etalon.RuleID{}}
	for _, f := range r.Findings {
		if f.Verdict() == etalon.Fail && !slices.Contains(out.Fired, f.Rule) {
			out.Fired = append(out.Fired, f.Rule)
		}
	}
	slices.Sort(out.Fired)
	out.Killed = r.Verdict == etalon.Fail && slices.ContainsFunc(out.Fired, func(id etalon.RuleID) bool { return covers(m.Kills, id) })
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

// covers tells whether a fired rule is the one named, or one of its group:
// V05 covers V05.role.
func covers(named, fired etalon.RuleID) bool {
	return named == fired || strings.HasPrefix(string(fired), string(named)+".")
}

// session runs a reference product through the scenarios in which its defect
// can show (all of them for the sound product) and judges it.
func (t *selfTester) session(ctx context.Context, p product, name, mutant string, only func(*scenario.Scenario) bool) (etalon.Result, error) {
	c := runCmd{SUT: p.sut, Mutant: mutant, Profile: p.profiles, Out: filepath.Join(t.out, name), Seed: 1, Lang: "fr", Walk: "ginkgo", Via: "http", keys: t.keys, only: only, own: t.own}
	if err := os.RemoveAll(c.Out); err != nil {
		return etalon.Result{}, err
	}
	quiet := *t.app
	quiet.err, quiet.out = io.Discard, io.Discard
	built, err := quiet.plan(c)
	if err != nil {
		return etalon.Result{}, fmt.Errorf("%s: %w", name, err)
	}
	if err := quiet.launch(ctx, c, built); err != nil {
		return etalon.Result{}, fmt.Errorf("%s: %w", name, err)
	}
	d, err := readDossier(filepath.Join(c.Out, "dossier"))
	if err != nil {
		return etalon.Result{}, fmt.Errorf("%s: %w", name, err)
	}
	j := t.judges[p.rules()]
	j.Lock()
	defer j.Unlock()
	r, err := j.bench.judge(ctx, d)
	if err != nil {
		return r, fmt.Errorf("%s: %w", name, err)
	}
	return r, writeReports(c.Out, r, d, terminal.Options{}, io.Discard)
}
