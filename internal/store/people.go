package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/etalon-dmp/etalon/internal/campaign"
)

// ErrFirst is the error of a second first account.
var ErrFirst = errors.New("il y a déjà des comptes (there are accounts already)")

// First makes the first account, an administrator's, while there is none: nobody can
// be asked who may.
func (s *Store) First(ctx context.Context, login, name, secret string) error {
	var n int
	if err := s.db.QueryRowContext(ctx, "SELECT count(*) FROM person").Scan(&n); err != nil {
		return err
	}
	if n > 0 {
		return ErrFirst
	}
	_, err := s.As(campaign.Person{Login: "–", Role: campaign.Administrator}).AddPerson(ctx, campaign.Person{Login: login, Name: name, Role: campaign.Administrator}, secret)
	return err
}

// AddOrganisation adds a vendor.
func (v View) AddOrganisation(ctx context.Context, name string) (id campaign.ID, err error) {
	if name, err = campaign.Text("nom (name)", name); err != nil {
		return 0, err
	}
	err = v.in(ctx, campaign.Accounts, func(tx *sql.Tx) (string, string, error) {
		id, err = insert(ctx, tx, "INSERT INTO organisation (name) VALUES ($1)", name)
		return subject("organisation", id), name, err
	})
	return id, err
}

// AddPerson adds an account. secret is what its password is checked against.
func (v View) AddPerson(ctx context.Context, p campaign.Person, secret string) (id campaign.ID, err error) {
	for _, s := range []string{p.Login, p.Name} {
		if _, err := campaign.Text("nom (name)", s); err != nil {
			return 0, err
		}
	}
	switch {
	case !slices.Contains(campaign.Roles(), p.Role):
		return 0, fmt.Errorf("%w: le rôle %q n'existe pas (there is no such role)", campaign.ErrInvalid, p.Role)
	case p.Role.Vendor() != (p.Organisation != 0):
		return 0, fmt.Errorf("%w: un compte d'éditeur, et lui seul, a une organisation (a vendor's account, and no other, has an organisation)", campaign.ErrInvalid)
	}
	err = v.in(ctx, campaign.Accounts, func(tx *sql.Tx) (string, string, error) {
		id, err = insert(ctx, tx, "INSERT INTO person (login, name, role, organisation, secret) VALUES ($1,$2,$3,$4,$5)", p.Login, p.Name, p.Role, p.Organisation, secret)
		return subject("person", id), p.Login + ", " + string(p.Role), err
	})
	return id, err
}

// People lists the accounts.
func (v View) People(ctx context.Context) ([]campaign.Person, error) {
	if err := v.who.May(campaign.Accounts); err != nil {
		return nil, err
	}
	return list(ctx, v.store.db, scanPerson, "SELECT "+personColumns+" FROM person ORDER BY login")
}

// Organisations lists the vendors.
func (v View) Organisations(ctx context.Context) ([]campaign.Organisation, error) {
	own, none := v.own()
	if none && v.who.May(campaign.Accounts) != nil {
		return nil, v.who.May(campaign.ReadProducts)
	}
	return list(ctx, v.store.db, func(r scanner) (o campaign.Organisation, err error) {
		return o, r.Scan(&o.ID, &o.Name)
	}, "SELECT id, name FROM organisation WHERE id = $1 OR $1 = 0 ORDER BY name", own)
}

// ByLogin gives an account and its secret.
func (s *Store) ByLogin(ctx context.Context, login string) (campaign.Person, string, error) {
	var p campaign.Person
	var secret string
	var ended int64
	err := s.db.QueryRowContext(ctx, "SELECT "+personColumns+", secret FROM person WHERE login = $1", login).
		Scan(&p.ID, &p.Login, &p.Name, &p.Role, &p.Organisation, &ended, &secret)
	p.Ended = moment(ended)
	return p, secret, found(err)
}

// Enter keeps the hash of a token that stands for a person until an instant.
func (s *Store) Enter(ctx context.Context, p campaign.Person, token string, until time.Time) error {
	_, err := s.db.ExecContext(ctx, "INSERT INTO entry (token, person, until) VALUES ($1,$2,$3)", token, p.ID, until.UnixMilli())
	return err
}

// Entered gives the person that the hash of a token stands for now.
func (s *Store) Entered(ctx context.Context, token string) (campaign.Person, error) {
	p, err := scanPerson(s.db.QueryRowContext(ctx, "SELECT "+personColumns+" FROM person JOIN entry ON entry.person = person.id WHERE token = $1 AND until > $2 AND ended = 0", token, s.clock().UnixMilli()))
	return p, found(err)
}

// Leave forgets a token.
func (s *Store) Leave(ctx context.Context, token string) error {
	_, err := s.db.ExecContext(ctx, "DELETE FROM entry WHERE token = $1", token)
	return err
}

const personColumns = "person.id, login, person.name, role, person.organisation, person.ended"

func scanPerson(r scanner) (p campaign.Person, err error) {
	var ended int64
	err = r.Scan(&p.ID, &p.Login, &p.Name, &p.Role, &p.Organisation, &ended)
	p.Ended = moment(ended)
	return p, err
}
