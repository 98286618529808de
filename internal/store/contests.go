package store

import (
	"context"
	"database/sql"

	"github.com/etalon-dmp/etalon/internal/campaign"
)

// Contests lists the appeals against a decision, the oldest first.
func (v View) Contests(ctx context.Context, decision campaign.ID) ([]campaign.Contest, error) {
	if _, err := v.Decision(ctx, decision); err != nil {
		return nil, err
	}
	return list(ctx, v.store.db, func(r scanner) (c campaign.Contest, err error) {
		var at, answered int64
		err = r.Scan(&c.ID, &c.Decision, &c.By, &at, &c.Text, &c.Answer, &c.Answerer, &answered)
		c.At, c.Answered = moment(at), moment(answered)
		return c, err
	}, "SELECT id, decision, by_whom, at, text, answer, answerer, answered FROM contest WHERE decision = ? ORDER BY id", decision)
}

// Appeal contests a signed decision.
func (v View) Appeal(ctx context.Context, decision campaign.ID, text string) error {
	text, err := campaign.Text("recours (appeal)", text)
	if err != nil {
		return err
	}
	return v.in(ctx, campaign.Appeal, func(tx *sql.Tx) (string, string, error) {
		d, err := v.decision(ctx, tx, decision)
		switch {
		case err != nil:
			return "", "", err
		case d.Step != campaign.Signed:
			return "", "", campaign.ErrState
		}
		_, err = insert(ctx, tx, "INSERT INTO contest (decision, by_whom, at, text) VALUES (?,?,?,?)", decision, v.who.Login, v.store.clock().UnixMilli(), text)
		return subject("decision", decision), "", err
	})
}

// Answer answers an appeal, once.
func (v View) Answer(ctx context.Context, contest campaign.ID, text string) error {
	text, err := campaign.Text("réponse (answer)", text)
	if err != nil {
		return err
	}
	return v.in(ctx, campaign.Answer, func(tx *sql.Tx) (string, string, error) {
		return subject("appeal", contest), "", once(tx.ExecContext(ctx, "UPDATE contest SET answer = ?, answerer = ?, answered = ? WHERE id = ? AND answered = 0",
			text, v.who.Login, v.store.clock().UnixMilli(), contest))
	})
}

// AddCampaign opens a campaign.
func (v View) AddCampaign(ctx context.Context, title string) (id campaign.ID, err error) {
	if title, err = campaign.Text("titre (title)", title); err != nil {
		return 0, err
	}
	err = v.in(ctx, campaign.Plan, func(tx *sql.Tx) (string, string, error) {
		id, err = insert(ctx, tx, "INSERT INTO campaign (title, opened) VALUES (?,?)", title, v.store.clock().UnixMilli())
		return subject("campaign", id), title, err
	})
	return id, err
}

// Campaigns lists the campaigns, the newest first.
func (v View) Campaigns(ctx context.Context) ([]campaign.Campaign, error) {
	if _, err := v.filter(); err != nil {
		return nil, err
	}
	return list(ctx, v.store.db, func(r scanner) (c campaign.Campaign, err error) {
		var opened, closed int64
		err = r.Scan(&c.ID, &c.Title, &opened, &closed)
		c.Opened, c.Closed = moment(opened), moment(closed)
		return c, err
	}, "SELECT id, title, opened, closed FROM campaign ORDER BY id DESC")
}
