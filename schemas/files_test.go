package schemas_test

import (
	"io/fs"
	"path"
	"testing"

	"github.com/etalon-dmp/etalon/schemas"
)

// own opens the project's packs, the general one first.
func own(t *testing.T) []*schemas.Pack {
	t.Helper()
	l, err := schemas.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return l.Packs()
}

// ruleFiles lists the Schematron files of a pack.
func ruleFiles(t *testing.T, p *schemas.Pack) []string {
	t.Helper()
	var names []string
	err := fs.WalkDir(p.FS, ".", func(name string, _ fs.DirEntry, err error) error {
		if path.Ext(name) == ".sch" {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func read(t *testing.T, fsys fs.FS, name string) string {
	t.Helper()
	b, err := fs.ReadFile(fsys, name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
