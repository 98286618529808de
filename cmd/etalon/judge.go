package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/cmd/internal/progress"
	"github.com/etalon-dmp/etalon/internal/verdicts"
	"github.com/etalon-dmp/etalon/reports"
	"github.com/etalon-dmp/etalon/reports/formats"
	"github.com/etalon-dmp/etalon/reports/terminal"
)

type judgeCmd struct {
	Dossier     string   `arg:"" type:"existingdir" help:"Dossier à juger, par exemple out/dossier. (Dossier to judge.)"`
	Out         string   `help:"Où écrire verdict.json, report.html et junit.xml ; par défaut à côté du dossier. (Where to write the reports; beside the dossier by default.)" type:"path"`
	Pack        []string `placeholder:"DOSSIER" help:"Dossier d'un référentiel, à la place de celui du même nom ou en plus ; répétable. (Folder of a pack, in the place of that of the same name or added; repeatable.)"`
	Documents   string   `type:"existingdir" placeholder:"DOSSIER" help:"Arborescence TestContenuCDA de l'ANS, qui juge aussi chaque document déposé. (The tree that ANS publishes: it judges each document submitted too.)"`
	Terminology string   `placeholder:"DOSSIER" help:"Jeux de valeurs (JDV_*.xml) et terminologies (OID.rdf) publiés : chaque code des documents y est cherché. (Published value sets and terminologies: each code of the documents is looked up.)"`
	Format      []string `default:"${usual}" help:"Formats des rapports, séparés par des virgules : ${formats}. (Formats of the reports.)"`
	Waivers     string   `type:"existingfile" placeholder:"FICHIER" help:"Dérogations : un autre verdict à côté du premier ; sort à 6 si l'une est échue ou sans objet. (Waivers: another verdict beside the first; exit 6 when one has expired or is not needed.)"`
	Lang        string   `help:"Langue du terminal. (Language of the terminal.)" enum:"fr,en" default:"fr"`
}

// Help gives an example.
func (judgeCmd) Help() string {
	return "Exemples :\n  etalon judge out/dossier --out out/rejugé\n  etalon judge out/dossier --pack mes-regles/dmp --out out/rejugé\n\n" +
		"Dit ce qui a changé depuis la session et depuis le verdict laissé à côté du dossier."
}

// Run judges a stored dossier: the same evidence and rules give the same bytes.
func (c *judgeCmd) Run(ctx context.Context, a *app) error {
	out := c.Out
	if out == "" {
		out = filepath.Dir(filepath.Clean(c.Dossier))
	}
	// Absent or not to be read: there is no earlier verdict to compare with.
	earlier, _ := disk.Folder(filepath.Dir(filepath.Clean(c.Dossier))).ReadFile(verdicts.JSONFile)
	what := *c
	what.Out = out
	v, err := a.verdict(ctx, what)
	if err != nil {
		return err
	}
	if again := v.Again(earlier); again != "" {
		fmt.Fprintln(a.say(), "\n"+again)
	}
	return v.Exit()
}

// verdict judges a dossier, leaves the reports in out and shows one of them.
func (a *app) verdict(ctx context.Context, c judgeCmd) (verdicts.Verdict, error) {
	chosen, unknown := formats.Select(c.Format)
	if len(unknown) > 0 {
		return verdicts.Verdict{}, usage(fmt.Errorf("%s : ce format n'existe pas (there is no such format)", unknown[0]), "--format "+strings.Join(formats.Names(), ","))
	}
	if a.near != nil {
		a.near()
	}
	m, err := a.judging(c.Pack)
	if err != nil {
		return verdicts.Verdict{}, err
	}
	if m.Documents, err = verdicts.Documents(c.Documents, folder); err != nil {
		return verdicts.Verdict{}, err
	}
	if m.Terms, err = verdicts.Terms(c.Terminology, folder); err != nil {
		return verdicts.Verdict{}, err
	}
	m.Cache = a.cache("")
	m.Progress = progress.Judging(a.err, a.tty, a.clock)
	if c.Waivers != "" {
		src, err := disk.ReadFile(c.Waivers)
		if err != nil {
			return verdicts.Verdict{}, usage(err, "")
		}
		if m.Waivers, err = verdicts.Waiving(c.Waivers, src, a.clock()); err != nil {
			return verdicts.Verdict{}, err
		}
	}
	v, err := verdicts.Of(ctx, disk.Folder(c.Dossier), m)
	if err != nil {
		return v, err
	}
	if err := v.Report(chosen, disk.Folder(c.Out), c.Lang); err != nil {
		return v, err
	}
	o := a.terminal(c.Lang)
	err = terminal.Write(a.out, reports.Input{Result: v.Result, Lang: o.Lang, Color: o.Color, Width: o.Width})
	if err == nil && v.Waived != nil {
		err = terminal.WriteWaived(a.out, *v.Waived, o)
	}
	return v, err
}
