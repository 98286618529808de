package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/etalon-dmp/etalon/internal/scenario"
	"github.com/etalon-dmp/etalon/scenarios"
	"github.com/etalon-dmp/etalon/schemas"
	"github.com/etalon-dmp/etalon/simulators/client"
)

// catalogue loads the requirement catalogue and the scenarios: the embedded
// ones, or those of a folder.
func catalogue(errOut io.Writer, dir string) (*scenario.Catalogue, []*scenario.Scenario, error) {
	cat, err := references(errOut)
	if err != nil {
		return nil, nil, err
	}
	fsys, root := scenarios.FS(), scenarios.Catalogue
	if dir != "" {
		fsys, root = os.DirFS(dir), "."
	}
	all, problems, err := scenario.LoadDir(fsys, root, cat)
	if err := reported(errOut, problems, err); err != nil {
		return nil, nil, err
	}
	return cat, all, nil
}

// references is what scenarios refer to by name: the catalogue, and the messages
// of the client actors.
func references(errOut io.Writer) (*scenario.Catalogue, error) {
	own, err := schemas.Embedded()
	if err != nil {
		return nil, err
	}
	cat, problems, err := scenario.LoadCatalogue(scenarios.FS(), own)
	if err := reported(errOut, problems, err); err != nil {
		return nil, err
	}
	for _, c := range client.Cases() {
		cat.Cases = append(cat.Cases, scenario.Case{Transaction: c.Transaction, Name: c.Name, Needs: c.Needs})
	}
	return cat, nil
}

// reported prints every problem at once and turns them into one usage error.
func reported(w io.Writer, problems []scenario.Problem, err error) error {
	for _, p := range problems {
		fmt.Fprintln(w, p)
	}
	switch {
	case errors.Is(err, scenario.ErrNone):
		return usage(err, "etalon scenario list")
	case err != nil:
		return usage(err, "")
	case len(problems) > 0:
		return usage(fmt.Errorf("%d problème(s) (%d problem(s))", len(problems), len(problems)), "etalon scenario lint FICHIER")
	}
	return nil
}
