package store

import (
	"context"

	"github.com/etalon-dmp/etalon/internal/campaign"
)

// Figure counts what is in one state.
type Figure struct {
	What  string // "session", "sitting", "decision", "appeal", "job"
	State string
	N     int64
}

// Figures counts what there is, without a word of whom it is about.
func (s *Store) Figures(ctx context.Context) ([]Figure, error) {
	return list(ctx, s.db, func(r scanner) (f Figure, err error) { return f, r.Scan(&f.What, &f.State, &f.N) },
		`SELECT 'session', state, count(*) FROM session GROUP BY state
		UNION ALL SELECT 'sitting', state, count(*) FROM sitting GROUP BY state
		UNION ALL SELECT 'decision', step, count(*) FROM decision GROUP BY step
		UNION ALL SELECT 'appeal', CASE WHEN answered = 0 THEN 'open' ELSE ruling END, count(*) FROM contest GROUP BY 2
		UNION ALL SELECT 'job', CAST(state AS TEXT), count(*) FROM river_job GROUP BY state
		ORDER BY 1, 2`)
}

// Everything lists all sessions, for whoever checks a copy: no person.
func (s *Store) Everything(ctx context.Context) ([]campaign.Session, error) {
	return list(ctx, s.db, scanSession, "SELECT "+sessionColumns+" FROM session ORDER BY id")
}

// Pieces lists the digests of the files that were joined to remarks, for whoever checks a
// copy: no person.
func (s *Store) Pieces(ctx context.Context) ([]string, error) {
	return list(ctx, s.db, func(r scanner) (digest string, err error) { return digest, r.Scan(&digest) },
		"SELECT DISTINCT digest FROM remark WHERE digest <> '' ORDER BY digest")
}

// Log gives the audit log, for whoever checks a copy: no person.
func (s *Store) Log(ctx context.Context) ([]campaign.Act, error) {
	return s.As(campaign.Person{Role: campaign.Auditor}).Acts(ctx)
}
