package batch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/mutate"
	"github.com/etalon-dmp/etalon/internal/validate"
	"github.com/etalon-dmp/etalon/internal/verdicts"
	"github.com/etalon-dmp/etalon/reports"
)

// Batch is a number of mutants, spread over their origins.
type Batch struct {
	Origins []validate.File
	Seed    uint64 // of the first mutant; the next have the next
	Count   int
	Kind    mutate.Kind
	Pack    *validate.Pack // gives heavy mutants their templateIds; nil: the origins do
	Sink    verdicts.Sink  // for the mutants and IndexFile
	Words   io.Writer      // for entries of the pack that cannot run
}

// Most is the number of mutants that a batch may have.
const Most = 1_000_000

// IndexFile has a line for each edit of each mutant.
const IndexFile = "INDEX.tsv"

// indexHead names the columns of INDEX.tsv.
const indexHead = "mutant\torigin\tkind\tseed\tedit\tpath\toffset\tfrom\tto\n"

// Write makes the mutants. Errors are of usage, or exit.Cancelled.
func (b Batch) Write(ctx context.Context) error {
	if b.Count < 1 || b.Count > Most {
		return exit.Usage(fmt.Errorf("--count %d", b.Count), fmt.Sprintf("Donnez un nombre de 1 à %d. (Give a number from 1 to %d.)", Most, Most))
	}
	templates, err := b.templates()
	if err != nil {
		return err
	}
	rows := make([]string, b.Count)
	// Document by document, so that one is in memory at a time; mutant i is of
	// document i modulo their number.
	for d := range min(len(b.Origins), b.Count) {
		origin, err := openOrigin(b.Origins[d])
		if err != nil {
			return err
		}
		for i := d; i < b.Count; i += len(b.Origins) {
			if ctx.Err() != nil {
				return exit.Cancelled()
			}
			if rows[i], err = b.one(origin, b.Origins[d].Name, b.Seed+uint64(i), templates); err != nil {
				return err
			}
		}
	}
	if err := b.Sink.Put(map[string][]byte{IndexFile: []byte(indexHead + strings.Join(rows, ""))}); err != nil {
		return exit.Usage(err, validate.OutHint)
	}
	return nil
}

// one writes one mutant and gives its lines of the index.
func (b Batch) one(origin *mutate.Origin, name string, seed uint64, templates []string) (string, error) {
	m, err := origin.Mutant(seed, b.Kind, templates)
	if err != nil {
		return "", fmt.Errorf("%s, seed %d: %w", name, seed, err)
	}
	file := fmt.Sprintf("m%06d.xml", seed)
	if err := b.Sink.Put(map[string][]byte{file: m.Bytes}); err != nil {
		return "", exit.Usage(err, validate.OutHint)
	}
	var rows strings.Builder
	for _, e := range m.Edits {
		fmt.Fprintf(&rows, "%s\t%s\t%s\t%d\t%s\t%s\t%d\t%s\t%s\n", file, reports.Visible(name, 0), b.Kind, seed, e.Kind, reports.Visible(e.Path, 0), e.Offset, cell(e.From), cell(e.To))
	}
	return rows.String(), nil
}

// cell is a text in the index.
func cell(s string) string { return reports.Visible(s, 80) }

func openOrigin(p validate.File) (*mutate.Origin, error) {
	raw, err := p.Read()
	if err != nil {
		return nil, exit.Usage(fmt.Errorf("%s: %w", p.Name, err), "Vérifiez le fichier. (Check the file.)")
	}
	o, err := mutate.Open(raw)
	switch {
	case errors.Is(err, mutate.ErrEncoding):
		return nil, exit.Usage(fmt.Errorf("%s : le document n'est pas en UTF-8 (is not in UTF-8)", p.Name), "Enregistrez-le en UTF-8. (Save it as UTF-8.)")
	case err != nil:
		return nil, exit.Usage(fmt.Errorf("%s: %w", p.Name, err), "Un mutant se fait d'un document XML bien formé. (A mutant is made of a well-formed document.)")
	}
	return o, nil
}

// templates is the list that heavy mutants take templateIds from.
func (b Batch) templates() ([]string, error) {
	if b.Kind != mutate.Heavy {
		return nil, nil
	}
	if b.Pack == nil {
		var out []string
		for _, p := range b.Origins {
			o, err := openOrigin(p)
			if err != nil {
				return nil, err
			}
			out = append(out, o.TemplateIDs()...)
		}
		return out, nil
	}
	var contexts []string
	for _, e := range b.Pack.Entries {
		infos, _, err := b.Pack.Shelf.Rules(e.EntryRef)
		if err != nil {
			fmt.Fprintf(b.Words, "%s: ne peut pas être exécutée (cannot run): %s\n", e.Name, reports.Visible(err.Error(), 0))
		}
		for _, info := range infos {
			contexts = append(contexts, info.Context)
		}
	}
	found := mutate.TemplateIDsIn(contexts)
	if len(found) == 0 {
		return nil, exit.Usage(fmt.Errorf("aucun contexte de règle de %s ne nomme de templateId (no rule context names a templateId)", b.Pack.Info.Name), "Retirez --pack : les templateId seront ceux des documents. (Without --pack: those of the documents.)")
	}
	return found, nil
}
