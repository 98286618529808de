package main

import (
	"cmp"
	"context"
	"fmt"

	"github.com/etalon-dmp/etalon/cmd/internal/given"
	"github.com/etalon-dmp/etalon/cmd/internal/progress"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/validate"
)

// mix is what was asked with what.
func (c *validateCmd) mix() validate.Mix {
	return validate.Mix{
		Files: len(c.Files), Documents: len(c.Document), Entry: c.Entry, Jobs: c.Jobs, QueryBinding: c.QueryBinding, Metadata: c.Metadata, VIHF: c.Vihf, Previous: c.Previous, Against: c.Against,
		Pack: c.Pack, Schematron: c.Schematron, SUT: c.SUT, Transaction: c.Transaction, Out: c.Out, Format: c.Format, AsPublished: c.AsPublished,
	}
}

// files are those that the user named, or the one that is put together from them.
func (c *validateCmd) files(a *app) (*given.Files, error) {
	if c.Metadata == "" {
		return given.Find(c.Files, a.in, a.warn())
	}
	list, err := validate.Gather(c.Metadata, c.Document, c.Vihf, a.one)
	return &given.Files{Files: list}, err
}

// one reads a file.
func (a *app) one(name string) ([]byte, error) {
	found, err := given.Find([]string{name}, a.in, a.warn())
	if err != nil {
		return nil, err
	}
	defer found.Close()
	if len(found.List) != 1 {
		return nil, usage(fmt.Errorf("%s : un fichier, non un dossier (one file, not a folder)", name), "Donnez le fichier. (Give the file.)")
	}
	return found.List[0].Read()
}

// beside tells what two packs say of each document. The exit code is that of the first.
func (c *validateCmd) beside(ctx context.Context, a *app, list []validate.File, workers int) error {
	v, err := validate.Comparison{
		Before: c.Pack, After: c.Against, Workers: workers, Progress: progress.Files(a.err, a.tty, len(list)), Cache: a.cache(c.Cache), Means: a.validation(),
	}.Tell(ctx, list, a.out, c.Format, c.Lang)
	if ctx.Err() != nil {
		return exit.Cancelled()
	}
	return cmp.Or(err, exit.Verdict(v))
}
