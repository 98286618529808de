package ans

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Kind says what an entry speaks for.
type Kind string

// The kinds of entry.
const (
	General Kind = "general" // every document
	Volet   Kind = "volet"   // documents of one content model
)

// Entry is one entry schematron of the tree.
type Entry struct {
	Name string // file name without .sch, and without the prefix CI-SIS_ for a volet
	File string // path in the tree
	Kind Kind
}

// Tree is the published tree.
type Tree struct {
	FS      fs.FS
	Name    string
	Digest  string // SHA-256 over the names and bytes of its schematrons and value sets
	Entries []Entry
	Schema  string // path of the XSD of documents; empty when absent
}

// ErrNotTree says that a folder is not a tree of this kind.
var ErrNotTree = errors.New("ni schematrons/ ni profils/ : ce n'est pas l'arborescence TestContenuCDA (not the TestContenuCDA tree)")

const (
	volets     = "schematrons"
	voletMark  = "CI-SIS_"
	schemaFile = "infrastructure/cda/CDA_extended.xsd"
)

// generals are the entries that speak for every document, in the order of the
// official chain.
var generals = []string{
	"schematrons/profils/IHE.sch",
	"schematrons/profils/structurationMinimale/ASIP-STRUCT-MIN-StrucMin.sch",
	"schematrons/profils/CI-SIS_ModelesDeContenusCDA.sch",
	"schematrons/profils/CI-SIS_Modeles_ANS.sch",
	"schematrons/profils/terminologies/schematron/terminologie.sch",
}

// Detect tells whether a folder looks like the published tree.
func Detect(fsys fs.FS) bool {
	_, err := fs.Stat(fsys, generals[0])
	return err == nil
}

// Open lists a tree's entries and computes its digest.
func Open(fsys fs.FS) (*Tree, error) {
	t, err := List(fsys)
	if err != nil {
		return nil, err
	}
	return t, t.Sum()
}

// List lists a tree's entries. Its digest is empty until Sum is called.
func List(fsys fs.FS) (*Tree, error) {
	if !Detect(fsys) {
		return nil, ErrNotTree
	}
	t := &Tree{FS: fsys, Name: "TestContenuCDA"}
	for _, f := range generals {
		if _, err := fs.Stat(fsys, f); err == nil {
			t.Entries = append(t.Entries, Entry{entryName(f), f, General})
		}
	}
	files, err := fs.ReadDir(fsys, volets)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", volets, err)
	}
	for _, f := range files {
		if name := f.Name(); strings.HasPrefix(name, voletMark) && path.Ext(name) == ".sch" {
			t.Entries = append(t.Entries, Entry{entryName(name), path.Join(volets, name), Volet})
		}
	}
	if _, err := fs.Stat(fsys, schemaFile); err == nil {
		t.Schema = schemaFile
	}
	return t, nil
}

// Sum computes the digest: every file is read.
func (t *Tree) Sum() (err error) {
	t.Digest, err = digest(t.FS)
	return err
}

func entryName(file string) string {
	return strings.TrimPrefix(strings.TrimSuffix(path.Base(file), ".sch"), voletMark)
}

// Select resolves what a person asked for: general, all, or entries by name or
// path. auto is [Tree.For].
func (t *Tree) Select(name string) ([]Entry, error) {
	var out []Entry
	for _, e := range t.Entries {
		switch {
		case name == "all", name == "general" && e.Kind == General:
			out = append(out, e)
		case strings.EqualFold(name, e.Name), name == e.File, strings.EqualFold(name, path.Base(e.File)),
			strings.EqualFold(name, strings.TrimSuffix(path.Base(e.File), ".sch")):
			out = append(out, e)
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("entrée inconnue : %s (unknown entry)", name)
	}
	return out, nil
}

// newest gives the entry of a content model for a version, or the newest one
// when the version is empty or unknown.
func (t *Tree) newest(model, version string) (Entry, bool) {
	var found []Entry
	for _, e := range t.Entries {
		if e.Kind == Volet && modelOf(e.Name) == model {
			found = append(found, e)
		}
	}
	if len(found) == 0 {
		return Entry{}, false
	}
	for _, e := range found {
		if version != "" && strings.HasSuffix(e.Name, "_"+version) {
			return e, true
		}
	}
	return slices.MaxFunc(found, func(a, b Entry) int { return strings.Compare(a.Name, b.Name) }), true
}

// modelOf is an entry's name without its version: BIO-CR-BIO_2024.01 → BIO-CR-BIO.
func modelOf(name string) string {
	model, _, _ := strings.Cut(name, "_")
	return model
}
