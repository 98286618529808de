package desk

import (
	"context"
	"fmt"

	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/verdicts"
)

// Checked is what was found of a copy.
type Checked struct {
	Acts, Sessions int
	Missing        []string // what is not there, or not as it was
}

// Check holds that the log is a chain, that each session has its dossier, whole, and the
// verdict that its digest names, and that the files joined to remarks are there.
func (d *Desk) Check(ctx context.Context) (Checked, error) {
	var c Checked
	log, err := d.Store.Log(ctx)
	if err != nil {
		return c, err
	}
	if err := campaign.Broken(log); err != nil {
		c.Missing = append(c.Missing, err.Error())
	}
	all, err := d.Store.Everything(ctx)
	if err != nil {
		return c, err
	}
	c.Acts, c.Sessions = len(log), len(all)
	for _, s := range all {
		if err := ctx.Err(); err != nil {
			return c, err
		}
		if s.State == campaign.Refused {
			continue
		}
		read, err := verdicts.Read(d.Vault.Source(s.Head))
		switch {
		case err != nil:
			c.Missing = append(c.Missing, fmt.Sprintf("session %d : %v", s.ID, err))
			continue
		case read.Head != s.Head:
			c.Missing = append(c.Missing, fmt.Sprintf("session %d : un autre dossier (another dossier), %s", s.ID, read.Head))
		}
		if s.State != campaign.Judged {
			continue
		}
		raw, err := d.Reports(s.Head).ReadFile(campaign.ResultFile(s.Digest))
		if err != nil || campaign.Digest(string(raw)) != s.Digest {
			c.Missing = append(c.Missing, fmt.Sprintf("session %d : son verdict.json n'est pas celui jugé (its verdict.json is not the one judged)", s.ID))
		}
	}
	pieces, err := d.Store.Pieces(ctx)
	if err != nil {
		return c, err
	}
	for _, digest := range pieces {
		if _, err := d.Piece(digest); err != nil {
			c.Missing = append(c.Missing, fmt.Sprintf("fichier joint (file) %s : %v", digest, err))
		}
	}
	return c, nil
}
