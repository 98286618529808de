package session

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/launch"
	"github.com/etalon-dmp/etalon/internal/plan"
)

// Launcher runs the process of one session to its end: it leaves the plan where
// that process reads it, and hands on its events.
type Launcher func(ctx context.Context, plan []byte, events func(etalon.Event)) (launch.Ending, error)

// Apart runs a session in a process of its own. That this process broke is not
// an error here: its dossier has no seal, and the verdict says ERROR; how it
// ended is told. An environment that was not ready is an error.
func Apart(ctx context.Context, p *plan.Plan, l Launcher, events func(etalon.Event)) (launch.Ending, error) {
	raw, err := p.Marshal()
	if err != nil {
		return launch.Ending{}, err
	}
	ending, err := l(ctx, raw, events)
	if err != nil && ctx.Err() != nil {
		err = exit.Cancelled()
	}
	if err == nil && ending.ExitCode == etalon.ExitNotReady {
		err = exit.NotReady(errors.New(strings.TrimPrefix(ending.Stderr, "etalon: ")), "")
	}
	return ending, err
}

// Ended is how a session that was judged ends for whoever asked for it: judging is
// the error of reading and judging its dossier. A process that broke may have left
// none, and that is étalon's trouble, not that of whoever asked; one that was
// cancelled is cancelled, whatever it established.
func Ended(ending launch.Ending, judging error) error {
	var end exit.Error
	switch {
	case Cancelled(ending):
		return exit.Cancelled()
	case ending.Broken() && errors.As(judging, &end) && end.Code == etalon.ExitUsage:
		return exit.Harness(fmt.Errorf("la session n'a pas laissé de dossier que l'on puisse juger (the session left no dossier that can be judged): %w", judging), "")
	}
	return judging
}

// Cancelled tells whether a session was ended by somebody: through this process, or
// by a signal to its own.
func Cancelled(ending launch.Ending) bool {
	return ending.Cancelled || ending.ExitCode == etalon.ExitCancelled
}
