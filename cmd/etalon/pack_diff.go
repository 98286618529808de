package main

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime"

	"github.com/etalon-dmp/etalon/cmd/internal/given"
	"github.com/etalon-dmp/etalon/cmd/internal/progress"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/packdiff"
	"github.com/etalon-dmp/etalon/internal/validate"
)

type packDiffCmd struct {
	A      string `arg:"" help:"Référentiel de départ : dossier, ou dmp. (First pack: folder, or dmp.)"`
	B      string `arg:"" help:"Référentiel d'arrivée. (Second pack.)"`
	Corpus string `help:"Documents à juger par les deux : ceux dont le verdict change, et pourquoi. (Documents to judge by both: those whose verdict changes, and why.)" placeholder:"DOSSIER"`
	Format string `enum:"text,json" default:"text" help:"text ou json."`
	Jobs   int    `help:"Documents jugés en même temps ; autant que de processeurs par défaut. (Documents judged at a time; as many as processors by default.)"`
}

// Help gives an example.
func (packDiffCmd) Help() string {
	return `Exemple (example) :
  etalon pack diff TestContenuCDA-3-0 TestContenuCDA-3-1 --corpus lot/

Code de sortie 0, que les référentiels diffèrent ou non ; 2 usage, 4 banc.
(Exit code 0, whether or not the packs differ; 2 usage, 4 harness.)`
}

// Run compares two packs, and what they say of documents.
func (c *packDiffCmd) Run(ctx context.Context, a *app) error {
	if c.Jobs < 0 {
		return usage(fmt.Errorf("--jobs %d", c.Jobs), "Donnez un nombre d'au moins 1. (Give a number of at least 1.)")
	}
	compared := validate.Comparison{Before: c.A, After: c.B, Means: a.validation(), Cache: a.cache("")}
	diff, err := compared.Packs()
	if err != nil {
		return err
	}
	if c.Corpus != "" {
		if err := c.judgeCorpus(ctx, a, compared, diff); err != nil {
			if ctx.Err() != nil {
				return exit.Cancelled()
			}
			return err
		}
	}
	if c.Format == "json" {
		e := json.NewEncoder(a.out)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(diff)
	}
	return packdiff.WriteText(a.say(), diff)
}

// judgeCorpus judges every document of the corpus by both packs.
func (c *packDiffCmd) judgeCorpus(ctx context.Context, a *app, compared validate.Comparison, diff *packdiff.Diff) error {
	found, err := given.Find([]string{c.Corpus}, a.in, a.warn())
	if err != nil {
		return err
	}
	defer found.Close()
	compared.Workers = validate.Workers(c.Jobs, runtime.GOMAXPROCS(0), len(found.List))
	compared.Progress = progress.Files(a.err, a.tty, len(found.List))
	return compared.Corpus(ctx, found.List, diff)
}
