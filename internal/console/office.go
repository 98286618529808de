package console

import (
	"errors"

	"github.com/etalon-dmp/etalon/internal/campaign"
)

// auditPage is what is shown of the log.
type auditPage struct {
	Acts   []campaign.Act `json:"acts"`
	Broken string         `json:"broken,omitempty"` // where the chain does not hold
}

func (c *Console) audit(v *visit) error {
	all, err := v.view.Acts(v.r.Context())
	if err != nil {
		return err
	}
	page := auditPage{Acts: all}
	if err := campaign.Broken(all); err != nil {
		page.Broken = err.Error()
	}
	return v.show("audit", v.say("Journal d'audit", "Audit log"), page)
}

func (c *Console) healthy(v *visit) error {
	_, err := v.w.Write([]byte("ok\n"))
	return err
}

// ready tells that the store answers.
func (c *Console) ready(v *visit) error {
	if err := c.Store.DB().PingContext(v.r.Context()); err != nil {
		return errors.Join(errors.New("the store does not answer"), err)
	}
	return c.healthy(v)
}
