package schemas

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"

	"github.com/etalon-dmp/etalon"
)

//go:embed schematron/dmp schematron/ihe-xds valuesets
var files embed.FS

// valueSets is the folder of value sets inside each embedded pack: its rules
// say document('valuesets/J57.xml').
const valueSets = "valuesets"

// DMP is the project's own pack of rules for the DMP.
func DMP() (*Pack, error) { return Own(etalon.PackDMP) }

// Own is one of the project's own packs, by its name.
func Own(name string) (*Pack, error) {
	rules, err := fs.Sub(files, "schematron/"+name)
	if err != nil {
		return nil, fmt.Errorf("embedded pack %s: %w", name, err)
	}
	p, err := Open(mounted{rules: rules, all: files})
	if err != nil {
		return nil, fmt.Errorf("embedded pack %s: %w", name, err)
	}
	return p, nil
}

// mounted is the folder of rules with the value sets, which other packs share,
// mounted in it as valuesets/.
type mounted struct{ rules, all fs.FS }

// Open opens a rule file or a value set.
func (m mounted) Open(name string) (fs.File, error) {
	if name == valueSets || strings.HasPrefix(name, valueSets+"/") {
		return m.all.Open(name)
	}
	return m.rules.Open(name)
}

// ReadDir lists a folder; the root has one entry more than the folder of rules.
func (m mounted) ReadDir(name string) ([]fs.DirEntry, error) {
	if name != "." {
		if name == valueSets || strings.HasPrefix(name, valueSets+"/") {
			return fs.ReadDir(m.all, name)
		}
		return fs.ReadDir(m.rules, name)
	}
	entries, err := fs.ReadDir(m.rules, ".")
	if err != nil {
		return nil, err
	}
	sets, err := fs.Stat(m.all, valueSets)
	if err != nil {
		return nil, err
	}
	return append(entries, fs.FileInfoToDirEntry(sets)), nil
}
