package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
)

const sittingColumns = "sitting.id, sitting.version, sitting.state, sitting.profiles, sitting.session, sitting.why, sitting.by_whom, sitting.at, sitting.ended"

const fromSitting = " FROM sitting JOIN version ON version.id = sitting.version JOIN product ON product.id = version.product "

func scanSitting(r scanner) (s campaign.Sitting, err error) {
	var at, ended int64
	var profiles string
	if err := r.Scan(&s.ID, &s.Version, &s.State, &profiles, &s.Session, &s.Why, &s.By, &at, &ended); err != nil {
		return s, err
	}
	s.At, s.Ended = moment(at), moment(ended)
	return s, json.Unmarshal([]byte(profiles), &s.Profiles)
}

// Sittings lists those of a version, the newest first.
func (v View) Sittings(ctx context.Context, version campaign.ID) ([]campaign.Sitting, error) {
	args, err := v.filter()
	if err == nil {
		err = v.who.May(campaign.ReadDossiers)
	}
	if err != nil {
		return nil, err
	}
	return list(ctx, v.store.db, scanSitting, "SELECT "+sittingColumns+fromSitting+"WHERE"+mine+"AND version.id = $3 ORDER BY sitting.id DESC", append(args, version)...)
}

// Sitting gives one.
func (v View) Sitting(ctx context.Context, id campaign.ID) (campaign.Sitting, error) {
	return v.sitting(ctx, v.store.db, id)
}

func (v View) sitting(ctx context.Context, db querier, id campaign.ID) (campaign.Sitting, error) {
	args, err := v.filter()
	if err == nil {
		err = v.who.May(campaign.ReadDossiers)
	}
	if err != nil {
		return campaign.Sitting{}, err
	}
	s, err := scanSitting(db.QueryRowContext(ctx, "SELECT "+sittingColumns+fromSitting+"WHERE"+mine+"AND sitting.id = $3", append(args, id)...))
	return s, found(err)
}

// mostSittings bounds how many are under way at one time, of all versions.
const mostSittings = 1000

// Sit begins a session of a version at the address of the bench, by a plan. One is under
// way at a time.
func (v View) Sit(ctx context.Context, version campaign.ID, profiles []etalon.ProfileID, plan []byte) (id campaign.ID, err error) {
	err = v.in(ctx, campaign.Play, func(tx *sql.Tx) (string, string, error) {
		one, err := v.version(ctx, tx, version)
		switch {
		case err != nil:
			return "", "", err
		case one.Scope == nil:
			return "", "", fmt.Errorf("%w: le périmètre n'est pas déclaré (the scope is not declared)", campaign.ErrState)
		}
		var here, all int
		if err := tx.QueryRowContext(ctx, "SELECT count(*), COALESCE(sum(CASE WHEN version = $1 THEN 1 ELSE 0 END), 0) FROM sitting WHERE state IN ($2, $3)", version, campaign.Open, campaign.Stopping).Scan(&all, &here); err != nil {
			return "", "", err
		}
		switch {
		case here > 0:
			return "", "", fmt.Errorf("%w: une séance de cette version est en cours (a sitting of this version is under way)", campaign.ErrState)
		case all >= mostSittings:
			return "", "", fmt.Errorf("%w: %d séances sont en cours, revenez plus tard (that many sittings are under way, come back later)", campaign.ErrState, mostSittings)
		}
		raw, err := json.Marshal(profiles)
		if err != nil {
			return "", "", err
		}
		id, err = insert(ctx, tx, "INSERT INTO sitting (version, state, profiles, plan, by_whom, role, at) VALUES ($1,$2,$3,$4,$5,$6,$7)", version, campaign.Open, string(raw), string(plan), v.who.Login, v.who.Role, v.now().UnixMilli())
		return subject("sitting", id), one.Product.Name + " " + one.Label, err
	})
	return id, err
}

// Said puts in the log that a person answered what a sitting asked. What was answered is
// in its dossier.
func (v View) Said(ctx context.Context, id campaign.ID, what string) error {
	return v.in(ctx, campaign.Play, func(tx *sql.Tx) (string, string, error) {
		s, err := v.sitting(ctx, tx, id)
		if err == nil && s.State != campaign.Open {
			err = campaign.ErrState
		}
		return subject("sitting", id), what, err
	})
}

