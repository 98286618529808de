package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/etalon-dmp/etalon/internal/campaign"
)

// mostKits bounds how often a version is given certificates that are still good.
const mostKits = 20

// Certificates lists those of a version, the newest first.
func (v View) Certificates(ctx context.Context, version campaign.ID) ([]campaign.Certificate, error) {
	args, err := v.filter()
	if err == nil {
		err = v.who.May(campaign.ReadDossiers)
	}
	if err != nil {
		return nil, err
	}
	return list(ctx, v.store.db, func(r scanner) (c campaign.Certificate, err error) {
		var at, until, ended int64
		err = r.Scan(&c.Fingerprint, &c.Version, &c.Name, &c.By, &at, &until, &ended)
		c.At, c.Until, c.Ended = moment(at), moment(until), moment(ended)
		return c, err
	}, `SELECT certificate.fingerprint, certificate.version, certificate.name, certificate.by_whom, certificate.at, certificate.until, certificate.ended
		FROM certificate JOIN version ON version.id = certificate.version JOIN product ON product.id = version.product WHERE`+mine+"AND version.id = $3 ORDER BY certificate.id DESC", append(args, version)...)
}

// Certify keeps the fingerprints of certificates that a version is given: its keys are
// not kept.
func (v View) Certify(ctx context.Context, version campaign.ID, all []campaign.Certificate) error {
	return v.in(ctx, campaign.Play, func(tx *sql.Tx) (string, string, error) {
		if _, err := v.version(ctx, tx, version); err != nil {
			return "", "", err
		}
		now := v.now().UnixMilli()
		var kits int
		if err := tx.QueryRowContext(ctx, "SELECT count(DISTINCT at) FROM certificate WHERE version = $1 AND ended = 0 AND until > $2", version, now).Scan(&kits); err != nil {
			return "", "", err
		}
		if kits >= mostKits {
			return "", "", fmt.Errorf("%w: %d jeux de certificats au plus ; terminez les anciens (sets of certificates at most: end the old ones)", campaign.ErrState, mostKits)
		}
		for _, c := range all {
			if _, err := insert(ctx, tx, "INSERT INTO certificate (fingerprint, version, name, by_whom, at, until) VALUES ($1,$2,$3,$4,$5,$6)", c.Fingerprint, version, c.Name, v.who.Login, now, c.Until.UnixMilli()); err != nil {
				return "", "", err
			}
		}
		return subject("version", version), fmt.Sprintf("%d certificats (certificates)", len(all)), nil
	})
}

// EndCertificates ends all those of a version at once: who shows one is nobody's then.
func (v View) EndCertificates(ctx context.Context, version campaign.ID) error {
	return v.in(ctx, campaign.Play, func(tx *sql.Tx) (string, string, error) {
		if _, err := v.version(ctx, tx, version); err != nil {
			return "", "", err
		}
		_, err := tx.ExecContext(ctx, "UPDATE certificate SET ended = $1 WHERE version = $2 AND ended = 0", v.now().UnixMilli(), version)
		return subject("version", version), "certificats – (certificates)", err
	})
}

// Holder gives the version that a certificate was given to, by its fingerprint: no
// person. ErrUnknown for a certificate of nobody's, or that was ended. One that is out
// of date is its holder's still: that it is shown is evidence.
func (s *Store) Holder(ctx context.Context, fingerprint string) (version campaign.ID, err error) {
	err = s.db.QueryRowContext(ctx, "SELECT version FROM certificate WHERE fingerprint = $1 AND ended = 0", fingerprint).Scan(&version)
	return version, found(err)
}
