package main

import (
	"context"
	"encoding/json"

	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/cmd/internal/progress"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/verdicts"
	"github.com/etalon-dmp/etalon/reports/terminal"
)

type joinCmd struct {
	Dossiers []string `arg:"" name:"dossier" type:"existingdir" help:"Dossiers des sessions, de la plus ancienne à la dernière. (Dossiers of the sessions, the oldest first.)"`
	Latest   bool     `help:"La dernière session qui établit un scénario compte, même après un échec ; il reste dit. (The last session that settles a scenario counts, even after a failure, which is still told.)"`
	Out      string   `type:"path" placeholder:"DOSSIER" help:"Où laisser joined.json. (Where to leave joined.json.)"`
	Pack     []string `placeholder:"DOSSIER" help:"Dossier d'un référentiel, à la place de celui du même nom ou en plus. (Folder of a pack, in the place of that of the same name or added.)"`
	Lang     string   `enum:"fr,en" default:"fr" help:"Langue du texte. (Language of the text.)"`
}

// Help gives examples.
func (joinCmd) Help() string {
	return `Exemples :
  etalon join out/lundi/dossier out/mardi/dossier
  etalon join out/lundi/dossier out/mardi/dossier --latest --out out/ensemble

Chaque dossier est rejugé par les mêmes règles. Un scénario en échec dans une session le reste,
sauf --latest ; ce qu'une session n'a pas établi est pris d'une autre.`
}

// Run joins the sessions of one version of a product into one verdict.
func (c *joinCmd) Run(ctx context.Context, a *app) error {
	m, err := a.judging(c.Pack)
	if err != nil {
		return err
	}
	m.Progress = progress.Judging(a.err, a.tty, a.clock)
	var all []verdicts.Named
	for _, d := range c.Dossiers {
		all = append(all, verdicts.Named{Name: d, Source: disk.Folder(d)})
	}
	j, err := verdicts.Joined(ctx, all, c.Latest, m)
	if err != nil {
		return err
	}
	if c.Out != "" {
		raw, err := json.MarshalIndent(j, "", "  ")
		if err != nil {
			return err
		}
		if err := disk.WriteFiles(c.Out, map[string][]byte{"joined.json": append(raw, '\n')}, false); err != nil {
			return exit.Unwritten(err)
		}
	}
	if err := terminal.WriteJoined(a.out, j, a.terminal(c.Lang)); err != nil {
		return err
	}
	return exit.Verdict(j.Verdict)
}
