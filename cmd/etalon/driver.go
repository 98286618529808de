package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/driver"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/internal/scenario"
	"github.com/etalon-dmp/etalon/internal/sut"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

// driver gives what sets the product in motion, and what ends it.
func (a *app) driver(ctx context.Context, p *plan.Plan, set *pki.Set, base, lang string) (driver.Driver, func(), error) {
	none := func() {}
	switch d := p.SUT.Driver; d.Kind {
	case "builtin":
		if slices.ContainsFunc(p.SUT.Roles, scenario.Serves) {
			return driver.None{}, none, nil // nothing sets a server in motion but what it is sent
		}
		return a.builtinDriver(ctx, p, set, base)
	case sut.HTTP:
		h, err := driver.NewHTTP(d.URL)
		return h, none, err
	case sut.None:
		return driver.None{}, none, nil
	case sut.Exec:
		return &driver.Exec{Command: d.Command, Run: runProgram}, none, nil
	case sut.Person:
		return driver.NewPerson(a.in, a.out, lang, p), none, nil
	default:
		return nil, none, codeError{code: etalon.ExitUsage, err: fmt.Errorf("driver %q inconnu (unknown)", d.Kind), hint: "person, http, exec ou none dans sut.yaml."}
	}
}

const (
	outputLimit = 4 << 20 // bytes kept of what a driver's command prints
	wordsLimit  = 4 << 10
)

// runProgram runs a vendor's command to its end.
func runProgram(ctx context.Context, name string, args []string, stdin []byte) ([]byte, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Stdin = bytes.NewReader(stdin)
	cmd.WaitDelay = 2 * time.Second
	var out, words limited
	out.left, words.left = outputLimit, wordsLimit
	cmd.Stdout, cmd.Stderr = &out, &words
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("%s: %w: %s", name, err, bytes.TrimSpace(words.b.Bytes()))
	}
	return out.b.Bytes(), nil
}

// limited keeps the beginning of what is written and lets the rest go.
type limited struct {
	b    bytes.Buffer
	left int
}

func (l *limited) Write(p []byte) (int, error) {
	n := min(len(p), l.left)
	l.left -= n
	l.b.Write(p[:n])
	return len(p), nil
}

var _ io.Writer = (*limited)(nil)
