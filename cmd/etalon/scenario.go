package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/olekukonko/tablewriter"

	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/repertoire"
	"github.com/etalon-dmp/etalon/internal/scenario"
	"github.com/etalon-dmp/etalon/scenarios"
)

type scenarioCmd struct {
	Lint  scenarioLintCmd  `cmd:"" help:"Vérifier des fichiers de scénario ; toutes les fautes d'un coup. (Check scenario files; every fault at once.) Exemple : etalon scenario lint mon.yaml"`
	List  scenarioListCmd  `cmd:"" help:"Lister les scénarios. (List the scenarios.) Exemple : etalon scenario list --profile acces"`
	Cases scenarioCasesCmd `cmd:"" help:"Lister les messages qu'une étape send peut envoyer. (List the messages that a send step can send.) Exemple : etalon scenario cases ITI-42"`
	New   scenarioNewCmd   `cmd:"" help:"Préparer un scénario d'après un autre. (Prepare a scenario after another one.) Exemple : etalon scenario new mon-scenario --profile alimentation"`
	Show  scenarioShowCmd  `cmd:"" help:"Montrer un scénario. (Show a scenario.) Exemple : etalon scenario show td2.1-pdf"`
}

type scenarioLintCmd struct {
	Files []string `arg:"" optional:"" type:"existingfile" help:"Fichiers ; sans argument, le catalogue embarqué. (Files; the embedded catalogue by default.)"`
}

// Run prints every problem of every file.
func (c *scenarioLintCmd) Run(a *app) error {
	all, err := a.scenarios(nil)
	if err != nil {
		return err
	}
	if len(c.Files) == 0 {
		_, err := fmt.Fprintf(a.say(), "%d scénarios du catalogue, aucune faute (catalogue scenarios, no fault)\n", len(all.Scenarios))
		return err
	}
	var problems []scenario.Problem
	for _, file := range c.Files {
		src, err := disk.ReadFile(file)
		if err != nil {
			return usage(err, "")
		}
		_, found := scenario.Read(file, src, all.Catalogue)
		problems = append(problems, found...)
	}
	if err := repertoire.Check(problems, nil); err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.say(), "%d fichier(s), aucune faute (file(s), no fault)\n", len(c.Files))
	return err
}

type scenarioListCmd struct {
	Profile string `help:"Seulement ce profil. (Only this profile.)"`
}

// Run lists id, profile, title and labels.
func (c *scenarioListCmd) Run(a *app) error {
	all, err := a.scenarios(nil)
	if err != nil {
		return err
	}
	table := tablewriter.NewTable(a.say())
	table.Header("scénario", "profil", "titre", "étiquettes")
	for _, s := range all.Scenarios {
		if c.Profile != "" && c.Profile != string(s.Profile) {
			continue
		}
		if err := table.Append(string(s.ID), string(s.Profile), s.Title.FR, strings.Join(s.Labels, " ")); err != nil {
			return err
		}
	}
	return table.Render()
}

type scenarioShowCmd struct {
	ID string `arg:"" help:"Identifiant, voir etalon scenario list. (Id, see etalon scenario list.)"`
}

// Run prints the scenario file as its author wrote it.
func (c *scenarioShowCmd) Run(a *app) error {
	all, err := a.scenarios(nil)
	if err != nil {
		return err
	}
	for _, s := range all.Scenarios {
		if string(s.ID) != c.ID {
			continue
		}
		f, err := scenarios.FS().Open(filepath.ToSlash(s.File))
		if err != nil {
			return err
		}
		defer f.Close()
		_, err = a.copy(f)
		return err
	}
	return usage(fmt.Errorf("scénario inconnu : %s (unknown scenario)", c.ID), "etalon scenario list")
}
