package main

import (
	"path/filepath"

	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/internal/session"
	"github.com/etalon-dmp/etalon/internal/verdicts"
)

// stopped gives the plan of a session that stopped.
func (c *runCmd) stopped() (*plan.Plan, error) {
	c.Out = c.Resume
	raw, err := disk.ReadFile(filepath.Join(c.Out, session.PlanFile))
	if err != nil {
		return nil, usage(err, "Donnez le dossier que --out nommait. (Give the folder that --out named.)")
	}
	d, err := verdicts.Read(disk.Folder(filepath.Join(c.Out, dossierFolder)))
	if err != nil {
		return nil, err
	}
	return session.Stopped(raw, d)
}
