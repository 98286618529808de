package queue_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/postgres"
	"github.com/etalon-dmp/etalon/internal/queue"
	"github.com/etalon-dmp/etalon/internal/store"
)

func must(t *testing.T, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

// databases are a PostgreSQL for these tests.
var databases postgres.Tests

func TestMain(m *testing.M) { os.Exit(databases.Run(m)) }

// both runs a test on each kind of database.
func both(t *testing.T, test func(t *testing.T, where string)) {
	t.Run("SQLite", func(t *testing.T) { test(t, filepath.Join(t.TempDir(), "etalon.db")) })
	t.Run("PostgreSQL", func(t *testing.T) { test(t, databases.Database(t)) })
}

func open(t *testing.T, where string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), where, time.Now)
	must(t, err)
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// on opens a queue on the database of a store.
func on(t *testing.T, s *store.Store, judge queue.Judge, impact queue.Impact, o queue.Options) *queue.Queue {
	t.Helper()
	o.Shared, o.Clock = s.Shared(), time.Now
	q, err := queue.Open(t.Context(), s.DB(), judge, impact, o)
	must(t, err)
	return q
}

// bench counts how often each session is judged.
type bench struct {
	mu     sync.Mutex
	judged map[campaign.ID]int
	done   chan campaign.ID
}

func (b *bench) count(id campaign.ID) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.judged[id]++
	return b.judged[id]
}

func newBench() *bench {
	return &bench{judged: map[campaign.ID]int{}, done: make(chan campaign.ID, 100)}
}

func order(t *testing.T, db *sql.DB, q *queue.Queue, id campaign.ID, commit bool) {
	t.Helper()
	tx, err := db.BeginTx(t.Context(), nil)
	must(t, err, q.Order(t.Context(), tx, id))
	if commit {
		must(t, tx.Commit())
		return
	}
	must(t, tx.Rollback())
}

func await(t *testing.T, b *bench, n int) {
	t.Helper()
	for range n {
		select {
		case <-b.done:
		case <-time.After(time.Minute):
			t.Fatalf("judged: %v", b.judged)
		}
	}
}

// An order stands with its transaction, is given once for a session, and is tried
// again when this machine did not manage.
func TestWhatIsOrderedIsJudged(t *testing.T) { both(t, whatIsOrderedIsJudged) }

func whatIsOrderedIsJudged(t *testing.T, where string) {
	s, b := open(t, where), newBench()
	db := s.DB()
	q := on(t, s, func(_ context.Context, id campaign.ID) error {
		if b.count(id) == 1 && id == 2 {
			return errors.New("the disk is full")
		}
		b.done <- id
		return nil
	}, nil, queue.Options{Workers: 2})
	order(t, db, q, 9, false)
	order(t, db, q, 1, true)
	order(t, db, q, 2, true)
	await(t, b, 2)
	must(t, q.Close(t.Context()))
	if b.judged[1] != 1 || b.judged[2] != 2 || b.judged[9] != 0 {
		t.Errorf("judged %v", b.judged)
	}
}

// What a process had taken when it ended is taken up by the next.
func TestAnOrderSurvivesItsProcess(t *testing.T) {
	s, b := open(t, filepath.Join(t.TempDir(), "etalon.db")), newBench()
	entered, db := make(chan struct{}), s.DB()
	q := on(t, s, func(ctx context.Context, _ campaign.ID) error {
		close(entered)
		<-ctx.Done()
		return ctx.Err()
	}, nil, queue.Options{Workers: 1, Pause: time.Hour})
	order(t, db, q, 1, true)
	order(t, db, q, 1, true)
	<-entered
	// A copy is what a killed process leaves: the one at work can no longer write to it.
	left := filepath.Join(t.TempDir(), "left.db")
	_, err := db.ExecContext(t.Context(), "VACUUM INTO ?", left)
	must(t, err)
	ended, end := context.WithCancel(t.Context())
	end()
	_ = q.Close(ended)

	q = on(t, open(t, left), func(_ context.Context, id campaign.ID) error {
		b.count(id)
		b.done <- id
		return nil
	}, nil, queue.Options{Workers: 1})
	await(t, b, 1)
	must(t, q.Close(t.Context()))
	if b.judged[1] != 1 {
		t.Errorf("judged %v", b.judged)
	}
}

// What takes long is worked at in turns, each once, until it says that there is no more.
func TestAnImpactIsToldInTurns(t *testing.T) { both(t, anImpactIsToldInTurns) }

func anImpactIsToldInTurns(t *testing.T, where string) {
	s := open(t, where)
	done, turns := make(chan campaign.ID), 0
	q := on(t, s, nil, func(_ context.Context, id campaign.ID) (bool, error) {
		turns++ // of one question, one at a time
		switch turns {
		case 1:
			return false, errors.New("the disk is full")
		case 2, 3:
			return true, nil
		}
		done <- id
		return false, nil
	}, queue.Options{Workers: 1})
	tx, err := s.DB().BeginTx(t.Context(), nil)
	must(t, err, q.Ask(t.Context(), tx, 7), q.Ask(t.Context(), tx, 7), tx.Commit())
	select {
	case id := <-done:
		if id != 7 {
			t.Errorf("impact %d", id)
		}
	case <-time.After(time.Minute):
		t.Fatal("not told")
	}
	must(t, q.Close(t.Context()))
	if turns != 4 {
		t.Errorf("%d turns", turns)
	}
}
