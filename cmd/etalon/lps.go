package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/reference"
	"github.com/etalon-dmp/etalon/internal/seed"
)

type lpsCmd struct {
	Serve lpsServeCmd `cmd:""`
	Exec  lpsExecCmd  `cmd:""`
}

type lpsServeCmd struct {
	Seed int64 `default:"1"`
}

// Run reads its configuration on stdin, says its address on stdout, and serves
// the http driver contract until interrupted.
func (c *lpsServeCmd) Run(ctx context.Context, a *app) error {
	raw, err := bufio.NewReader(a.in).ReadBytes('\n')
	if err != nil {
		return fmt.Errorf("configuration: %w", err)
	}
	l, err := reference.NewClient(raw, a.clock, seed.For(c.Seed, "lps"))
	if err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Fprintf(a.say(), "http://%s\n", listener.Addr())
	server := &http.Server{Handler: l.Handler(), ReadHeaderTimeout: 10 * time.Second}
	context.AfterFunc(ctx, func() { server.Close() })
	go func() { // the parent's end of our stdin closes with it
		_, _ = io.Copy(io.Discard, a.in)
		server.Close()
	}()
	if err := server.Serve(listener); err != http.ErrServerClosed {
		return err
	}
	return nil
}

type lpsExecCmd struct {
	Config string `required:"" type:"existingfile"`
	Seed   int64  `default:"1"`
	Log    string `type:"path"`
}

// Run does one action: Action on stdin, Reaction on stdout. The log is of the product's
// own: a line for each answer that it received whole.
func (c *lpsExecCmd) Run(ctx context.Context, a *app) error {
	raw, err := disk.ReadFile(c.Config)
	if err != nil {
		return err
	}
	var action etalon.Action
	if err := json.NewDecoder(io.LimitReader(a.in, 4<<20)).Decode(&action); err != nil {
		return fmt.Errorf("action: %w", err)
	}
	// A new process must not repeat the identifiers of the one before.
	var answered func(string)
	if c.Log != "" {
		log, err := os.OpenFile(c.Log, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
		if err != nil {
			return err
		}
		defer log.Close()
		answered = func(id string) { fmt.Fprintln(log, id) }
	}
	// The user logged on once, before the first action: a process is not a log-in.
	info, err := os.Stat(c.Config)
	if err != nil {
		return err
	}
	l, err := reference.NewLoggedClient(raw, a.clock, seed.For(c.Seed, action.ID), info.ModTime(), answered)
	if err != nil {
		return err
	}
	return json.NewEncoder(a.out).Encode(l.Do(ctx, action))
}
