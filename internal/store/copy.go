package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
)

// tables are those of the store, each after those that it refers to. The queue keeps its
// own: what waits is ordered again.
func tables() []string {
	return []string{"organisation", "person", "entry", "product", "version", "scope", "campaign", "session", "remark", "decision", "contest", "act", "judgement", "statement", "stamp", "token", "impact", "effect", "claim", "enrolment", "hook", "notice", "recheck", "waiver", "certificate", "sitting"}
}

// Backup writes the whole database, as it is at one instant, to a file that is not
// there yet: of either kind of database a SQLite file.
func (s *Store) Backup(ctx context.Context, file string) error {
	if s.shared == "" {
		_, err := s.db.ExecContext(ctx, "VACUUM INTO $1", file)
		return err
	}
	to, err := Open(ctx, file, s.clock)
	if err != nil {
		return err
	}
	return errors.Join(s.CopyTo(ctx, to), to.Close())
}

// CopyTo copies everything, as it is at one instant, to a database that has nothing in
// it: ErrFirst when it has.
func (s *Store) CopyTo(ctx context.Context, to *Store) error {
	o := &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead}
	if s.shared == "" {
		o = nil // a transaction is alone there
	}
	from, err := s.db.BeginTx(ctx, o)
	if err != nil {
		return err
	}
	defer func() { _ = from.Rollback() }() // nothing was written
	into, err := to.begin(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = into.Rollback() }() // after a commit it does nothing
	var n int
	if err := into.QueryRowContext(ctx, "SELECT count(*) FROM person").Scan(&n); err != nil {
		return err
	}
	if n > 0 {
		return ErrFirst
	}
	for _, table := range tables() {
		if err := to.fill(ctx, into, from, table); err != nil {
			return fmt.Errorf("store: %s: %w", table, err)
		}
	}
	return into.Commit()
}

// fill copies the rows of a table. Its name is one of ours.
func (s *Store) fill(ctx context.Context, into, from *sql.Tx, table string) error {
	rows, err := from.QueryContext(ctx, "SELECT * FROM "+table) //nolint:gosec // a name of ours
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	places := make([]string, len(columns))
	row, at := make([]any, len(columns)), make([]any, len(columns))
	numbered := false
	for i, name := range columns {
		places[i], at[i] = fmt.Sprintf("$%d", i+1), &row[i]
		numbered = numbered || name == "id"
	}
	insert, err := into.PrepareContext(ctx, "INSERT INTO "+table+" ("+strings.Join(columns, ", ")+") VALUES ("+strings.Join(places, ", ")+")") //nolint:gosec // names of ours
	if err != nil {
		return err
	}
	defer func() { _ = insert.Close() }()
	for rows.Next() {
		if err := rows.Scan(at...); err != nil {
			return err
		}
		if _, err := insert.ExecContext(ctx, row...); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil || s.shared == "" || !numbered {
		return err
	}
	// The numbers to come go on from those that were copied.
	_, err = into.ExecContext(ctx, "SELECT setval(pg_get_serial_sequence($1, 'id'), coalesce((SELECT max(id) FROM "+table+"), 0) + 1, false)", table) //nolint:gosec // a name of ours
	return err
}
