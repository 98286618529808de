package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/driver"
	"github.com/etalon-dmp/etalon/internal/launch"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/internal/repertoire"
	"github.com/etalon-dmp/etalon/internal/session"
	"github.com/etalon-dmp/etalon/internal/verdicts"
)

// means is what a session needs of this process, its terminal and its machine.
func (a *app) means(lang string) session.Means {
	return session.Means{
		Clock: a.clock, Folder: os.DirFS, Program: launch.Program, Reference: a.reference,
		Person: func(p *plan.Plan) driver.Driver { return driver.NewPerson(a.in, a.say(), lang, p) },
	}
}

// sut reads a product's declaration.
func (a *app) sut(name, mutant string, asked []etalon.ProfileID) (etalon.SUT, error) {
	return session.Declare(session.Declaration{Name: name, Mutant: mutant, Profiles: asked}, disk.ReadFile)
}

// scenarios loads the embedded catalogue and its scenarios. The packs of folders take the
// place of those embedded.
func (a *app) scenarios(packs []string) (*repertoire.Repertoire, error) {
	return a.repertoire("", packs, nil)
}

// people reads a file of further patients; "" for none.
func (a *app) people(name string) (*repertoire.People, error) {
	if name == "" {
		return nil, nil
	}
	text, err := disk.ReadFile(name)
	if err != nil {
		return nil, usage(err, "etalon patients --count 20 --format yaml > "+name)
	}
	return &repertoire.People{Name: name, Text: text}, nil
}

// repertoire is the same with further patients, whom scenarios may name.
func (a *app) repertoire(dir string, packs []string, people *repertoire.People) (*repertoire.Repertoire, error) {
	in := repertoire.Input{Messages: session.Messages(), People: people}
	if dir != "" {
		in.Folder = disk.Foreign(dir)
	}
	m, err := a.judging(packs)
	if err != nil {
		return nil, err
	}
	in.Packs = m.Packs
	return repertoire.Load(in)
}

// judging is what judging needs of this process, with the packs of folders in the
// place of those embedded.
func (a *app) judging(folders []string) (verdicts.Means, error) {
	var all []repertoire.PackFolder
	for _, name := range folders {
		f, err := beside(name)
		if err != nil {
			return verdicts.Means{}, usage(err, "")
		}
		all = append(all, f)
	}
	packs, err := repertoire.Packs(all...)
	return verdicts.Means{Packs: packs, Spawn: a.spawn, Tool: tool(), Build: a.made, Catalogue: func() (plan.BuildInput, error) {
		r, err := repertoire.Load(repertoire.Input{Packs: packs, Messages: session.Messages()})
		if err != nil && len(folders) > 0 { // a pack in the place of another need not have its requirements
			r, err = repertoire.Load(repertoire.Input{Messages: session.Messages()})
		}
		if err != nil {
			return plan.BuildInput{}, err
		}
		return plan.BuildInput{Scenarios: r.Scenarios, Catalogue: r.Catalogue, Packs: r.Packs}, nil
	}}, err
}

// judgingAlone is judging with the embedded packs.
func (a *app) judgingAlone() (verdicts.Means, error) { return a.judging(nil) }

// beside gives a folder by its name in the folder that holds it.
func beside(name string) (repertoire.PackFolder, error) {
	whole, err := filepath.Abs(name)
	if err != nil {
		return repertoire.PackFolder{}, err
	}
	if real, err := filepath.EvalSymlinks(whole); err == nil { // the user's own link is followed, those in the folder stay in it
		whole = real
	}
	return repertoire.PackFolder{Parent: disk.Beside(filepath.Dir(whole)), Name: filepath.Base(whole)}, nil
}

// judge compiles the embedded packs of these names; none: all.
func (a *app) judge(packs []string) (*verdicts.Judge, error) {
	m, err := a.judging(nil)
	if err != nil {
		return nil, err
	}
	return verdicts.NewJudge(packs, m)
}

// spawn starts this executable as a libxml2 child.
func (a *app) spawn(context.Context) (io.ReadWriteCloser, func() error, error) {
	return launch.Worker(a.self, "engine")
}

// reference starts the reference client in a process of its own: one that
// serves, or one for each action.
func (a *app) reference(ctx context.Context, p *plan.Plan, config []byte) (driver.Driver, func(), error) {
	number := fmt.Sprint(p.Seed)
	if p.SUT.Driver.Via != "exec" {
		address, release, err := launch.Service(ctx, a.self, []string{"lps", "serve", "--seed", number}, config)
		if err != nil {
			return nil, nil, err
		}
		h, err := driver.NewHTTP(address)
		if err != nil {
			release()
			return nil, nil, err
		}
		return h, release, nil
	}
	dir, err := os.MkdirTemp("", "etalon-lps-")
	if err != nil {
		return nil, nil, err
	}
	release := func() { os.RemoveAll(dir) }
	file := filepath.Join(dir, "lps.json")
	if err := os.WriteFile(file, config, 0o600); err != nil {
		release()
		return nil, nil, err
	}
	return &driver.Exec{
		Command: []string{a.self, "lps", "exec", "--config", file, "--seed", number}, Run: launch.Program,
	}, release, nil
}
