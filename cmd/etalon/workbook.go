package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/cdt"
	"github.com/etalon-dmp/etalon/internal/verdicts"
)

type workbookCmd struct {
	Export workbookExportCmd `cmd:"" help:"Écrire une session comme un dossier par code de test, avec ses trames et un classeur. (Write a session as a folder for each test code, with its frames and a workbook.)"`
	Read   workbookReadCmd   `cmd:"" help:"Lire un classeur CDT ou PDT et un dossier de trames et captures, et dire ce qui manque. (Read a CDT or PDT workbook and a folder of frames and screenshots, and tell what is missing.)"`
}

type workbookExportCmd struct {
	Dossier string `arg:"" type:"existingdir" help:"Dossier, par exemple out/1/dossier. (Dossier.)"`
	Out     string `required:"" type:"path" help:"Dossier à faire. (Folder to make.)"`
}

// Run judges a dossier and writes its frames, scenario by scenario.
func (c *workbookExportCmd) Run(ctx context.Context, a *app) error {
	if err := absent(c.Out); err != nil {
		return err
	}
	m, err := a.judgingAlone()
	if err != nil {
		return err
	}
	v, err := verdicts.Of(ctx, disk.Folder(c.Dossier), m)
	if err != nil {
		return err
	}
	n, err := cdt.Export(v, disk.Folder(c.Out))
	if err != nil {
		return err
	}
	fmt.Fprintf(a.say(), "%d trames (frames), %s\nCaptures d'écran à joindre (screenshots to be added). Une trame se rejuge (a frame can be judged): etalon validate FICHIER\n", n, cdt.IndexFile)
	return nil
}

type workbookReadCmd struct {
	File string `arg:"" type:"existingfile" help:"Classeur .xlsx ou .xlsm ; ni macro ni formule n'y est exécutée. (Workbook; neither macro nor formula is run.)"`
	Tree string `type:"existingdir" placeholder:"DOSSIER" help:"Dossier où chaque code a le sien. (Folder in which each code has its own.)"`
	JSON bool   `name:"json" help:"En JSON. (As JSON.)"`
}

// Run tells what there is of each code.
func (c *workbookReadCmd) Run(a *app) error {
	f, err := os.Open(c.File)
	if err != nil {
		return usage(err, "")
	}
	defer f.Close()
	book, err := cdt.ReadBook(f)
	if err != nil {
		return usage(err, "")
	}
	all, err := a.scenarios(nil)
	if err != nil {
		return err
	}
	var tree fs.FS
	if c.Tree != "" {
		tree = disk.Folder(c.Tree)
	}
	found, err := cdt.Look(book, tree, func(code string) (ids []etalon.ScenarioID) {
		for _, s := range all.Scenarios {
			if slices.Contains(all.Catalogue.Expand(s.Requirements), etalon.RequirementID(code)) {
				ids = append(ids, s.ID)
			}
		}
		return ids
	})
	if err != nil {
		return usage(err, "")
	}
	if c.JSON {
		e := json.NewEncoder(a.say())
		e.SetIndent("", "  ")
		return e.Encode(struct {
			cdt.Book
			Found []cdt.Found `json:"found"`
		}{book, found})
	}
	return cdt.Tell(a.say(), book, found, strings.TrimSpace(c.Tree) != "")
}