// StopSitting has a sitting end where it is: what was recorded is handed in.
func (v View) StopSitting(ctx context.Context, id campaign.ID) error {
	return v.in(ctx, campaign.Play, func(tx *sql.Tx) (string, string, error) {
		if _, err := v.sitting(ctx, tx, id); err != nil {
			return "", "", err
		}
		return subject("sitting", id), "arrêtée (stopped)", once(tx.ExecContext(ctx, "UPDATE sitting SET state = $1 WHERE id = $2 AND state = $3", campaign.Stopping, id, campaign.Open))
	})
}

// Seated is a sitting that is under way, with the plan that it is played by.
type Seated struct {
	campaign.Sitting
	Plan []byte
}

// UnderWay lists the sittings that are not over: no person.
func (s *Store) UnderWay(ctx context.Context) ([]Seated, error) {
	return list(ctx, s.db, func(r scanner) (one Seated, err error) {
		var at, ended int64
		var profiles, plan string
		if err := r.Scan(&one.ID, &one.Version, &one.State, &profiles, &one.Session, &one.Why, &one.By, &at, &ended, &plan); err != nil {
			return one, err
		}
		one.At, one.Ended, one.Plan = moment(at), moment(ended), []byte(plan)
		return one, json.Unmarshal([]byte(profiles), &one.Profiles)
	}, "SELECT "+sittingColumns+", sitting.plan FROM sitting WHERE state IN ($1, $2) ORDER BY id", campaign.Open, campaign.Stopping)
}

// Conclude hands in the dossier of a sitting that is over, whose last entry is head, in
// the name of who began it. then is done in the same transaction. Done again it gives
// the same session.
func (s *Store) Conclude(ctx context.Context, id campaign.ID, head string, then func(*sql.Tx, campaign.ID) error) (session campaign.ID, err error) {
	return session, s.conclude(ctx, id, func(tx *sql.Tx, one campaign.Sitting, now int64) (string, error) {
		err := tx.QueryRowContext(ctx, "SELECT id FROM session WHERE version = $1 AND head = $2", one.Version, head).Scan(&session)
		if errors.Is(err, sql.ErrNoRows) {
			session, err = insert(ctx, tx, "INSERT INTO session (version, head, state, by_whom, at) VALUES ($1,$2,$3,$4,$5)", one.Version, head, campaign.Received, one.By, now)
			if err == nil {
				err = then(tx, session)
			}
		}
		if err == nil {
			_, err = tx.ExecContext(ctx, "UPDATE sitting SET state = $1, session = $2, ended = $3, plan = '' WHERE id = $4", campaign.HandedIn, session, now, id)
		}
		return fmt.Sprintf("session %d, %s", session, head), err
	})
}

// Abandon records why what a sitting left cannot be handed in.
func (s *Store) Abandon(ctx context.Context, id campaign.ID, why string) error {
	return s.conclude(ctx, id, func(tx *sql.Tx, _ campaign.Sitting, now int64) (string, error) {
		_, err := tx.ExecContext(ctx, "UPDATE sitting SET state = $1, why = $2, ended = $3, plan = '' WHERE id = $4", campaign.Failed, why, now, id)
		return why, err
	})
}

// conclude ends a sitting that is under way, in one transaction with its line of the log.
func (s *Store) conclude(ctx context.Context, id campaign.ID, f func(tx *sql.Tx, one campaign.Sitting, now int64) (string, error)) error {
	tx, err := s.begin(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	one, err := scanSitting(tx.QueryRowContext(ctx, "SELECT "+sittingColumns+" FROM sitting WHERE id = $1", id))
	if err != nil {
		return found(err)
	}
	var role campaign.Role
	if err := tx.QueryRowContext(ctx, "SELECT role FROM sitting WHERE id = $1", id).Scan(&role); err != nil {
		return err
	}
	if !one.UnderWay() {
		return nil
	}
	detail, err := f(tx, one, s.clock().UnixMilli())
	if err != nil {
		return err
	}
	if err := s.log(ctx, tx, campaign.Act{Who: one.By, Role: role, What: campaign.HandIn, Subject: subject("sitting", id), Detail: detail}); err != nil {
		return err
	}
	if err := s.announce(ctx, tx); err != nil {
		return err
	}
	err = tx.Commit()
	s.tell()
	return err
}
