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
	"github.com/etalon-dmp/etalon/simulators/lps"
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
	return "Sort à 0 seulement si le produit conforme n'a aucun constat et si chaque mutant échoue par la règle qui lui est destinée.\n\nExemple : etalon selftest --format json"
}

// Run judges Étalon by products whose conformity is known beforehand.
func (c *selftestCmd) Run(ctx context.Context, a *app) error {
	for _, name := range c.Mutant {
		if _, err := builtinSUT(nil, name); err != nil {
			return err
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
	b, err := a.bench(etalon.PackNames())
	if err != nil {
		return reports.Selftest{}, err
	}
	defer b.Close()
	t := &selfTester{app: a, bench: b, out: out, keys: keys}
	return t.all(ctx, chosen(c.Mutant), max(1, c.Jobs))
}

func chosen(names []string) []lps.Mutant {
	if len(names) == 0 {
		return lps.Mutants()
	}
	return slices.DeleteFunc(slices.Clone(lps.Mutants()), func(m lps.Mutant) bool { return !slices.Contains(names, m.Name) })
}

// selfTester runs the reference product, sound and with each of its mutants.
type selfTester struct {
	app   *app
	bench *bench
	out   string
	keys  string
	judge sync.Mutex // one judgement at a time: sessions overlap, judging does not
}

func (t *selfTester) all(ctx context.Context, mutants []lps.Mutant, jobs int) (reports.Selftest, error) {
	s := reports.Selftest{Mutants: make([]reports.Mutant, len(mutants))}
	errs := make([]error, len(mutants)+1)
	work := make(chan int)
	var wg sync.WaitGroup
	var done int
	var mu sync.Mutex
	for range jobs {
		wg.Go(func() {
			for i := range work {
				name := "conforming"
				if i < 0 {
					s.Conforming, errs[len(mutants)] = t.conforming(ctx)
				} else {
					name = mutants[i].Name
					s.Mutants[i], errs[i] = t.mutant(ctx, mutants[i])
				}
				mu.Lock()
				done++
				fmt.Fprintf(t.app.err, "[%d/%d] %s\n", done, len(mutants)+1, name)
				mu.Unlock()
			}
		})
	}
	for i := -1; i < len(mutants) && ctx.Err() == nil; i++ {
		work <- i
	}
	close(work)
	wg.Wait()
	for _, err := range append(errs, ctx.Err()) {
		if err != nil {
			return s, err
		}
	}
	return s, nil
}

func (t *selfTester) conforming(ctx context.Context) (reports.Conforming, error) {
	r, err := t.session(ctx, lps.Mutant{})
	return reports.Conforming{Verdict: r.Verdict, Findings: len(r.Findings)}, err
}

func (t *selfTester) mutant(ctx context.Context, m lps.Mutant) (reports.Mutant, error) {
	r, err := t.session(ctx, m)
	out := reports.Mutant{Name: m.Name, Expected: m.Kills, Verdict: r.Verdict, Fired: []etalon.RuleID{}}
	for _, f := range r.Findings {
		if f.Verdict() == etalon.Fail && !slices.Contains(out.Fired, f.Rule) {
			out.Fired = append(out.Fired, f.Rule)
		}
	}
	slices.Sort(out.Fired)
	out.Killed = r.Verdict == etalon.Fail && slices.ContainsFunc(out.Fired, func(id etalon.RuleID) bool { return covers(m.Kills, id) })
	return out, err
}

// covers tells whether a fired rule is the one named, or one of its group:
// V05 covers V05.role.
func covers(named, fired etalon.RuleID) bool {
	return named == fired || strings.HasPrefix(string(fired), string(named)+".")
}

// session runs the reference product through the scenarios in which its defect
// can show (all of them for the sound product) and judges it.
func (t *selfTester) session(ctx context.Context, m lps.Mutant) (etalon.Result, error) {
	name := m.Name
	if name == "" {
		name = "conforming"
	}
	c := runCmd{SUT: builtin, Mutant: m.Name, Out: filepath.Join(t.out, name), Seed: 1, Lang: "fr", Walk: "ginkgo", Via: "http", keys: t.keys, only: showing(m)}
	if err := os.RemoveAll(c.Out); err != nil {
		return etalon.Result{}, err
	}
	quiet := *t.app
	quiet.err, quiet.out = io.Discard, io.Discard
	p, err := quiet.plan(c)
	if err != nil {
		return etalon.Result{}, fmt.Errorf("%s: %w", name, err)
	}
	if err := quiet.launch(ctx, c, p); err != nil {
		return etalon.Result{}, fmt.Errorf("%s: %w", name, err)
	}
	d, err := readDossier(filepath.Join(c.Out, "dossier"))
	if err != nil {
		return etalon.Result{}, fmt.Errorf("%s: %w", name, err)
	}
	t.judge.Lock()
	defer t.judge.Unlock()
	r, err := t.bench.judge(ctx, d)
	if err != nil {
		return r, fmt.Errorf("%s: %w", name, err)
	}
	return r, writeReports(c.Out, r, d, terminal.Options{}, io.Discard)
}

// showing picks the scenarios in which a defect can show.
func showing(m lps.Mutant) func(*scenario.Scenario) bool {
	if m.Name == "" {
		return nil
	}
	return func(s *scenario.Scenario) bool {
		asks := slices.ContainsFunc(s.Steps, func(st scenario.Step) bool {
			return st.Ask != nil && slices.Contains(m.Actions, st.Ask.Name)
		})
		replies := m.Behaviour == "" || slices.ContainsFunc(s.Steps, func(st scenario.Step) bool {
			return st.Reply != nil && st.Reply.Behaviour == m.Behaviour
		})
		return asks && replies
	}
}
