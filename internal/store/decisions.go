package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/etalon-dmp/etalon/internal/campaign"
)

const decisionColumns = "decision.id, decision.version, outcome, reason, until, evidence, step, proposer, proposed, confirmer, confirmed, signer, signed, revoker, revoked, why"

const fromDecision = " FROM decision JOIN version ON version.id = decision.version JOIN product ON product.id = version.product "

func scanDecision(r scanner) (d campaign.Decision, err error) {
	var until, proposed, confirmed, signed, revoked int64
	err = r.Scan(&d.ID, &d.Version, &d.Outcome, &d.Reason, &until, &d.Evidence, &d.Step, &d.Proposer, &proposed, &d.Confirmer, &confirmed, &d.Signer, &signed, &d.Revoker, &revoked, &d.Why)
	d.Until = moment(until)
	d.Proposed, d.Confirmed, d.Signed, d.Revoked = moment(proposed), moment(confirmed), moment(signed), moment(revoked)
	return d, err
}

// shown keeps what is under way among the authority's people: a vendor sees a
// decision once it is signed.
func (v View) shown() string {
	if v.who.Role.Vendor() {
		return " step IN ('signed', 'revoked') AND "
	}
	return ""
}

// Decisions lists those on a version, the newest first.
func (v View) Decisions(ctx context.Context, version campaign.ID) ([]campaign.Decision, error) {
	args, err := v.filter()
	if err != nil {
		return nil, err
	}
	return list(ctx, v.store.db, scanDecision, "SELECT "+decisionColumns+fromDecision+"WHERE"+v.shown()+mine+"AND version.id = $3 ORDER BY decision.id DESC", append(args, version)...)
}

// Decision gives one decision.
func (v View) Decision(ctx context.Context, id campaign.ID) (campaign.Decision, error) {
	return v.decision(ctx, v.store.db, id)
}

func (v View) decision(ctx context.Context, db querier, id campaign.ID) (campaign.Decision, error) {
	args, err := v.filter()
	if err != nil {
		return campaign.Decision{}, err
	}
	d, err := scanDecision(db.QueryRowContext(ctx, "SELECT "+decisionColumns+fromDecision+"WHERE"+v.shown()+mine+"AND decision.id = $3", append(args, id)...))
	return d, found(err)
}

// Propose opens a decision on a version. There is one at a time. until is the last day
// that it is to hold, or zero.
func (v View) Propose(ctx context.Context, version campaign.ID, outcome campaign.Outcome, reason string, until time.Time) (id campaign.ID, err error) {
	if reason, err = campaign.Text("motif (reason)", reason); err != nil {
		return 0, err
	}
	if outcome != campaign.Accepted && outcome != campaign.Rejected {
		return 0, fmt.Errorf("%w: %q", campaign.ErrInvalid, outcome)
	}
	if !until.IsZero() && until.Before(v.now().AddDate(0, 0, -1)) {
		return 0, fmt.Errorf("%w: la fin %s est passée (that end is past)", campaign.ErrInvalid, until.Format(time.DateOnly))
	}
	err = v.in(ctx, campaign.Propose, func(tx *sql.Tx) (string, string, error) {
		one, err := v.version(ctx, tx, version)
		if err != nil {
			return "", "", err
		}
		if one.Scope == nil {
			return "", "", fmt.Errorf("%w: le périmètre n'est pas déclaré (the scope is not declared)", campaign.ErrState)
		}
		sessions, err := v.sessions(ctx, tx, version)
		if err != nil {
			return "", "", err
		}
		waivers, err := v.waivers(ctx, tx, version)
		if err != nil {
			return "", "", err
		}
		id, err = insert(ctx, tx, "INSERT INTO decision (version, outcome, reason, until, evidence, step, proposer, proposed) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)",
			version, outcome, reason, milli(until), campaign.Evidence(sessions, waivers), campaign.Proposed, v.who.ID, v.now().UnixMilli())
		return subject("decision", id), string(outcome), err
	})
	return id, err
}

