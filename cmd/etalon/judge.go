package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/verdicts"
	"github.com/etalon-dmp/etalon/reports"
	"github.com/etalon-dmp/etalon/reports/formats"
	"github.com/etalon-dmp/etalon/reports/terminal"
)

type judgeCmd struct {
	Dossier string   `arg:"" type:"existingdir" help:"Dossier à juger, par exemple out/dossier. (Dossier to judge.)"`
	Out     string   `help:"Où écrire verdict.json, report.html et junit.xml ; par défaut à côté du dossier. (Where to write the reports; beside the dossier by default.)" type:"path"`
	Format  []string `default:"${usual}" help:"Formats des rapports, séparés par des virgules : ${formats}. (Formats of the reports.)"`
	Lang    string   `help:"Langue du terminal. (Language of the terminal.)" enum:"fr,en" default:"fr"`
}

// Help gives an example.
func (judgeCmd) Help() string { return "Exemple : etalon judge out/dossier --out out/rejugé" }

// Run judges a stored dossier: the same evidence and rules give the same bytes.
func (c *judgeCmd) Run(ctx context.Context, a *app) error {
	out := c.Out
	if out == "" {
		out = filepath.Dir(filepath.Clean(c.Dossier))
	}
	result, err := a.verdict(ctx, c.Dossier, out, c.Lang, c.Format)
	if err != nil {
		return err
	}
	return exit.Verdict(result.Verdict)
}

// verdict judges a dossier, leaves the reports in out and shows one of them.
func (a *app) verdict(ctx context.Context, dir, out, lang string, names []string) (etalon.Result, error) {
	chosen, unknown := formats.Select(names)
	if len(unknown) > 0 {
		return etalon.Result{}, usage(fmt.Errorf("%s : ce format n'existe pas (there is no such format)", unknown[0]), "--format "+strings.Join(formats.Names(), ","))
	}
	v, err := verdicts.Of(ctx, disk.Folder(dir), a.spawn, tool())
	if err != nil {
		return etalon.Result{}, err
	}
	if err := v.Report(chosen, disk.Folder(out), lang); err != nil {
		return v.Result, err
	}
	o := a.terminal(lang)
	return v.Result, terminal.Write(a.out, reports.Input{Result: v.Result, Lang: o.Lang, Color: o.Color, Width: o.Width})
}
