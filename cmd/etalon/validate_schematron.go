package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/judge"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/validators/schematron"
)

func (c *validateCmd) checkSchematron() error {
	_, own := embedded(c.Pack)
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

// schemaReferee judges documents by one Schematron file. What it includes and
// reads lies below the folder that etalon runs in, when the file does, or else
// below the file's own.
func (a *app) schemaReferee(c *validateCmd) (*referee, error) {
	root, file := ".", filepath.Clean(c.Schematron)
	if !filepath.IsLocal(file) {
		root, file = filepath.Dir(file), filepath.Base(file)
	}
	shelf, ref, err := judge.OneSchema(judge.DocumentPack{
		FS: os.DirFS(root), AsPublished: c.AsPublished, QueryBinding: c.QueryBinding,
	}, filepath.ToSlash(file))
	switch {
	case errors.Is(err, schematron.ErrNoQueryBinding):
		return nil, usage(err, "Si ses expressions sont en XPath 2.0 : --query-binding xslt2. (If its expressions are XPath 2.0.)")
	case err != nil:
		return nil, usage(fmt.Errorf("ce schéma ne peut pas être exécuté (this schema cannot be run): %w", err), "Étalon exécute ISO Schematron avec queryBinding xslt2 ; ce qu'il n'exécute pas est nommé ici. (What it does not run is named here.)")
	}
	choose := func(*xmldoc.Doc) []judge.EntryRef { return []judge.EntryRef{ref} }
	return &referee{packs: []etalon.PackInfo{shelf.Pack()}, close: func() {}, inner: true, judge: func(ctx context.Context, _ int, raw []byte) (judge.DocumentReport, error) {
		return shelf.Document(ctx, raw, choose, nil)
	}}, nil
}
