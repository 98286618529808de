package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/etalon-dmp/etalon/internal/campaign"
)

// Store is an open database. It is safe for concurrent use.
type Store struct {
	db     *sql.DB
	clock  func() time.Time
	shared string // where the database is, of a PostgreSQL; "": a file of this process alone

	mu      sync.Mutex
	changed chan struct{} // closed when a session is judged
	deaf    func()        // ends listening to other processes; nil before that

	listening sync.WaitGroup
}

// DB is the database, for what keeps its own tables in it: the queue.
func (s *Store) DB() *sql.DB { return s.db }

// Shared tells where a database is that other processes use too; "" of a file, which is
// of this process alone.
func (s *Store) Shared() string { return s.shared }

// View is the store as one person sees it.
type View struct {
	store *Store
	who   campaign.Person
}

// As gives the view of a person. The zero Person sees what is public.
func (s *Store) As(p campaign.Person) View {
	if p.Role == "" {
		p.Role = campaign.Public
	}
	return View{store: s, who: p}
}

// own is the organisation whose rows a person sees, 0 for all; none is true for who
// sees no row at all.
func (v View) own() (organisation campaign.ID, none bool) {
	switch {
	case !v.who.Role.May(campaign.ReadProducts):
		return 0, true
	case v.who.Role.Vendor():
		return v.who.Organisation, v.who.Organisation == 0
	}
	return 0, false
}

// mine is the condition under which a person sees a row that is joined to product,
// and its two arguments, the first of a query.
const mine = " (product.organisation = $1 OR $1 = 0) AND (product.id = $2 OR $2 = 0) "

// filter gives the arguments of mine; an error for who sees nothing.
func (v View) filter() ([]any, error) {
	own, none := v.own()
	if none {
		return nil, fmt.Errorf("%w: %s", campaign.ErrForbidden, v.who.Role)
	}
	return []any{own, v.who.Product}, nil
}

// in runs a deed of a person: what it writes and the line of the log stand or fall
// together. f gives what the log says of it.
func (v View) in(ctx context.Context, what campaign.Deed, f func(tx *sql.Tx) (subject, detail string, err error)) error {
	if err := v.who.May(what); err != nil {
		return err
	}
	tx, err := v.store.begin(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	subject, detail, err := f(tx)
	if err == nil {
		err = v.store.log(ctx, tx, campaign.Act{Who: v.who.Login, Role: v.who.Role, What: what, Subject: subject, Detail: detail})
	}
	if err != nil {
		return err
	}
	return tx.Commit()
}

// log adds a line to the audit log.
func (s *Store) log(ctx context.Context, tx *sql.Tx, a campaign.Act) error {
	a.Previous = campaign.Genesis()
	err := tx.QueryRowContext(ctx, "SELECT seq, hash FROM act ORDER BY seq DESC LIMIT 1").Scan(&a.Seq, &a.Previous)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	a.Seq++
	a.At = s.clock().UTC().Round(time.Millisecond)
	a.Hash = a.Sum()
	_, err = tx.ExecContext(ctx, "INSERT INTO act (seq, at, who, role, what, subject, detail, previous, hash) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)",
		a.Seq, a.At.UnixMilli(), a.Who, a.Role, a.What, a.Subject, a.Detail, a.Previous, a.Hash)
	return err
}

// moment is a time as it is kept: milliseconds since 1970, 0 for none.
func moment(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// milli is moment the other way round.
func milli(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// now is the instant of a deed, as it is kept.
func (v View) now() time.Time { return v.store.clock().UTC().Truncate(time.Millisecond) }

// found turns the absence of a row into ErrUnknown: whether it is not there or not
// theirs is not told.
func found(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return campaign.ErrUnknown
	}
	return err
}
