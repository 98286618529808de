package main

import (
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/judge"
	"github.com/etalon-dmp/etalon/reports"
	"github.com/etalon-dmp/etalon/schemas"
	"github.com/etalon-dmp/etalon/schemas/ans"
	"github.com/etalon-dmp/etalon/validators/schematron"
)

type packCmd struct {
	List   packListCmd   `cmd:"" help:"Lister les référentiels : ceux d'Étalon et ceux des dossiers donnés. (List packs: Étalon's own and those of the folders given.)"`
	Show   packShowCmd   `cmd:"" help:"Montrer les entrées d'un référentiel. (Show the entries of a pack.) Exemple : etalon pack show dmp"`
	Verify packVerifyCmd `cmd:"" help:"Charger toutes les entrées et dire les défauts. (Load every entry and tell the defects.) Exemple : etalon pack verify TestContenuCDA-3-0"`
	Diff   packDiffCmd   `cmd:"" help:"Comparer deux référentiels : règles, codes, et documents dont le verdict change. (Compare two packs: rules, codes, and documents whose verdict changes.)"`
}

type packListCmd struct {
	Dirs []string `arg:"" optional:"" name:"dossier" help:"Dossiers de référentiels. (Folders of packs.)"`
}

type packShowCmd struct {
	Name string `arg:"" name:"nom" help:"Nom d'un référentiel intégré (dmp, ihe-xds), ou dossier. (Name of an embedded pack, or folder.)"`
}

type packVerifyCmd struct {
	Dir string `arg:"" optional:"" name:"dossier" default:"dmp" help:"Dossier ou nom ; celui d'Étalon par défaut. (Folder or name; Étalon's own by default.)"`
}

// loadedPack is a pack of either form, ready to be compiled entry by entry.
type loadedPack struct {
	info    etalon.PackInfo
	shelf   *judge.Shelf
	entries []packEntry
}

type packEntry struct {
	judge.EntryRef
	over string // what it judges
}

// pack opens an embedded pack by name, or that of a folder.
func (a *app) pack(name string) (*loadedPack, error) {
	if slices.Contains(packNames(), name) {
		own, err := schemas.Embedded()
		if err != nil {
			return nil, err
		}
		p, _ := own.Pack(name)
		return packOf(p), nil
	}
	info, err := os.Stat(name)
	if err != nil || !info.IsDir() {
		return nil, usage(fmt.Errorf("référentiel inconnu (unknown pack): %s", name), embeddedHint()+packHint)
	}
	fsys := os.DirFS(name)
	if ans.Detect(fsys) {
		return treeOf(fsys)
	}
	p, err := schemas.Open(fsys)
	if err != nil {
		return nil, usage(fmt.Errorf("%s: %w", name, err), packHint)
	}
	return packOf(p), nil
}

// embeddedHint names the packs that need no folder.
func embeddedHint() string {
	return "Référentiels intégrés (embedded packs): " + strings.Join(packNames(), ", ") + ". "
}

func packOf(p *schemas.Pack) *loadedPack {
	out := &loadedPack{info: p.Info(), shelf: judge.NewShelf(judge.DocumentPack{Info: p.Info(), FS: p.FS})}
	for _, e := range p.Entries {
		out.entries = append(out.entries, packEntry{judge.EntryRef{Name: e.Name, File: e.File}, string(e.Over)})
	}
	return out
}

func treeOf(fsys fs.FS) (*loadedPack, error) {
	tree, err := ans.Open(fsys)
	if err != nil {
		return nil, usage(err, packHint)
	}
	shelf := treeShelf(tree, false, nil)
	out := &loadedPack{info: shelf.Pack(), shelf: shelf}
	for _, e := range tree.Entries {
		out.entries = append(out.entries, packEntry{entryRef(e.File), string(e.Kind)})
	}
	return out, nil
}

// Run lists packs, one a line.
func (c *packListCmd) Run(a *app) error {
	for _, name := range append(packNames(), c.Dirs...) {
		p, err := a.pack(name)
		if err != nil {
			return err
		}
		fmt.Fprintf(a.out, "%-16s %-10s sha256 %s  %d entrées (entries)\n", p.info.Name, p.info.Version, p.info.Digest, len(p.entries))
	}
	return nil
}

// Run shows a pack's entries with their rules and defects counted.
func (c *packShowCmd) Run(a *app) error {
	p, err := a.pack(c.Name)
	if err != nil {
		return err
	}
	a.packHead(p)
	fmt.Fprintf(a.out, "%8s %8s  %-10s %s\n", "règles", "défauts", "sorte", "entrée (rules, defects, kind, entry)")
	rules, defects := 0, 0
	for _, e := range p.entries {
		infos, bad, err := p.shelf.Rules(e.EntryRef)
		count := fmt.Sprint(len(infos))
		if err != nil {
			count = "–"
		}
		fmt.Fprintf(a.out, "%8s %8d  %-10s %s\n", count, len(bad), e.over, e.Name)
		rules, defects = rules+len(infos), defects+len(bad)
	}
	fmt.Fprintf(a.out, "%8d %8d  %-10s %d entrées (entries)\n", rules, defects, "", len(p.entries))
	return nil
}

func (a *app) packHead(p *loadedPack) {
	fmt.Fprintf(a.out, "%s %s\nsha256 %s\n\n", p.info.Name, p.info.Version, p.info.Digest)
}

// Run loads every entry. Defects, or an entry that cannot run, give exit code 1.
func (c *packVerifyCmd) Run(a *app) error {
	p, err := a.pack(c.Dir)
	if err != nil {
		return err
	}
	a.packHead(p)
	defects, broken := 0, 0
	for _, e := range p.entries {
		_, bad, err := p.shelf.Rules(e.EntryRef)
		if err != nil {
			broken++
			fmt.Fprintf(a.out, "%s: ne peut pas être exécutée (cannot run): %s\n", e.Name, reports.Visible(err.Error(), 0))
		}
		for _, d := range bad {
			fmt.Fprintf(a.out, "%s: %s\n", e.Name, reports.Visible(packDefect(d), 0))
		}
		defects += len(bad)
	}
	fmt.Fprintf(a.out, "%d entrées (entries), %d défauts (defects), %d inexécutables (that cannot run)\n", len(p.entries), defects, broken)
	if defects+broken > 0 {
		return codeError{code: etalon.ExitFail}
	}
	return nil
}

func packDefect(d schematron.Defect) string { return defectText(d.File, d.Line, d.Text, d.Code) }
