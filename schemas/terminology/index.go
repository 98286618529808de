package terminology

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

// Limits of what is read.
const (
	maxFiles = 10_000
	maxCodes = 8 << 20 // of all files: SNOMED CT has half a million
)

// Index answers for the codes of a folder.
type Index struct {
	Sets, Systems int    // value sets and whole code systems read
	Updated       string // day of the newest value set, YYYYMMDD; empty when none says
	Digest        string // SHA-256 over the names and bytes of what was read
	Ignored       []string
	systems       map[string]*system
	sets          map[string]*Set
	codes         int
}

// system is what is known of a code system, by code.
type system struct {
	whole bool // from its publication, not from value sets
	codes map[string]*concept
}

type concept struct {
	labels    []string
	withdrawn bool
}

// Set is a value set: an identifier, its dates as published, and its codes.
type Set struct {
	ID, Name, Updated string
	members           map[[2]string]bool // system, code
}

// ErrEmpty says that a folder has neither value sets nor terminologies.
var ErrEmpty = errors.New("ni jeu de valeurs (JDV_*.xml) ni terminologie (OID.rdf) dans ce dossier (neither value sets nor terminologies in this folder)")

var systemFile = regexp.MustCompile(`^[0-2](\.(0|[1-9][0-9]*))+$`)

// Open reads every value set and terminology of a folder and of those below it. Other
// files are let be. The error names the file.
func Open(fsys fs.FS) (*Index, error) {
	x := &Index{systems: map[string]*system{}, sets: map[string]*Set{}}
	sum := sha256.New()
	files := 0
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		kind := strings.ToLower(path.Ext(name))
		if kind != ".xml" && kind != ".rdf" {
			return nil
		}
		if files++; files > maxFiles {
			return fmt.Errorf("plus de %d fichiers (more files)", maxFiles)
		}
		own := strings.TrimSuffix(path.Base(name), path.Ext(name))
		if kind == ".rdf" && !systemFile.MatchString(own) {
			x.Ignored = append(x.Ignored, name)
			return nil
		}
		digest, taken, err := x.read(fsys, name, own, kind == ".rdf")
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if taken {
			fmt.Fprintf(sum, "%s %s\n", digest, name)
		}
		return nil
	})
	switch {
	case err != nil:
		return nil, err
	case x.Sets+x.Systems == 0:
		return nil, ErrEmpty
	}
	x.Digest = hex.EncodeToString(sum.Sum(nil))
	return x, nil
}

// add takes a code with its label, which may be empty.
func (x *Index) add(oid, code, label string, withdrawn bool) error {
	s := x.systems[oid]
	if s == nil {
		s = &system{codes: map[string]*concept{}}
		x.systems[oid] = s
	}
	c := s.codes[code]
	if c == nil {
		if x.codes++; x.codes > maxCodes {
			return fmt.Errorf("plus de %d codes (more codes)", maxCodes)
		}
		c = &concept{}
		s.codes[code] = c
	}
	c.withdrawn = c.withdrawn || withdrawn
	if label != "" && !slices.Contains(c.labels, label) {
		c.labels = append(c.labels, label)
	}
	return nil
}

// Whole says whether every code of a code system is known.
func (x *Index) Whole(oid string) bool {
	s := x.systems[oid]
	return s != nil && s.whole
}

// Has says whether a code is known under its code system, and withdrawn by it.
func (x *Index) Has(oid, code string) (known, withdrawn bool) {
	c := x.concept(oid, code)
	return c != nil, c != nil && c.withdrawn
}

// Labels are those that a code was published with, in the order they were met.
func (x *Index) Labels(oid, code string) []string {
	if c := x.concept(oid, code); c != nil {
		return c.labels
	}
	return nil
}

func (x *Index) concept(oid, code string) *concept {
	if s := x.systems[oid]; s != nil {
		return s.codes[code]
	}
	return nil
}

// Set gives a value set by its identifier.
func (x *Index) Set(oid string) (*Set, bool) {
	s, ok := x.sets[oid]
	return s, ok
}

// Has says whether a code of a system is in the set.
func (s *Set) Has(oid, code string) bool { return s.members[[2]string{oid, code}] }

// Len is how many codes it has.
func (s *Set) Len() int { return len(s.members) }
