package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/etalon-dmp/etalon/internal/campaign"
)

// Outlive marks the sessions whose messages are past their time: those that were handed
// in before an instant and are judged or refused, unless somebody still needs them: a
// decision on their version that is under way, an appeal that is not answered. It tells
// which; the log has a line for each.
func (v View) Outlive(ctx context.Context, before time.Time, why string) ([]campaign.Session, error) {
	why, err := campaign.Text("motif (reason)", why)
	if err != nil {
		return nil, err
	}
	past, err := v.Past(ctx, before)
	if err != nil {
		return nil, err
	}
	for i, s := range past {
		past[i].Outlived = v.now()
		if err := v.in(ctx, campaign.Forget, func(tx *sql.Tx) (string, string, error) {
			return subject("session", s.ID), why, once(tx.ExecContext(ctx, "UPDATE session SET outlived = $1 WHERE id = $2 AND outlived = 0", past[i].Outlived.UnixMilli(), s.ID))
		}); err != nil {
			return past[:i], err
		}
	}
	return past, nil
}

// Past lists what Outlive would mark.
func (v View) Past(ctx context.Context, before time.Time) ([]campaign.Session, error) {
	if err := v.who.May(campaign.Forget); err != nil {
		return nil, err
	}
	return list(ctx, v.store.db, scanSession, "SELECT "+sessionColumns+` FROM session WHERE session.at < $1 AND state IN ('judged', 'refused') AND outlived = 0
		AND NOT EXISTS (SELECT 1 FROM decision WHERE decision.version = session.version AND step IN ('proposed', 'confirmed'))
		AND NOT EXISTS (SELECT 1 FROM contest JOIN decision ON decision.id = contest.decision WHERE decision.version = session.version AND answered = 0)
		ORDER BY session.id`, before.UnixMilli())
}

// Outlived lists the dossiers of which no session needs the messages any more.
func (v View) Outlived(ctx context.Context) (heads []string, err error) {
	if err := v.who.May(campaign.Forget); err != nil {
		return nil, err
	}
	return list(ctx, v.store.db, func(r scanner) (head string, err error) { return head, r.Scan(&head) },
		"SELECT head FROM session GROUP BY head HAVING min(outlived) > 0 ORDER BY head")
}
