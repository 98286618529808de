package console

import (
	"cmp"
	"fmt"
	"strconv"

	"github.com/etalon-dmp/etalon/internal/campaign"
)

// statisticsPage is what is shown of figures.
type statisticsPage struct {
	campaign.Statistics
	Campaigns []campaign.Campaign `json:"campaigns"`
	// Of is the campaign that they are of; 0 for all versions.
	Of campaign.ID `json:"of,omitempty"`
}

func (c *Console) statistics(v *visit) error {
	n, err := strconv.ParseInt(cmp.Or(v.r.URL.Query().Get("campaign"), "0"), 10, 64)
	if err != nil || n < 0 {
		return fmt.Errorf("%w: campaign", campaign.ErrInvalid)
	}
	page := statisticsPage{Of: campaign.ID(n)}
	if page.Campaigns, err = v.view.Campaigns(v.r.Context()); err != nil {
		return err
	}
	if page.Statistics, err = v.view.Statistics(v.r.Context(), page.Of); err != nil {
		return err
	}
	return v.show("statistics", v.say("Statistiques", "Statistics"), page)
}

// look records what a person saw who looked at a session again.
func (c *Console) look(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	seen := v.r.PostFormValue("seen")
	if seen != "agrees" && seen != "disagrees" {
		return fmt.Errorf("%w: seen", campaign.ErrInvalid)
	}
	if err := v.view.Look(v.r.Context(), id, seen == "agrees", v.r.PostFormValue("note")); err != nil {
		return err
	}
	return v.to("/sessions/%d", id)
}
