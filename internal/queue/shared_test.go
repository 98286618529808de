package queue_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/queue"
	"github.com/etalon-dmp/etalon/internal/store"
)

// Several processes share the orders of a database, each of which is carried out once.
func TestProcessesShareTheOrders(t *testing.T) {
	where, b := databases.Database(t), newBench()
	var mu sync.Mutex
	by := map[int]int{}
	both := make(chan struct{}) // closed when both have one: each has its share
	var queues []*queue.Queue
	var stores []*store.Store
	for i := range 2 {
		s := open(t, where)
		stores = append(stores, s)
		queues = append(queues, on(t, s, func(_ context.Context, id campaign.ID) error {
			mu.Lock()
			by[i]++
			if by[i] == 1 && len(by) == 2 {
				close(both)
			}
			mu.Unlock()
			<-both
			b.count(id)
			b.done <- id
			return nil
		}, nil, queue.Options{Workers: 1}))
	}
	for id := range campaign.ID(20) {
		order(t, stores[0].DB(), queues[0], id+1, true)
	}
	await(t, b, 20)
	for _, q := range queues {
		must(t, q.Close(t.Context()))
	}
	for id, n := range b.judged {
		if n != 1 {
			t.Errorf("session %d: %d times", id, n)
		}
	}
	if len(b.judged) != 20 {
		t.Errorf("judged %v", b.judged)
	}
}

// What a process had taken that is no more is taken up by another, and what one has that
// lives is left to it.
func TestAnOrderSurvivesItsMachine(t *testing.T) {
	where, b := databases.Database(t), newBench()
	s := open(t, where)
	entered, hold := make(chan struct{}), make(chan struct{})
	living := on(t, s, func(context.Context, campaign.ID) error {
		close(entered)
		<-hold
		b.done <- 1
		return nil
	}, nil, queue.Options{Workers: 1})
	order(t, s.DB(), living, 1, true)
	<-entered
	// Of a process that is no more: nobody holds its lock.
	order(t, s.DB(), living, 2, true)
	for deaths, session := range map[int]campaign.ID{1: 2, 25: 3} {
		if session == 3 {
			order(t, s.DB(), living, session, true)
		}
		_, err := s.DB().ExecContext(t.Context(), "UPDATE river_job SET state = 'running', attempt = $1, attempted_by = '{dead}' WHERE args->>'session' = $2", deaths, fmt.Sprint(session))
		must(t, err)
	}
	other := on(t, open(t, where), func(_ context.Context, id campaign.ID) error {
		if b.count(id); id != 2 {
			t.Errorf("session %d is not one to be taken up", id)
		}
		b.done <- id
		return nil
	}, nil, queue.Options{Workers: 1})
	await(t, b, 1)
	must(t, other.Close(t.Context()))
	close(hold)
	await(t, b, 1)
	must(t, living.Close(t.Context()))
	for deadline := time.Now().Add(time.Minute); ; {
		var state string
		must(t, s.DB().QueryRowContext(t.Context(), "SELECT CAST(state AS TEXT) FROM river_job WHERE args->>'session' = '3'").Scan(&state))
		if state == "discarded" {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("an order that ended 25 processes is %s", state)
		}
	}
}

// A database that goes away in the middle of an order, and comes back: the order is
// carried out, what is ordered after it too, and the process is known to be alive again.
func TestADatabaseGoesAway(t *testing.T) {
	where, b := databases.Database(t), newBench()
	s := open(t, where)
	entered, hold := make(chan struct{}, 10), make(chan struct{})
	q := on(t, s, func(_ context.Context, id campaign.ID) error {
		if id == 1 {
			entered <- struct{}{}
			<-hold
		}
		b.count(id)
		b.done <- id
		return nil
	}, nil, queue.Options{Workers: 1})
	order(t, s.DB(), q, 1, true)
	<-entered
	other := open(t, where)
	cut := func() {
		t.Helper()
		_, err := other.DB().ExecContext(t.Context(), "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
		must(t, err)
	}
	cut()
	close(hold)
	await(t, b, 1)
	for late := time.Now().Add(time.Minute); ; { // the first transactions may meet broken connections
		tx, err := s.DB().BeginTx(t.Context(), nil)
		if err == nil {
			if err = q.Order(t.Context(), tx, 2); err == nil {
				err = tx.Commit()
			} else {
				_ = tx.Rollback()
			}
		}
		if err == nil {
			break
		}
		if time.Now().After(late) {
			t.Fatal(err)
		}
	}
	for id := campaign.ID(0); id != 2; { // the first may come again: its end was not written
		select {
		case id = <-b.done:
		case <-time.After(time.Minute):
			t.Fatalf("judged: %v", b.judged)
		}
	}
	for late := time.Now().Add(time.Minute); ; {
		var held, open int
		must(t, other.DB().QueryRowContext(t.Context(), "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())").Scan(&held))
		must(t, other.DB().QueryRowContext(t.Context(), "SELECT count(*) FROM river_job WHERE state <> 'completed'").Scan(&open))
		if held > 0 && open == 0 {
			break
		}
		if time.Now().After(late) {
			t.Fatalf("%d locks, %d orders open", held, open)
		}
	}
	must(t, q.Close(t.Context()))
}
