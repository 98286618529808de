package validate

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/exit"
)

// Mix is what a person asked to be judged with what: some of it does not go together.
type Mix struct {
	Files, Documents, Jobs                              int
	Entry                                               []string
	Metadata, VIHF, Previous, Against, SUT, Transaction string
	Pack, Schematron, QueryBinding                      string
	Out, Format                                         string
	AsPublished                                         bool
}

// Check refuses what does not go together, and says what does.
func (m Mix) Check() error {
	own := Embedded(m.Pack) && m.Schematron == ""
	if m.Schematron != "" || m.QueryBinding != "" {
		if err := m.checkSchematron(); err != nil {
			return err
		}
	}
	switch {
	case m.Jobs < 0:
		return exit.Usage(fmt.Errorf("--jobs %d", m.Jobs), "Donnez un nombre d'au moins 1. (Give a number of at least 1.)")
	case m.Metadata == "" && (m.Documents > 0 || m.VIHF != ""):
		return exit.Usage(errors.New("--document et --vihf accompagnent --metadata (go with --metadata)"), "--metadata LOT.xml --document CDA.xml")
	case m.Metadata != "":
		return m.checkSet(own)
	case m.Files == 0:
		return exit.Usage(errors.New("aucun fichier (no file)"), "etalon validate FICHIER…, ou --metadata LOT.xml --document CDA.xml (or --metadata …).")
	case m.Previous != "" && (m.Files != 1 || !own || m.Against != ""):
		return exit.Usage(errors.New("--previous va avec un document et les référentiels intégrés (goes with one document and the embedded packs)"), "etalon validate CDA.xml --previous AVANT.xml")
	case m.Against != "":
		return m.checkSides()
	case own && len(Named(m.Entry)) > 0:
		return exit.Usage(errors.New("--entry choisit dans un référentiel (--entry chooses in a pack)"), "Ajoutez --pack DOSSIER. (Add --pack FOLDER.)")
	case own && m.AsPublished:
		return exit.Usage(errors.New("--as-published ne vaut qu'avec --pack (only with --pack)"), "Ajoutez --pack DOSSIER. (Add --pack FOLDER.)")
	case own && m.Format == "svrl":
		return exit.Usage(errors.New("SVRL est le rapport d'un schématron sur un document : il demande --pack (SVRL needs --pack)"), "Sans --pack : --format json. (Without --pack: --format json.)")
	case m.Transaction != "" && !slices.Contains(etalon.Transactions(), etalon.Transaction(m.Transaction)):
		return exit.Usage(fmt.Errorf("--transaction %s", m.Transaction), fmt.Sprintf("Connues (known): %v", etalon.Transactions()))
	}
	return nil
}

func (m Mix) checkSchematron() error {
	switch {
	case m.Schematron != "" && m.Pack != "":
		return exit.Usage(errors.New("--schematron et --pack s'excluent (exclude each other)"), "Donnez l'un des deux. (Give one of them.)")
	case m.Schematron != "" && len(Named(m.Entry)) > 0:
		return exit.Usage(errors.New("--entry choisit dans un référentiel : il ne va pas avec --schematron (--entry chooses in a pack)"), "Retirez --entry. (Leave --entry out.)")
	case m.QueryBinding != "" && m.QueryBinding != "xslt2":
		return exit.Usage(fmt.Errorf("--query-binding %s : seul xslt2 est exécuté (only xslt2 is run)", m.QueryBinding), "--query-binding xslt2")
	case m.Schematron == "" && Embedded(m.Pack):
		return exit.Usage(errors.New("--query-binding ne vaut qu'avec --schematron ou --pack DOSSIER (only with --schematron or --pack FOLDER)"), "Ajoutez --schematron FICHIER.sch. (Add --schematron FILE.sch.)")
	}
	return nil
}

// Named drops what is blank from a list of entries.
func Named(entries []string) []string {
	var out []string
	for _, e := range entries {
		if e = strings.TrimSpace(e); e != "" {
			out = append(out, e)
		}
	}
	return out
}

