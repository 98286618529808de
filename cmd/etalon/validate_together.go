package main

import (
	"bytes"
	"errors"
	"io"
	"path/filepath"

	"github.com/etalon-dmp/etalon/cmd/internal/given"
	"github.com/etalon-dmp/etalon/internal/validate"
)

// files are those that the user named, or the one that is put together from them.
func (c *validateCmd) files(a *app) (*given.Files, error) {
	if c.Metadata == "" {
		return given.Find(c.Files, a.in, a.warn())
	}
	set := validate.Together{}
	piece := func(name string) (validate.Piece, error) {
		found, err := given.Find([]string{name}, a.in, a.warn())
		if err != nil {
			return validate.Piece{}, err
		}
		defer found.Close()
		if len(found.List) != 1 {
			return validate.Piece{}, usage(errors.New(name+" : un fichier, non un dossier (one file, not a folder)"), "Donnez le fichier. (Give the file.)")
		}
		raw, err := found.List[0].Read()
		return validate.Piece{Name: filepath.Base(name), Raw: raw}, err
	}
	var err error
	if set.Metadata, err = piece(c.Metadata); err != nil {
		return nil, err
	}
	label := set.Metadata.Name
	for _, name := range c.Document {
		d, err := piece(name)
		if err != nil {
			return nil, err
		}
		set.Documents = append(set.Documents, d)
		label += " + " + d.Name
	}
	if c.Vihf != "" {
		v, err := piece(c.Vihf)
		if err != nil {
			return nil, err
		}
		set.Assertion = &v
		label += " + " + v.Name
	}
	raw, err := set.Message()
	if err != nil {
		return nil, err
	}
	out := &given.Files{}
	out.Add(label, func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(raw)), nil })
	return out, nil
}

// previous reads the earlier version of a document.
func (c *validateCmd) previous(a *app) ([]byte, error) {
	if c.Previous == "" {
		return nil, nil
	}
	found, err := given.Find([]string{c.Previous}, a.in, a.warn())
	if err != nil {
		return nil, err
	}
	defer found.Close()
	if len(found.List) != 1 || len(c.Files) != 1 || !validate.Embedded(c.Pack) || c.Against != "" {
		return nil, usage(errors.New("--previous va avec un document et les référentiels intégrés (goes with one document and the embedded packs)"), "etalon validate CDA.xml --previous AVANT.xml")
	}
	raw, err := found.List[0].Read()
	if err == nil && !bytes.Contains(raw, []byte("ClinicalDocument")) {
		err = usage(errors.New(c.Previous+" : on attend un document CDA (a CDA document is expected)"), "--previous AVANT.xml")
	}
	return raw, err
}

// checkTogether refuses what does not go with --metadata.
func (c *validateCmd) checkTogether(own bool) error {
	switch {
	case c.Metadata == "":
		return usage(errors.New("--document et --vihf accompagnent --metadata (go with --metadata)"), "--metadata LOT.xml --document CDA.xml")
	case len(c.Document) == 0:
		return usage(errors.New("--metadata sans --document (without --document)"), "--metadata LOT.xml --document CDA.xml")
	case len(c.Files) > 0:
		return usage(errors.New("--metadata et un fichier (and a file)"), "Un lot se juge seul. (A set is judged alone.)")
	case !own, c.Against != "", len(c.Entry) > 0, c.AsPublished, c.Format == "svrl", c.Transaction != "":
		return usage(errors.New("--metadata va avec les référentiels intégrés, sans --against, --entry, --as-published, --transaction, SVRL (goes with the embedded packs)"), "etalon validate --metadata LOT.xml --document CDA.xml --pack dmp")
	}
	return nil
}
