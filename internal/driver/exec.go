package driver

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/plan"
)

// Exec runs one command per action: the Action as JSON on its standard input,
// the Reaction as JSON on its standard output. The command must end with 0
// whatever the product showed.
type Exec struct {
	Command []string // program and arguments
	// Run runs a program to its end and gives its standard output. It bounds
	// what it keeps, ends the program with the context, and puts the end of
	// standard error in its error.
	Run func(ctx context.Context, name string, args []string, stdin []byte) (stdout []byte, err error)
}

var _ Driver = (*Exec)(nil)

// Do runs the command for one action.
func (d *Exec) Do(ctx context.Context, a etalon.Action) (etalon.Reaction, error) {
	if len(d.Command) == 0 {
		return etalon.Reaction{}, fmt.Errorf("exec driver: %w: no command", ErrContract)
	}
	in, err := json.Marshal(a)
	if err != nil {
		return etalon.Reaction{}, fmt.Errorf("exec driver: write the action: %w", err)
	}
	out, err := d.Run(ctx, d.Command[0], d.Command[1:], append(in, '\n'))
	if ctx.Err() != nil {
		return etalon.Reaction{}, fmt.Errorf("exec driver: %s: %w", a.Name, ctx.Err())
	}
	if err != nil {
		return etalon.Reaction{}, fmt.Errorf("exec driver: %s: %w", a.Name, err)
	}
	r, err := reaction(out)
	if err != nil {
		return etalon.Reaction{}, fmt.Errorf("exec driver: %s: %w", a.Name, err)
	}
	return r, nil
}

// Attest answers from the last reaction.
func (d *Exec) Attest(_ context.Context, q plan.Question, last etalon.Reaction) (string, string, error) {
	answer, err := attest(q, last)
	return answer, d.Name(), err
}

// Reset does nothing: each action is a new process.
func (d *Exec) Reset(context.Context) error { return nil }

// Health does nothing: only an action tells whether the command works.
func (d *Exec) Health(context.Context) error { return nil }

// Name is "exec".
func (d *Exec) Name() string { return "exec" }
