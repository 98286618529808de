package main

import (
	"fmt"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/validate"
	"github.com/etalon-dmp/etalon/reports"
)

type packCmd struct {
	List   packListCmd   `cmd:"" help:"Lister les référentiels : ceux d'Étalon et ceux des dossiers donnés. (List packs: Étalon's own and those of the folders given.)"`
	Show   packShowCmd   `cmd:"" help:"Montrer les entrées d'un référentiel. (Show the entries of a pack.) Exemple : etalon pack show dmp"`
	Verify packVerifyCmd `cmd:"" help:"Charger toutes les entrées et dire les défauts. (Load every entry and tell the defects.) Exemple : etalon pack verify TestContenuCDA-3-0"`
	New    packNewCmd    `cmd:"" help:"Préparer un référentiel à soi, qui en étend un autre. (Prepare a pack of your own, which extends another.) Exemple : etalon pack new mes-regles"`
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

func (a *app) pack(name string) (*validate.Pack, error) {
	return validate.OpenPack(name, a.validation())
}

// Run lists packs, one a line.
func (c *packListCmd) Run(a *app) error {
	for _, name := range append(validate.Names(), c.Dirs...) {
		p, err := a.pack(name)
		if err != nil {
			return err
		}
		fmt.Fprintf(a.say(), "%-16s %-10s sha256 %s  %d entrées (entries)\n", p.Info.Name, p.Info.Version, p.Info.Digest, len(p.Entries))
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
	fmt.Fprintf(a.say(), "%8s %8s  %-10s %s\n", "règles", "défauts", "sorte", "entrée (rules, defects, kind, entry)")
	rules, defects := 0, 0
	for _, e := range p.Entries {
		infos, bad, err := p.Shelf.Rules(e.EntryRef)
		count := fmt.Sprint(len(infos))
		if err != nil {
			count = "–"
		}
		fmt.Fprintf(a.say(), "%8s %8d  %-10s %s\n", count, len(bad), e.Over, e.Name)
		rules, defects = rules+len(infos), defects+len(bad)
	}
	fmt.Fprintf(a.say(), "%8d %8d  %-10s %d entrées (entries)\n", rules, defects, "", len(p.Entries))
	return nil
}

func (a *app) packHead(p *validate.Pack) {
	fmt.Fprintf(a.say(), "%s %s\nsha256 %s\n\n", p.Info.Name, p.Info.Version, p.Info.Digest)
}

// Run loads every entry. Defects, or an entry that cannot run, give exit code 1.
func (c *packVerifyCmd) Run(a *app) error {
	p, err := a.pack(c.Dir)
	if err != nil {
		return err
	}
	a.packHead(p)
	defects, broken := 0, 0
	for _, e := range p.Entries {
		_, bad, err := p.Shelf.Rules(e.EntryRef)
		if err != nil {
			broken++
			fmt.Fprintf(a.say(), "%s: ne peut pas être exécutée (cannot run): %s\n", e.Name, reports.Visible(err.Error(), 0))
		}
		for _, d := range bad {
			fmt.Fprintf(a.say(), "%s: %s\n", e.Name, reports.Visible(validate.Defect(d), 0))
		}
		defects += len(bad)
	}
	fmt.Fprintf(a.say(), "%d entrées (entries), %d défauts (defects), %d inexécutables (that cannot run)\n", len(p.Entries), defects, broken)
	if defects+broken > 0 {
		return exit.Error{Code: etalon.ExitFail}
	}
	return nil
}
