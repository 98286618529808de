package launch

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/etalon-dmp/etalon"
)

// patience is how long a child may take to leave after SIGINT.
const patience = 20 * time.Second

// Command is the session to launch.
type Command struct {
	Path   string   // the executable, usually this one
	Args   []string // its arguments
	Stdin  *os.File // for the person driver; nil for none
	Stdout io.Writer
	Stderr io.Writer
	// Abandon ends the child at once when it is done; nil: never.
	Abandon context.Context
}

// Ending is how a child left.
type Ending struct {
	ExitCode  int    // -1 when it was killed by a signal
	Signal    string // name of that signal, if any
	Cancelled bool   // we interrupted it
	Stderr    string // its last words, at most 8 KiB
}

// Broken tells that the child did not leave in an orderly way.
func (e Ending) Broken() bool { return e.ExitCode != 0 }

// Run starts the child, hands each of its events to sink from one goroutine,
// and returns when it has left. The error speaks of starting it; how it ended
// is in Ending.
func Run(ctx context.Context, c Command, sink func(etalon.Event)) (Ending, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return Ending{}, fmt.Errorf("launch: event pipe: %w", err)
	}
	defer r.Close()
	tail := &lastWords{}
	cmd := exec.CommandContext(ctx, c.Path, c.Args...)
	cmd.Cancel = func() error { return interrupt(cmd.Process) }
	cmd.WaitDelay = patience
	cmd.Stdout = c.Stdout
	cmd.Stderr = tail
	if c.Stderr != nil {
		cmd.Stderr = io.MultiWriter(tail, c.Stderr)
	}
	if c.Stdin != nil {
		cmd.Stdin = c.Stdin
	}
	err = hand(cmd, w)
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		w.Close()
		return Ending{}, fmt.Errorf("launch %s: %w", c.Path, err)
	}
	w.Close()
	if c.Abandon != nil {
		defer context.AfterFunc(c.Abandon, func() { _ = cmd.Process.Kill() })()
	}
	var wg sync.WaitGroup
	wg.Go(func() { events(r, sink) })
	err = cmd.Wait()
	wg.Wait()
	return ending(ctx, cmd, err, tail)
}

func ending(ctx context.Context, cmd *exec.Cmd, err error, tail *lastWords) (Ending, error) {
	e := Ending{ExitCode: cmd.ProcessState.ExitCode(), Cancelled: ctx.Err() != nil, Stderr: tail.String()}
	if status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		e.Signal = status.Signal().String()
	}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) && !errors.Is(err, exec.ErrWaitDelay) && ctx.Err() == nil {
		return e, fmt.Errorf("launch: wait: %w", err)
	}
	return e, nil
}

// events reads NDJSON until the child closes its end. A line that is not an
// event is dropped: the dossier, not the pipe, is the record.
func events(r io.Reader, sink func(etalon.Event)) {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var e etalon.Event
		if json.Unmarshal(lines.Bytes(), &e) == nil && sink != nil {
			sink(e)
		}
	}
	_, _ = io.Copy(io.Discard, r) // an over-long line must not block the child
}

// lastWords keeps the end of what a child wrote.
type lastWords struct{ b []byte }

const lastWordsSize = 8 << 10

func (l *lastWords) Write(p []byte) (int, error) {
	l.b = append(l.b, p...)
	if n := len(l.b) - lastWordsSize; n > 0 {
		l.b = append(l.b[:0], l.b[n:]...)
	}
	return len(p), nil
}

func (l *lastWords) String() string { return strings.TrimSpace(string(l.b)) }
