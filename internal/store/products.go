package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
)

const productColumns = "product.id, product.organisation, organisation.name, product.name"

const fromProduct = " FROM product JOIN organisation ON organisation.id = product.organisation "

func productFields(p *campaign.Product) []any {
	return []any{&p.ID, &p.Organisation, &p.Vendor, &p.Name}
}

// Products lists the products that the person sees, by vendor and name.
func (v View) Products(ctx context.Context) ([]campaign.Product, error) {
	args, err := v.filter()
	if err != nil {
		return nil, err
	}
	return list(ctx, v.store.db, func(r scanner) (p campaign.Product, err error) { return p, r.Scan(productFields(&p)...) },
		"SELECT "+productColumns+fromProduct+"WHERE"+mine+"ORDER BY organisation.name, product.name", args...)
}

// ProductsAfter gives as many of them as asked, after one of them; 0: from the first.
func (v View) ProductsAfter(ctx context.Context, id campaign.ID, most int) ([]campaign.Product, error) {
	args, err := v.filter()
	if err != nil {
		return nil, err
	}
	return list(ctx, v.store.db, func(r scanner) (p campaign.Product, err error) { return p, r.Scan(productFields(&p)...) },
		"SELECT "+productColumns+fromProduct+"WHERE"+mine+`AND ($3 = 0 OR (organisation.name, product.name) > (SELECT organisation.name, product.name FROM product JOIN organisation ON organisation.id = product.organisation WHERE product.id = $3))
		ORDER BY organisation.name, product.name LIMIT $4`, append(args, id, most)...)
}

// Product gives one product.
func (v View) Product(ctx context.Context, id campaign.ID) (p campaign.Product, err error) {
	args, err := v.filter()
	if err != nil {
		return p, err
	}
	err = v.store.db.QueryRowContext(ctx, "SELECT "+productColumns+fromProduct+"WHERE"+mine+"AND product.id = $3", append(args, id)...).Scan(productFields(&p)...)
	return p, found(err)
}

// AddProduct declares a product of the person's own organisation.
func (v View) AddProduct(ctx context.Context, name string) (id campaign.ID, err error) {
	if name, err = campaign.Text("nom (name)", name); err != nil {
		return 0, err
	}
	err = v.in(ctx, campaign.Declare, func(tx *sql.Tx) (string, string, error) {
		id, err = insert(ctx, tx, "INSERT INTO product (organisation, name) VALUES ($1,$2)", v.who.Organisation, name)
		return subject("product", id), name, err
	})
	return id, err
}

const versionColumns = productColumns + ", version.id, version.label, version.build, scope.profiles, scope.modes, scope.digest, scope.by_whom, scope.at"

const fromVersion = " FROM version JOIN product ON product.id = version.product JOIN organisation ON organisation.id = product.organisation LEFT JOIN scope ON scope.version = version.id "

func scanVersion(r scanner) (v campaign.Version, err error) {
	var profiles, modes, digest, by sql.NullString
	var at sql.NullInt64
	if err := r.Scan(append(productFields(&v.Product), &v.ID, &v.Label, &v.Build, &profiles, &modes, &digest, &by, &at)...); err != nil {
		return v, err
	}
	if digest.Valid {
		v.Scope = &campaign.Scope{Digest: digest.String, By: by.String, At: moment(at.Int64)}
		err = errors.Join(json.Unmarshal([]byte(profiles.String), &v.Scope.Profiles), json.Unmarshal([]byte(modes.String), &v.Scope.Modes))
	}
	return v, err
}

// Versions lists the versions of a product, the newest first.
func (v View) Versions(ctx context.Context, product campaign.ID) ([]campaign.Version, error) {
	args, err := v.filter()
	if err != nil {
		return nil, err
	}
	return list(ctx, v.store.db, scanVersion, "SELECT "+versionColumns+fromVersion+"WHERE"+mine+"AND product.id = $3 ORDER BY version.id DESC", append(args, product)...)
}

// Version gives one version.
func (v View) Version(ctx context.Context, id campaign.ID) (campaign.Version, error) {
	return v.version(ctx, v.store.db, id)
}

func (v View) version(ctx context.Context, db querier, id campaign.ID) (campaign.Version, error) {
	args, err := v.filter()
	if err != nil {
		return campaign.Version{}, err
	}
	one, err := scanVersion(db.QueryRowContext(ctx, "SELECT "+versionColumns+fromVersion+"WHERE"+mine+"AND version.id = $3", append(args, id)...))
	return one, found(err)
}

// AddVersion declares a version of a product. build is the SHA-256 of what was built,
// or "".
func (v View) AddVersion(ctx context.Context, product campaign.ID, label, build string) (id campaign.ID, err error) {
	if label, err = campaign.Text("version", label); err != nil {
		return 0, err
	}
	build = strings.ToLower(strings.TrimSpace(build))
	if build != "" && !isDigest(build) {
		return 0, fmt.Errorf("%w: l'empreinte n'est pas un SHA-256 en hexadécimal (the digest is not a SHA-256 in hex)", campaign.ErrInvalid)
	}
	err = v.in(ctx, campaign.Declare, func(tx *sql.Tx) (string, string, error) {
		var seen campaign.ID
		args, err := v.filter()
		if err != nil {
			return "", "", err
		}
		if err := tx.QueryRowContext(ctx, "SELECT product.id FROM product WHERE"+mine+"AND id = $3", append(args, product)...).Scan(&seen); err != nil {
			return "", "", found(err)
		}
		id, err = insert(ctx, tx, "INSERT INTO version (product, label, build) VALUES ($1,$2,$3)", product, label, build)
		return subject("version", id), label + " " + build, err
	})
	return id, err
}

func isDigest(s string) bool {
	return len(s) == 64 && strings.Trim(s, "0123456789abcdef") == ""
}

// Declare fixes the scope of a version. It can be done once.
func (v View) Declare(ctx context.Context, version campaign.ID, profiles, known []etalon.ProfileID, modes ...etalon.AuthMode) error {
	scope, err := campaign.NewScope(version, profiles, known, modes)
	if err != nil {
		return err
	}
	return v.in(ctx, campaign.Declare, func(tx *sql.Tx) (string, string, error) {
		one, err := v.version(ctx, tx, version)
		if err != nil {
			return "", "", err
		}
		if one.Scope != nil {
			return "", "", fmt.Errorf("%w: le périmètre est déclaré, %s (the scope is declared)", campaign.ErrState, one.Scope.Digest)
		}
		raw, err := json.Marshal(scope.Profiles)
		if err != nil {
			return "", "", err
		}
		in, err := json.Marshal(slices.Concat([]etalon.AuthMode{}, scope.Modes))
		if err != nil {
			return "", "", err
		}
		_, err = tx.ExecContext(ctx, "INSERT INTO scope (version, profiles, modes, digest, by_whom, at) VALUES ($1,$2,$3,$4,$5,$6)", version, string(raw), string(in), scope.Digest, v.who.Login, v.store.clock().UnixMilli())
		return subject("version", version), scope.Digest, err
	})
}
