package xpath

import (
	"context"
	"errors"
	"fmt"
)

// Error is a dynamic error of XPath: one expression has no value. Code is the
// name W3C gives the error ("XPTY0004").
type Error struct {
	Code string
	Msg  string
}

func (e *Error) Error() string { return e.Code + ": " + e.Msg }

// raise ends the evaluation of an expression. [guard] turns it into an error.
func raise(code, format string, args ...any) {
	panic(&Error{code, fmt.Sprintf(format, args...)})
}

// cancelled ends a run whose context is done.
type cancelled struct{ cause error }

// guard is deferred where evaluation begins: a raised error is returned, any
// other panic goes on.
func (r *Run) guard(err *error) {
	switch e := recover().(type) {
	case nil:
		return
	case *Error:
		*err = e
	case cancelled:
		*err = e.cause
	default:
		panic(e)
	}
	r.frame.stack = r.frame.stack[:0]
	for _, slot := range r.busy {
		r.frame.vars[slot].busy = false
	}
	r.busy, r.parts = r.busy[:0], r.parts[:0]
}

// IsDynamic says whether an error is of the expression (and not, say, a
// cancelled context).
func IsDynamic(err error) bool {
	var e *Error
	return errors.As(err, &e)
}

// Code is that of an error of an expression; "" for any other.
func Code(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// all counts the work of looking at all items of a list.
func (r *Run) all(items []Item) []Item {
	if r.ticks += len(items); r.ticks >= r.look {
		r.lookUp(r.ctx)
	}
	return items
}

// tick counts work, and looks at the context now and then.
func (r *Run) tick(ctx context.Context) {
	if r.ticks++; r.ticks >= r.look {
		r.lookUp(ctx)
	}
}

// pay counts the work of looking at nodes that led nowhere, and forgets it.
func (r *Run) pay(looked *int) {
	r.ticks += *looked
	*looked = 0
	if r.ticks >= r.look {
		r.lookUp(r.ctx)
	}
}

// lookUp ends the run when its context is done, or the evaluation when there is no
// more work to be spent on it. (A run without a context is making what other runs
// wait for.)
func (r *Run) lookUp(ctx context.Context) {
	r.look = r.ticks + 1<<14
	if ctx != nil && ctx.Err() != nil {
		panic(cancelled{ctx.Err()})
	}
	if r.until > 0 {
		if r.ticks >= r.until {
			r.look = r.ticks
			raise(CodeLimit, "it takes more work than one message may cost")
		}
		r.look = min(r.look, r.until)
	}
}

// CodeLimit is the code of what was given up because it goes over a limit, whatever
// the expression and the document are (XQuery 1.0, XPDY0130).
const CodeLimit = "XPDY0130"

// Work is what the run has done so far: nodes and items looked at.
func (r *Run) Work() int { return r.ticks }

// Allow bounds what evaluations from now on may cost together, in what Work counts. 0:
// nothing does.
func (r *Run) Allow(work int) {
	r.until = 0
	if work > 0 {
		r.until = r.ticks + work
	}
	r.look = r.ticks
}
