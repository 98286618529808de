package console

import (
	"encoding/json"
	"errors"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
)

func (c *Console) propose(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	made, err := v.view.Propose(v.r.Context(), id, campaign.Outcome(v.r.PostFormValue("outcome")), v.r.PostFormValue("reason"))
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
	return v.show("decision", v.say("Décision", "Decision"), struct {
		Decision campaign.Decision
		Version  campaign.Version
		Contests []campaign.Contest
	}{d, version, contests})
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
	return v.step(func(id campaign.ID) error {
		d, err := v.view.Decision(v.r.Context(), id)
		if err != nil {
			return err
		}
		sessions, err := v.view.Sessions(v.r.Context(), d.Version)
		if err != nil {
			return err
		}
		return v.view.Sign(v.r.Context(), id, func(d campaign.Decision, version campaign.Version) (string, error) {
			return c.Sign(d, version, sessions)
		})
	})
}

func (c *Console) revoke(v *visit) error {
	return v.step(func(id campaign.ID) error { return v.view.Revoke(v.r.Context(), id, v.r.PostFormValue("why")) })
}

func (c *Console) appeal(v *visit) error {
	return v.step(func(id campaign.ID) error { return v.view.Appeal(v.r.Context(), id, v.r.PostFormValue("text")) })
}

func (c *Console) answer(v *visit) error {
	id, err := v.id()
	if err == nil {
		err = v.view.Answer(v.r.Context(), id, v.r.PostFormValue("text"))
	}
	if err != nil {
		return err
	}
	return v.to("/products")
}

func (c *Console) register(v *visit) error {
	all, err := c.Store.Register(v.r.Context())
	if err != nil {
		return err
	}
	return v.show("register", v.say("Registre public", "Public register"), all)
}

// entry is a line of the register for machines.
type entry struct {
	Decision campaign.ID        `json:"decision"`
	Vendor   string             `json:"vendor"`
	Product  string             `json:"product"`
	Version  string             `json:"version"`
	Profiles []etalon.ProfileID `json:"profiles"`
	Outcome  campaign.Outcome   `json:"outcome"`
	Signed   time.Time          `json:"signed"`
	Revoked  *time.Time         `json:"revoked,omitempty"`
}

func (c *Console) registerJSON(v *visit) error {
	all, err := c.Store.Register(v.r.Context())
	if err != nil {
		return err
	}
	out := []entry{}
	for _, p := range all {
		e := entry{Decision: p.ID, Vendor: p.Version.Product.Vendor, Product: p.Version.Product.Name, Version: p.Version.Label, Outcome: p.Outcome, Signed: p.Signed}
		if p.Version.Scope != nil {
			e.Profiles = p.Version.Scope.Profiles
		}
		if p.Step == campaign.Revoked {
			e.Revoked = &p.Revoked
		}
		out = append(out, e)
	}
	v.w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(v.w).Encode(out)
}

// statement gives the signed statement of a decision to anybody.
func (c *Console) statement(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	all, err := c.Store.Register(v.r.Context())
	if err != nil {
		return err
	}
	for _, p := range all {
		if p.ID == id {
			v.w.Header().Set("Content-Type", "application/jose")
			_, err := v.w.Write([]byte(p.Statement + "\n"))
			return err
		}
	}
	return campaign.ErrUnknown
}

func (c *Console) campaigns(v *visit) error {
	all, err := v.view.Campaigns(v.r.Context())
	if err != nil {
		return err
	}
	return v.show("campaigns", v.say("Campagnes", "Campaigns"), all)
}

func (c *Console) addCampaign(v *visit) error {
	if _, err := v.view.AddCampaign(v.r.Context(), v.r.PostFormValue("title")); err != nil {
		return err
	}
	return v.to("/campaigns")
}

func (c *Console) audit(v *visit) error {
	all, err := v.view.Acts(v.r.Context())
	if err != nil {
		return err
	}
	return v.show("audit", v.say("Journal d'audit", "Audit log"), struct {
		Acts   []campaign.Act
		Broken error
	}{all, campaign.Broken(all)})
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
