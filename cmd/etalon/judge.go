package main

import (
	"context"
	"path/filepath"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/verdicts"
	"github.com/etalon-dmp/etalon/reports/terminal"
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
	result, err := a.verdict(ctx, c.Dossier, out, c.Lang)
	if err != nil {
		return err
	}
	return exit.Verdict(result.Verdict)
}

// verdict judges a dossier, leaves the reports in out and shows one of them.
func (a *app) verdict(ctx context.Context, dir, out, lang string) (etalon.Result, error) {
	v, err := verdicts.Of(ctx, disk.Folder(dir), a.spawn, tool())
	if err != nil {
		return etalon.Result{}, err
	}
	if err := v.Report(verdicts.Formats(), disk.Folder(out), lang); err != nil {
		return v.Result, err
	}
	return v.Result, terminal.Write(a.out, terminal.Input{Result: v.Result, Options: a.terminal(lang)})
}
