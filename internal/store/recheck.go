package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
)

// lot draws whether a session that was just judged is looked at again. The ground is the
// last line of the audit log: who hands a session in does not know it, and whoever reads
// the log can draw again. A session is drawn for once, when it is first found to conform:
// judging it again does not draw until the lot falls on it.
func (s *Store) lot(ctx context.Context, tx *sql.Tx, id campaign.ID, verdict etalon.Verdict) error {
	if verdict != etalon.Pass {
		return nil
	}
	var conforming int // this judgement among them
	if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM judgement WHERE session = $1 AND verdict = $2", id, etalon.Pass.String()).Scan(&conforming); err != nil || conforming > 1 {
		return err
	}
	var ground, head string
	err := tx.QueryRowContext(ctx, "SELECT hash FROM act ORDER BY seq DESC LIMIT 1").Scan(&ground)
	if errors.Is(err, sql.ErrNoRows) {
		ground = campaign.Genesis()
	} else if err != nil {
		return err
	}
	if err := tx.QueryRowContext(ctx, "SELECT head FROM session WHERE id = $1", id).Scan(&head); err != nil {
		return err
	}
	if !campaign.Drawn(ground, head) {
		return nil
	}
	_, err = tx.ExecContext(ctx, "INSERT INTO recheck (session, ground, at) VALUES ($1,$2,$3) ON CONFLICT DO NOTHING", id, ground, s.clock().UnixMilli())
	return err
}

// Recheck gives the second look that a session was drawn for, to the people of the
// authority who read its figures; false for a session that was not drawn.
func (v View) Recheck(ctx context.Context, session campaign.ID) (r campaign.Recheck, drawn bool, err error) {
	if err := v.who.May(campaign.ReadFigures); err != nil {
		return r, false, err
	}
	var at, done, agrees int64
	err = v.store.db.QueryRowContext(ctx, "SELECT session, ground, at, by_whom, done, agrees, note FROM recheck WHERE session = $1", session).
		Scan(&r.Session, &r.Ground, &at, &r.By, &done, &agrees, &r.Note)
	if errors.Is(err, sql.ErrNoRows) {
		return r, false, nil
	}
	r.At, r.Done, r.Agrees = moment(at), moment(done), agrees == 1
	return r, err == nil, err
}

// Look records what a person saw who looked at a session again: somebody who had no part
// in a decision on its version. It is done once; a verdict that is found wrong is not
// changed by it.
func (v View) Look(ctx context.Context, session campaign.ID, agrees bool, note string) error {
	note, err := campaign.Text("constat (what was seen)", note)
	if err != nil {
		return err
	}
	of, err := v.Session(ctx, session)
	if err != nil {
		return err
	}
	return v.in(ctx, campaign.Look, func(tx *sql.Tx) (string, string, error) {
		var part int
		err := tx.QueryRowContext(ctx, "SELECT count(*) FROM decision WHERE version = $1 AND (proposer = $2 OR confirmer = $2 OR signer = $2)", of.Version, v.who.ID).Scan(&part)
		switch {
		case err != nil:
			return "", "", err
		case part > 0:
			return "", "", fmt.Errorf("%w : qui a pris part à une décision sur cette version ne la revoit pas (who had a part in a decision on this version does not look again)", campaign.ErrSame)
		}
		said, seen := 0, "désaccord (disagrees)"
		if agrees {
			said, seen = 1, "accord (agrees)"
		}
		return subject("session", session), seen, once(tx.ExecContext(ctx, "UPDATE recheck SET by_whom = $1, done = $2, agrees = $3, note = $4 WHERE session = $5 AND done = 0",
			v.who.Login, v.now().UnixMilli(), said, note, session))
	})
}
