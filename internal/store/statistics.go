package store

import (
	"context"
	"time"

	"github.com/etalon-dmp/etalon/internal/campaign"
)

// A day in milliseconds, as a number and in a query.
const (
	dayLong   = 24 * 60 * 60 * 1000
	dayMillis = "86400000"
)

// inCampaign keeps the versions of a campaign, or all of them for 0: its argument is the first.
const inCampaign = " ($1 = 0 OR version.id IN (SELECT enrolment.version FROM enrolment WHERE enrolment.campaign = $1)) "

// Statistics are the figures over all vendors, or of the versions of one campaign; 0 for all.
func (v View) Statistics(ctx context.Context, of campaign.ID) (campaign.Statistics, error) {
	if err := v.who.May(campaign.ReadFigures); err != nil {
		return campaign.Statistics{}, err
	}
	courses, err := list(ctx, v.store.db, scanCourse, `
		SELECT count(*), min(session.at),
			COALESCE((SELECT verdict FROM session AS one WHERE one.version = version.id AND one.state = 'judged' ORDER BY one.at, one.id LIMIT 1), ''),
			COALESCE((SELECT verdict FROM session AS one WHERE one.version = version.id AND one.state = 'judged' ORDER BY one.at DESC, one.id DESC LIMIT 1), ''),
			COALESCE((SELECT signed FROM decision WHERE decision.version = version.id AND signed > 0 ORDER BY signed LIMIT 1), 0),
			COALESCE((SELECT outcome FROM decision WHERE decision.version = version.id AND signed > 0 ORDER BY signed LIMIT 1), '')
		FROM version JOIN session ON session.version = version.id WHERE`+inCampaign+"GROUP BY version.id", of)
	if err != nil {
		return campaign.Statistics{}, err
	}
	days, err := list(ctx, v.store.db, func(r scanner) (d campaign.Day, err error) {
		var day int64
		err = r.Scan(&day, &d.Sessions, &d.Signed)
		d.On = time.UnixMilli(day * dayLong).UTC()
		return d, err
	}, `SELECT day, CAST(sum(handed) AS BIGINT), CAST(sum(decided) AS BIGINT) FROM (
			SELECT session.at / `+dayMillis+` AS day, 1 AS handed, 0 AS decided FROM session JOIN version ON version.id = session.version WHERE`+inCampaign+`
			UNION ALL SELECT decision.signed / `+dayMillis+`, 0, 1 FROM decision JOIN version ON version.id = decision.version WHERE signed > 0 AND`+inCampaign+`) AS happened
		GROUP BY day ORDER BY day DESC`, of)
	if err != nil {
		return campaign.Statistics{}, err
	}
	var c campaign.Counts
	for _, one := range []struct {
		into  *int
		query string
	}{
		{&c.Changed, "(SELECT judgement.session FROM judgement JOIN session ON session.id = judgement.session JOIN version ON version.id = session.version WHERE" + inCampaign + "GROUP BY judgement.session HAVING count(DISTINCT judgement.verdict) > 1) AS changed"},
		{&c.Revoked, "decision JOIN version ON version.id = decision.version WHERE step = 'revoked' AND" + inCampaign},
		{&c.Appeals, "contest JOIN decision ON decision.id = contest.decision JOIN version ON version.id = decision.version WHERE" + inCampaign},
		{&c.Upheld, "contest JOIN decision ON decision.id = contest.decision JOIN version ON version.id = decision.version WHERE ruling = 'upheld' AND" + inCampaign},
		{&c.Drawn, drawn + inCampaign},
		{&c.Looked, drawn + " done > 0 AND" + inCampaign},
		{&c.Disagree, drawn + " done > 0 AND agrees = 0 AND" + inCampaign},
	} {
		if err := v.store.db.QueryRowContext(ctx, "SELECT count(*) FROM "+one.query, of).Scan(one.into); err != nil {
			return campaign.Statistics{}, err
		}
	}
	return campaign.Count(courses, days, c), nil
}

const drawn = "recheck JOIN session ON session.id = recheck.session JOIN version ON version.id = session.version WHERE"

func scanCourse(r scanner) (c campaign.Course, err error) {
	var from, signed int64
	var first, last string
	if err := r.Scan(&c.Sessions, &from, &first, &last, &signed, &c.Outcome); err != nil {
		return c, err
	}
	c.From, c.Signed, c.Judged = moment(from), moment(signed), first != ""
	if !c.Judged {
		return c, nil
	}
	if err := c.First.UnmarshalText([]byte(first)); err != nil {
		return c, err
	}
	return c, c.Last.UnmarshalText([]byte(last))
}
