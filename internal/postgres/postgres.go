package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

// server is the one of a test program; it starts when a test first asks for a database.
type server struct {
	mu    sync.Mutex
	dir   string
	cmd   *exec.Cmd
	ended chan struct{}
	last  int // number of the last database
}

// Tests are those of a program that may use a PostgreSQL.
type Tests struct{ s server }

// Run runs them, and ends the server after them.
func (p *Tests) Run(m *testing.M) int {
	defer p.s.stop()
	return m.Run()
}

// Database gives the address of a database with nothing in it. Where there is no
// PostgreSQL the test is skipped, and says what to install.
func (p *Tests) Database(t testing.TB) string {
	t.Helper()
	address, err := p.s.database(t.Context())
	if errors.Is(err, errAbsent) {
		t.Skipf("%v: scripts/setup installs it (Debian: postgresql)", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return address
}

var errAbsent = errors.New("PostgreSQL is not on this machine, or nobody but root to run it: not tried")

// program finds one of PostgreSQL's: Debian keeps them out of the path.
func program(name string) (string, error) {
	if path, err := exec.LookPath(name); err == nil {
		return path, nil
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/" + name)
	if len(found) == 0 {
		return "", fmt.Errorf("%w: no %s", errAbsent, name)
	}
	slices.Sort(found)
	return found[len(found)-1], nil
}

func (s *server) address(database string) string {
	return "postgres:///" + database + "?" + url.Values{"host": {s.dir}, "user": {"etalon"}}.Encode()
}

func (s *server) database(ctx context.Context) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cmd == nil {
		if err := s.start(ctx); err != nil {
			return "", err
		}
	}
	db, err := sql.Open("pgx", s.address("postgres"))
	if err != nil {
		return "", err
	}
	defer func() { _ = db.Close() }()
	s.last++
	name := fmt.Sprintf("etalon%d", s.last)
	_, err = db.ExecContext(ctx, "CREATE DATABASE "+name)
	return s.address(name), err
}

// start makes a cluster and its server, and waits until it answers.
func (s *server) start(ctx context.Context) error {
	who, err := somebody()
	if err != nil {
		return err
	}
	initdb, err := program("initdb")
	if err != nil {
		return err
	}
	serve, err := program("postgres")
	if err != nil {
		return err
	}
	if s.dir, err = os.MkdirTemp("", "etalon-pg-"); err != nil {
		return err
	}
	if err := who.owns(s.dir); err != nil {
		return err
	}
	data := filepath.Join(s.dir, "data")
	first := exec.CommandContext(ctx, initdb, "-D", data, "-A", "trust", "-U", "etalon", "--encoding", "UTF8", "--locale", "C", "--no-sync") //nolint:gosec // a program of this machine's PostgreSQL
	first.Dir, first.SysProcAttr = s.dir, who.attributes()
	if out, err := first.CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	s.cmd = exec.Command(serve, "-D", data, "-k", s.dir, "-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=200", "-c", "logging_collector=off") //nolint:noctx,gosec // it outlives the test that starts it; a program of this machine's PostgreSQL
	s.cmd.Dir, s.cmd.SysProcAttr = s.dir, who.attributes()
	if err := s.cmd.Start(); err != nil {
		return err
	}
	s.ended = make(chan struct{})
	go func() { _ = s.cmd.Wait(); close(s.ended) }()
	return s.await(ctx)
}

// await waits until the server answers: nothing tells it but asking.
func (s *server) await(ctx context.Context) error {
	db, err := sql.Open("pgx", s.address("postgres"))
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	late, again := time.After(time.Minute), time.NewTicker(20*time.Millisecond)
	defer again.Stop()
	for {
		if err = db.PingContext(ctx); err == nil {
			return nil
		}
		select {
		case <-again.C:
		case <-s.ended:
			return fmt.Errorf("postgres ended: %w", err)
		case <-late:
			return err
		}
	}
}

func (s *server) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cmd != nil && s.ended != nil {
		_ = s.cmd.Process.Signal(os.Interrupt) // fast shutdown
		<-s.ended
	}
	if s.dir != "" {
		_ = os.RemoveAll(s.dir)
	}
}