// examined gives a decision and what its version has now: sessions and waivers.
func (v View) examined(ctx context.Context, tx *sql.Tx, id campaign.ID) (campaign.Decision, []campaign.Session, []campaign.Waiver, error) {
	d, err := v.decision(ctx, tx, id)
	if err != nil {
		return d, nil, nil, err
	}
	sessions, err := v.sessions(ctx, tx, d.Version)
	if err != nil {
		return d, nil, nil, err
	}
	waivers, err := v.waivers(ctx, tx, d.Version)
	return d, sessions, waivers, err
}

// Confirm confirms another's proposal.
func (v View) Confirm(ctx context.Context, id campaign.ID) error {
	return v.in(ctx, campaign.Confirm, func(tx *sql.Tx) (string, string, error) {
		d, sessions, waivers, err := v.examined(ctx, tx, id)
		if err == nil {
			err = d.Confirm(v.who)
		}
		if err == nil {
			err = d.Unchanged(sessions, waivers)
		}
		if err != nil {
			return "", "", err
		}
		return subject("decision", id), "", once(tx.ExecContext(ctx, "UPDATE decision SET step = $1, confirmer = $2, confirmed = $3 WHERE id = $4 AND step = $5",
			d.Step, d.Confirmer, v.now().UnixMilli(), id, campaign.Proposed))
	})
}

// Withdraw takes back a proposal before it is signed, and says why: another can be made.
func (v View) Withdraw(ctx context.Context, id campaign.ID, why string) error {
	why, err := campaign.Text("motif (reason)", why)
	if err != nil {
		return err
	}
	return v.in(ctx, campaign.Withdraw, func(tx *sql.Tx) (string, string, error) {
		if _, err := v.decision(ctx, tx, id); err != nil {
			return "", "", err
		}
		return subject("decision", id), why, once(tx.ExecContext(ctx, "UPDATE decision SET step = $1, revoker = $2, revoked = $3, why = $4 WHERE id = $5 AND step IN ($6, $7)",
			campaign.Withdrawn, v.who.ID, v.now().UnixMilli(), why, id, campaign.Proposed, campaign.Confirmed))
	})
}

// Sign signs a confirmed decision: what sign gives is kept, and published.
func (v View) Sign(ctx context.Context, id campaign.ID, sign campaign.Signer) error {
	return v.in(ctx, campaign.Sign, func(tx *sql.Tx) (string, string, error) {
		d, sessions, waivers, err := v.examined(ctx, tx, id)
		if err == nil {
			err = d.Sign(v.who)
		}
		if err == nil {
			err = d.Unchanged(sessions, waivers)
		}
		if err != nil {
			return "", "", err
		}
		d.Signed = v.now()
		err = once(tx.ExecContext(ctx, "UPDATE decision SET step = $1, signer = $2, signed = $3 WHERE id = $4 AND step = $5", d.Step, d.Signer, d.Signed.UnixMilli(), id, campaign.Confirmed))
		if err == nil {
			err = v.state(ctx, tx, d, campaign.Saying{Kind: campaign.OfDecision, At: d.Signed, Sessions: sessions, Waivers: waivers}, sign)
		}
		return subject("decision", id), string(d.Outcome), err
	})
}

// once is ErrState when a change did not find what it changes.
func once(r sql.Result, err error) error {
	if err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return campaign.ErrState
}

// Acts gives the audit log, the oldest first.
func (v View) Acts(ctx context.Context) ([]campaign.Act, error) {
	if err := v.who.May(campaign.ReadAudit); err != nil {
		return nil, err
	}
	return list(ctx, v.store.db, func(r scanner) (a campaign.Act, err error) {
		var at int64
		err = r.Scan(&a.Seq, &at, &a.Who, &a.Role, &a.What, &a.Subject, &a.Detail, &a.Previous, &a.Hash)
		a.At = moment(at)
		return a, err
	}, "SELECT seq, at, who, role, what, subject, detail, previous, hash FROM act ORDER BY seq")
}
