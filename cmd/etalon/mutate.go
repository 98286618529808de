package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/mutate"
	"github.com/etalon-dmp/etalon/internal/validate"
	"github.com/etalon-dmp/etalon/reports"
)

type mutateCmd struct {
	Docs  []string `arg:"" name:"document" help:"Documents d'origine : fichiers, dossiers, archives .zip. (Origins: files, folders, .zip archives.)"`
	Seed  uint64   `default:"1" help:"Graine du premier mutant ; les suivants ont les suivantes. (Seed of the first mutant; the next have the next.)"`
	Count int      `default:"100" help:"Nombre de mutants en tout, répartis sur les documents. (Mutants in all, spread over the documents.)"`
	Kind  string   `enum:"light,heavy" default:"light" help:"light : 1 à 3 modifications ; heavy : 4 à 12, dont des templateId. (light: 1 to 3 edits; heavy: 4 to 12, with templateIds.)"`
	Out   string   `required:"" type:"path" help:"Dossier où écrire les mutants et INDEX.tsv. (Folder for the mutants and INDEX.tsv.)" placeholder:"DOSSIER"`
	Pack  string   `help:"Référentiel dont les contextes de règles donnent les templateId des mutants heavy ; sinon ceux des documents. (Pack whose rule contexts give heavy mutants their templateIds; else those of the documents.)" placeholder:"DOSSIER"`
}

// Help gives an example.
func (mutateCmd) Help() string {
	return `Des copies fautives de documents, pour comparer le moteur d'Étalon à un autre.
(Faulty copies of documents, to compare Étalon's engine with another.)

La même graine sur les mêmes octets donne le même mutant, partout. INDEX.tsv a une
ligne par modification ; un texte long y est abrégé.
(The same seed on the same bytes gives the same mutant, everywhere. INDEX.tsv has
a line for each edit; long text is shortened there.)

Exemple (comparer avec Saxon, compare with Saxon) :
  etalon mutate ExemplesCDA/ --seed 1 --count 300 --kind heavy --pack TestContenuCDA-3-0 --out out/mutants
  etalon validate out/mutants --pack TestContenuCDA-3-0 --entry IHE --as-published --out out/svrl
  saxon -s:out/mutants/m000001.xml -xsl:IHE.xsl -o:out/saxon/m000001.svrl
  # puis comparer (then compare) out/svrl/IHE/m000001.svrl et (and) out/saxon/m000001.svrl`
}

// indexHead names the columns of INDEX.tsv.
const indexHead = "mutant\torigin\tkind\tseed\tedit\tpath\toffset\tfrom\tto\n"

// Run writes the mutants and says what they are.
func (c *mutateCmd) Run(ctx context.Context, a *app) error {
	if c.Count < 1 || c.Count > maxMutants {
		return usage(fmt.Errorf("--count %d", c.Count), fmt.Sprintf("Donnez un nombre de 1 à %d. (Give a number from 1 to %d.)", maxMutants, maxMutants))
	}
	found, err := a.papers(c.Docs)
	if err != nil {
		return err
	}
	defer found.Close()
	templates, err := c.templates(a, found.List)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(c.Out, 0o755); err != nil {
		return usage(err, "Vérifiez --out. (Check --out.)")
	}
	rows := make([]string, c.Count)
	// Document by document, so that one is in memory at a time; mutant i is of
	// document i modulo their number.
	for d := range min(len(found.List), c.Count) {
		origin, err := openOrigin(found.List[d])
		if err != nil {
			return err
		}
		for i := d; i < c.Count; i += len(found.List) {
			if ctx.Err() != nil {
				return exit.Cancelled()
			}
			if rows[i], err = c.one(origin, found.List[d].Name, c.Seed+uint64(i), templates); err != nil {
				return err
			}
		}
	}
	if err := os.WriteFile(filepath.Join(c.Out, "INDEX.tsv"), []byte(indexHead+strings.Join(rows, "")), 0o644); err != nil {
		return usage(err, "Vérifiez --out. (Check --out.)")
	}
	fmt.Fprintf(a.out, "%d mutants %s de %d documents (mutants of documents) : %s\n", c.Count, c.Kind, min(len(found.List), c.Count), filepath.Join(c.Out, "INDEX.tsv"))
	return nil
}

const maxMutants = 1_000_000

// one writes one mutant and gives its lines of the index.
func (c *mutateCmd) one(origin *mutate.Origin, name string, seed uint64, templates []string) (string, error) {
	m, err := origin.Mutant(seed, mutate.Kind(c.Kind), templates)
	if err != nil {
		return "", fmt.Errorf("%s, seed %d: %w", name, seed, err)
	}
	file := fmt.Sprintf("m%06d.xml", seed)
	if err := os.WriteFile(filepath.Join(c.Out, file), m.Bytes, 0o644); err != nil {
		return "", usage(err, "Vérifiez --out. (Check --out.)")
	}
	var rows strings.Builder
	for _, e := range m.Edits {
		fmt.Fprintf(&rows, "%s\t%s\t%s\t%d\t%s\t%s\t%d\t%s\t%s\n", file, reports.Visible(name, 0), c.Kind, seed, e.Kind, reports.Visible(e.Path, 0), e.Offset, cell(e.From), cell(e.To))
	}
	return rows.String(), nil
}

// cell is a text in the index.
func cell(s string) string { return reports.Visible(s, 80) }

func openOrigin(p validate.Paper) (*mutate.Origin, error) {
	raw, err := p.Read()
	if err != nil {
		return nil, usage(fmt.Errorf("%s: %w", p.Name, err), "Vérifiez le fichier. (Check the file.)")
	}
	o, err := mutate.Open(raw)
	switch {
	case errors.Is(err, mutate.ErrEncoding):
		return nil, usage(fmt.Errorf("%s : le document n'est pas en UTF-8 (is not in UTF-8)", p.Name), "Enregistrez-le en UTF-8. (Save it as UTF-8.)")
	case err != nil:
		return nil, usage(fmt.Errorf("%s: %w", p.Name, err), "Un mutant se fait d'un document XML bien formé. (A mutant is made of a well-formed document.)")
	}
	return o, nil
}

// templates is the list that heavy mutants take templateIds from.
func (c *mutateCmd) templates(a *app, list []validate.Paper) ([]string, error) {
	if c.Kind != string(mutate.Heavy) {
		return nil, nil
	}
	if c.Pack == "" {
		var out []string
		for _, p := range list {
			o, err := openOrigin(p)
			if err != nil {
				return nil, err
			}
			out = append(out, o.TemplateIDs()...)
		}
		return out, nil
	}
	p, err := a.pack(c.Pack)
	if err != nil {
		return nil, err
	}
	var contexts []string
	for _, e := range p.Entries {
		infos, _, err := p.Shelf.Rules(e.EntryRef)
		if err != nil {
			fmt.Fprintf(a.err, "%s: ne peut pas être exécutée (cannot run): %s\n", e.Name, reports.Visible(err.Error(), 0))
		}
		for _, info := range infos {
			contexts = append(contexts, info.Context)
		}
	}
	found := mutate.TemplateIDsIn(contexts)
	if len(found) == 0 {
		return nil, usage(fmt.Errorf("aucun contexte de règle de %s ne nomme de templateId (no rule context names a templateId)", c.Pack), "Retirez --pack : les templateId seront ceux des documents. (Without --pack: those of the documents.)")
	}
	return found, nil
}
