package desk

import (
	"context"
	"fmt"
	"time"

	"github.com/etalon-dmp/etalon/internal/campaign"
)

// keeper is who keeps this machine: no account of the console.
func keeper() campaign.Person {
	return campaign.Person{Login: "–", Role: campaign.Administrator}
}

// Past lists the sessions that Retain would mark.
func (d *Desk) Past(ctx context.Context, before time.Time) ([]campaign.Session, error) {
	return d.Store.As(keeper()).Past(ctx, before)
}

// Retain takes the messages out of the sessions that are past their time: what was handed
// in before an instant. What is left of a dossier is its journal, with the digest of each
// message, and of its reports the verdicts that decisions were signed on. It is marked
// first, and then taken out: interrupted it is done again. It tells how many sessions
// were marked, and how many dossiers have no message any more.
func (d *Desk) Retain(ctx context.Context, before time.Time, why string) (marked, emptied int, err error) {
	v := d.Store.As(keeper())
	past, err := v.Outlive(ctx, before, why)
	if err != nil {
		return len(past), 0, err
	}
	heads, err := v.Outlived(ctx)
	if err != nil {
		return len(past), 0, err
	}
	for _, head := range heads {
		if err := ctx.Err(); err != nil {
			return len(past), emptied, err
		}
		if err := d.Vault.Empty(head, why); err != nil {
			return len(past), emptied, fmt.Errorf("dossier %s : %w", head, err)
		}
		emptied++
	}
	return len(past), emptied, nil
}
