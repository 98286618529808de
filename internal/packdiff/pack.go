package packdiff

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/schemas"
	"github.com/etalon-dmp/etalon/schemas/ans"
	"github.com/etalon-dmp/etalon/validators/schematron"
)

// Pack is one side of a comparison: its rules loaded, its files at hand.
type Pack struct {
	info    etalon.PackInfo
	fsys    fs.FS
	roots   []string // folders that belong to the pack
	entries []entry
}

type entry struct {
	name, file string
	rules      []Rule
	err        error // it cannot be run
}

// Open loads the pack of a folder: the tree that ANS publishes, or a folder
// with pack.yaml. An entry that cannot be run is not an error: it is compared too.
func Open(fsys fs.FS) (*Pack, error) {
	if !ans.Detect(fsys) {
		p, err := schemas.Open(fsys)
		if err != nil {
			return nil, err
		}
		return Of(p), nil
	}
	tree, err := ans.Open(fsys)
	if err != nil {
		return nil, err
	}
	p := &Pack{info: etalon.PackInfo{Name: tree.Name, Digest: tree.Digest}, fsys: fsys, roots: []string{"infrastructure", "jeuxDeValeurs", "schematrons"}}
	for _, e := range tree.Entries {
		p.entries = append(p.entries, entry{name: strings.TrimSuffix(path.Base(e.File), ".sch"), file: e.File})
	}
	p.load()
	return p, nil
}

// Of loads a pack that is open.
func Of(pack *schemas.Pack) *Pack {
	p := &Pack{info: pack.Info(), fsys: pack.FS, roots: []string{"."}}
	for _, e := range pack.Entries {
		p.entries = append(p.entries, entry{name: e.Name, file: e.File})
	}
	p.load()
	return p
}

func (p *Pack) load() {
	texts := &sources{fsys: p.fsys, files: map[string]*source{}}
	for i := range p.entries {
		e := &p.entries[i]
		s, _, err := schematron.Load(p.fsys, e.file, schematron.Options{})
		if err != nil {
			e.err = err
			continue
		}
		for _, info := range s.Rules() {
			e.rules = append(e.rules, texts.rule(info, e.file))
		}
	}
}

// files are the names of the pack's files, in order.
func (p *Pack) files() ([]string, error) {
	var names []string
	for _, root := range p.roots {
		err := fs.WalkDir(p.fsys, root, func(name string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				names = append(names, name)
			}
			return err
		})
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("files of %s: %w", p.info.Name, err)
		}
	}
	slices.Sort(names)
	return names, nil
}
