package main

import (
	"context"
	"io"
	"io/fs"
	"os/exec"

	"github.com/etalon-dmp/etalon/internal/judge"
	messages "github.com/etalon-dmp/etalon/schemas/xsd"
	"github.com/etalon-dmp/etalon/validators/xsd"
)

type workerCmd struct {
	Libxml2 workerLibxml2Cmd `cmd:"" name:"libxml2"`
}

type workerLibxml2Cmd struct{}

// Run answers validation requests until its input ends. libxml2's binding can
// crash on a hostile value: here it takes only this process with it.
func (workerLibxml2Cmd) Run(a *app) error { return xsd.ServeLibxml2(a.in, a.out) }

// engines gives the XSD engines over the embedded schemas.
func (a *app) engines() judge.Schemas {
	return judge.Schemas{Engine: a.engine(messages.FS()), Files: messages.FS()}
}

// engine is helium, and libxml2 beside it when this binary has it.
func (a *app) engine(schemas fs.FS) xsd.Engine {
	helium := xsd.Helium(schemas)
	if !xsd.HasLibxml2 {
		return helium
	}
	return xsd.Both(xsd.Libxml2Child(a.spawnWorker, schemas), helium)
}

// spawnWorker starts this executable as a libxml2 child.
func (a *app) spawnWorker(context.Context) (io.ReadWriteCloser, func() error, error) {
	cmd := exec.Command(a.self, "worker", "libxml2")
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
	return &child{Reader: out, WriteCloser: in, cmd: cmd}, cmd.Wait, nil
}

// child is the pipe to a worker; closing it kills the worker.
type child struct {
	io.Reader
	io.WriteCloser
	cmd *exec.Cmd
}

func (c *child) Close() error {
	_ = c.cmd.Process.Kill() // it may be beyond listening
	return c.WriteCloser.Close()
}
