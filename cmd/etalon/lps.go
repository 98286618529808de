package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/driver"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/simulators/lps"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

// lpsTimeout is how long the reference product waits for an answer: less than
// the silence of the timeout scenarios, so that it gives up by itself.
const lpsTimeout = 2 * time.Second

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
	l, err := a.product(raw, seededBy(c.Seed, "lps"))
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "http://%s\n", listener.Addr())
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
}

// Run does one action: Action on stdin, Reaction on stdout.
func (c *lpsExecCmd) Run(ctx context.Context, a *app) error {
	raw, err := os.ReadFile(c.Config)
	if err != nil {
		return err
	}
	var action etalon.Action
	if err := json.NewDecoder(io.LimitReader(a.in, 4<<20)).Decode(&action); err != nil {
		return fmt.Errorf("action: %w", err)
	}
	// A new process must not repeat the identifiers of the one before.
	l, err := a.product(raw, seededBy(c.Seed, action.ID))
	if err != nil {
		return err
	}
	return json.NewEncoder(a.out).Encode(l.Do(ctx, action))
}

func (a *app) product(raw []byte, random io.Reader) (*lps.LPS, error) {
	c, err := lps.ParseConfig(raw, nil)
	if err != nil {
		return nil, err
	}
	c.Clock, c.Rand = a.clock, random
	return lps.New(c)
}

func seededBy(seed int64, what string) io.Reader {
	return rand.NewChaCha8(sha256.Sum256(fmt.Appendf(nil, "%d %s", seed, what)))
}

// builtinDriver starts the reference product in a process of its own.
func (a *app) builtinDriver(ctx context.Context, p *plan.Plan, set *pki.Set, base string) (driver.Driver, func(), error) {
	config, err := productConfig(p, set, base)
	if err != nil {
		return nil, nil, err
	}
	if p.SUT.Driver.Via == "exec" {
		return a.execProduct(p, config)
	}
	return a.serveProduct(ctx, p, config)
}

func productConfig(p *plan.Plan, set *pki.Set, base string) ([]byte, error) {
	sut := p.SUT
	raw, err := lps.ConfigJSON(lps.Config{
		BaseURL: base, Name: sut.Name, Version: sut.Version, Mode: sut.Mode, VIHFVersion: sut.VIHFVersion,
		Auth: set.TLS(pki.StructureAuth), Sign: set.TLS(pki.StructureSign),
		UserID: pki.UserID, UserFamily: pki.UserFamily, UserGiven: pki.UserGiven,
		Timeout: lpsTimeout, Plain: !p.Environment.VIHF, Mutant: sut.Mutant,
	}, []*x509.Certificate{set.Authority.Certificate})
	if err != nil {
		return nil, err
	}
	var line bytes.Buffer
	err = json.Compact(&line, raw)
	return append(line.Bytes(), '\n'), err
}

func (a *app) serveProduct(ctx context.Context, p *plan.Plan, config []byte) (driver.Driver, func(), error) {
	cmd := exec.CommandContext(context.WithoutCancel(ctx), a.self, "lps", "serve", "--seed", fmt.Sprint(p.Seed))
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, nil, err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, nil, err
	}
	words := &limited{left: wordsLimit}
	cmd.Stderr = words
	if err := cmd.Start(); err != nil {
		return nil, nil, err
	}
	release := func() {
		stdin.Close() // it leaves by itself
		done := time.AfterFunc(5*time.Second, func() { _ = cmd.Process.Kill() })
		_ = cmd.Wait()
		done.Stop()
	}
	if _, err := stdin.Write(config); err != nil {
		release()
		return nil, nil, fmt.Errorf("builtin product: %w: %s", err, words.b.String())
	}
	url, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		release()
		return nil, nil, fmt.Errorf("builtin product did not start: %s", strings.TrimSpace(words.b.String()))
	}
	h, err := driver.NewHTTP(strings.TrimSpace(url))
	if err != nil {
		release()
		return nil, nil, err
	}
	return h, release, nil
}

func (a *app) execProduct(p *plan.Plan, config []byte) (driver.Driver, func(), error) {
	dir, err := os.MkdirTemp("", "etalon-lps-")
	if err != nil {
		return nil, nil, err
	}
	release := func() { os.RemoveAll(dir) }
	file := filepath.Join(dir, "lps.json")
	if err := os.WriteFile(file, config, 0o600); err != nil {
		release()
		return nil, nil, err
	}
	return &driver.Exec{
		Command: []string{a.self, "lps", "exec", "--config", file, "--seed", fmt.Sprint(p.Seed)}, Run: runProgram,
	}, release, nil
}
