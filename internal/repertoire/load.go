package repertoire

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/scenario"
	"github.com/etalon-dmp/etalon/scenarios"
	"github.com/etalon-dmp/etalon/schemas"
)

// Repertoire is a catalogue, its scenarios and the packs that judge its profiles,
// loaded; sessions only read it.
type Repertoire struct {
	Catalogue *scenario.Catalogue
	Scenarios []*scenario.Scenario
	Packs     *schemas.Library
}

// Input is what to load.
type Input struct {
	Folder   fs.FS            // of scenarios; nil: the embedded ones
	Packs    *schemas.Library // nil: the embedded ones
	Messages []scenario.Case  // that a send step may name
	People   *People          // further ones of the session; nil: none
}

// People is a file that says who else the simulated DMP knows.
type People struct {
	Name string
	Text []byte
}

// Load loads the catalogue and its scenarios. Errors are of usage, with Faults for
// files that are wrong.
func Load(in Input) (*Repertoire, error) {
	packs, err := given(in.Packs)
	if err != nil {
		return nil, err
	}
	cat, err := Catalogue(packs)
	if err != nil {
		return nil, err
	}
	cat.Cases = in.Messages
	if in.People != nil {
		var problems []scenario.Problem
		if cat.Population, problems = scenario.ReadPopulation(in.People.Name, in.People.Text, cat); len(problems) > 0 {
			return nil, exit.Usage(Faults(problems), "etalon patients --count 20 --format yaml > "+in.People.Name)
		}
	}
	folder, root := in.Folder, "."
	if folder == nil {
		folder, root = scenarios.FS(), scenarios.Catalogue
	}
	all, problems, err := scenario.LoadDir(folder, root, cat)
	if err := Check(problems, err); err != nil {
		return nil, err
	}
	return &Repertoire{Catalogue: cat, Scenarios: all, Packs: packs}, nil
}

// Catalogue is the embedded catalogue without its scenarios, with the requirements
// of packs; nil: the embedded ones.
func Catalogue(packs *schemas.Library) (*scenario.Catalogue, error) {
	packs, err := given(packs)
	if err != nil {
		return nil, err
	}
	cat, problems, err := scenario.LoadCatalogue(scenarios.FS(), packs)
	if err := Check(problems, err); err != nil {
		return nil, err
	}
	return cat, nil
}

// PackFolder is a folder with a pack, by its name in the folder that holds it.
type PackFolder struct {
	Parent fs.FS
	Name   string
}

// Packs are the embedded packs and those of folders, which take the place of
// those of the same name. Errors are of usage.
func Packs(folders ...PackFolder) (*schemas.Library, error) {
	l, err := schemas.Embedded()
	if err != nil {
		return nil, err
	}
	for _, f := range folders {
		if l, _, err = l.With(f.Parent, f.Name); err != nil {
			return nil, exit.Usage(err, "Donnez un dossier qui contient pack.yaml. (Give a folder that holds a pack.yaml.)")
		}
	}
	return l, nil
}

func given(packs *schemas.Library) (*schemas.Library, error) {
	if packs != nil {
		return packs, nil
	}
	return schemas.Embedded()
}

// Faults are the problems of files that a user wrote, all of them: each has its
// place and its remedy.
type Faults []scenario.Problem

func (f Faults) Error() string {
	return fmt.Sprintf("%d problème(s) (%d problem(s))", len(f), len(f))
}

// Check turns problems, and the error that kept files from being read, into one
// error of usage; nil when there is neither.
func Check(problems []scenario.Problem, err error) error {
	if len(problems) > 0 && err != nil {
		err = errors.Join(Faults(problems), err)
	}
	switch {
	case errors.Is(err, scenario.ErrNone):
		return exit.Usage(err, "etalon scenario list")
	case err != nil:
		return exit.Usage(err, "")
	case len(problems) > 0:
		return exit.Usage(Faults(problems), "etalon scenario lint FICHIER")
	}
	return nil
}
