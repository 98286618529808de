// Package exit says how an operation ended for whoever asked for it: an error
// that knows its exit code and the next step to take. A command turns it into
// the code of its process, a worker or a console into the state of a job.
//
// It may import the root package only.
package exit
