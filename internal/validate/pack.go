package validate

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/judge"
	"github.com/etalon-dmp/etalon/schemas"
	"github.com/etalon-dmp/etalon/schemas/ans"
	"github.com/etalon-dmp/etalon/validators/schematron"
)

// Pack is a pack of either form, ready to be compiled entry by entry.
type Pack struct {
	Info    etalon.PackInfo
	Shelf   *judge.Shelf
	Entries []PackEntry
}

// PackEntry is one entry of a pack.
type PackEntry struct {
	judge.EntryRef
	Over string // what it judges
}

// OpenPack opens an embedded pack by name, or that of a folder; folder opens it.
func OpenPack(name string, folder func(name string) (fs.FS, error)) (*Pack, error) {
	if slices.Contains(etalon.PackNames(), name) {
		own, err := schemas.Own(name)
		if err != nil {
			return nil, err
		}
		return packOf(own), nil
	}
	fsys, err := folder(name)
	if err != nil {
		return nil, unknownPack(name)
	}
	if ans.Detect(fsys) {
		return treeOf(fsys)
	}
	p, err := schemas.Open(fsys)
	if err != nil {
		return nil, exit.Usage(fmt.Errorf("%s: %w", name, err), PackHint)
	}
	return packOf(p), nil
}

// unknownPack is the error that neither a pack nor a folder has this name. The
// hint names the packs that need no folder.
func unknownPack(name string) error {
	return exit.Usage(fmt.Errorf("référentiel inconnu (unknown pack): %s", name),
		"Référentiels intégrés (embedded packs): "+strings.Join(etalon.PackNames(), ", ")+". "+PackHint)
}

func packOf(p *schemas.Pack) *Pack {
	out := &Pack{Info: p.Info(), Shelf: judge.NewShelf(judge.DocumentPack{Info: p.Info(), FS: p.FS})}
	for _, e := range p.Entries {
		out.Entries = append(out.Entries, PackEntry{judge.EntryRef{Name: e.Name, File: e.File}, e.Over})
	}
	return out
}

func treeOf(fsys fs.FS) (*Pack, error) {
	tree, err := ans.Open(fsys)
	if err != nil {
		return nil, exit.Usage(err, PackHint)
	}
	shelf := treeShelf(tree, false, nil)
	out := &Pack{Info: shelf.Pack(), Shelf: shelf}
	for _, e := range tree.Entries {
		out.Entries = append(out.Entries, PackEntry{entryRef(e.File), string(e.Kind)})
	}
	return out, nil
}

// Defect is a defect of a pack in one line.
func Defect(d schematron.Defect) string { return defectText(d.File, d.Line, d.Text, d.Code) }
