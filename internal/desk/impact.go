package desk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/standing"
	"github.com/etalon-dmp/etalon/internal/verdicts"
)

// turn is how long an impact is worked at before others have their turn.
const turn = 5 * time.Minute

// Propose implements console.Vault: it keeps an archive of packs, when they can judge.
func (d *Desk) Propose(ctx context.Context, archive io.Reader) (string, error) {
	digest, err := d.Vault.TakePacks(archive, func(folders []string) error {
		m, err := d.JudgingBy(folders)
		if err == nil {
			err = compiles(m)
		}
		return err
	})
	if err == nil || ctx.Err() != nil {
		return digest, err
	}
	var end exit.Error
	if errors.As(err, &end) && end.Code == etalon.ExitUsage {
		return "", fmt.Errorf("%w: %w", campaign.ErrInvalid, end.Err)
	}
	if errors.Is(err, dossier.ErrArchive) || errors.Is(err, errPacks) {
		return "", fmt.Errorf("%w: %w", campaign.ErrInvalid, err)
	}
	return "", err
}

// errPacks is the error of packs that cannot judge.
var errPacks = errors.New("ces référentiels ne peuvent pas juger (these packs cannot judge)")

func compiles(m verdicts.Means) error {
	j, err := verdicts.NewJudge(nil, m)
	if err != nil {
		return fmt.Errorf("%w: %w", errPacks, err)
	}
	j.Close()
	return nil
}

// Impact works at what proposed packs would change: each session by today's packs and by
// those. It stops after a turn; what is told is not told again.
func (d *Desk) Impact(ctx context.Context, id campaign.ID) (more bool, err error) {
	i, err := d.Store.ImpactOf(ctx, id)
	if err != nil {
		return false, err
	}
	today, err := d.Judging()
	if err != nil {
		return false, err
	}
	folders, err := d.Vault.Packs(i.Packs)
	if err != nil {
		return false, d.Store.EndImpact(ctx, id, err.Error())
	}
	proposed, err := d.JudgingBy(folders)
	if err != nil {
		return false, d.Store.EndImpact(ctx, id, err.Error())
	}
	for until := d.Clock().Add(turn); d.Clock().Before(until); {
		s, err := d.Store.NextEffect(ctx, id)
		if errors.Is(err, campaign.ErrUnknown) {
			return false, d.Store.EndImpact(ctx, id, "")
		}
		if err != nil {
			return false, err
		}
		e, err := d.effect(ctx, s, today, proposed)
		if err == nil {
			err = d.Store.Affect(ctx, id, e)
		}
		if err != nil {
			return false, err
		}
	}
	return true, nil
}

// effect judges a session twice. What cannot be judged any more is an effect, too.
func (d *Desk) effect(ctx context.Context, s campaign.Session, today, proposed verdicts.Means) (campaign.Effect, error) {
	e := campaign.Effect{Session: s.ID}
	var both [2]etalon.Result
	for i, m := range []verdicts.Means{today, proposed} {
		v, err := verdicts.Of(ctx, d.Vault.Source(s.Head), m)
		var end exit.Error
		if errors.As(err, &end) && end.Code == etalon.ExitUsage {
			e.Why = end.Err.Error()
			return e, nil
		}
		if err != nil {
			return e, err
		}
		both[i] = v.Result
	}
	e.Before, e.After = both[0].Verdict, both[1].Verdict
	for _, c := range standing.Changes(both[0], both[1]) {
		e.Changes = append(e.Changes, campaign.Change{What: c.What, From: c.From, To: c.To})
	}
	return e, nil
}
