package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/judge"
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
	bench, err := a.bench()
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

func (a *app) bench() (*bench, error) {
	cat, _, err := catalogue(a.err, "")
	if err != nil {
		return nil, err
	}
	pack, err := schemas.DMP()
	if err != nil {
		return nil, fmt.Errorf("embedded pack: %w", err)
	}
	book, err := judge.Compile([]*schemas.Pack{pack}, cat.Requirements)
	if err != nil {
		return nil, err
	}
	return &bench{book: book, schemas: a.engines()}, nil
}

func (b *bench) judge(ctx context.Context, d *dossier.Dossier) (etalon.Result, error) {
	return b.book.Judge(ctx, d, b.schemas, tool())
}

func (b *bench) Close() {
	if b.schemas.Engine != nil {
		_ = b.schemas.Engine.Close()
	}
}