// SchemaIn gives the folder and the file in it of a Schematron schema, or the pack
// where there is none. What it includes and reads lies below the folder that the
// process runs in, when the file does, or else below the file's own.
func SchemaIn(pack, name string) (folder, file string) {
	if name == "" {
		return pack, ""
	}
	folder, file = ".", filepath.Clean(name)
	if !filepath.IsLocal(file) {
		folder, file = filepath.Dir(file), filepath.Base(file)
	}
	return folder, filepath.ToSlash(file)
}

func (m Mix) checkSet(own bool) error {
	switch {
	case m.Documents == 0:
		return exit.Usage(errors.New("--metadata sans --document (without --document)"), "--metadata LOT.xml --document CDA.xml")
	case m.Files > 0:
		return exit.Usage(errors.New("--metadata et un fichier (and a file)"), "Un lot se juge seul. (A set is judged alone.)")
	case !own, m.Against != "", m.Previous != "", len(m.Entry) > 0, m.AsPublished, m.Format == "svrl", m.Transaction != "":
		return exit.Usage(errors.New("--metadata va avec les référentiels intégrés, sans --against, --previous, --entry, --as-published, --transaction, SVRL (goes with the embedded packs)"),
			"etalon validate --metadata LOT.xml --document CDA.xml --pack dmp")
	}
	return nil
}

func (m Mix) checkSides() error {
	switch {
	case m.Schematron != "", len(m.Entry) > 0, m.AsPublished, m.SUT != "", m.Transaction != "":
		return exit.Usage(errors.New("--against ne va qu'avec --pack (goes with --pack alone)"), "Ôtez --schematron, --entry, --as-published, --sut, --transaction. (Remove them.)")
	case m.Out != "":
		return exit.Usage(errors.New("--against écrit sur la sortie (writes to the output), --out"), "Redirigez la sortie : > ecarts.html. (Redirect the output.)")
	case m.Format != "text" && m.Format != "json" && m.Format != "html":
		return exit.Usage(fmt.Errorf("--against --format %s", m.Format), "text, json, html.")
	}
	return nil
}

// Gather reads the pieces of a set and puts them together as the one file to judge.
func Gather(metadata string, documents []string, assertion string, read func(name string) ([]byte, error)) (Files, error) {
	var out Files
	var faults []error
	piece := func(name string) Piece {
		raw, err := read(name)
		faults = append(faults, err)
		return Piece{Name: path.Base(name), Raw: raw}
	}
	set := Together{Metadata: piece(metadata)}
	names := []string{set.Metadata.Name}
	for _, name := range documents {
		set.Documents = append(set.Documents, piece(name))
		names = append(names, path.Base(name))
	}
	if assertion != "" {
		v := piece(assertion)
		set.Assertion = &v
		names = append(names, v.Name)
	}
	if err := errors.Join(faults...); err != nil {
		return out, err
	}
	raw, err := set.Message()
	out.Add(strings.Join(names, " + "), func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(raw)), nil })
	return out, err
}

// Earlier reads an earlier version of a document, which is a clinical one; nothing
// when it has no name.
func Earlier(name string, read func(name string) ([]byte, error)) ([]byte, error) {
	if name == "" {
		return nil, nil
	}
	raw, err := read(name)
	if err == nil && !bytes.Contains(raw, []byte("ClinicalDocument")) {
		err = exit.Usage(errors.New(name+" : on attend un document CDA (a CDA document is expected)"), "--previous AVANT.xml")
	}
	return raw, err
}

// defaultPack is judged by beside another when none is named.
const defaultPack = "dmp"

// Tell writes what both packs say of every document in one of the formats, in a
// language. The verdict is that of the first.
func (c Comparison) Tell(ctx context.Context, list []File, w io.Writer, format, lang string) (etalon.Verdict, error) {
	s, err := c.Beside(ctx, list)
	if err != nil {
		return etalon.Broken, err
	}
	switch format {
	case "json":
		err = s.JSON(w)
	case "html":
		err = s.HTML(w, lang)
	default:
		s.Text(w, lang)
	}
	return s.First(), err
}
