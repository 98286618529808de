package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
)

const sessionColumns = "session.id, session.version, session.head, session.state, session.verdict, session.digest, session.why, session.by_whom, session.at, session.judged, session.outlived"

const fromSession = " FROM session JOIN version ON version.id = session.version JOIN product ON product.id = version.product "

func scanSession(r scanner) (s campaign.Session, err error) {
	var at, judged, outlived int64
	var verdict string
	if err := r.Scan(&s.ID, &s.Version, &s.Head, &s.State, &verdict, &s.Digest, &s.Why, &s.By, &at, &judged, &outlived); err != nil {
		return s, err
	}
	s.At, s.Judged, s.Outlived = moment(at), moment(judged), moment(outlived)
	if verdict != "" {
		err = s.Verdict.UnmarshalText([]byte(verdict))
	}
	return s, err
}

// Sessions lists those that were handed in for a version, the newest first.
func (v View) Sessions(ctx context.Context, version campaign.ID) ([]campaign.Session, error) {
	return v.sessions(ctx, v.store.db, version)
}

func (v View) sessions(ctx context.Context, db querier, version campaign.ID) ([]campaign.Session, error) {
	args, err := v.filter()
	if err != nil {
		return nil, err
	}
	return list(ctx, db, scanSession, "SELECT "+sessionColumns+fromSession+"WHERE"+mine+"AND version.id = $3 ORDER BY session.id DESC", append(args, version)...)
}

// Session gives one session to a person who may read its dossier.
func (v View) Session(ctx context.Context, id campaign.ID) (campaign.Session, error) {
	args, err := v.filter()
	if err == nil {
		err = v.who.May(campaign.ReadDossiers)
	}
	if err != nil {
		return campaign.Session{}, err
	}
	s, err := scanSession(v.store.db.QueryRowContext(ctx, "SELECT "+sessionColumns+fromSession+"WHERE"+mine+"AND session.id = $3", append(args, id)...))
	return s, found(err)
}

// HandIn takes in a session of a version, whose dossier ends with head. then is done
// in the same transaction: the judgement is asked for, or the session is not there. A
// session that was handed in before is given again: nothing is done twice.
func (v View) HandIn(ctx context.Context, version campaign.ID, head string, then func(*sql.Tx, campaign.ID) error) (id campaign.ID, err error) {
	err = v.in(ctx, campaign.HandIn, func(tx *sql.Tx) (string, string, error) {
		one, err := v.version(ctx, tx, version)
		switch {
		case err != nil:
			return "", "", err
		case one.Scope == nil:
			return "", "", fmt.Errorf("%w: le périmètre n'est pas déclaré (the scope is not declared)", campaign.ErrState)
		}
		err = tx.QueryRowContext(ctx, "SELECT id FROM session WHERE version = $1 AND head = $2", version, head).Scan(&id)
		if err == nil {
			return subject("session", id), "déjà remise (handed in before)", nil
		}
		id, err = insert(ctx, tx, "INSERT INTO session (version, head, state, by_whom, at) VALUES ($1,$2,$3,$4,$5)", version, head, campaign.Received, v.who.Login, v.store.clock().UnixMilli())
		if err == nil {
			err = then(tx, id)
		}
		return subject("session", id), head, err
	})
	return id, err
}

// Again asks for a session to be judged again.
func (v View) Again(ctx context.Context, id campaign.ID, then func(*sql.Tx, campaign.ID) error) error {
	if _, err := v.Session(ctx, id); err != nil {
		return err
	}
	return v.in(ctx, campaign.JudgeAgain, func(tx *sql.Tx) (string, string, error) {
		var outlived int64
		err := tx.QueryRowContext(ctx, "SELECT outlived FROM session WHERE id = $1", id).Scan(&outlived)
		if err == nil && outlived != 0 {
			err = fmt.Errorf("%w: ses messages ont été ôtés, passé leur délai : le verdict reste celui qui a été rendu (its messages were taken out, past their time: the verdict stays the one that was given)", campaign.ErrState)
		}
		if err == nil {
			err = then(tx, id)
		}
		return subject("session", id), "", err
	})
}

// Pending gives a session to whoever judges it: no person.
func (s *Store) Pending(ctx context.Context, id campaign.ID) (campaign.Session, campaign.Version, error) {
	one, err := scanSession(s.db.QueryRowContext(ctx, "SELECT "+sessionColumns+fromSession+"WHERE session.id = $1", id))
	if err != nil {
		return one, campaign.Version{}, found(err)
	}
	v, err := s.As(campaign.Person{Role: campaign.Auditor}).Version(ctx, one.Version)
	return one, v, err
}

// Settle records what judging a session gave: a verdict, and the digest of the
// verdict.json that says it. Done again with the same it changes nothing.
func (s *Store) Settle(ctx context.Context, id campaign.ID, verdict etalon.Verdict, digest string) error {
	tx, err := s.begin(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	now := s.clock().UnixMilli()
	r, err := tx.ExecContext(ctx, "UPDATE session SET state = $1, verdict = $2, digest = $3, why = '', judged = $4 WHERE id = $5 AND NOT (state = $6 AND verdict = $7 AND digest = $8)",
		campaign.Judged, verdict.String(), digest, now, id, campaign.Judged, verdict.String(), digest)
	if err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return err
	}
	if _, err := tx.ExecContext(ctx, "INSERT INTO judgement (session, verdict, digest, at) VALUES ($1,$2,$3,$4)", id, verdict.String(), digest, now); err != nil {
		return err
	}
	if err := s.lot(ctx, tx, id, verdict); err != nil {
		return err
	}
	if err := s.notice(ctx, tx, id); err != nil {
		return err
	}
	if err := s.announce(ctx, tx); err != nil {
		return err
	}
	err = tx.Commit()
	s.tell()
	return err
}

// Refuse records why a session cannot be judged. Done again with the same it changes
// nothing.
func (s *Store) Refuse(ctx context.Context, id campaign.ID, why string) error {
	tx, err := s.begin(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	r, err := tx.ExecContext(ctx, "UPDATE session SET state = $1, verdict = '', digest = '', why = $2, judged = $3 WHERE id = $4 AND NOT (state = $5 AND why = $6)",
		campaign.Refused, why, s.clock().UnixMilli(), id, campaign.Refused, why)
	if err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return err
	}
	if err := errors.Join(s.notice(ctx, tx, id), s.announce(ctx, tx)); err != nil {
		return err
	}
	err = tx.Commit()
	s.tell()
	return err
}

// Judgements lists how often a session was judged, the oldest first.
func (v View) Judgements(ctx context.Context, session campaign.ID) ([]campaign.Judgement, error) {
	if _, err := v.Session(ctx, session); err != nil {
		return nil, err
	}
	return list(ctx, v.store.db, func(r scanner) (j campaign.Judgement, err error) {
		var at int64
		var verdict string
		if err := r.Scan(&j.Session, &verdict, &j.Digest, &at); err != nil {
			return j, err
		}
		j.At = moment(at)
		return j, j.Verdict.UnmarshalText([]byte(verdict))
	}, "SELECT session, verdict, digest, at FROM judgement WHERE session = $1 ORDER BY id", session)
}
