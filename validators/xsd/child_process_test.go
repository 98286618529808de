package xsd

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync/atomic"
	"testing"
)

// TestMain lets the test binary be the child: libxml2 as served, libxml2 with
// the binding's own error handler, or a child that misbehaves in some way.
func TestMain(m *testing.M) {
	mode := os.Getenv("ETALON_TEST_XSD_CHILD")
	if mode == "" {
		os.Exit(m.Run())
	}
	if err := childMode(mode); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// spawner starts the test binary as a child and counts how often.
type spawner struct {
	mode   string
	starts atomic.Int32
}

func (s *spawner) spawn(context.Context) (io.ReadWriteCloser, func() error, error) {
	s.starts.Add(1)
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), "ETALON_TEST_XSD_CHILD="+s.mode)
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
	return &pipes{in, out, cmd.Process}, cmd.Wait, nil
}

type pipes struct {
	io.WriteCloser
	io.Reader
	process *os.Process
}

func (p *pipes) Close() error {
	_ = p.WriteCloser.Close()
	return p.process.Kill()
}

func childEngine(t *testing.T, mode string, o ...ChildOptions) (Engine, *spawner) {
	t.Helper()
	if !HasLibxml2 && mode != "mute" && mode != "liar" {
		t.Skip("built without cgo: libxml2 is not in this binary")
	}
	s := &spawner{mode: mode}
	e := Libxml2Child(s.spawn, schemasOfTests(), o...)
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e, s
}

// otherChildMode is a child that does not keep to the protocol.
func otherChildMode(mode string) error {
	switch mode {
	case "mute":
		_, err := io.Copy(io.Discard, os.Stdin)
		return err
	case "liar":
		_, err := os.Stdout.WriteString("\xff\xff\xff\xff and then nothing of the kind")
		return err
	}
	return fmt.Errorf("no such child: %q", mode)
}
