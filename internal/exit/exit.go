package exit

import (
	"errors"
	"fmt"

	"github.com/etalon-dmp/etalon"
)

// Error is an error with its exit code, one of etalon.Exit…, and the next step
// to take. Err is nil when what was shown already says everything.
type Error struct {
	Code int
	Err  error
	Hint string // French, then English; "" for none
}

func (e Error) Error() string {
	if e.Err == nil {
		return fmt.Sprintf("exit code %d", e.Code)
	}
	return e.Err.Error()
}

func (e Error) Unwrap() error { return e.Err }

// Usage is an error in what the user gave: a file, a flag, a name. What the machine
// refuses is no fault of what was given: see Environment.
func Usage(err error, hint string) error {
	var known Error
	if env := Environment(err); errors.As(env, &known) && known.Code == etalon.ExitNotReady {
		return env
	}
	return Error{Code: etalon.ExitUsage, Err: err, Hint: hint}
}

// NotReady is an error of the environment: a busy port, keys that are missing.
func NotReady(err error, hint string) error {
	return Error{Code: etalon.ExitNotReady, Err: err, Hint: hint}
}

// Unwritten is an error of the place where something was to be left: it is full,
// read-only, or not there.
func Unwritten(err error) error {
	if err == nil {
		return nil
	}
	return NotReady(fmt.Errorf("rien ne peut être écrit là (nothing can be written there): %w", err),
		"Libérez de la place, ou choisissez un dossier où écrire. (Make room, or choose a folder that can be written to.)")
}

// Harness is an error of étalon itself.
func Harness(err error, hint string) error {
	return Error{Code: etalon.ExitHarness, Err: err, Hint: hint}
}

// Cancelled is the end of what was interrupted.
func Cancelled() error { return Error{Code: etalon.ExitCancelled} }

// Verdict is nil for PASS, else an error that only carries the exit code: the
// report has already said why.
func Verdict(v etalon.Verdict) error {
	if c := v.ExitCode(); c != etalon.ExitPass {
		return Error{Code: c}
	}
	return nil
}
