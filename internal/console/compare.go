package console

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/etalon-dmp/etalon/internal/campaign"
)

// comparison is what one judged session says otherwise than another.
type comparison struct {
	Session campaign.Session `json:"session"`
	With    campaign.Session `json:"with,omitzero"`
	// Others are those that it can be compared with: of the same version.
	Others []campaign.Session `json:"others"`
	// Says is what the verdicts say otherwise, Stands what they stand on that is not the
	// same. From is of With.
	Says   []campaign.Change `json:"says"`
	Stands []campaign.Change `json:"standsOn"`
}

// compare holds a judged session beside another one of the same version: the one asked
// for, or the one that was handed in before it.
func (c *Console) compare(v *visit) error {
	s, err := v.known()
	if err != nil {
		return err
	}
	if s.State != campaign.Judged {
		return fmt.Errorf("%w: la session n'est pas jugée (the session is not judged)", campaign.ErrState)
	}
	of, err := v.view.Sessions(v.r.Context(), s.Version)
	if err != nil {
		return err
	}
	page := comparison{Session: s, Says: []campaign.Change{}, Stands: []campaign.Change{}}
	page.Others = slices.DeleteFunc(of, func(o campaign.Session) bool { return o.State != campaign.Judged || o.ID == s.ID })
	switch asked := v.r.URL.Query().Get("with"); {
	case asked != "":
		n, err := strconv.ParseInt(asked, 10, 64)
		i := slices.IndexFunc(page.Others, func(o campaign.Session) bool { return int64(o.ID) == n })
		if err != nil || i < 0 {
			return campaign.ErrUnknown
		}
		page.With = page.Others[i]
	default:
		for _, o := range page.Others { // the newest first
			if o.ID < s.ID {
				page.With = o
				break
			}
		}
	}
	if page.With.ID != 0 {
		if page.Says, page.Stands, err = c.Vault.Compare(page.With, s); err != nil {
			return err
		}
	}
	return v.show("compare", v.say("Deux verdicts côte à côte", "Two verdicts side by side"), page)
}
