package desk

import (
	"slices"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
)

// Contradictions implements console.Vault: what a version claims and its judged sessions
// do not show, and what they show that nobody asked for.
func (d *Desk) Contradictions(v campaign.Version, sessions []campaign.Session) ([]campaign.Contradiction, error) {
	out := []campaign.Contradiction{}
	if v.Scope == nil {
		return out, nil
	}
	var played []etalon.ProfileID
	var modes []etalon.AuthMode
	unasked := map[etalon.Transaction]int{}
	judged := 0
	for _, s := range sessions {
		if s.State != campaign.Judged {
			continue
		}
		g, err := d.given(s, d.kept)
		if err != nil {
			return out, err
		}
		judged++
		modes = append(modes, g.Plan.SUT.Mode)
		for _, p := range g.Plan.Profiles {
			played = append(played, p.ID)
		}
		awaited := map[etalon.Transaction]bool{}
		for _, sc := range g.Plan.Scenarios {
			for _, st := range sc.Steps {
				if st.Expect != nil {
					awaited[st.Expect.Transaction] = true
				}
				if st.Send != nil { // by the harness, to a product that is a server
					awaited[st.Send.Transaction] = true
				}
			}
		}
		for _, x := range g.Result.Exchanges {
			if !awaited[x.Transaction] && slices.Contains(etalon.SentBy(etalon.SentBySUT), x.Transaction) {
				unasked[x.Transaction]++
			}
		}
	}
	if judged == 0 {
		return out, nil
	}
	for _, p := range v.Scope.Profiles {
		if !slices.Contains(played, p) {
			out = append(out, campaign.Contradiction{Kind: campaign.ProfileUnplayed, Subject: string(p)})
		}
	}
	for _, m := range v.Scope.Modes {
		if !slices.Contains(modes, m) {
			out = append(out, campaign.Contradiction{Kind: campaign.ModeUnplayed, Subject: string(m)})
		}
	}
	for _, t := range etalon.Transactions() {
		if n := unasked[t]; n > 0 {
			out = append(out, campaign.Contradiction{Kind: campaign.TrafficUnasked, Subject: string(t), N: n})
		}
	}
	return out, nil
}
