package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/etalon-dmp/etalon/internal/campaign"
)

const contestColumns = "id, decision, by_whom, at, text, ruling, answer, answerer, answered"

func scanContest(r scanner) (c campaign.Contest, err error) {
	var at, answered int64
	err = r.Scan(&c.ID, &c.Decision, &c.By, &at, &c.Text, &c.Ruling, &c.Answer, &c.Answerer, &answered)
	c.At, c.Answered = moment(at), moment(answered)
	return c, err
}

// Contests lists the appeals against a decision, the oldest first.
func (v View) Contests(ctx context.Context, decision campaign.ID) ([]campaign.Contest, error) {
	if _, err := v.Decision(ctx, decision); err != nil {
		return nil, err
	}
	return list(ctx, v.store.db, scanContest, "SELECT "+contestColumns+" FROM contest WHERE decision = $1 ORDER BY id", decision)
}

// Appeal contests a signed decision. A statement says that it was received.
func (v View) Appeal(ctx context.Context, decision campaign.ID, text string, sign campaign.Signer) error {
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
		c := campaign.Contest{Decision: decision, By: v.who.Login, At: v.now(), Text: text}
		c.ID, err = insert(ctx, tx, "INSERT INTO contest (decision, by_whom, at, text) VALUES ($1,$2,$3,$4)", decision, c.By, c.At.UnixMilli(), text)
		if err == nil {
			err = v.state(ctx, tx, d, campaign.Saying{Kind: campaign.OfAppeal, At: c.At, Contest: c}, sign)
		}
		return subject("decision", decision), "", err
	})
}

// Answer answers an appeal, once, by somebody who took no part in the decision, and
// gives the decision. A statement says what it came to.
func (v View) Answer(ctx context.Context, contest campaign.ID, ruling campaign.Ruling, text string, sign campaign.Signer) (decision campaign.ID, err error) {
	if text, err = campaign.Text("réponse (answer)", text); err != nil {
		return 0, err
	}
	if ruling != campaign.Upheld && ruling != campaign.Dismissed {
		return 0, fmt.Errorf("%w: %q", campaign.ErrInvalid, ruling)
	}
	err = v.in(ctx, campaign.Answer, func(tx *sql.Tx) (string, string, error) {
		c, err := scanContest(tx.QueryRowContext(ctx, "SELECT "+contestColumns+" FROM contest WHERE id = $1", contest))
		if err != nil {
			return "", "", found(err)
		}
		d, err := v.decision(ctx, tx, c.Decision)
		if err == nil {
			err = d.Independent(v.who)
		}
		if err != nil {
			return "", "", err
		}
		decision = d.ID
		c.Ruling, c.Answer, c.Answerer, c.Answered = ruling, text, v.who.Login, v.now()
		err = once(tx.ExecContext(ctx, "UPDATE contest SET ruling = $1, answer = $2, answerer = $3, answered = $4 WHERE id = $5 AND answered = 0",
			ruling, text, c.Answerer, c.Answered.UnixMilli(), contest))
		if err == nil {
			err = v.state(ctx, tx, d, campaign.Saying{Kind: campaign.OfAnswer, At: c.Answered, Contest: c}, sign)
		}
		return subject("appeal", contest), string(ruling), err
	})
	return decision, err
}
