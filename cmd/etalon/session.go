package main

import (
	"context"
	"io"

	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/launch"
	"github.com/etalon-dmp/etalon/internal/run"
	"github.com/etalon-dmp/etalon/internal/session"
	"github.com/etalon-dmp/etalon/internal/suite"
	"github.com/etalon-dmp/etalon/internal/verdicts"
)

type sessionCmd struct {
	Plan    string `required:"" type:"existingfile"`
	Dossier string `required:"" type:"path"`
	Walk    string `enum:"ginkgo,sequential" default:"ginkgo"`
	Lang    string `enum:"fr,en" default:"fr"`
	Resume  bool
}

// Run is one session in a process of its own.
func (c *sessionCmd) Run(ctx context.Context, a *app) error {
	raw, err := disk.ReadFile(c.Plan)
	if err != nil {
		return err
	}
	walk := run.Sequential
	if c.Walk == "ginkgo" {
		walk = func(ctx context.Context, s *run.Session) error { return suite.Run(ctx, s, io.Discard) }
	}
	s := session.Session{
		Means: a.means(c.Lang), Tool: tool(), Walk: walk, Events: launch.Events(),
		Store: func() (session.Storage, error) { return disk.CreateDossier(c.Dossier) },
	}
	if c.Resume {
		s.Store = func() (session.Storage, error) { return disk.OpenDossier(c.Dossier) }
		s.Earlier = func() (*dossier.Dossier, error) { return verdicts.Read(disk.Folder(c.Dossier)) }
	}
	return s.Run(ctx, raw)
}
