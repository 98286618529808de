// Package outcome is the closed list of words with which a walk says how a
// step, a scenario and a session ended. It stands apart so that judging can
// read them without importing anything that runs. It imports nothing.
package outcome

// How a step ended.
const (
	Done     = "done"
	Received = "received"
	Timeout  = "timeout"
	Failed   = "failed"  // the driver broke, or a capture found nothing
	Refused  = "refused" // a person, or the last reaction, said no
	Skipped  = "skipped" // an earlier step made it pointless
)

// How a scenario or a session ended; Cancelled is also a step's.
const (
	Completed   = "completed"   // everything planned ran
	Interrupted = "interrupted" // a step ended in a way that made the rest pointless
	Cancelled   = "cancelled"
)
