package launch

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"time"
)

// Service starts a child that reads its configuration, says its address in its
// first line and then serves until its standard input ends. release ends it.
func Service(ctx context.Context, path string, args []string, config []byte) (address string, release func(), err error) {
	cmd := exec.CommandContext(context.WithoutCancel(ctx), path, args...)
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return "", nil, err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return "", nil, err
	}
	words := &limited{left: wordsLimit}
	cmd.Stderr = words
	if err := cmd.Start(); err != nil {
		return "", nil, err
	}
	release = func() {
		stdin.Close() // it leaves by itself
		done := time.AfterFunc(5*time.Second, func() { _ = cmd.Process.Kill() })
		_ = cmd.Wait()
		done.Stop()
	}
	if _, err := stdin.Write(config); err != nil {
		release()
		return "", nil, fmt.Errorf("builtin product: %w: %s", err, words.b.String())
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		release()
		return "", nil, fmt.Errorf("builtin product did not start: %s", strings.TrimSpace(words.b.String()))
	}
	return strings.TrimSpace(line), release, nil
}

// Worker starts a child that answers requests on its standard input and output.
// Closing the connection kills it; wait gives how it left.
func Worker(path string, args ...string) (conn io.ReadWriteCloser, wait func() error, err error) {
	cmd := exec.Command(path, args...)
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, nil, err
	}
	return &worker{Reader: out, WriteCloser: in, cmd: cmd}, cmd.Wait, nil
}

// worker is the pipe to a child.
type worker struct {
	io.Reader
	io.WriteCloser
	cmd *exec.Cmd
}

func (w *worker) Close() error {
	_ = w.cmd.Process.Kill() // it may be beyond listening
	return w.WriteCloser.Close()
}
