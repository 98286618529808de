package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/etalon-dmp/etalon/internal/campaign"
)

// Draw has a judged session looked at again by somebody, whom chance picked it for: no
// person. One that was drawn stays drawn.
func (s *Store) Draw(ctx context.Context, session campaign.ID) error {
	_, err := s.db.ExecContext(ctx, "INSERT INTO recheck (session, at) VALUES ($1,$2) ON CONFLICT (session) DO NOTHING", session, s.clock().UnixMilli())
	return err
}

// Recheck gives what became of a session that was drawn; nil when it was not.
func (v View) Recheck(ctx context.Context, session campaign.ID) (*campaign.Recheck, error) {
	if err := v.who.May(campaign.LookAgain); err != nil {
		return nil, err
	}
	var r campaign.Recheck
	var at, seen int64
	err := v.store.db.QueryRowContext(ctx, "SELECT session, at, by_whom, seen, text FROM recheck WHERE session = $1", session).Scan(&r.Session, &at, &r.By, &seen, &r.Text)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	r.At, r.Seen = moment(at), moment(seen)
	return &r, err
}

// Rechecked records what a person found who looked at a session again. Who proposed or
// confirmed something of the version is not that person.
func (v View) Rechecked(ctx context.Context, session campaign.ID, text string) error {
	text, err := campaign.Text("constat (finding)", text)
	if err != nil {
		return err
	}
	return v.in(ctx, campaign.LookAgain, func(tx *sql.Tx) (string, string, error) {
		var own int
		err := tx.QueryRowContext(ctx, "SELECT count(*) FROM decision JOIN session ON session.version = decision.version WHERE session.id = $1 AND step != 'withdrawn' AND (proposer = $2 OR confirmer = $2)", session, v.who.ID).Scan(&own)
		if err != nil {
			return "", "", err
		}
		if own > 0 {
			return "", "", fmt.Errorf("%w: vous avez proposé ou confirmé une décision sur cette version (you proposed or confirmed a decision on this version)", campaign.ErrSame)
		}
		return subject("session", session), "revue (rechecked)", once(tx.ExecContext(ctx, "UPDATE recheck SET by_whom = $1, seen = $2, text = $3 WHERE session = $4 AND seen = 0", v.who.Login, v.now().UnixMilli(), text, session))
	})
}
