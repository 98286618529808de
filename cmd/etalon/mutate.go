package main

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/cmd/internal/given"
	"github.com/etalon-dmp/etalon/internal/mutate"
	"github.com/etalon-dmp/etalon/internal/mutate/batch"
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

// Run writes the mutants and says what they are.
func (c *mutateCmd) Run(ctx context.Context, a *app) error {
	found, err := given.Find(c.Docs, a.in, a.warn())
	if err != nil {
		return err
	}
	defer found.Close()
	b := batch.Batch{Origins: found.List, Seed: c.Seed, Count: c.Count, Kind: mutate.Kind(c.Kind), Sink: disk.Folder(c.Out), Words: a.warn()}
	if c.Pack != "" && b.Kind == mutate.Heavy {
		if b.Pack, err = a.pack(c.Pack); err != nil {
			return err
		}
	}
	if err := b.Write(ctx); err != nil {
		return err
	}
	fmt.Fprintf(a.say(), "%d mutants %s de %d documents (mutants of documents) : %s\n", c.Count, c.Kind, min(len(found.List), c.Count), filepath.Join(c.Out, batch.IndexFile))
	return nil
}
