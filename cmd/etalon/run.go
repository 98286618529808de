package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/launch"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/internal/session"
	"github.com/etalon-dmp/etalon/internal/verdicts"
)

type runCmd struct {
	SUT         string   `name:"sut" help:"sut.yaml du produit, ou builtin:lps (un client), builtin:xds (un serveur). (The product's sut.yaml, or one of these.)"`
	Profile     []string `help:"Profils, séparés par des virgules ; tous par défaut. (Profiles; all by default.)"`
	Out         string   `type:"path" help:"Dossier de sortie, vide. (Output folder, empty.)"`
	Resume      string   `type:"existingdir" placeholder:"DOSSIER" help:"Reprendre la session arrêtée de ce dossier de sortie, avec ce qu'elle avait : ni --sut ni --out. (Resume the stopped session of this output folder, as it was.)"`
	LabelFilter string   `help:"Filtre d'étiquettes, par exemple 'td2.1 && !timeout'. (Label filter.)"`
	Scenarios   string   `type:"existingdir" help:"Dossier de scénarios à la place du catalogue. (Folder of scenarios instead of the catalogue.)"`
	Pack        []string `placeholder:"DOSSIER" help:"Dossier d'un référentiel, à la place de celui du même nom ou en plus ; répétable. (Folder of a pack, in the place of that of the same name or added; repeatable.)"`
	Documents   string   `type:"existingdir" placeholder:"DOSSIER" help:"Arborescence TestContenuCDA de l'ANS, à la place de documents: de sut.yaml : elle juge aussi chaque document déposé. (The tree that ANS publishes, in the place of documents: of sut.yaml: it judges each document submitted too.)"`
	Terminology string   `placeholder:"DOSSIER" help:"Jeux de valeurs (JDV_*.xml) et terminologies (OID.rdf) publiés, à la place de terminology: de sut.yaml : chaque code des documents déposés y est cherché. (Published value sets and terminologies, in the place of terminology: of sut.yaml: each code of the documents submitted is looked up.)"`
	Generation  string   `placeholder:"dmp1|dmp2" help:"Génération des interfaces du DMP, à la place de generation: de sut.yaml : dmp1 est celle de 2011 à 2013. (Generation of the DMP's interfaces, in the place of generation: of sut.yaml.)"`
	Population  string   `type:"existingfile" placeholder:"FICHIER" help:"Autres patients que le DMP simulé connaît, à la place de population: de sut.yaml ; les scénarios peuvent les nommer. (Further patients whom the simulated DMP knows, in the place of population: of sut.yaml; scenarios may name them.)"`
	Seed        int64    `default:"1" help:"Graine des identifiants. (Seed of identifiers.)"`
	Mutant      string   `help:"Défaut à semer dans le produit de référence, voir etalon selftest. (Defect to seed in the reference product.)"`
	Format      []string `default:"${usual}" help:"Formats des rapports, séparés par des virgules : ${formats}. (Formats of the reports.)"`
	Waivers     string   `type:"existingfile" placeholder:"FICHIER" help:"Dérogations : un autre verdict à côté du premier ; sort à 6 si l'une est échue ou sans objet. (Waivers: another verdict beside the first; exit 6 when one has expired or is not needed.)"`
	Lang        string   `enum:"fr,en" default:"fr" help:"Langue du terminal. (Language of the terminal.)"`
	Walk        string   `enum:"ginkgo,sequential" default:"ginkgo" hidden:""`
	Via         string   `enum:"http,exec" default:"http" hidden:"" help:"How builtin:lps is driven."`

	// As is the name that the product goes by in a demonstration; zero: its own.
	As etalon.SUTInfo `kong:"-"`
}

// Help gives examples.
func (runCmd) Help() string {
	return `Exemples :
  etalon run --sut builtin:lps --out out/essai
  etalon run --sut sut.yaml --profile alimentation,consultation --out out/lps
  etalon run --sut builtin:lps --mutant vihf-version --out out/mutant
  etalon run --sut builtin:lps --profile xds-source,xds-consumer --out out/ihe
  etalon run --sut builtin:lps --profile alimentation,xds-source --out out/deux-référentiels
  etalon run --sut builtin:xds --profile xds-registry,xds-repository --out out/serveur
  etalon run --sut sut.yaml --population population.yaml --out out/foule
  etalon run --resume out/lps

Une session arrêtée, par Ctrl-C, par une panne ou par la fin de la journée, se reprend
quand on veut : les scénarios joués restent, celui qui était en cours est rejoué.

Laisse OUT/dossier, OUT/verdict.json, OUT/report.html et OUT/junit.xml.
Codes de sortie : 0 conforme, 1 non conforme, 2 usage, 3 environnement, 4 banc, 5 non concluant, 6 dérogation échue ou sans objet, 130 annulé.`
}

