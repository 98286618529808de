package store

import (
	"context"
	"database/sql"

	"github.com/etalon-dmp/etalon/internal/campaign"
)

// Waiting has each session ordered that waits to be judged, and each impact that is not
// told: a copy of a database has no orders, and one may have been given up. What is
// ordered already is not ordered twice.
func (s *Store) Waiting(ctx context.Context, order, ask func(context.Context, *sql.Tx, campaign.ID) error) error {
	tx, err := s.begin(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	number := func(r scanner) (id campaign.ID, err error) { return id, r.Scan(&id) }
	sessions, err := list(ctx, tx, number, "SELECT id FROM session WHERE state = $1 ORDER BY id", campaign.Received)
	if err != nil {
		return err
	}
	impacts, err := list(ctx, tx, number, "SELECT id FROM impact WHERE ended = 0 ORDER BY id")
	if err != nil {
		return err
	}
	for _, id := range sessions {
		if err := order(ctx, tx, id); err != nil {
			return err
		}
	}
	for _, id := range impacts {
		if err := ask(ctx, tx, id); err != nil {
			return err
		}
	}
	return tx.Commit()
}
