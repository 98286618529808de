package launch

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os/exec"
	"time"
)

const (
	outputLimit = 4 << 20 // bytes kept of what a program prints
	wordsLimit  = 4 << 10
)

// Program runs a command to its end and gives what it printed, at most 4 MiB.
// The error tells its last words.
func Program(ctx context.Context, name string, args []string, stdin []byte) ([]byte, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Stdin = bytes.NewReader(stdin)
	cmd.WaitDelay = 2 * time.Second
	var out, words limited
	out.left, words.left = outputLimit, wordsLimit
	cmd.Stdout, cmd.Stderr = &out, &words
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("%s: %w: %s", name, err, bytes.TrimSpace(words.b.Bytes()))
	}
	return out.b.Bytes(), nil
}

// Find tells whether there is such a program to run.
func Find(name string) error {
	_, err := exec.LookPath(name)
	return err
}

// limited keeps the beginning of what is written and lets the rest go.
type limited struct {
	b    bytes.Buffer
	left int
}

func (l *limited) Write(p []byte) (int, error) {
	n := min(len(p), l.left)
	l.left -= n
	l.b.Write(p[:n])
	return len(p), nil
}

var _ io.Writer = (*limited)(nil)
