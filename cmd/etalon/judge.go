package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/judge"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/internal/standing"
	"github.com/etalon-dmp/etalon/schemas"
)

type judgeCmd struct {
	Dossier string `arg:"" type:"existingdir" help:"Dossier à juger, par exemple out/dossier. (Dossier to judge.)"`
	Out     string `help:"Où écrire verdict.json, report.html et junit.xml ; par défaut à côté du dossier. (Where to write the reports; beside the dossier by default.)" type:"path"`
	Lang    string `help:"Langue du terminal. (Language of the terminal.)" enum:"fr,en" default:"fr"`
}

// Help gives an example.
func (judgeCmd) Help() string { return "Exemple : etalon judge out/dossier --out out/rejugé" }

// Run judges a stored dossier: the same evidence and rules give the same bytes.
func (c *judgeCmd) Run(ctx context.Context, a *app) error {
	out := c.Out
	if out == "" {
		out = filepath.Dir(filepath.Clean(c.Dossier))
	}
	result, err := a.judge(ctx, c.Dossier, out, c.Lang, a.out)
	if err != nil {
		return err
	}
	return verdictCode(result.Verdict)
}

// judge reads a dossier, judges it and leaves the reports in out.
func (a *app) judge(ctx context.Context, dir, out, lang string, shown io.Writer) (etalon.Result, error) {
	d, err := readDossier(dir)
	if err != nil {
		return etalon.Result{}, err
	}
	packs, err := packsOf(d)
	if err != nil {
		return etalon.Result{}, err
	}
	bench, err := a.bench(packs)
	if err != nil {
		return etalon.Result{}, err
	}
	defer bench.Close()
	result, err := bench.judge(ctx, d)
	if err != nil {
		return etalon.Result{}, err
	}
	return result, writeReports(out, result, d, a.terminal(lang), shown)
}

// bench is a compiled rule book and running schema engines.
type bench struct {
	book    *judge.Book
	schemas judge.Schemas
}

// packsOf names the packs that a dossier's plan is judged by: as they are now,
// whatever their digest was then.
func packsOf(d *dossier.Dossier) ([]string, error) {
	p, err := plan.Unmarshal(d.Session.Plan)
	if err != nil {
		return nil, fmt.Errorf("the plan in the dossier: %w", err)
	}
	return packsNamed(p), nil
}

// packsNamed are the packs of a plan, or all when it names none: what was
// recorded outside a plan meets every rule.
func packsNamed(p *plan.Plan) []string {
	var names []string
	for _, info := range p.Packs {
		names = append(names, info.Name)
	}
	if len(names) == 0 {
		return packNames()
	}
	return names
}

// bench compiles the embedded packs of these names.
func (a *app) bench(names []string) (*bench, error) {
	own, err := schemas.Embedded()
	if err != nil {
		return nil, err
	}
	packs, err := own.Of(names...)
	if err != nil {
		return nil, err
	}
	book, err := judge.Compile(packs)
	if err != nil {
		return nil, err
	}
	return &bench{book: book, schemas: a.engines()}, nil
}

func (b *bench) judge(ctx context.Context, d *dossier.Dossier) (etalon.Result, error) {
	return b.book.Judge(ctx, d, b.schemas, tool(), standing.Build(version))
}

func (b *bench) Close() {
	if b.schemas.Engine != nil {
		_ = b.schemas.Engine.Close()
	}
}
