package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/rules"
)

type packNewCmd struct {
	Dir     string `arg:"" name:"dossier" type:"path" help:"Dossier à créer ; son nom est celui du référentiel. (Folder to make; its name is the pack's.)"`
	Extends string `default:"dmp" help:"Référentiel dont les règles s'appliquent aussi. (Pack whose rules apply too.)"`
}

// Run writes a pack without rules.
func (c *packNewCmd) Run(a *app) error {
	if _, err := os.Stat(filepath.Join(c.Dir, rules.PackFile)); err == nil {
		return usage(fmt.Errorf("%s est déjà un référentiel (is a pack already)", c.Dir), "etalon rule new ID --pack "+c.Dir)
	}
	files, err := rules.NewPack(rules.PackOrder{Name: filepath.Base(c.Dir), Extends: c.Extends})
	if err != nil {
		return err
	}
	if err := disk.WriteFiles(c.Dir, files, false); err != nil {
		return usage(err, "")
	}
	a.wrote(c.Dir, files)
	fmt.Fprintf(a.say(), "\nPuis (then): etalon rule new L01.titre --pack %s --requirement LOCAL-01 --base iti41\n", c.Dir)
	return nil
}

func sortedKeys(files map[string][]byte) []string { return slices.Sorted(maps.Keys(files)) }
