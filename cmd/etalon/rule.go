package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/rules"
	"github.com/etalon-dmp/etalon/internal/verdicts"
	"github.com/etalon-dmp/etalon/reports"
)

type ruleCmd struct {
	New  ruleNewCmd  `cmd:"" help:"Préparer une règle et ses exemples dans un référentiel. (Prepare a rule and its examples in a pack.) Exemple : etalon rule new L01.titre --pack mes-regles --requirement LOCAL-01 --base iti41"`
	Test ruleTestCmd `cmd:"" help:"Essayer les règles d'un référentiel sur leurs exemples. (Try the rules of a pack on their examples.) Exemple : etalon rule test --pack mes-regles"`
	Lint ruleLintCmd `cmd:"" help:"Vérifier que chaque règle dit ce qu'elle est. (Check that each rule says what it is.) Exemple : etalon rule lint --pack mes-regles"`
	Base ruleBaseCmd `cmd:"" help:"Lister les documents de base des exemples, ou en montrer un. (List the base documents of examples, or show one.) Exemple : etalon rule base iti41"`
}

// packed names a pack: one that is embedded, or a folder.
type packed struct {
	Pack string `default:"dmp" help:"Référentiel : un dossier, ou dmp, ihe-xds. (Pack: a folder, or one of these.)"`
}

// open opens it.
func (c packed) open(a *app) (rules.Pack, error) {
	m, err := a.judging(nil)
	if err != nil {
		return rules.Pack{}, err
	}
	if p, own := rules.In(m.Packs, c.Pack); own {
		return p, nil
	}
	f, err := beside(c.Pack)
	if err != nil {
		return rules.Pack{}, usage(err, "")
	}
	p, err := rules.InFolder(m.Packs, f.Parent, f.Name)
	if err != nil {
		return p, usage(err, "etalon pack new "+c.Pack)
	}
	return p, nil
}

type ruleNewCmd struct {
	packed
	ID          string   `arg:"" help:"Identifiant CONTRÔLE.aspect, par exemple L01.titre. (Id CHECK.aspect.)"`
	Requirement []string `required:"" help:"Exigences dont elle témoigne. (Requirements that it speaks for.)"`
	Source      string   `default:"À REMPLACER : document, version, paragraphe" help:"Document, version, paragraphe. (Document, version, section.)"`
	Confidence  string   `enum:"A,B,C,D" default:"D" help:"Confiance dans la source ; C et D avertissent seulement. (Confidence in the source; C and D only warn.)"`
	Base        string   `default:"iti41" help:"Document de base de ses exemples, voir etalon rule base. (Base document of its examples.)"`
	Folder      string   `default:"regles" help:"Dossier du référentiel où l'écrire. (Folder of the pack to write it in.)"`
}

// Run writes the files of a new rule into the folder of a pack.
func (c *ruleNewCmd) Run(a *app) error {
	info, err := os.Stat(c.Pack)
	if err != nil || !info.IsDir() {
		return usage(errors.New("une règle s'écrit dans un dossier : --pack DOSSIER (a rule is written in a folder)"), "etalon pack new DOSSIER")
	}
	p, err := c.open(a)
	if err != nil {
		return err
	}
	files, err := p.New(rules.Order{
		ID: etalon.RuleID(c.ID), Requirements: c.Requirement, Source: c.Source,
		Confidence: etalon.Confidence(c.Confidence), Base: c.Base, Folder: c.Folder,
	})
	if err != nil {
		return usage(err, "etalon rule new --help")
	}
	if err := disk.WriteFiles(c.Pack, files, false); err != nil {
		return usage(err, "")
	}
	a.wrote(c.Pack, files)
	fmt.Fprintf(a.say(), "\nRemplacez ce qui dit « À REMPLACER », puis (replace what says so, then): etalon rule test %s --pack %s\n", c.ID, c.Pack)
	return nil
}

func (a *app) wrote(dir string, files map[string][]byte) {
	for _, name := range sortedKeys(files) {
		fmt.Fprintf(a.say(), "  %s\n", filepath.Join(dir, filepath.FromSlash(name)))
	}
}

type ruleTestCmd struct {
	packed
	Rule string `arg:"" optional:"" help:"Règle, ou contrôle, par exemple L01 ; sans argument, toutes. (Rule or check; all by default.)"`
}

// Run prints each rule whose examples fail, and how many hold.
func (c *ruleTestCmd) Run(ctx context.Context, a *app) error {
	p, err := c.open(a)
	if err != nil {
		return err
	}
	var only func(etalon.RuleID) bool
	if c.Rule != "" {
		only = func(id etalon.RuleID) bool { return verdicts.Covers(etalon.RuleID(c.Rule), id) }
	}
	trials, err := p.Try(ctx, only)
	if err != nil {
		return usage(err, "etalon pack verify "+c.Pack)
	}
	if len(trials) == 0 {
		return usage(fmt.Errorf("%s : aucune règle de ce référentiel (no rule of this pack)", c.Rule), "etalon explain")
	}
	wrong := 0
	for _, t := range trials {
		if len(t.Faults) == 0 {
			continue
		}
		wrong++
		fmt.Fprintf(a.say(), "✘ %s  (%s)\n", t.Rule, t.At)
		a.faults(t.Faults)
	}
	fmt.Fprintf(a.say(), "%d règle(s) essayée(s), %d en défaut (rules tried, at fault)\n", len(trials), wrong)
	if wrong > 0 {
		return exit.Error{Code: etalon.ExitFail}
	}
	return nil
}

func (a *app) faults(all []etalon.Text) {
	for _, f := range all {
		fmt.Fprintf(a.say(), "    %s\n", reports.Visible(f.FR, 0))
		if f.EN != f.FR {
			fmt.Fprintf(a.say(), "    (%s)\n", reports.Visible(f.EN, 0))
		}
	}
}

type ruleLintCmd struct{ packed }

// Run prints what each rule of the pack lacks.
func (c *ruleLintCmd) Run(a *app) error {
	p, err := c.open(a)
	if err != nil {
		return err
	}
	found, err := p.Lint()
	if err != nil {
		return usage(err, "etalon pack verify "+c.Pack)
	}
	for _, f := range found {
		fmt.Fprintf(a.say(), "✘ %s  (%s)\n", f.Rule, f.At)
		a.faults([]etalon.Text{f.What})
	}
	fmt.Fprintf(a.say(), "%d défaut(s) (faults)\n", len(found))
	if len(found) > 0 {
		return exit.Error{Code: etalon.ExitFail}
	}
	return nil
}

type ruleBaseCmd struct {
	packed
	Name string `arg:"" optional:"" help:"Document à montrer ; sans argument, la liste. (Document to show; the list by default.)"`
}

// Run lists base documents, or prints one.
func (c *ruleBaseCmd) Run(a *app) error {
	p, err := c.open(a)
	if err != nil {
		return err
	}
	if c.Name != "" {
		text, err := p.Base(c.Name)
		if err != nil {
			return usage(err, "etalon rule base")
		}
		_, err = a.out.Write(text)
		return err
	}
	_, err = fmt.Fprintln(a.say(), strings.Join(p.Bases(), "\n"))
	return err
}
