package validate

import (
	"fmt"
	"io/fs"
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

// OpenPack opens an embedded pack by name, or that of a folder.
func OpenPack(name string, m Means) (*Pack, error) {
	l, err := schemas.Embedded()
	if err != nil {
		return nil, err
	}
	if own, ok := l.Pack(name); ok {
		return packOf(own), nil
	}
	fsys, err := m.Folder(name)
	if err != nil {
		return nil, unknownPack(name, l)
	}
	if ans.Detect(fsys) {
		return treeOf(fsys)
	}
	_, p, err := m.beside(l, name)
	if err != nil {
		return nil, err
	}
	return packOf(p), nil
}

// beside adds the pack of a folder to a library, with those that it extends.
func (m Means) beside(l *schemas.Library, name string) (*schemas.Library, *schemas.Pack, error) {
	f, err := m.Beside(name)
	if err != nil {
		return nil, nil, exit.Usage(err, PackHint)
	}
	with, p, err := l.With(f.Parent, f.Name)
	if err != nil {
		return nil, nil, exit.Usage(fmt.Errorf("%s: %w", name, err), PackHint)
	}
	return with, p, nil
}

// Names are those of the packs that need no folder.
func Names() []string {
	l, err := schemas.Embedded()
	if err != nil {
		return nil // whoever opens one is told why
	}
	return l.Names()
}

// Packs are those that need no folder.
func Packs() []etalon.PackInfo {
	l, err := schemas.Embedded()
	if err != nil {
		return nil // whoever opens one is told why
	}
	var all []etalon.PackInfo
	for _, p := range l.Packs() {
		all = append(all, p.Info())
	}
	return all
}

// unknownPack is the error that neither a pack nor a folder has this name. The
// hint names the packs that need no folder.
func unknownPack(name string, l *schemas.Library) error {
	return exit.Usage(fmt.Errorf("référentiel inconnu (unknown pack): %s", name),
		"Référentiels intégrés (embedded packs): "+strings.Join(l.Names(), ", ")+". "+PackHint)
}

func packOf(p *schemas.Pack) *Pack {
	out := &Pack{Info: p.Info(), Shelf: judge.NewShelf(judge.DocumentPack{Info: p.Info(), FS: p.FS})}
	for _, e := range p.Entries {
		out.Entries = append(out.Entries, PackEntry{judge.EntryRef{Name: e.Name, File: e.File}, string(e.Over)})
	}
	return out
}

func treeOf(fsys fs.FS) (*Pack, error) {
	tree, err := ans.Open(fsys)
	if err != nil {
		return nil, exit.Usage(err, PackHint)
	}
	shelf := judge.TreeShelf(tree, false, nil)
	out := &Pack{Info: shelf.Pack(), Shelf: shelf}
	for _, e := range tree.Entries {
		out.Entries = append(out.Entries, PackEntry{entryRef(e.File), string(e.Kind)})
	}
	return out, nil
}

// Defect is a defect of a pack in one line.
func Defect(d schematron.Defect) string { return defectText(d.File, d.Line, d.Text, d.Code) }
