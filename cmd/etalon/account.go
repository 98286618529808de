package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/account"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/reports/jsonreport"
	"github.com/etalon-dmp/etalon/reports/terminal"
)

type accountCmd struct {
	Sample int      `help:"Ce nombre de mutants, tirés par la graine ; sinon tous. (That many mutants, drawn by the seed; all otherwise.)"`
	Seed   uint64   `default:"1"`
	Area   []string `sep:"none" help:"Seulement ces domaines. (Only these areas.)"`
	Format string   `enum:"text,json" default:"text" help:"text ou json."`
	Whole  bool     `help:"En JSON, dire tous les mutants. (In JSON, tell all mutants.)"`
	Lower  string   `type:"path" help:"Écrire ici le cliquet de ce compte. (Write the ratchet of this account there.)"`
	Lang   string   `enum:"fr,en" default:"fr"`
	Jobs   int      `default:"2" help:"Mutants à la fois. (Mutants at a time.)"`
	Pack   []string `type:"path" help:"Dossier d'un référentiel, à la place de celui du même nom. (Folder of a pack, in the place of that of the same name.)"`
}

// Help says what the exit code means.
func (accountCmd) Help() string {
	return "Part des preuves de sessions conformes, casse chaque nœud de chaque message, et dit quelle règle parle. Sort à 1 s'il reste un mutant dont aucune règle ne parle ; d'un échantillon, s'il en reste plus que le cliquet ne permet.\n\nExemple : etalon account --sample 400"
}

// Run accounts for every node of every message of the conforming sessions.
func (c *accountCmd) Run(ctx context.Context, a *app) error {
	all, err := a.scenarios(c.Pack)
	if err != nil {
		return err
	}
	began := a.clock()
	found, err := account.Take(ctx, all, a.clock, account.Order{
		Spawn: a.spawn, Jobs: c.Jobs, Sample: c.Sample, Seed: c.Seed, Areas: c.Area, Whole: c.Whole,
		Progress: func(done, total int) { a.accounted(done, total, began) },
	})
	if err != nil {
		return err
	}
	if c.Lower != "" {
		b, err := found.Ratchet.YAML()
		if err != nil {
			return err
		}
		if err := os.WriteFile(c.Lower, b, 0o600); err != nil {
			return err
		}
	}
	if c.Format == "json" {
		err = jsonreport.WriteAccount(a.out, found.Report)
	} else {
		err = terminal.WriteAccount(a.out, found.Report, a.terminal(c.Lang))
	}
	if err == nil && found.Report.Failed {
		err = exit.Error{Code: etalon.ExitFail}
	}
	return err
}

// accounted tells how far an account is, now and then.
func (a *app) accounted(done, total int, began time.Time) {
	const every = 500
	if done%every == 0 || done == total {
		fmt.Fprintf(a.warn(), "[%d/%d] %s\n", done, total, a.clock().Sub(began).Round(time.Second))
	}
}
