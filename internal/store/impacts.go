package store

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/etalon-dmp/etalon/internal/campaign"
)

const impactColumns = `impact.id, title, packs, by_whom, at, ended, impact.why,
	(SELECT count(*) FROM effect WHERE effect.impact = impact.id), (SELECT count(*) FROM effect WHERE effect.impact = impact.id AND done != 0),
	(SELECT count(*) FROM effect WHERE effect.impact = impact.id AND (changes != '[]' OR effect.why != ''))`

func scanImpact(r scanner) (i campaign.Impact, err error) {
	var at, ended int64
	err = r.Scan(&i.ID, &i.Title, &i.Packs, &i.By, &at, &ended, &i.Why, &i.Total, &i.Done, &i.Changed)
	i.At, i.Ended = moment(at), moment(ended)
	return i, err
}

// AddImpact asks what packs would change of every session that is judged now. then is
// done in the same transaction.
func (v View) AddImpact(ctx context.Context, title, packs string, then func(*sql.Tx, campaign.ID) error) (id campaign.ID, err error) {
	if title, err = campaign.Text("titre (title)", title); err != nil {
		return 0, err
	}
	err = v.in(ctx, campaign.AskImpact, func(tx *sql.Tx) (string, string, error) {
		id, err = insert(ctx, tx, "INSERT INTO impact (title, packs, by_whom, at) VALUES ($1,$2,$3,$4)", title, packs, v.who.Login, v.now().UnixMilli())
		if err == nil {
			_, err = tx.ExecContext(ctx, "INSERT INTO effect (impact, session) SELECT CAST($1 AS BIGINT), id FROM session WHERE state = $2 AND outlived = 0", id, campaign.Judged)
		}
		if err == nil {
			err = then(tx, id)
		}
		return subject("impact", id), title + " " + packs, err
	})
	return id, err
}

// Impacts lists those that were asked for, the newest first.
func (v View) Impacts(ctx context.Context) ([]campaign.Impact, error) {
	if err := v.who.May(campaign.ReadImpact); err != nil {
		return nil, err
	}
	return list(ctx, v.store.db, scanImpact, "SELECT "+impactColumns+" FROM impact ORDER BY impact.id DESC")
}

// Impact gives one, and its effects that are known, by product.
func (v View) Impact(ctx context.Context, id campaign.ID) (campaign.Impact, []campaign.Effect, error) {
	if err := v.who.May(campaign.ReadImpact); err != nil {
		return campaign.Impact{}, nil, err
	}
	i, err := v.store.ImpactOf(ctx, id)
	if err != nil {
		return i, nil, err
	}
	all, err := list(ctx, v.store.db, func(r scanner) (e campaign.Effect, err error) {
		var before, after, changes string
		if err := r.Scan(&e.Session, &e.Version, &e.Vendor, &e.Product, &e.Label, &before, &after, &changes, &e.Why); err != nil {
			return e, err
		}
		if e.Why == "" {
			if err := e.Before.UnmarshalText([]byte(before)); err != nil {
				return e, err
			}
			if err := e.After.UnmarshalText([]byte(after)); err != nil {
				return e, err
			}
		}
		return e, json.Unmarshal([]byte(changes), &e.Changes)
	}, `SELECT session.id, version.id, organisation.name, product.name, version.label, before_it, after_it, changes, effect.why
		FROM effect JOIN session ON session.id = effect.session JOIN version ON version.id = session.version JOIN product ON product.id = version.product JOIN organisation ON organisation.id = product.organisation
		WHERE impact = $1 AND done != 0 ORDER BY organisation.name, product.name, version.id, session.id`, id)
	return i, all, err
}

// ImpactOf gives one to whoever works at it: no person.
func (s *Store) ImpactOf(ctx context.Context, id campaign.ID) (campaign.Impact, error) {
	i, err := scanImpact(s.db.QueryRowContext(ctx, "SELECT "+impactColumns+" FROM impact WHERE impact.id = $1", id))
	return i, found(err)
}

// NextEffect gives a session of an impact that is still to be judged; ErrUnknown when
// there is none.
func (s *Store) NextEffect(ctx context.Context, impact campaign.ID) (campaign.Session, error) {
	one, err := scanSession(s.db.QueryRowContext(ctx, "SELECT "+sessionColumns+" FROM session JOIN effect ON effect.session = session.id WHERE impact = $1 AND done = 0 ORDER BY session.id LIMIT 1", impact))
	return one, found(err)
}

// Affect records an effect. Done again it changes nothing.
func (s *Store) Affect(ctx context.Context, impact campaign.ID, e campaign.Effect) error {
	if e.Changes == nil {
		e.Changes = []campaign.Change{}
	}
	raw, err := json.Marshal(e.Changes)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE effect SET done = $1, before_it = $2, after_it = $3, changes = $4, why = $5 WHERE impact = $6 AND session = $7 AND done = 0",
		s.clock().UnixMilli(), e.Before.String(), e.After.String(), string(raw), e.Why, impact, e.Session)
	return err
}

// EndImpact records that an impact is told, or why it cannot be.
func (s *Store) EndImpact(ctx context.Context, id campaign.ID, why string) error {
	_, err := s.db.ExecContext(ctx, "UPDATE impact SET ended = $1, why = $2 WHERE id = $3 AND ended = 0", s.clock().UnixMilli(), why, id)
	return err
}
