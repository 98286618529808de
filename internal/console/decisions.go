package console

import (
	"fmt"
	"time"

	"github.com/etalon-dmp/etalon/internal/campaign"
)

// decisionPage is what is shown of a decision.
type decisionPage struct {
	Decision campaign.Decision    `json:"decision"`
	Version  campaign.Version     `json:"version"`
	Contests []campaign.Contest   `json:"appeals"`
	Signed   []campaign.Statement `json:"statements"`
	// Concluded is what is established now, and Changed that it is not what the decision
	// was proposed on.
	Concluded []campaign.Concluded `json:"concluded"`
	Changed   bool                 `json:"changed"`
}

func (c *Console) propose(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	var until time.Time
	if day := v.r.PostFormValue("until"); day != "" {
		if until, err = time.Parse(time.DateOnly, day); err != nil {
			return fmt.Errorf("%w: %q, attendu (expected) AAAA-MM-JJ", campaign.ErrInvalid, day)
		}
	}
	made, err := v.view.Propose(v.r.Context(), id, campaign.Outcome(v.r.PostFormValue("outcome")), v.r.PostFormValue("reason"), until)
	if err != nil {
		return err
	}
	return v.to("/decisions/%d", made)
}

func (c *Console) decision(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	ctx := v.r.Context()
	d, err := v.view.Decision(ctx, id)
	if err != nil {
		return err
	}
	version, err := v.view.Version(ctx, d.Version)
	if err != nil {
		return err
	}
	contests, err := v.view.Contests(ctx, id)
	if err != nil {
		return err
	}
	sessions, err := v.view.Sessions(ctx, d.Version)
	if err != nil {
		return err
	}
	waivers, err := v.view.Waivers(ctx, d.Version)
	if err != nil {
		return err
	}
	concluded, err := c.concluded(version, sessions)
	if err != nil {
		return err
	}
	said, err := c.Store.Statements(ctx, id)
	if err != nil {
		return err
	}
	return v.show("decision", v.say("Décision", "Decision"), decisionPage{d, version, contests, said, concluded, d.Unchanged(sessions, waivers) != nil})
}

// step does one step of a decision and shows where it stands.
func (v *visit) step(do func(id campaign.ID) error) error {
	id, err := v.id()
	if err == nil {
		err = do(id)
	}
	if err != nil {
		return err
	}
	return v.to("/decisions/%d", id)
}

func (c *Console) confirm(v *visit) error {
	return v.step(func(id campaign.ID) error { return v.view.Confirm(v.r.Context(), id) })
}

func (c *Console) sign(v *visit) error {
	return v.step(func(id campaign.ID) error { return v.view.Sign(v.r.Context(), id, c.Sign) })
}

func (c *Console) withdraw(v *visit) error {
	return v.step(func(id campaign.ID) error { return v.view.Withdraw(v.r.Context(), id, v.r.PostFormValue("why")) })
}

func (c *Console) revoke(v *visit) error {
	return v.step(func(id campaign.ID) error { return v.view.Revoke(v.r.Context(), id, v.r.PostFormValue("why"), c.Sign) })
}

func (c *Console) correct(v *visit) error {
	return v.step(func(id campaign.ID) error {
		return v.view.Correct(v.r.Context(), id, v.r.PostFormValue("text"), c.Sign)
	})
}

func (c *Console) appeal(v *visit) error {
	return v.step(func(id campaign.ID) error { return v.view.Appeal(v.r.Context(), id, v.r.PostFormValue("text"), c.Sign) })
}

func (c *Console) answer(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	decision, err := v.view.Answer(v.r.Context(), id, campaign.Ruling(v.r.PostFormValue("ruling")), v.r.PostFormValue("text"), c.Sign)
	if err != nil {
		return err
	}
	return v.to("/decisions/%d", decision)
}
