package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/internal/selftest"
	"github.com/etalon-dmp/etalon/internal/session"
	"github.com/etalon-dmp/etalon/internal/verdicts"
	"github.com/etalon-dmp/etalon/reports/jsonreport"
	"github.com/etalon-dmp/etalon/reports/terminal"
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
	out := c.Out
	if out == "" {
		dir, err := os.MkdirTemp("", "etalon-selftest-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		out = dir
	}
	s, err := selftest.Test{
		Place: testPlace{a, out}, Only: c.Mutant, Jobs: c.Jobs, Clock: a.clock, Judge: a.judge, Build: a.made(),
		Progress: func(done, total int, name string) { fmt.Fprintf(a.warn(), "[%d/%d] %s\n", done, total, name) },
	}.Run(ctx)
	if err != nil {
		return err
	}
	if c.Format == "json" {
		err = jsonreport.WriteSelftest(a.out, s)
	} else {
		err = terminal.WriteSelftest(a.out, s, a.terminal(c.Lang))
	}
	if err == nil && !s.OK() {
		err = exit.Error{Code: etalon.ExitFail}
	}
	return err
}

// testPlace is the folder of a self-test: each session is in one below it.
type testPlace struct {
	app *app
	dir string
}

// Keys implements selftest.Place.
func (t testPlace) Keys(files map[string][]byte) (string, error) {
	keys := filepath.Join(t.dir, igcFolder)
	return keys, disk.WriteFiles(keys, files, true)
}

// Session implements selftest.Place.
func (t testPlace) Session(ctx context.Context, p *plan.Plan, name string) (dossier.Source, error) {
	out := filepath.Join(t.dir, name)
	if err := os.RemoveAll(out); err != nil {
		return nil, err
	}
	_, err := session.Apart(ctx, p, t.app.launcher(io.Discard, out, "ginkgo", "fr", false), func(etalon.Event) {})
	return disk.Folder(filepath.Join(out, dossierFolder)), err
}

// Reports implements selftest.Place.
func (t testPlace) Reports(name string) verdicts.Sink { return disk.Folder(filepath.Join(t.dir, name)) }
