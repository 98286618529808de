package validate

import (
	"context"
	"errors"
	"fmt"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/judge"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/validators/schematron"
)

// schemaReferee judges documents by one Schematron file, in the folder where
// what it includes and reads lies.
func schemaReferee(r Rules, m Means) (*Referee, error) {
	fsys, err := m.Folder(r.Pack)
	if err != nil {
		return nil, exit.Usage(err, "--schematron FICHIER.sch")
	}
	shelf, ref, err := judge.OneSchema(judge.DocumentPack{
		FS: fsys, AsPublished: r.AsPublished, QueryBinding: r.QueryBinding,
	}, r.Schematron)
	switch {
	case errors.Is(err, schematron.ErrNoQueryBinding):
		return nil, exit.Usage(err, "Si ses expressions sont en XPath 2.0 : --query-binding xslt2. (If its expressions are XPath 2.0.)")
	case err != nil:
		return nil, exit.Usage(fmt.Errorf("ce schéma ne peut pas être exécuté (this schema cannot be run): %w", err), "Étalon exécute ISO Schematron avec queryBinding xslt2 ; ce qu'il n'exécute pas est nommé ici. (What it does not run is named here.)")
	}
	choose := func(*xmldoc.Doc) []judge.EntryRef { return []judge.EntryRef{ref} }
	return &Referee{Packs: []etalon.PackInfo{shelf.Pack()}, close: func() {}, inner: true, judge: func(ctx context.Context, _ int, raw []byte) (judge.DocumentReport, error) {
		return shelf.Document(ctx, raw, choose, nil)
	}}, nil
}
