package queue

import (
	"context"
	"database/sql"

	"github.com/riverqueue/river/rivertype"
)

// unfinished are the states of an order that is still to be carried out.
func unfinished() []rivertype.JobState {
	return []rivertype.JobState{
		rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable, rivertype.JobStateRunning, rivertype.JobStateScheduled,
	}
}

// takeUp makes available what a process that is no more had taken. The database is
// of one process: nobody else is carrying it out.
func takeUp(ctx context.Context, db *sql.DB) error {
	_, err := db.ExecContext(ctx, "UPDATE river_job SET state = 'available' WHERE state = 'running'")
	return err
}
