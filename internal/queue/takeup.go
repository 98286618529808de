package queue

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"sync"
	"time"

	"github.com/riverqueue/river/rivertype"
)

// unfinished are the states of an order that is still to be carried out.
func unfinished() []rivertype.JobState {
	return []rivertype.JobState{
		rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable, rivertype.JobStateRunning, rivertype.JobStateScheduled,
	}
}

// deaths is how many processes an order may outlive. One that ends every process that
// takes it is given up at last, and does not keep the others from their turn.
const deaths = 25

// look is how often a process looks for what others left that are no more.
const look = 2 * time.Second

// life tells other processes that this one is alive: on PostgreSQL by an advisory lock
// that its connection holds, which the server lets go of when the process is no more.
// A database in a file is of one process.
type life struct {
	db     *sql.DB
	shared bool
	name   string

	mu   sync.Mutex
	conn *sql.Conn
}

func newLife(db *sql.DB, shared bool) *life {
	return &life{db: db, shared: shared, name: rand.Text()}
}

// begin holds the lock, and takes up what was left.
func (l *life) begin(ctx context.Context) error {
	if l.shared {
		if err := l.hold(ctx); err != nil {
			return err
		}
	}
	return l.takeUp(ctx)
}

// hold takes the lock, on a connection of its own.
func (l *life) hold(ctx context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	conn, err := l.db.Conn(ctx)
	if err != nil {
		return err
	}
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock(hashtextextended($1, 0))", l.name); err != nil {
		return errors.Join(err, conn.Close())
	}
	l.conn = conn
	return nil
}

// holds tells that the connection of the lock is there; if it is not, the lock is gone
// with it.
func (l *life) holds(ctx context.Context) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil {
		return false
	}
	if l.conn.PingContext(ctx) == nil {
		return true
	}
	_ = l.conn.Close() // it is broken
	l.conn = nil
	return false
}

// watch looks after the lock and after what others left, until ctx ends. What it cannot
// do now it does the next time: the database may be away for a while.
func (l *life) watch(ctx context.Context) {
	if !l.shared {
		return
	}
	again := time.NewTicker(look)
	defer again.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-again.C:
		}
		if l.holds(ctx) || l.hold(ctx) == nil {
			_ = l.takeUp(ctx) // the next look does it
		}
	}
}

func (l *life) end() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn != nil {
		_, _ = l.conn.ExecContext(context.Background(), "SELECT pg_advisory_unlock_all()") // the connection may be used again for something else
		_ = l.conn.Close()
		l.conn = nil
	}
}

// left are the orders that processes had taken that are no more, as a condition.
const (
	leftInFile = "state = 'running'"
	leftShared = `state = 'running' AND id IN (
		WITH taken AS MATERIALIZED (SELECT id, attempted_by[array_upper(attempted_by, 1)] AS name FROM river_job WHERE state = 'running')
		SELECT id FROM taken WHERE pg_try_advisory_xact_lock(hashtextextended(name, 0)))`
)

// takeUp makes available what processes that are no more had taken. An attempt that a
// process did not outlive is not one that failed.
func (l *life) takeUp(ctx context.Context) error {
	left, now := leftInFile, "strftime('%Y-%m-%d %H:%M:%f', 'now')"
	if l.shared {
		left, now = leftShared, "now()"
	}
	tx, err := l.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	_, err = tx.ExecContext(ctx, "UPDATE river_job SET state = 'discarded', finalized_at = "+now+" WHERE attempt >= $1 AND "+left, deaths)
	if err == nil {
		_, err = tx.ExecContext(ctx, "UPDATE river_job SET state = 'available', max_attempts = max_attempts + 1 WHERE "+left)
	}
	if err != nil {
		return err
	}
	return tx.Commit()
}
