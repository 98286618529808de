package console

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
)

func (c *Console) campaigns(v *visit) error {
	all, err := v.view.Campaigns(v.r.Context())
	if err != nil {
		return err
	}
	return v.show("campaigns", v.say("Campagnes", "Campaigns"), all)
}

func (c *Console) addCampaign(v *visit) error {
	id, err := v.view.AddCampaign(v.r.Context(), v.r.PostFormValue("title"))
	if err != nil {
		return err
	}
	return v.to("/campaigns/%d", id)
}

func (c *Console) closeCampaign(v *visit) error {
	id, err := v.id()
	if err == nil {
		err = v.view.CloseCampaign(v.r.Context(), id)
	}
	if err != nil {
		return err
	}
	return v.to("/campaigns/%d", id)
}

func (c *Console) enrol(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	in, err := strconv.ParseInt(v.r.PostFormValue("campaign"), 10, 64)
	if err != nil {
		return fmt.Errorf("%w: campaign", campaign.ErrInvalid)
	}
	if err := v.view.Enrol(v.r.Context(), id, campaign.ID(in)); err != nil {
		return err
	}
	return v.to("/campaigns/%d", in)
}

// campaignPage is what is shown of a campaign.
type campaignPage struct {
	Campaign campaign.Campaign   `json:"campaign"`
	Versions []campaign.Enrolled `json:"versions"`
	Hurdles  []hurdle            `json:"requirements"`
	// Counted is how many versions the requirements are counted over.
	Counted int `json:"counted"`
}

// hurdle is a requirement that versions of a campaign do not keep, in the session of each
// that was judged last.
type hurdle struct {
	ID     etalon.RequirementID `json:"requirement"`
	Failed int                  `json:"failed"`
	Open   int                  `json:"inconclusive"`
}

func (c *Console) campaign(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	of, all, err := v.view.Campaign(v.r.Context(), id)
	if err != nil {
		return err
	}
	page := campaignPage{Campaign: of, Versions: all, Hurdles: []hurdle{}}
	if v.who.Role.May(campaign.ReadDossiers) {
		page.Hurdles, page.Counted = c.hurdles(all)
	}
	return v.show("campaign", of.Title, page)
}

// mostCounted bounds the verdicts that one page reads.
const mostCounted = 200

// hurdles counts requirements over the last verdict of each version, the most failed
// first. A verdict that is not there any more is not counted.
func (c *Console) hurdles(of []campaign.Enrolled) (all []hurdle, counted int) {
	by := map[etalon.RequirementID]hurdle{}
	for _, e := range of {
		if e.Session == 0 || counted == mostCounted {
			continue
		}
		raw, err := c.Vault.Report(e.Head, campaign.ResultFile(e.Digest))
		var r struct {
			Profiles []struct {
				Requirements []struct {
					ID      etalon.RequirementID `json:"id"`
					Verdict etalon.Verdict       `json:"verdict"`
				} `json:"requirements"`
			} `json:"profiles"`
		}
		if err != nil || json.Unmarshal(raw, &r) != nil {
			continue
		}
		counted++
		worst := map[etalon.RequirementID]etalon.Verdict{}
		for _, p := range r.Profiles {
			for _, q := range p.Requirements {
				worst[q.ID] = worst[q.ID].Join(q.Verdict)
			}
		}
		for id, verdict := range worst {
			h := by[id]
			h.ID = id
			switch verdict {
			case etalon.Fail:
				h.Failed++
			case etalon.Inconclusive:
				h.Open++
			default:
				continue
			}
			by[id] = h
		}
	}
	all = []hurdle{}
	for _, h := range by {
		all = append(all, h)
	}
	slices.SortFunc(all, func(a, b hurdle) int {
		return cmp.Or(cmp.Compare(b.Failed, a.Failed), cmp.Compare(b.Open, a.Open), cmp.Compare(a.ID, b.ID))
	})
	return all, counted
}
