package queue

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
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
	client *river.Client[*sql.Tx]
	halt   context.CancelFunc
}

// Options are what a queue needs beside its database.
type Options struct {
	Workers int              // sessions judged at a time; 0: this process only gives orders
	Pause   time.Duration    // before the second attempt; twice as long before each more
	Log     io.Writer        // nil: nowhere
	Clock   func() time.Time // nil where there are no workers
}

// Open prepares the tables of a queue in a database and starts its workers.
func Open(ctx context.Context, db *sql.DB, judge Judge, impact Impact, o Options) (*Queue, error) {
	driver := riversqlite.New(db)
	m, err := rivermigrate.New(driver, nil)
	if err == nil {
		_, err = m.Migrate(ctx, rivermigrate.DirectionUp, nil)
	}
	if err != nil {
		return nil, fmt.Errorf("queue: prepare its tables: %w", err)
	}
	if o.Log == nil {
		o.Log = io.Discard
	}
	c := &river.Config{Logger: slog.New(slog.NewTextHandler(o.Log, &slog.HandlerOptions{Level: slog.LevelWarn}))}
	if o.Workers > 0 {
		all := river.NewWorkers()
		river.AddWorker(all, &worker{judge: judge, clock: o.Clock, pause: max(o.Pause, time.Millisecond)})
		river.AddWorker(all, &teller{tell: impact, clock: o.Clock, pause: max(o.Pause, time.Millisecond)})
		c.Workers, c.Queues = all, map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: o.Workers}}
		c.FetchPollInterval, c.RescueStuckJobsAfter = 500*time.Millisecond, longest+time.Minute
	}
	client, err := river.NewClient(driver, c)
	if err != nil {
		return nil, fmt.Errorf("queue: %w", err)
	}
	q := &Queue{client: client, halt: func() {}}
	if o.Workers > 0 {
		if err := takeUp(ctx, db); err != nil {
			return nil, fmt.Errorf("queue: %w", err)
		}
		working, halt := context.WithCancel(context.WithoutCancel(ctx))
		q.halt = halt
		if err := client.Start(working); err != nil {
			halt()
			return nil, fmt.Errorf("queue: %w", err)
		}
	}
	return q, nil
}

// Order has a session judged, once the transaction is committed.
func (q *Queue) Order(ctx context.Context, tx *sql.Tx, session campaign.ID) error {
	_, err := q.client.InsertTx(ctx, tx, order{session}, nil)
	return err
}

// Close waits for what is under way, as long as ctx lasts, and then ends it: it is
// taken up again at the next start.
func (q *Queue) Close(ctx context.Context) error {
	defer q.halt()
	return q.client.Stop(ctx)
}
