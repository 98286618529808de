package queue

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"

	"github.com/etalon-dmp/etalon/internal/campaign"
)

// Judge judges a session that was handed in. An error is the machine's, and has it
// tried again later; what can be said of the session is not one.
type Judge func(ctx context.Context, session campaign.ID) error

// order is a session to be judged.
type order struct {
	Session campaign.ID `json:"session"`
}

// Kind implements river.JobArgs.
func (order) Kind() string { return "judge" }

// InsertOpts implements river.JobArgsWithInsertOpts: one order for a session at a time.
func (order) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: attempts, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: unfinished()}}
}

// attempts is how often a session is tried that this machine does not manage to judge.
const attempts = 5

// longest bounds the judging of one session.
const longest = time.Hour

type worker struct {
	river.WorkerDefaults[order]
	judge Judge
	pause time.Duration
	clock func() time.Time
}

func (w *worker) Work(ctx context.Context, job *river.Job[order]) error {
	return w.judge(ctx, job.Args.Session)
}

func (w *worker) Timeout(*river.Job[order]) time.Duration { return longest }

func (w *worker) NextRetry(job *river.Job[order]) time.Time {
	return w.clock().Add(w.pause << min(job.Attempt, 8))
}

// Queue gives orders and carries them out.
type Queue struct {
	client   *river.Client[*sql.Tx]
	halt     context.CancelFunc
	alive    *life
	watching sync.WaitGroup
	line     *pgxpool.Pool // nil on SQLite
}

// Options are what a queue needs beside its database.
type Options struct {
	Shared  string           // address of the database, of a PostgreSQL; "": a file of this process alone
	Workers int              // sessions judged at a time; 0: this process only gives orders
	Pause   time.Duration    // before the second attempt; twice as long before each more
	Log     io.Writer        // nil: nowhere
	Clock   func() time.Time // nil where there are no workers
}

// poll is how often orders are looked for that nobody announced: those of another
// process on SQLite, and on PostgreSQL those announced while the line was down.
const poll = 500 * time.Millisecond

// Open prepares the tables of a queue in a database and starts its workers.
func Open(ctx context.Context, db *sql.DB, judge Judge, impact Impact, o Options) (*Queue, error) {
	q := &Queue{halt: func() {}}
	q.alive = newLife(db, o.Shared != "")
	driver, err := q.driver(ctx, db, o.Shared)
	if err == nil {
		err = prepare(ctx, db, driver, o.Shared != "")
	}
	if err != nil {
		return nil, fmt.Errorf("queue: %w", err)
	}
	if o.Log == nil {
		o.Log = io.Discard
	}
	c := &river.Config{ID: q.alive.name, Logger: slog.New(slog.NewTextHandler(o.Log, &slog.HandlerOptions{Level: slog.LevelWarn}))}
	if o.Workers > 0 {
		all := river.NewWorkers()
		river.AddWorker(all, &worker{judge: judge, clock: o.Clock, pause: max(o.Pause, time.Millisecond)})
		river.AddWorker(all, &teller{tell: impact, clock: o.Clock, pause: max(o.Pause, time.Millisecond)})
		c.Workers, c.Queues = all, map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: o.Workers}}
		c.FetchPollInterval, c.RescueStuckJobsAfter = poll, longest+time.Minute
	}
	if q.client, err = river.NewClient(driver, c); err != nil {
		return nil, fmt.Errorf("queue: %w", err)
	}
	if o.Workers > 0 {
		if err := q.start(ctx); err != nil {
			return nil, errors.Join(fmt.Errorf("queue: %w", err), q.Close(ctx))
		}
	}
	return q, nil
}

func (q *Queue) start(ctx context.Context) error {
	working, halt := context.WithCancel(context.WithoutCancel(ctx))
	q.halt = halt
	if err := q.alive.begin(ctx); err != nil {
		return err
	}
	q.watching.Go(func() { q.alive.watch(working) })
	return q.client.Start(working)
}

// driver is River's for a database. On PostgreSQL orders are given through the
// transactions of the store, and announced to workers over a line of their own.
func (q *Queue) driver(ctx context.Context, db *sql.DB, shared string) (riverdriver.Driver[*sql.Tx], error) {
	if shared == "" {
		return riversqlite.New(db), nil
	}
	c, err := pgxpool.ParseConfig(shared)
	if err != nil {
		return nil, err
	}
	c.MinConns, c.MaxConns = 0, 1
	if q.line, err = pgxpool.NewWithConfig(ctx, c); err != nil {
		return nil, err
	}
	return riverdatabasesql.NewWithPgxListener(db, q.line), nil
}

// prepare makes the tables of River. Processes that start at once do it one after the
// other.
func prepare(ctx context.Context, db *sql.DB, driver riverdriver.Driver[*sql.Tx], shared bool) error {
	m, err := rivermigrate.New(driver, nil)
	if err != nil {
		return err
	}
	if shared {
		c, err := db.Conn(ctx)
		if err != nil {
			return err
		}
		defer func() { _ = c.Close() }()
		if _, err := c.ExecContext(ctx, "SELECT pg_advisory_lock($1)", preparing); err != nil {
			return err
		}
		defer func() { _, _ = c.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", preparing) }() // it ends with the connection at the latest
	}
	_, err = m.Migrate(ctx, rivermigrate.DirectionUp, nil)
	return err
}

// preparing is the advisory lock of whoever makes the tables.
const preparing = 0x4574517565 // "EtQue"

// Order has a session judged, once the transaction is committed.
func (q *Queue) Order(ctx context.Context, tx *sql.Tx, session campaign.ID) error {
	_, err := q.client.InsertTx(ctx, tx, order{session}, nil)
	return err
}

// Close waits for what is under way, as long as ctx lasts, and then ends it: it is
// taken up again at the next start, or by another process.
func (q *Queue) Close(ctx context.Context) error {
	var err error
	if q.client != nil {
		err = q.client.Stop(ctx)
	}
	q.halt()
	q.watching.Wait()
	q.alive.end()
	if q.line != nil {
		q.line.Close()
	}
	return err
}
