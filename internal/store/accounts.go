package store

import (
	"context"
	"database/sql"

	"github.com/etalon-dmp/etalon/internal/campaign"
)

// EndPerson ends an account, at once and wherever it is logged in. It stays in what it
// did. Nobody ends its own: somebody must be able to undo it.
func (v View) EndPerson(ctx context.Context, id campaign.ID) error {
	return v.in(ctx, campaign.Accounts, func(tx *sql.Tx) (string, string, error) {
		if id == v.who.ID {
			return "", "", campaign.ErrSame
		}
		err := once(tx.ExecContext(ctx, "UPDATE person SET ended = $1, secret = '' WHERE id = $2 AND ended = 0", v.now().UnixMilli(), id))
		if err == nil {
			_, err = tx.ExecContext(ctx, "DELETE FROM entry WHERE person = $1", id)
		}
		return subject("person", id), "–", err
	})
}

// Renew gives an account what its new password is checked against, and logs it out
// everywhere.
func (v View) Renew(ctx context.Context, id campaign.ID, secret string) error {
	what := campaign.Accounts
	if id == v.who.ID {
		what = campaign.OwnAccount
	}
	return v.in(ctx, what, func(tx *sql.Tx) (string, string, error) {
		err := once(tx.ExecContext(ctx, "UPDATE person SET secret = $1 WHERE id = $2 AND ended = 0", secret, id))
		if err == nil {
			_, err = tx.ExecContext(ctx, "DELETE FROM entry WHERE person = $1", id)
		}
		return subject("person", id), "", err
	})
}
