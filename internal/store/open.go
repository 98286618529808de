package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// connections is how many of them a process holds to a PostgreSQL: pages and workers
// wait for one rather than use up those of a server, which has a hundred.
const connections = 12

// Open opens a database and brings it to the form of this version. where is a file, or
// the address of a PostgreSQL, "postgres://…", which any number of processes share.
func Open(ctx context.Context, where string, clock func() time.Time) (*Store, error) {
	s := &Store{clock: clock, changed: make(chan struct{})}
	var err error
	if IsAddress(where) {
		s.shared = where
		s.db, err = sql.Open("pgx", where)
	} else {
		s.db, err = sql.Open("sqlite", "file:"+where+"?_pragma=journal_mode(WAL)&_pragma=busy_timeout(5000)&_pragma=foreign_keys(1)&_pragma=synchronous(FULL)&_txlock=immediate")
	}
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	s.db.SetMaxOpenConns(1) // one writer: SQLite has no other way
	if s.shared != "" {
		s.db.SetMaxOpenConns(connections)
		s.db.SetMaxIdleConns(connections)
		s.db.SetConnMaxIdleTime(5 * time.Minute)
	}
	if err := s.migrate(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("store: %w", err), s.db.Close())
	}
	return s, nil
}

// IsAddress tells the address of a PostgreSQL from the name of a file.
func IsAddress(where string) bool {
	return strings.HasPrefix(where, "postgres://") || strings.HasPrefix(where, "postgresql://")
}

// turn is the advisory lock of whoever writes to a PostgreSQL. Deeds come one after the
// other, as SQLite has them: each line of the log names the one before.
const turn = 0x4574616c6f6e // "Etalon"

// begin opens a transaction that writes.
func (s *Store) begin(ctx context.Context) (*sql.Tx, error) {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil || s.shared == "" {
		return tx, err
	}
	if _, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock($1)", turn); err != nil {
		return nil, errors.Join(err, tx.Rollback())
	}
	return tx, nil
}

// known tells that a row is refused because there is one like it.
func known(err error) bool {
	var ofPostgres *pgconn.PgError
	if errors.As(err, &ofPostgres) {
		return ofPostgres.Code == "23505" // unique_violation
	}
	var ofSQLite *sqlite.Error
	return errors.As(err, &ofSQLite) && (ofSQLite.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || ofSQLite.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)
}
