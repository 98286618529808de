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

// effect judges a session twice, where that could give something else than what is known
// of it. What cannot be judged any more is an effect, too.
func (d *Desk) effect(ctx context.Context, s campaign.Session, today, proposed verdicts.Means) (campaign.Effect, error) {
	e := campaign.Effect{Session: s.ID}
	before, err := d.again(ctx, s, today, nil)
	var after etalon.Result
	if err == nil {
		after, err = d.again(ctx, s, proposed, &before)
	}
	var end exit.Error
	if errors.As(err, &end) && end.Code == etalon.ExitUsage {
		e.Why = end.Err.Error()
		return e, nil
	}
	if err != nil {
		return e, err
	}
	e.Before, e.After = before.Verdict, after.Verdict
	e.Changes = changes(standing.Changes(before, after))
	return e, nil
}

// again gives what a session is judged to be: the result known, by what it stands on,
// when judging would give it again, and else a new one. known is nil for the result that
// was kept of the session.
func (d *Desk) again(ctx context.Context, s campaign.Session, m verdicts.Means, known *etalon.Result) (etalon.Result, error) {
	src := d.Vault.Source(s.Head)
	read, err := verdicts.Read(src) // every byte, held to its chain: altered evidence has no verdict
	if err != nil {
		return etalon.Result{}, err
	}
	if known == nil {
		if r, err := d.judged(s); err == nil {
			known = &r
		}
	}
	if known != nil && read.Head == s.Head {
		on, err := verdicts.Ground(read, m)
		if err != nil {
			return etalon.Result{}, err
		}
		if verdicts.Holds(*known, on, m) {
			return *known, nil
		}
	}
	v, err := verdicts.Of(ctx, src, m)
	return v.Result, err
}
