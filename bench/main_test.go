//go:build unix

package bench

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"testing"

	"github.com/etalon-dmp/etalon/validators/xsd"
)

const childEnv = "ETALON_BENCH_CHILD"

// temporary are folders to remove at the end.
var temporary []string

// TestMain lets the test binary be the libxml2 child, or the small process that
// measures another.
func TestMain(m *testing.M) {
	var err error
	switch os.Getenv(childEnv) {
	case "":
		os.Exit(all(m))
	case "libxml2":
		err = xsd.ServeLibxml2(os.Stdin, os.Stdout)
	case "measure":
		err = measure(os.Args[1:])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func all(m *testing.M) int {
	defer func() {
		for _, dir := range temporary {
			os.RemoveAll(dir)
		}
	}()
	return m.Run()
}

// spawn starts the test binary as a libxml2 child.
func spawn(context.Context) (io.ReadWriteCloser, func() error, error) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childEnv+"=libxml2")
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
	return &child{in, out, cmd.Process}, cmd.Wait, nil
}

type child struct {
	io.WriteCloser
	io.Reader
	process *os.Process
}

func (c *child) Close() error {
	_ = c.WriteCloser.Close()
	return c.process.Kill()
}
