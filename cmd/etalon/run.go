package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/launch"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/internal/scenario"
	"github.com/etalon-dmp/etalon/schemas"
)

type runCmd struct {
	SUT         string   `name:"sut" required:"" help:"sut.yaml du produit, ou builtin:lps (un client), builtin:xds (un serveur). (The product's sut.yaml, or one of these.)"`
	Profile     []string `help:"Profils, séparés par des virgules ; tous par défaut. (Profiles; all by default.)"`
	Out         string   `required:"" type:"path" help:"Dossier de sortie, vide. (Output folder, empty.)"`
	LabelFilter string   `help:"Filtre d'étiquettes, par exemple 'td2.1 && !timeout'. (Label filter.)"`
	Scenarios   string   `type:"existingdir" help:"Dossier de scénarios à la place du catalogue. (Folder of scenarios instead of the catalogue.)"`
	Seed        int64    `default:"1" help:"Graine des identifiants. (Seed of identifiers.)"`
	Mutant      string   `help:"Défaut à semer dans le produit de référence, voir etalon selftest. (Defect to seed in the reference product.)"`
	Lang        string   `enum:"fr,en" default:"fr" help:"Langue du terminal. (Language of the terminal.)"`
	Walk        string   `enum:"ginkgo,sequential" default:"ginkgo" hidden:""`
	Via         string   `enum:"http,exec" default:"http" hidden:"" help:"How builtin:lps is driven."`

	keys string                        // PKI folder for builtin:lps; fresh in memory when empty
	only func(*scenario.Scenario) bool // nil: every scenario
	own  *book                         // the embedded catalogue, when it is loaded already
}

// book is a catalogue and its scenarios, loaded; sessions only read it.
type book struct {
	catalogue *scenario.Catalogue
	scenarios []*scenario.Scenario
}

// Help gives examples.
func (runCmd) Help() string {
	return `Exemples :
  etalon run --sut builtin:lps --out out/essai
  etalon run --sut sut.yaml --profile alimentation,consultation --out out/lps
  etalon run --sut builtin:lps --mutant vihf-version --out out/mutant
  etalon run --sut builtin:lps --profile xds-source,xds-consumer --out out/ihe
  etalon run --sut builtin:xds --profile xds-registry,xds-repository --out out/serveur

Laisse OUT/dossier, OUT/verdict.json, OUT/report.html et OUT/junit.xml.
Codes de sortie : 0 conforme, 1 non conforme, 2 usage, 3 environnement, 4 banc, 5 non concluant, 130 annulé.`
}

// Run is plan → session in a child process → dossier → judge → reports.
func (c *runCmd) Run(ctx context.Context, a *app) error {
	result, err := a.runSession(ctx, *c)
	if err != nil {
		return err
	}
	if ctx.Err() != nil {
		return codeError{code: etalon.ExitCancelled}
	}
	return verdictCode(result.Verdict)
}

func (a *app) runSession(ctx context.Context, c runCmd) (etalon.Result, error) {
	p, err := a.plan(c)
	if err != nil {
		return etalon.Result{}, err
	}
	if err := a.launch(ctx, c, p); err != nil {
		return etalon.Result{}, err
	}
	// A cancelled session is judged too: what was recorded says what it says.
	result, err := a.judge(context.WithoutCancel(ctx), filepath.Join(c.Out, "dossier"), c.Out, c.Lang, a.out)
	if err == nil {
		fmt.Fprintf(a.out, "\nRapport (report): %s\nDossier (evidence): %s\n", filepath.Join(c.Out, reportFile), filepath.Join(c.Out, "dossier"))
	}
	return result, err
}

// plan reads the declaration and the catalogue and builds the plan.
func (a *app) plan(c runCmd) (*plan.Plan, error) {
	sut, err := a.sut(c.SUT, c.Mutant, profileIDs(c.Profile))
	if err != nil {
		return nil, err
	}
	sut.Driver.Via = c.Via
	if c.keys != "" {
		sut.PKI = c.keys
	}
	b := c.own
	if b == nil {
		cat, all, err := catalogue(a.err, c.Scenarios)
		if err != nil {
			return nil, err
		}
		b = &book{cat, all}
	}
	cat, all := b.catalogue, slices.Clone(b.scenarios)
	if c.only != nil {
		all = slices.DeleteFunc(all, func(s *scenario.Scenario) bool { return !c.only(s) })
	}
	packs, err := schemas.Embedded()
	if err != nil {
		return nil, err
	}
	p, problems := plan.Build(plan.BuildInput{
		SUT: sut, Profiles: profileIDs(c.Profile), LabelFilter: c.LabelFilter, Seed: c.Seed, Scenarios: all, Catalogue: cat,
		Packs: packs,
	})
	if err := reported(a.err, problems, nil); err != nil {
		return nil, usage(err, "etalon scenario list")
	}
	if len(p.Scenarios) == 0 {
		return nil, usage(fmt.Errorf("aucun scénario ne correspond : rien ne serait établi (no scenario matches: nothing would be established)"), "etalon scenario list")
	}
	return p, grounds(p, packs)
}

func profileIDs(names []string) []etalon.ProfileID {
	var ids []etalon.ProfileID
	for _, n := range names {
		for _, id := range strings.Split(n, ",") {
			if id = strings.TrimSpace(id); id != "" && id != "all" {
				ids = append(ids, etalon.ProfileID(id))
			}
		}
	}
	return ids
}

// launch runs the session in a child process. That the child broke is not an
// error here: its dossier has no seal, and the verdict says ERROR.
func (a *app) launch(ctx context.Context, c runCmd, p *plan.Plan) error {
	raw, err := p.Marshal()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(c.Out, 0o755); err != nil {
		return usage(err, "")
	}
	folder := filepath.Join(c.Out, "dossier")
	if _, err := os.Stat(filepath.Join(folder, "journal.ndjson")); err == nil {
		return usage(fmt.Errorf("%s contient déjà un dossier (already holds a dossier)", c.Out), "Choisissez un autre --out : une preuve n'est jamais écrasée. (Choose another --out: evidence is never overwritten.)")
	}
	if err := disk.WriteFiles(c.Out, map[string][]byte{"plan.json": raw}, false); err != nil {
		return err
	}
	progress := a.progress(p, c.Lang)
	ending, err := launch.Run(ctx, launch.Command{
		Path: a.self, Stdin: a.in, Stdout: a.out,
		Args: []string{"session", "--plan", filepath.Join(c.Out, "plan.json"), "--dossier", folder, "--walk", c.Walk, "--lang", c.Lang},
	}, progress)
	if err != nil {
		return err
	}
	switch {
	case ending.ExitCode == etalon.ExitNotReady:
		return codeError{code: etalon.ExitNotReady, err: errors.New(strings.TrimPrefix(ending.Stderr, "etalon: "))}
	case ending.Broken() && !ending.Cancelled:
		fmt.Fprintf(a.err, "La session s'est rompue, ce qui est enregistré reste lisible (the session broke, what was recorded stays readable): code %d %s\n%s\n", ending.ExitCode, ending.Signal, ending.Stderr)
	}
	return nil
}
