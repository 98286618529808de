package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/etalon-dmp/etalon/internal/campaign"
)

// What waits for somebody of the authority: a version with a judged session on which
// nothing is decided or under way, a decision that waits for its next person, an appeal,
// a session that the lot fell on.
const waitingWork = `
	SELECT 'propose' AS waits, version.id AS version, 0 AS decision, 0 AS session, max(session.judged) AS since
		FROM version JOIN session ON session.version = version.id AND session.state = 'judged'
		WHERE NOT EXISTS (SELECT 1 FROM decision WHERE decision.version = version.id AND step IN ('proposed', 'confirmed', 'signed')) GROUP BY version.id
	UNION ALL SELECT 'confirm', version, id, 0, proposed FROM decision WHERE step = 'proposed'
	UNION ALL SELECT 'sign', version, id, 0, confirmed FROM decision WHERE step = 'confirmed'
	UNION ALL SELECT 'answer', decision.version, decision.id, 0, contest.at FROM contest JOIN decision ON decision.id = contest.decision WHERE contest.answered = 0
	UNION ALL SELECT 'recheck', session.version, 0, session.id, recheck.at FROM recheck JOIN session ON session.id = recheck.session WHERE recheck.done = 0 AND session.outlived = 0`

// Work lists what waits for somebody, the oldest first. It names the versions of all
// vendors.
func (v View) Work(ctx context.Context) ([]campaign.Work, error) {
	if err := v.who.May(campaign.Claim); err != nil {
		return nil, err
	}
	return list(ctx, v.store.db, func(r scanner) (w campaign.Work, err error) {
		var since, taken int64
		var verdict string
		if err := r.Scan(&w.Waits, &w.Version, &w.Decision, &w.Session, &since, &w.Vendor, &w.Product, &w.Label, &verdict, &w.By, &taken); err != nil {
			return w, err
		}
		w.Since, w.Taken = moment(since), moment(taken)
		if verdict != "" {
			err = w.Verdict.UnmarshalText([]byte(verdict))
		}
		return w, err
	}, `SELECT work.waits, work.version, work.decision, work.session, work.since, organisation.name, product.name, version.label,
			COALESCE((SELECT verdict FROM session WHERE session.version = work.version AND state = 'judged' ORDER BY judged DESC, id DESC LIMIT 1), ''),
			COALESCE(claim.by_whom, ''), COALESCE(claim.at, 0)
		FROM (`+waitingWork+`) AS work JOIN version ON version.id = work.version JOIN product ON product.id = version.product
		JOIN organisation ON organisation.id = product.organisation LEFT JOIN claim ON claim.version = work.version
		ORDER BY work.since, work.version`)
}

// Claim tells the others that a person examines a version. Who has it keeps it until it
// is released.
func (v View) Claim(ctx context.Context, version campaign.ID) error {
	return v.in(ctx, campaign.Claim, func(tx *sql.Tx) (string, string, error) {
		if _, err := v.version(ctx, tx, version); err != nil {
			return "", "", err
		}
		by, err := claimed(ctx, tx, version)
		if err != nil {
			return "", "", err
		}
		if by != "" && by != v.who.Login {
			return "", "", fmt.Errorf("%w: %s l'examine (examines it)", campaign.ErrState, by)
		}
		if by == "" {
			_, err = tx.ExecContext(ctx, "INSERT INTO claim (version, by_whom, at) VALUES ($1,$2,$3)", version, v.who.Login, v.now().UnixMilli())
		}
		return subject("version", version), "pris en main (taken in hand)", err
	})
}

// Release gives a version back: by who has it, or by the head.
func (v View) Release(ctx context.Context, version campaign.ID) error {
	return v.in(ctx, campaign.Claim, func(tx *sql.Tx) (string, string, error) {
		by, err := claimed(ctx, tx, version)
		switch {
		case err != nil:
			return "", "", err
		case by == "":
			return "", "", campaign.ErrState
		case by != v.who.Login && v.who.Role != campaign.Head:
			return "", "", fmt.Errorf("%w: %s l'examine (examines it)", campaign.ErrState, by)
		}
		_, err = tx.ExecContext(ctx, "DELETE FROM claim WHERE version = $1", version)
		return subject("version", version), "rendu (given back), " + by, err
	})
}

// claimed is the login of who has a version; "" for nobody.
func claimed(ctx context.Context, tx *sql.Tx, version campaign.ID) (by string, err error) {
	err = tx.QueryRowContext(ctx, "SELECT by_whom FROM claim WHERE version = $1", version).Scan(&by)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return by, err
}
