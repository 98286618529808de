package desk

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/login"
	"github.com/etalon-dmp/etalon/internal/seal"
	"github.com/etalon-dmp/etalon/internal/store"
)

// Shown is a product of a showcase, with the session that it hands in.
type Shown struct {
	Vendor  int // from 0: which of the three
	Product etalon.SUTInfo
	Profile etalon.ProfileID
	// Archive gives the archive of its dossier; nil: it handed in none yet.
	Archive func() (io.ReadCloser, error)
}

// vendors of a showcase: none of them exists.
func vendors() []string {
	return []string{"Alpha Santé (fictif)", "Bêta Hôpitaux (fictif)", "Gamma Officine (fictif)"}
}

// Showcase fills an empty store: accounts of each role, three vendors, two campaigns,
// and the products given, which are to be five: accepted, rejected and appealed against,
// accepted and revoked, waiting for a signature, and declared. It gives the logins; all
// have the password.
func (d *Desk) Showcase(ctx context.Context, key seal.Key, password string, now time.Time, products []Shown) ([]string, error) {
	if len(products) != 5 {
		return nil, fmt.Errorf("a showcase has five products, not %d", len(products))
	}
	s := &showcase{d: d, ctx: ctx, sign: d.Signer(key), now: now, people: map[string]campaign.Person{}}
	var err error
	if s.secret, err = login.Secret(password); err != nil {
		return nil, err
	}
	if err := d.Store.First(ctx, "admin", "A. Dministration", s.secret); err != nil {
		return nil, err
	}
	for login, role := range map[string]campaign.Role{"instructeur": campaign.Officer, "instructrice": campaign.Officer, "second": campaign.SecondOfficer, "direction": campaign.Head, "audit": campaign.Auditor, "regles": campaign.RuleAuthor} {
		s.add(login, role, 0)
	}
	for i, name := range vendors() {
		id, err := d.Store.As(s.person("admin")).AddOrganisation(ctx, name)
		s.note(err)
		s.add(fmt.Sprintf("editeur-%d", i+1), campaign.VendorAdmin, id)
	}
	for i, title := range []string{"Accès au DMP, automne 2026", "Alimentation du DMP, 2027"} {
		s.campaigns[i], err = s.as("direction").AddCampaign(ctx, title)
		s.note(err)
	}
	s.decide(s.hand(products[0]), campaign.Accepted, "Conforme au profil déclaré.", now.AddDate(2, 0, 0), 3)
	id := s.decide(s.hand(products[1]), campaign.Rejected, "Une partie du profil seulement a été jouée.", time.Time{}, 3)
	s.note(s.as(fmt.Sprintf("editeur-%d", products[1].Vendor+1)).Appeal(ctx, id, "Le reste a été joué le lendemain : nous demandons un nouvel examen.", s.sign))
	id = s.decide(s.hand(products[2]), campaign.Accepted, "Conforme au profil déclaré.", time.Time{}, 3)
	s.note(s.as("direction").Revoke(ctx, id, "La version livrée n'est pas celle qui a été jugée.", s.sign))
	s.decide(s.hand(products[3]), campaign.Accepted, "Conforme au profil déclaré.", time.Time{}, 2)
	s.hand(products[4])
	return []string{"admin", "editeur-1", "editeur-2", "editeur-3", "instructeur", "instructrice", "second", "direction", "audit", "regles"}, s.err
}

// showcase is one being filled; err is the first trouble.
type showcase struct {
	d      *Desk
	ctx    context.Context
	sign   campaign.Signer
	now    time.Time
	secret string
	people map[string]campaign.Person
	// campaigns: the first is of accès, the second of the other profiles.
	campaigns [2]campaign.ID
	err       error
}

func (s *showcase) note(err error) {
	if s.err == nil {
		s.err = err
	}
}

func (s *showcase) person(name string) campaign.Person {
	p, _, err := s.d.Store.ByLogin(s.ctx, name)
	s.note(err)
	return p
}

func (s *showcase) as(name string) store.View { return s.d.Store.As(s.person(name)) }

func (s *showcase) add(name string, role campaign.Role, org campaign.ID) {
	_, err := s.as("admin").AddPerson(s.ctx, campaign.Person{Login: name, Name: name, Role: role, Organisation: org}, s.secret)
	s.note(err)
}

// hand declares a product with its scope, hands in its session and judges it.
func (s *showcase) hand(p Shown) campaign.ID {
	v := s.as(fmt.Sprintf("editeur-%d", p.Vendor+1))
	product, err := v.AddProduct(s.ctx, p.Product.Name)
	s.note(err)
	id, err := v.AddVersion(s.ctx, product, p.Product.Version, "")
	s.note(err)
	s.note(v.Declare(s.ctx, id, []etalon.ProfileID{p.Profile}, []etalon.ProfileID{p.Profile}))
	in := s.campaigns[1]
	if p.Profile == "acces" {
		in = s.campaigns[0]
	}
	s.note(v.Enrol(s.ctx, id, in))
	if p.Archive == nil || s.err != nil {
		return id
	}
	version, err := v.Version(s.ctx, id)
	s.note(err)
	archive, err := p.Archive()
	if err != nil {
		s.note(err)
		return id
	}
	head, err := s.d.Take(s.ctx, version, archive)
	if err = errors.Join(err, archive.Close()); err != nil {
		s.note(err)
		return id
	}
	session, err := v.HandIn(s.ctx, id, head, func(*sql.Tx, campaign.ID) error { return nil })
	s.note(err)
	if s.err == nil {
		s.note(s.d.Judge(s.ctx, session))
	}
	return id
}

// decide takes a decision as many steps as asked: proposed, confirmed, signed.
func (s *showcase) decide(version campaign.ID, o campaign.Outcome, why string, until time.Time, steps int) campaign.ID {
	if s.err != nil {
		return 0
	}
	id, err := s.as("instructeur").Propose(s.ctx, version, o, why, until)
	s.note(err)
	if steps > 1 {
		s.note(s.as("second").Confirm(s.ctx, id))
	}
	if steps > 2 {
		s.note(s.as("direction").Sign(s.ctx, id, s.sign))
	}
	return id
}
