package store

import (
	"context"
	"encoding/base64"
	"time"

	"github.com/etalon-dmp/etalon/internal/campaign"
)

// Unstamped lists the statements that no authority has stamped, the oldest first.
func (s *Store) Unstamped(ctx context.Context) ([]campaign.Statement, error) {
	return list(ctx, s.db, scanStatement, "SELECT "+statementColumns+" FROM statement WHERE id NOT IN (SELECT statement FROM stamp) ORDER BY id")
}

// Stamp keeps the time stamp of a statement, DER. The first one stays.
func (s *Store) Stamp(ctx context.Context, statement campaign.ID, at time.Time, token []byte) error {
	_, err := s.db.ExecContext(ctx, "INSERT INTO stamp (statement, at, token) VALUES ($1,$2,$3) ON CONFLICT (statement) DO NOTHING",
		statement, at.UnixMilli(), base64.StdEncoding.EncodeToString(token))
	return err
}

// StampOf gives the time stamp of a statement, DER. Everybody reads it.
func (s *Store) StampOf(ctx context.Context, statement campaign.ID) ([]byte, error) {
	var text string
	if err := s.db.QueryRowContext(ctx, "SELECT token FROM stamp WHERE statement = $1", statement).Scan(&text); err != nil {
		return nil, found(err)
	}
	return base64.StdEncoding.DecodeString(text)
}

// Stamped tells when the statements of a decision were stamped that are.
func (s *Store) Stamped(ctx context.Context, decision campaign.ID) (map[campaign.ID]time.Time, error) {
	type stamp struct {
		of campaign.ID
		at int64
	}
	all, err := list(ctx, s.db, func(r scanner) (one stamp, err error) { return one, r.Scan(&one.of, &one.at) },
		"SELECT stamp.statement, stamp.at FROM stamp JOIN statement ON statement.id = stamp.statement WHERE statement.decision = $1", decision)
	out := map[campaign.ID]time.Time{}
	for _, one := range all {
		out[one.of] = moment(one.at)
	}
	return out, err
}
