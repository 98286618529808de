package desk

import (
	"slices"
	"time"

	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/waiver"
)

// Waived implements console.Vault: what waivers lift of the session that was judged last.
func (d *Desk) Waived(sessions []campaign.Session, waivers []campaign.Waiver) ([]campaign.Waived, error) {
	out := []campaign.Waived{}
	i := slices.IndexFunc(sessions, func(s campaign.Session) bool { return s.State == campaign.Judged })
	standing := campaign.Standing(waivers)
	if i < 0 || len(standing) == 0 {
		return out, nil
	}
	r, err := d.judged(sessions[i])
	if err != nil {
		return out, err
	}
	var list []waiver.Waiver
	for _, w := range standing {
		list = append(list, waiver.Waiver{Rule: w.Rule, Scenario: w.Scenario, Reason: w.Reason, Owner: w.Owner, Until: w.Until.Format(time.DateOnly)})
	}
	for i, e := range waiver.Apply(list, r.Findings, d.Clock().UTC()) {
		out = append(out, campaign.Waived{Rule: e.Rule, Scenario: e.Scenario, Reason: e.Reason, Owner: e.Owner, Until: e.Until, State: string(e.State), Findings: len(e.Findings), ID: standing[i].ID})
	}
	return out, nil
}
