package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
)

// channel is what processes of one database announce sessions on that they judged.
const channel = "etalon_judged"

// Changed gives a channel that is closed when a session is judged next: by this process
// or, of a shared database, by any.
func (s *Store) Changed() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.shared != "" && s.deaf == nil {
		ctx, end := context.WithCancel(context.Background())
		s.deaf = end
		s.listening.Go(func() { s.listen(ctx) })
	}
	return s.changed
}

// tell tells whoever waits that a session was judged.
func (s *Store) tell() {
	s.mu.Lock()
	defer s.mu.Unlock()
	close(s.changed)
	s.changed = make(chan struct{})
}

// announce tells other processes, once tx is committed.
func (s *Store) announce(ctx context.Context, tx execer) error {
	if s.shared == "" {
		return nil
	}
	_, err := tx.ExecContext(ctx, "SELECT pg_notify($1, '')", channel)
	return err
}

// listen hears what other processes tell, until ctx ends. Whoever waits is told after
// each interruption: something may have been said meanwhile.
func (s *Store) listen(ctx context.Context) {
	again := time.NewTicker(time.Second)
	defer again.Stop()
	for ctx.Err() == nil {
		s.hear(ctx)
		select {
		case <-ctx.Done():
		case <-again.C:
		}
	}
}

// hear listens on one connection, until it breaks.
func (s *Store) hear(ctx context.Context) {
	c, err := pgx.Connect(ctx, s.shared)
	if err != nil {
		return
	}
	defer func() { _ = c.Close(context.WithoutCancel(ctx)) }()
	if _, err := c.Exec(ctx, "LISTEN "+channel); err != nil {
		return
	}
	for err == nil {
		s.tell()
		_, err = c.WaitForNotification(ctx)
	}
}

// Close closes the database.
func (s *Store) Close() error {
	s.mu.Lock()
	deaf := s.deaf
	s.mu.Unlock()
	if deaf != nil {
		deaf()
		s.listening.Wait()
	}
	return s.db.Close()
}
