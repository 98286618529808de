package store

import (
	"context"
	"database/sql"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
)

// Remarks lists what was written of a version, the oldest first.
func (v View) Remarks(ctx context.Context, version campaign.ID) ([]campaign.Remark, error) {
	args, err := v.filter()
	if err != nil {
		return nil, err
	}
	return list(ctx, v.store.db, func(r scanner) (m campaign.Remark, err error) {
		var at int64
		err = r.Scan(&m.ID, &m.Version, &m.Requirement, &m.By, &at, &m.Text, &m.File, &m.Digest, &m.Size)
		m.At = moment(at)
		return m, err
	}, "SELECT remark.id, remark.version, remark.requirement, remark.by_whom, remark.at, remark.text, remark.file, remark.digest, remark.size FROM remark JOIN version ON version.id = remark.version JOIN product ON product.id = version.product WHERE"+mine+"AND version.id = $3 ORDER BY remark.id",
		append(args, version)...)
}

// Remark adds what a person writes, and the file that goes with it, if any.
func (v View) Remark(ctx context.Context, version campaign.ID, requirement etalon.RequirementID, text string, p campaign.Piece) error {
	text, err := campaign.Text("remarque (remark)", text)
	if err == nil && p.File != "" {
		p.File, err = campaign.Text("nom du fichier (name of the file)", p.File)
	}
	if err != nil {
		return err
	}
	return v.in(ctx, campaign.Comment, func(tx *sql.Tx) (string, string, error) {
		if _, err := v.version(ctx, tx, version); err != nil {
			return "", "", err
		}
		_, err := insert(ctx, tx, "INSERT INTO remark (version, requirement, by_whom, at, text, file, digest, size) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)",
			version, requirement, v.who.Login, v.store.clock().UnixMilli(), text, p.File, p.Digest, p.Size)
		return subject("version", version), strings.TrimSpace(string(requirement) + " " + p.Digest), err
	})
}

// Piece gives the file of a remark, to whoever reads the remark and dossiers: it may
// speak of persons.
func (v View) Piece(ctx context.Context, remark campaign.ID) (p campaign.Piece, err error) {
	args, err := v.filter()
	if err == nil {
		err = v.who.May(campaign.ReadDossiers)
	}
	if err != nil {
		return p, err
	}
	err = v.store.db.QueryRowContext(ctx, "SELECT remark.file, remark.digest, remark.size FROM remark JOIN version ON version.id = remark.version JOIN product ON product.id = version.product WHERE"+mine+"AND remark.id = $3 AND remark.digest <> ''",
		append(args, remark)...).Scan(&p.File, &p.Digest, &p.Size)
	return p, found(err)
}
