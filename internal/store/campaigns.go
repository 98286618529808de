package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/etalon-dmp/etalon/internal/campaign"
)

// AddCampaign opens a campaign.
func (v View) AddCampaign(ctx context.Context, title string) (id campaign.ID, err error) {
	if title, err = campaign.Text("titre (title)", title); err != nil {
		return 0, err
	}
	err = v.in(ctx, campaign.Plan, func(tx *sql.Tx) (string, string, error) {
		id, err = insert(ctx, tx, "INSERT INTO campaign (title, opened) VALUES ($1,$2)", title, v.store.clock().UnixMilli())
		return subject("campaign", id), title, err
	})
	return id, err
}

const campaignColumns = "campaign.id, title, opened, closed"

func scanCampaign(r scanner) (c campaign.Campaign, err error) {
	var opened, closed int64
	err = r.Scan(&c.ID, &c.Title, &opened, &closed)
	c.Opened, c.Closed = moment(opened), moment(closed)
	return c, err
}

// Campaigns lists the campaigns, the newest first.
func (v View) Campaigns(ctx context.Context) ([]campaign.Campaign, error) {
	if _, err := v.filter(); err != nil {
		return nil, err
	}
	return list(ctx, v.store.db, scanCampaign, "SELECT "+campaignColumns+" FROM campaign ORDER BY id DESC")
}

func (v View) campaign(ctx context.Context, db querier, id campaign.ID) (campaign.Campaign, error) {
	c, err := scanCampaign(db.QueryRowContext(ctx, "SELECT "+campaignColumns+" FROM campaign WHERE id = $1", id))
	return c, found(err)
}

// CloseCampaign ends a campaign: nothing is entered into it any more.
func (v View) CloseCampaign(ctx context.Context, id campaign.ID) error {
	return v.in(ctx, campaign.Plan, func(tx *sql.Tx) (string, string, error) {
		c, err := v.campaign(ctx, tx, id)
		if err != nil {
			return "", "", err
		}
		if !c.Closed.IsZero() {
			return "", "", campaign.ErrState
		}
		_, err = tx.ExecContext(ctx, "UPDATE campaign SET closed = $1 WHERE id = $2", v.now().UnixMilli(), id)
		return subject("campaign", id), "close (closed)", err
	})
}

// Enrol enters a version into an open campaign. One that is in it stays.
func (v View) Enrol(ctx context.Context, version, in campaign.ID) error {
	return v.in(ctx, campaign.Enrol, func(tx *sql.Tx) (string, string, error) {
		one, err := v.version(ctx, tx, version)
		if err != nil {
			return "", "", err
		}
		c, err := v.campaign(ctx, tx, in)
		switch {
		case err != nil:
			return "", "", err
		case !c.Closed.IsZero():
			return "", "", fmt.Errorf("%w: la campagne est close (the campaign is closed)", campaign.ErrState)
		case one.Scope == nil:
			return "", "", fmt.Errorf("%w: le périmètre n'est pas déclaré (the scope is not declared)", campaign.ErrState)
		}
		_, err = tx.ExecContext(ctx, "INSERT INTO enrolment (campaign, version, by_whom, at) VALUES ($1,$2,$3,$4)", in, version, v.who.Login, v.now().UnixMilli())
		if known(err) {
			err = fmt.Errorf("%w: elle y est déjà (it is in it already)", campaign.ErrInvalid)
		}
		return subject("version", version), subject("campaign", in), err
	})
}

// Campaign gives a campaign and, of the versions in it, those that the person sees: where
// each stands.
func (v View) Campaign(ctx context.Context, id campaign.ID) (campaign.Campaign, []campaign.Enrolled, error) {
	args, err := v.filter()
	if err != nil {
		return campaign.Campaign{}, nil, err
	}
	c, err := v.campaign(ctx, v.store.db, id)
	if err != nil {
		return c, nil, err
	}
	const newest = " FROM session WHERE session.version = version.id AND state = 'judged' ORDER BY judged DESC, session.id DESC LIMIT 1), "
	const decided = " FROM decision WHERE " + "decision.version = version.id AND step != 'withdrawn' ORDER BY decision.id DESC LIMIT 1), "
	all, err := list(ctx, v.store.db, func(r scanner) (e campaign.Enrolled, err error) {
		var at int64
		var verdict string
		if err := r.Scan(&e.Version, &e.Vendor, &e.Product, &e.Label, &at, &e.Sessions, &verdict, &e.Session, &e.Head, &e.Digest, &e.Outcome, &e.Step); err != nil {
			return e, err
		}
		e.At = moment(at)
		if verdict != "" {
			err = e.Verdict.UnmarshalText([]byte(verdict))
		}
		if v.who.Role.Vendor() && e.Step != campaign.Signed && e.Step != campaign.Revoked {
			e.Outcome, e.Step = "", "" // what is under way is the authority's
		}
		return e, err
	}, `SELECT version.id, organisation.name, product.name, version.label, enrolment.at, (SELECT count(*) FROM session WHERE session.version = version.id),
			COALESCE((SELECT verdict`+newest+"''), COALESCE((SELECT session.id"+newest+"0), COALESCE((SELECT head"+newest+"''), COALESCE((SELECT digest"+newest+`''),
			COALESCE((SELECT outcome`+decided+"''), COALESCE((SELECT step"+decided+`'')
		FROM enrolment JOIN version ON version.id = enrolment.version JOIN product ON product.id = version.product JOIN organisation ON organisation.id = product.organisation
		WHERE`+mine+"AND enrolment.campaign = $3 ORDER BY organisation.name, product.name, version.id", append(args, id)...)
	return c, all, err
}
