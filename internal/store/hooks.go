package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/etalon-dmp/etalon/internal/campaign"
)

// mostHooks bounds those of one product.
const mostHooks = 5

// Hooks lists those of a product, the newest first.
func (v View) Hooks(ctx context.Context, product campaign.ID) ([]campaign.Hook, error) {
	args, err := v.filter()
	if err == nil {
		err = v.who.May(campaign.Tokens)
	}
	if err != nil {
		return nil, err
	}
	return list(ctx, v.store.db, func(r scanner) (h campaign.Hook, err error) {
		var at, ended, told int64
		err = r.Scan(&h.ID, &h.Product, &h.URL, &h.By, &at, &ended, &told, &h.Why)
		h.At, h.Ended, h.Told = moment(at), moment(ended), moment(told)
		return h, err
	}, `SELECT hook.id, hook.product, hook.url, hook.by_whom, hook.at, hook.ended, COALESCE((SELECT max(ended) FROM notice WHERE hook = hook.id AND notice.why = ''), 0),
			COALESCE((SELECT why FROM notice WHERE hook = hook.id ORDER BY notice.id DESC LIMIT 1), '')
		FROM hook JOIN product ON product.id = hook.product WHERE`+mine+"AND product.id = $3 ORDER BY hook.id DESC", append(args, product)...)
}

// AddHook has an address told what becomes of the sessions of a product, in messages
// signed by secret.
func (v View) AddHook(ctx context.Context, product campaign.ID, url, secret string) (id campaign.ID, err error) {
	if _, err := v.Product(ctx, product); err != nil {
		return 0, err
	}
	err = v.in(ctx, campaign.Tokens, func(tx *sql.Tx) (string, string, error) {
		var n int
		if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM hook WHERE product = $1 AND ended = 0", product).Scan(&n); err != nil {
			return "", "", err
		}
		if n >= mostHooks {
			return "", "", fmt.Errorf("%w: %d adresses au plus (addresses at most)", campaign.ErrState, mostHooks)
		}
		id, err = insert(ctx, tx, "INSERT INTO hook (product, url, secret, by_whom, at) VALUES ($1,$2,$3,$4,$5)", product, url, secret, v.who.Login, v.now().UnixMilli())
		return subject("product", product), "hook-" + fmt.Sprint(id) + " " + url, err
	})
	return id, err
}

// EndHook ends a hook at once, and gives its product. What it was not told yet it is not
// told any more.
func (v View) EndHook(ctx context.Context, id campaign.ID) (product campaign.ID, err error) {
	args, err := v.filter()
	if err != nil {
		return 0, err
	}
	err = v.in(ctx, campaign.Tokens, func(tx *sql.Tx) (string, string, error) {
		if err := tx.QueryRowContext(ctx, "SELECT product.id FROM hook JOIN product ON product.id = hook.product WHERE"+mine+"AND hook.id = $3", append(args, id)...).Scan(&product); err != nil {
			return "", "", found(err)
		}
		return subject("product", product), "hook-" + fmt.Sprint(id) + " –", once(tx.ExecContext(ctx, "UPDATE hook SET ended = $1 WHERE id = $2 AND ended = 0", v.now().UnixMilli(), id))
	})
	return product, err
}

// notice has the hooks of a session's product told what it is now: with what is written
// of the session, or not at all.
func (s *Store) notice(ctx context.Context, tx execer, session campaign.ID) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO notice (hook, session, state, verdict, digest, at, due)
		SELECT hook.id, session.id, session.state, session.verdict, session.digest, session.judged, session.judged
		FROM session JOIN version ON version.id = session.version JOIN hook ON hook.product = version.product WHERE session.id = $1 AND hook.ended = 0`, session)
	return err
}

// Due lists what is to be told now, the oldest first: no person.
func (s *Store) Due(ctx context.Context, most int) ([]campaign.Notice, error) {
	return list(ctx, s.db, func(r scanner) (n campaign.Notice, err error) {
		var at int64
		var verdict string
		if err := r.Scan(&n.ID, &n.Session, &n.Version, &n.Product, &n.Label, &n.State, &verdict, &n.Digest, &at, &n.Tries, &n.URL, &n.Secret); err != nil {
			return n, err
		}
		n.At = moment(at)
		if verdict != "" {
			err = n.Verdict.UnmarshalText([]byte(verdict))
		}
		return n, err
	}, `SELECT notice.id, notice.session, version.id, product.name, version.label, notice.state, notice.verdict, notice.digest, notice.at, notice.tries, hook.url, hook.secret
		FROM notice JOIN hook ON hook.id = notice.hook JOIN session ON session.id = notice.session JOIN version ON version.id = session.version JOIN product ON product.id = version.product
		WHERE notice.ended = 0 AND notice.due <= $1 AND hook.ended = 0 ORDER BY notice.due, notice.id LIMIT $2`, s.clock().UnixMilli(), most)
}

// Told records that a notice was told; with trouble, that it is to be told again at an
// instant, or never when that is zero.
func (s *Store) Told(ctx context.Context, notice campaign.ID, trouble string, again time.Time) error {
	ended := s.clock().UnixMilli()
	if !again.IsZero() {
		ended = 0
	}
	_, err := s.db.ExecContext(ctx, "UPDATE notice SET tries = tries + 1, ended = $1, due = $2, why = $3 WHERE id = $4 AND ended = 0", ended, milli(again), trouble, notice)
	return err
}
