package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/etalon-dmp/etalon/internal/campaign"
)

// scanner is a row.
type scanner interface{ Scan(into ...any) error }

// querier is a database or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// execer is one that changes something.
type execer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// list reads all rows of a query.
func list[T any](ctx context.Context, db querier, scan func(scanner) (T, error), query string, args ...any) ([]T, error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	out := []T{}
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, one)
	}
	return out, rows.Err()
}

// insert adds a row and gives its number. What is there already is refused in words.
func insert(ctx context.Context, tx *sql.Tx, query string, args ...any) (id campaign.ID, err error) {
	err = tx.QueryRowContext(ctx, query+" RETURNING id", args...).Scan(&id)
	if known(err) {
		return 0, fmt.Errorf("%w: existe déjà (exists already)", campaign.ErrInvalid)
	}
	return id, err
}

// subject names what a line of the log is about.
func subject(kind string, id campaign.ID) string { return fmt.Sprintf("%s %d", kind, id) }
