package repertoire

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/scenario"
	"github.com/etalon-dmp/etalon/scenarios"
	"github.com/etalon-dmp/etalon/schemas"
)

// Repertoire is a catalogue and its scenarios, loaded; sessions only read it.
type Repertoire struct {
	Catalogue *scenario.Catalogue
	Scenarios []*scenario.Scenario
}

// Load loads the embedded catalogue and its scenarios, or those of a folder
// when one is given. messages are those that a send step may name. Errors are of usage, with Faults for files that are wrong.
func Load(folder fs.FS, messages []scenario.Case) (*Repertoire, error) {
	cat, err := Catalogue()
	if err != nil {
		return nil, err
	}
	cat.Cases = messages
	root := "."
	if folder == nil {
		folder, root = scenarios.FS(), scenarios.Catalogue
	}
	all, problems, err := scenario.LoadDir(folder, root, cat)
	if err := Check(problems, err); err != nil {
		return nil, err
	}
	return &Repertoire{Catalogue: cat, Scenarios: all}, nil
}

// Catalogue is the embedded catalogue without its scenarios.
func Catalogue() (*scenario.Catalogue, error) {
	cat, problems, err := scenario.LoadCatalogue(scenarios.FS())
	if err := Check(problems, err); err != nil {
		return nil, err
	}
	return cat, nil
}

// Packs are the embedded packs that the catalogue's profiles may name, by name.
func Packs() (map[string]etalon.PackInfo, error) {
	out := map[string]etalon.PackInfo{}
	for _, name := range etalon.PackNames() {
		p, err := schemas.Own(name)
		if err != nil {
			return nil, err
		}
		out[name] = p.Info()
	}
	return out, nil
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