// Run is plan → session in a child process → dossier → judge → reports.
func (c *runCmd) Run(ctx context.Context, a *app) error {
	v, err := a.runSession(ctx, *c)
	if err != nil {
		return err
	}
	return v.Exit()
}

func (a *app) runSession(ctx context.Context, c runCmd) (v verdicts.Verdict, err error) {
	p, err := c.plan(a)
	if err != nil {
		return v, err
	}
	ending, err := session.Apart(ctx, p, a.launcher(a.out, c.Out, c.Walk, c.Lang, c.Resume != ""), a.progress(p, c.Lang))
	if err != nil {
		return v, err
	}
	if ending.Broken() && !session.Cancelled(ending) {
		fmt.Fprintf(a.warn(), "La session s'est rompue, ce qui est enregistré reste lisible (the session broke, what was recorded stays readable): code %d %s\n%s\n", ending.ExitCode, ending.Signal, ending.Stderr)
	}
	// A cancelled session is judged too: what was recorded says what it says.
	dossier := filepath.Join(c.Out, dossierFolder)
	v, err = a.verdict(context.WithoutCancel(ctx), judgeCmd{Dossier: dossier, Out: c.Out, Lang: c.Lang, Waivers: c.Waivers, Format: c.Format, Pack: c.Pack, Documents: p.SUT.Documents, Terminology: cmp.Or(c.Terminology, p.SUT.Terminology)})
	if err == nil {
		fmt.Fprintf(a.say(), "\nRapport (report): %s\nDossier (evidence): %s\n", filepath.Join(c.Out, verdicts.HTMLFile), dossier)
	}
	return v, session.Ended(ending, err)
}

// plan is that of a session which stopped, or reads the declaration and the
// catalogue and builds it.
func (c *runCmd) plan(a *app) (*plan.Plan, error) {
	if (c.SUT != "" && c.Out != "") == (c.Resume != "") || c.Resume != "" && c.SUT+c.Out != "" {
		return nil, usage(errors.New("il faut --sut et --out, ou --resume seul (--sut and --out are needed, or --resume alone)"), "etalon run --help")
	}
	if c.Resume != "" {
		return c.stopped()
	}
	profiles := session.ProfileIDs(c.Profile)
	sut, err := a.sut(c.SUT, c.Mutant, profiles)
	if err != nil {
		return nil, err
	}
	if c.Generation != "" {
		sut.Generation, sut.VIHFVersion = c.Generation, ""
	}
	sut.Driver.Via = c.Via
	sut.Documents = cmp.Or(c.Documents, sut.Documents)
	tree, err := verdicts.Documents(sut.Documents, folder) // before anything is played
	if err != nil {
		return nil, err
	}
	sut.Terminology = cmp.Or(c.Terminology, sut.Terminology)
	terms, err := verdicts.Terms(sut.Terminology, folder)
	if err != nil {
		return nil, err
	}
	if c.As.Name != "" {
		sut.Name, sut.Version = c.As.Name, c.As.Version
	}
	people, err := a.people(cmp.Or(c.Population, sut.Population))
	if err != nil {
		return nil, err
	}
	all, err := a.repertoire(c.Scenarios, c.Pack, people)
	if err != nil {
		return nil, err
	}
	return session.Plan(session.Order{SUT: sut, Profiles: profiles, LabelFilter: c.LabelFilter, Seed: c.Seed, Repertoire: all, Build: a.made(), Documents: append(verdicts.Documented(tree), verdicts.Looked(terms)...)})
}

// dossierFolder is where a session leaves its dossier, in its output folder.
const dossierFolder = "dossier"

// launcher runs sessions as children of this process; what they say goes to said.
func (a *app) launcher(said io.Writer, out, walk, lang string, resume bool) session.Launcher {
	return func(ctx context.Context, raw []byte, events func(etalon.Event)) (launch.Ending, error) {
		folder := filepath.Join(out, dossierFolder)
		args := []string{"session", "--plan", filepath.Join(out, session.PlanFile), "--dossier", folder, "--walk", walk, "--lang", lang}
		command := launch.Command{Path: a.self, Stdin: a.in, Stdout: said, Abandon: a.abandon, Args: args}
		if resume {
			command.Args = append(args, "--resume")
			return launch.Run(ctx, command, events)
		}
		if err := os.MkdirAll(out, 0o755); err != nil {
			return launch.Ending{}, exit.Unwritten(err)
		}
		if _, err := os.Stat(filepath.Join(folder, "journal.ndjson")); err == nil {
			return launch.Ending{}, usage(fmt.Errorf("%s contient déjà un dossier (already holds a dossier)", out), "Choisissez un autre --out : une preuve n'est jamais écrasée. (Choose another --out: evidence is never overwritten.)")
		}
		if err := disk.WriteFiles(out, map[string][]byte{session.PlanFile: raw}, true); err != nil { // it tells where the keys are
			return launch.Ending{}, exit.Unwritten(err)
		}
		return launch.Run(ctx, command, events)
	}
}
