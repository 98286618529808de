package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"github.com/etalon-dmp/etalon/internal/campaign"
)

const statementColumns = "statement.id, statement.decision, statement.kind, statement.at, statement.jws"

func scanStatement(r scanner) (s campaign.Statement, err error) {
	var at int64
	err = r.Scan(&s.ID, &s.Decision, &s.Kind, &at, &s.JWS)
	s.At = moment(at)
	return s, err
}

// Statements lists what was signed of a decision, the oldest first. Everybody reads it.
func (s *Store) Statements(ctx context.Context, decision campaign.ID) ([]campaign.Statement, error) {
	return statements(ctx, s.db, decision)
}

func statements(ctx context.Context, db querier, decision campaign.ID) ([]campaign.Statement, error) {
	return list(ctx, db, scanStatement, "SELECT "+statementColumns+" FROM statement WHERE decision = $1 ORDER BY id", decision)
}

// Statement gives one. Everybody reads it.
func (s *Store) Statement(ctx context.Context, id campaign.ID) (campaign.Statement, error) {
	one, err := scanStatement(s.db.QueryRowContext(ctx, "SELECT "+statementColumns+" FROM statement WHERE id = $1", id))
	return one, found(err)
}

// state has something signed of a decision and keeps it. What the decision, its version and
// the instant are, and what was signed before, it fills in.
func (v View) state(ctx context.Context, tx *sql.Tx, d campaign.Decision, what campaign.Saying, sign campaign.Signer) error {
	var err error
	if what.Version, err = v.version(ctx, tx, d.Version); err != nil {
		return err
	}
	before, err := statements(ctx, tx, d.ID)
	if err != nil {
		return err
	}
	what.Decision = d
	for _, s := range before {
		what.Previous = append(what.Previous, s.Digest())
	}
	jws, err := sign(what)
	if err != nil {
		return err
	}
	_, err = insert(ctx, tx, "INSERT INTO statement (decision, kind, at, jws) VALUES ($1,$2,$3,$4)", d.ID, what.Kind, what.At.UnixMilli(), jws)
	return err
}

// Revoke takes back a signed decision, and says why: in a statement of its own.
func (v View) Revoke(ctx context.Context, id campaign.ID, why string, sign campaign.Signer) error {
	why, err := campaign.Text("motif (reason)", why)
	if err != nil {
		return err
	}
	return v.in(ctx, campaign.Revoke, func(tx *sql.Tx) (string, string, error) {
		d, err := v.decision(ctx, tx, id)
		if err != nil {
			return "", "", err
		}
		now := v.now()
		err = once(tx.ExecContext(ctx, "UPDATE decision SET step = $1, revoker = $2, revoked = $3, why = $4 WHERE id = $5 AND step = $6",
			campaign.Revoked, v.who.ID, now.UnixMilli(), why, id, campaign.Signed))
		if err == nil {
			err = v.state(ctx, tx, d, campaign.Saying{Kind: campaign.OfRevocation, At: now, Text: why}, sign)
		}
		return subject("decision", id), why, err
	})
}

// Correct tells what is wrong in the words of a signed decision, in a statement of its
// own. What was decided stays: another outcome is another decision.
func (v View) Correct(ctx context.Context, id campaign.ID, text string, sign campaign.Signer) error {
	text, err := campaign.Text("rectification (correction)", text)
	if err != nil {
		return err
	}
	return v.in(ctx, campaign.Correct, func(tx *sql.Tx) (string, string, error) {
		d, err := v.decision(ctx, tx, id)
		if err == nil && d.Step != campaign.Signed {
			err = campaign.ErrState
		}
		if err == nil {
			err = v.state(ctx, tx, d, campaign.Saying{Kind: campaign.OfCorrection, At: v.now(), Text: text}, sign)
		}
		return subject("decision", id), text, err
	})
}

// Published is a decision that everybody reads, and all that was signed of it.
type Published struct {
	campaign.Decision
	Version    campaign.Version
	Statements []campaign.Statement
}

// Register lists the signed decisions, revoked ones too, the newest first.
func (s *Store) Register(ctx context.Context) ([]Published, error) {
	return s.published(ctx, "")
}

// Registered gives one signed decision.
func (s *Store) Registered(ctx context.Context, id campaign.ID) (Published, error) {
	one, err := s.published(ctx, "AND decision.id = $1", id)
	if err == nil && len(one) == 0 {
		err = campaign.ErrUnknown
	}
	if err != nil {
		return Published{}, err
	}
	return one[0], nil
}

// RegisterAfter gives as many of the register as asked, after one of its decisions; 0:
// from the newest.
func (s *Store) RegisterAfter(ctx context.Context, id campaign.ID, most int) ([]Published, error) {
	if id == 0 {
		return s.published(ctx, newestFirst+" LIMIT $1", most)
	}
	return s.published(ctx, "AND (decision.signed, decision.id) < (SELECT signed, id FROM decision WHERE id = $1)"+newestFirst+" LIMIT $2", id, most)
}

const newestFirst = " ORDER BY decision.signed DESC, decision.id DESC"

// published lists the signed decisions that a condition lets through.
func (s *Store) published(ctx context.Context, which string, args ...any) ([]Published, error) {
	these := " WHERE step IN ('signed', 'revoked') " + which
	decisions, err := list(ctx, s.db, scanDecision, "SELECT "+decisionColumns+fromDecision+these, args...)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(decisions, func(a, b campaign.Decision) int {
		return cmp.Or(b.Signed.Compare(a.Signed), cmp.Compare(b.ID, a.ID))
	})
	versions, err := list(ctx, s.db, scanVersion, "SELECT "+versionColumns+fromVersion+"WHERE version.id IN (SELECT version FROM (SELECT decision.version AS version FROM decision"+these+") AS these)", args...)
	if err != nil {
		return nil, err
	}
	said, err := list(ctx, s.db, scanStatement, "SELECT "+statementColumns+" FROM statement WHERE decision IN (SELECT id FROM (SELECT decision.id AS id FROM decision"+these+") AS these) ORDER BY statement.id", args...)
	if err != nil {
		return nil, err
	}
	of := map[campaign.ID]campaign.Version{}
	for _, v := range versions {
		of[v.ID] = v
	}
	by := map[campaign.ID][]campaign.Statement{}
	for _, one := range said {
		by[one.Decision] = append(by[one.Decision], one)
	}
	out := []Published{}
	for _, d := range decisions {
		v, ok := of[d.Version]
		if !ok {
			continue // signed since the decisions were read, or gone to another page
		}
		out = append(out, Published{d, v, by[d.ID]})
	}
	return out, nil
}
