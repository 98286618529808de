package console

import (
	"fmt"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
)

// The states of a waiver, as pages name them.
const (
	waiverUsed     = "waiver used"
	waiverExpired  = "waiver expired"
	waiverUnneeded = "waiver unneeded"
)

// waive has the authority live with findings of a version.
func (c *Console) waive(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	until, err := time.Parse(time.DateOnly, v.r.PostFormValue("last"))
	if err != nil {
		return fmt.Errorf("%w: last", campaign.ErrInvalid)
	}
	w := campaign.Waiver{
		Version: id, Rule: etalon.RuleID(v.r.PostFormValue("rule")), Scenario: etalon.ScenarioID(v.r.PostFormValue("scenario")),
		Reason: v.r.PostFormValue("why"), Owner: v.r.PostFormValue("owner"), Until: until,
	}
	if err := v.view.AddWaiver(v.r.Context(), w); err != nil {
		return err
	}
	return v.to("/versions/%d", id)
}

func (c *Console) endWaiver(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	version, err := v.view.EndWaiver(v.r.Context(), id)
	if err != nil {
		return err
	}
	return v.to("/versions/%d", version)
}
