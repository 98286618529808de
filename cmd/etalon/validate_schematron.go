package main

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/etalon-dmp/etalon/internal/validate"
)

func (c *validateCmd) checkSchematron() error {
	own := validate.Embedded(c.Pack)
	switch {
	case c.Schematron != "" && c.Pack != "":
		return usage(errors.New("--schematron et --pack s'excluent (exclude each other)"), "Donnez l'un des deux. (Give one of them.)")
	case c.Schematron != "" && len(c.Entry) > 0:
		return usage(errors.New("--entry choisit dans un référentiel : il ne va pas avec --schematron (--entry chooses in a pack)"), "Retirez --entry. (Leave --entry out.)")
	case c.QueryBinding != "" && c.QueryBinding != "xslt2":
		return usage(fmt.Errorf("--query-binding %s : seul xslt2 est exécuté (only xslt2 is run)", c.QueryBinding), "--query-binding xslt2")
	case c.Schematron == "" && own:
		return usage(errors.New("--query-binding ne vaut qu'avec --schematron ou --pack DOSSIER (only with --schematron or --pack FOLDER)"), "Ajoutez --schematron FICHIER.sch. (Add --schematron FILE.sch.)")
	}
	return nil
}

// schemaIn gives the folder and the file in it of a Schematron schema. What it
// includes and reads lies below the folder that etalon runs in, when the file
// does, or else below the file's own.
func schemaIn(name string) (folder, file string) {
	folder, file = ".", filepath.Clean(name)
	if !filepath.IsLocal(file) {
		folder, file = filepath.Dir(file), filepath.Base(file)
	}
	return folder, filepath.ToSlash(file)
}
