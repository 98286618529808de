package ans

import (
	"fmt"
	"io/fs"
	"path"
)

// Gap is something the tree's rules look codes up in and that is not there.
// The rules as published then say nothing of those codes.
type Gap struct {
	Entry string // file of the entry whose rules look there
	File  string // what is missing, as a path in the tree
	Text  string // French, then English
}

const (
	headerRules       = "schematrons/profils/structurationMinimale/ASIP-STRUCT-MIN-StrucMin.sch"
	terminologyRules  = "schematrons/profils/terminologies/schematron/terminologie.sch"
	terminologyFolder = "schematrons/profils/terminologies/terminologie"
)

// terminologies are the large code systems that the tree comes without: its
// history never held these files (TestContenuCDA 3.0).
var terminologies = []struct{ oid, name string }{
	{"2.16.840.1.113883.6.1", "LOINC"},
	{"2.16.840.1.113883.6.96", "SNOMED CT"},
	{"2.16.840.1.113883.3.26.1.1", "NCI Thesaurus"},
	{"1.2.250.1.213.2.62", "1.2.250.1.213.2.62"},
}

// absentLists are lists that the rules of the header read and the tree comes without
// (TestContenuCDA 3.0); see [Tree.Filled].
var absentLists = []string{listFolder + "/voc-1.2.250.1.213.1.1.5.471-DYNAMIC.xml"}

// Filling lists what [Tree.Filled] gives of that.
func (t *Tree) Filling() []Gap {
	f := &filled{FS: t.FS}
	var out []Gap
	for _, name := range absentLists {
		if from := f.from(name); from != "" {
			out = append(out, Gap{headerRules, name, fmt.Sprintf(
				"liste absente (%s), prise du jeu de valeurs de même identifiant, %s (list missing, taken from the value set of the same identifier)", path.Base(name), from)})
		}
	}
	return out
}

// Gaps lists the terminologies that are missing. No rule names these files, so
// that loading the rules does not show them.
func (t *Tree) Gaps() []Gap {
	if _, err := fs.Stat(t.FS, terminologyRules); err != nil {
		return nil
	}
	var out []Gap
	for _, s := range terminologies {
		file := path.Join(terminologyFolder, s.oid+".rdf")
		if _, err := fs.Stat(t.FS, file); err != nil {
			out = append(out, Gap{terminologyRules, file, fmt.Sprintf(
				"terminologie %s absente (%s) : ses codes ne sont pas vérifiés (terminology missing: its codes are not checked)", s.name, path.Base(file))})
		}
	}
	return out
}
