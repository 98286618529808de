package queue

import (
	"context"
	"database/sql"
	"time"

	"github.com/riverqueue/river"

	"github.com/etalon-dmp/etalon/internal/campaign"
)

// Impact works for a while at what other rules would change, and tells whether there is
// more to do: what came meanwhile has its turn in between.
type Impact func(ctx context.Context, impact campaign.ID) (more bool, err error)

// question is an impact to be told.
type question struct {
	Impact campaign.ID `json:"impact"`
}

// Kind implements river.JobArgs.
func (question) Kind() string { return "impact" }

// InsertOpts implements river.JobArgsWithInsertOpts: one question at a time of its kind,
// behind the sessions that wait.
func (question) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: attempts, Priority: 4, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: unfinished()}}
}

type teller struct {
	river.WorkerDefaults[question]
	tell  Impact
	pause time.Duration
	clock func() time.Time
}

func (w *teller) Work(ctx context.Context, job *river.Job[question]) error {
	more, err := w.tell(ctx, job.Args.Impact)
	if err == nil && more {
		return river.JobSnooze(0)
	}
	return err
}

func (w *teller) Timeout(*river.Job[question]) time.Duration { return longest }

func (w *teller) NextRetry(job *river.Job[question]) time.Time {
	return w.clock().Add(w.pause << min(job.Attempt, 8))
}

// Ask has an impact told, once the transaction is committed.
func (q *Queue) Ask(ctx context.Context, tx *sql.Tx, impact campaign.ID) error {
	_, err := q.client.InsertTx(ctx, tx, question{impact}, nil)
	return err
}
