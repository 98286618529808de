package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/scenario"
	"github.com/etalon-dmp/etalon/scenarios"
)

type scenarioNewCmd struct {
	ID      string `arg:"" help:"Identifiant du scénario. (Id of the scenario.)"`
	Profile string `required:"" help:"Profil auquel il appartient. (Profile that it belongs to.)"`
	Like    string `help:"Scénario d'après lequel le faire ; le premier du profil par défaut. (Scenario to make it after; the profile's first by default.)"`
	Dir     string `default:"." type:"path" help:"Dossier où l'écrire. (Folder to write it in.)"`
}

// Run writes the file of a scenario, and beside it the schema for editors.
func (c *scenarioNewCmd) Run(a *app) error {
	all, err := a.scenarios(nil)
	if err != nil {
		return err
	}
	embedded := scenarios.FS()
	text, err := scenario.New(etalon.ScenarioID(c.ID), etalon.ProfileID(c.Profile), etalon.ScenarioID(c.Like), all.Scenarios,
		func(file string) ([]byte, error) { return fs.ReadFile(embedded, filepath.ToSlash(file)) }, scenarios.SchemaFile)
	if err != nil {
		return usage(err, "etalon scenario list --profile "+c.Profile)
	}
	file := c.ID + ".yaml"
	if _, err := os.Stat(filepath.Join(c.Dir, file)); err == nil {
		return usage(fmt.Errorf("%s est déjà là (is already there)", file), "")
	}
	schema, err := fs.ReadFile(embedded, scenarios.SchemaFile)
	if err != nil {
		return err
	}
	files := map[string][]byte{file: text, scenarios.SchemaFile: schema}
	if err := disk.WriteFiles(c.Dir, files, false); err != nil {
		return usage(err, "")
	}
	a.wrote(c.Dir, files)
	fmt.Fprintf(a.say(), "\nPuis (then): etalon scenario lint %s\n            etalon run --sut builtin:lps --profile %s --scenarios %s --out out/essai\n", filepath.Join(c.Dir, file), c.Profile, c.Dir)
	return nil
}
