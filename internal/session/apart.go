package session

import (
	"context"
	"errors"
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
	if err == nil && ending.ExitCode == etalon.ExitNotReady {
		err = exit.NotReady(errors.New(strings.TrimPrefix(ending.Stderr, "etalon: ")), "")
	}
	return ending, err
}
