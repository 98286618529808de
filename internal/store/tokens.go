package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/etalon-dmp/etalon/internal/campaign"
)

const tokenColumns = "token.id, token.product, token.name, token.by_whom, token.at, token.until, token.ended" //nolint:gosec // names of columns

func scanToken(r scanner) (k campaign.Token, err error) {
	var at, until, ended int64
	err = r.Scan(&k.ID, &k.Product, &k.Name, &k.By, &at, &until, &ended)
	k.At, k.Until, k.Ended = moment(at), moment(until), moment(ended)
	return k, err
}

// Tokens lists those of a product, the newest first.
func (v View) Tokens(ctx context.Context, product campaign.ID) ([]campaign.Token, error) {
	args, err := v.filter()
	if err == nil {
		err = v.who.May(campaign.Tokens)
	}
	if err != nil {
		return nil, err
	}
	return list(ctx, v.store.db, scanToken, "SELECT "+tokenColumns+" FROM token JOIN product ON product.id = token.product WHERE"+mine+"AND product.id = $3 ORDER BY token.id DESC", append(args, product)...)
}

// AddToken keeps the hash of a token that does for a product what a pipeline may, until
// an instant.
func (v View) AddToken(ctx context.Context, product campaign.ID, name, hash string, until time.Time) (id campaign.ID, err error) {
	if name, err = campaign.Text("nom (name)", name); err != nil {
		return 0, err
	}
	if !until.After(v.now()) || until.After(v.now().AddDate(1, 0, 1)) {
		return 0, fmt.Errorf("%w: un jeton dure d'un jour à un an (a token lasts from a day to a year)", campaign.ErrInvalid)
	}
	if _, err := v.Product(ctx, product); err != nil {
		return 0, err
	}
	err = v.in(ctx, campaign.Tokens, func(tx *sql.Tx) (string, string, error) {
		id, err = insert(ctx, tx, "INSERT INTO token (product, name, hash, by_whom, at, until) VALUES ($1,$2,$3,$4,$5,$6)",
			product, name, hash, v.who.Login, v.now().UnixMilli(), until.UnixMilli())
		return subject("product", product), "token-" + fmt.Sprint(id) + " " + name, err
	})
	return id, err
}

// EndToken ends a token at once, and gives its product.
func (v View) EndToken(ctx context.Context, id campaign.ID) (product campaign.ID, err error) {
	args, err := v.filter()
	if err != nil {
		return 0, err
	}
	err = v.in(ctx, campaign.Tokens, func(tx *sql.Tx) (string, string, error) {
		k, err := scanToken(tx.QueryRowContext(ctx, "SELECT "+tokenColumns+" FROM token JOIN product ON product.id = token.product WHERE"+mine+"AND token.id = $3", append(args, id)...))
		if err != nil {
			return "", "", found(err)
		}
		product = k.Product
		return subject("product", product), "token-" + fmt.Sprint(id) + " –", once(tx.ExecContext(ctx, "UPDATE token SET ended = $1 WHERE id = $2 AND ended = 0", v.now().UnixMilli(), id))
	})
	return product, err
}

// Bearer gives the pipeline that the hash of a token stands for now.
func (s *Store) Bearer(ctx context.Context, hash string) (campaign.Person, error) {
	now := s.clock().UnixMilli()
	p := campaign.Person{Role: campaign.Pipeline}
	var id campaign.ID
	err := s.db.QueryRowContext(ctx, "SELECT token.id, token.name, product.id, product.organisation FROM token JOIN product ON product.id = token.product WHERE hash = $1 AND ended = 0 AND until > $2", hash, now).
		Scan(&id, &p.Name, &p.Product, &p.Organisation)
	p.Login = fmt.Sprintf("token-%d", id)
	return p, found(err)
}
