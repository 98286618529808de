package store

import (
	"context"
	"database/sql"

	"github.com/etalon-dmp/etalon/internal/campaign"
)

// Waivers lists those of a version, ended ones too, the newest first.
func (v View) Waivers(ctx context.Context, version campaign.ID) ([]campaign.Waiver, error) {
	return v.waivers(ctx, v.store.db, version)
}

func (v View) waivers(ctx context.Context, db querier, version campaign.ID) ([]campaign.Waiver, error) {
	args, err := v.filter()
	if err != nil {
		return nil, err
	}
	return list(ctx, db, func(r scanner) (w campaign.Waiver, err error) {
		var until, at, ended int64
		err = r.Scan(&w.ID, &w.Version, &w.Rule, &w.Scenario, &w.Reason, &w.Owner, &until, &w.By, &at, &ended)
		w.Until, w.At, w.Ended = moment(until), moment(at), moment(ended)
		return w, err
	}, "SELECT waiver.id, waiver.version, waiver.rule, waiver.scenario, waiver.reason, waiver.owner, waiver.until, waiver.by_whom, waiver.at, waiver.ended FROM waiver JOIN version ON version.id = waiver.version JOIN product ON product.id = version.product WHERE"+mine+"AND version.id = $3 ORDER BY waiver.id DESC",
		append(args, version)...)
}

// AddWaiver has the authority live with findings of a version.
func (v View) AddWaiver(ctx context.Context, w campaign.Waiver) error {
	if err := w.Check(v.now()); err != nil {
		return err
	}
	return v.in(ctx, campaign.Waive, func(tx *sql.Tx) (string, string, error) {
		if _, err := v.version(ctx, tx, w.Version); err != nil {
			return "", "", err
		}
		id, err := insert(ctx, tx, "INSERT INTO waiver (version, rule, scenario, reason, owner, until, by_whom, at) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)",
			w.Version, w.Rule, w.Scenario, w.Reason, w.Owner, w.Until.UnixMilli(), v.who.Login, v.now().UnixMilli())
		return subject("waiver", id), string(w.Rule), err
	})
}

// EndWaiver ends one before its time; it stays in the list. It gives its version.
func (v View) EndWaiver(ctx context.Context, id campaign.ID) (version campaign.ID, err error) {
	err = v.in(ctx, campaign.Waive, func(tx *sql.Tx) (string, string, error) {
		if err := tx.QueryRowContext(ctx, "SELECT version FROM waiver WHERE id = $1", id).Scan(&version); err != nil {
			return "", "", found(err)
		}
		return subject("waiver", id), "", once(tx.ExecContext(ctx, "UPDATE waiver SET ended = $1 WHERE id = $2 AND ended = 0", v.now().UnixMilli(), id))
	})
	return version, err
}
