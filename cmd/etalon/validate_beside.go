package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/etalon-dmp/etalon/cmd/internal/progress"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/validate"
)

// defaultPack is judged by when --pack names none.
const defaultPack = "dmp"

// beside tells what two packs say of each document, place by place. The exit code is
// that of the first.
func (c *validateCmd) beside(ctx context.Context, a *app, list []validate.File, workers int) error {
	first := c.Pack
	if first == "" {
		first = defaultPack
	}
	compared := validate.Comparison{
		Before: first, After: c.Against, Workers: workers, Progress: progress.Files(a.err, a.tty, len(list)), Cache: a.cache(c.Cache), Means: a.validation(),
	}
	sides, err := compared.Beside(ctx, list)
	if err != nil {
		if ctx.Err() != nil {
			return exit.Cancelled()
		}
		return err
	}
	switch c.Format {
	case "json":
		err = sides.JSON(a.out)
	case "html":
		err = sides.HTML(a.out, c.Lang)
	default:
		sides.Text(a.out, c.Lang)
	}
	if err != nil {
		return err
	}
	return exit.Verdict(sides.First())
}

// checkBeside refuses what --against does not go with.
func (c *validateCmd) checkBeside() error {
	switch {
	case c.Schematron != "", len(c.Entry) > 0, c.AsPublished, c.SUT != "", c.Transaction != "":
		return usage(errors.New("--against ne va qu'avec --pack (goes with --pack alone)"), "Ôtez --schematron, --entry, --as-published, --sut, --transaction. (Remove them.)")
	case c.Out != "":
		return usage(errors.New("--against écrit sur la sortie (writes to the output), --out"), "Redirigez la sortie : > ecarts.html. (Redirect the output.)")
	case c.Format != "text" && c.Format != "json" && c.Format != "html":
		return usage(fmt.Errorf("--against --format %s", c.Format), "text, json, html.")
	}
	return nil
}
