package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/reference"
	"github.com/etalon-dmp/etalon/internal/verdicts"
)

type demoCmd struct {
	Out  string `type:"path" default:"out/demo" help:"Dossier de sortie, refait à chaque fois. (Output folder, made anew.)"`
	Lang string `enum:"fr,en" default:"fr"`
}

// Help gives an example.
func (demoCmd) Help() string { return "Exemple : etalon demo --out out/demo" }

// demoMutant is the defect shown: it is plain to see and costly in real life.
const demoMutant = "vihf-version"

// Run shows the whole way twice: a conforming product, then one defect.
func (c *demoCmd) Run(ctx context.Context, a *app) error {
	good, err := c.session(ctx, a, "conforming", "")
	if err != nil {
		return err
	}
	bad, err := c.session(ctx, a, "mutant", demoMutant)
	if err != nil {
		return err
	}
	if good.Verdict != etalon.Pass || bad.Verdict != etalon.Fail {
		return exit.Error{
			Code: etalon.ExitHarness,
			Err:  fmt.Errorf("la démonstration devait donner PASS puis FAIL, elle a donné %s puis %s (the demonstration did not give PASS then FAIL)", good.Verdict, bad.Verdict),
		}
	}
	fmt.Fprintf(a.say(), "\nOuvrez (open): %s\n               %s\n", filepath.Join(c.Out, "conforming", verdicts.HTMLFile), filepath.Join(c.Out, "mutant", verdicts.HTMLFile))
	return nil
}

func (c *demoCmd) session(ctx context.Context, a *app, name, mutant string) (etalon.Result, error) {
	if err := os.RemoveAll(filepath.Join(c.Out, name)); err != nil {
		return etalon.Result{}, err
	}
	title := "LPS de référence, conforme (reference product, conforming)"
	if mutant != "" {
		title = "LPS de référence, défaut semé (seeded defect): " + mutant
	}
	fmt.Fprintf(a.say(), "\n━━ %s\n\n", title)
	v, err := a.runSession(ctx, runCmd{
		SUT: reference.Client, Mutant: mutant, Out: filepath.Join(c.Out, name), Seed: 1, Lang: c.Lang, Walk: "ginkgo", Via: "http", Format: verdicts.Usual(),
	})
	return v.Result, err
}
