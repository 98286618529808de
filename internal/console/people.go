package console

import (
	"strconv"

	"github.com/etalon-dmp/etalon/internal/campaign"
)

// peoplePage is what is shown of accounts.
type peoplePage struct {
	People        []campaign.Person       `json:"people"`
	Organisations []campaign.Organisation `json:"organisations"`
	Roles         []campaign.Role         `json:"roles"`
}

func (c *Console) people(v *visit) error {
	all, err := v.view.People(v.r.Context())
	if err != nil {
		return err
	}
	organisations, err := v.view.Organisations(v.r.Context())
	if err != nil {
		return err
	}
	return v.show("people", v.say("Comptes", "Accounts"), peoplePage{all, organisations, campaign.Roles()})
}

func (c *Console) addPerson(v *visit) error {
	secret, err := v.secret(v.r.PostFormValue("password"))
	if err != nil {
		return err
	}
	p := campaign.Person{Login: v.r.PostFormValue("login"), Name: v.r.PostFormValue("name"), Role: campaign.Role(v.r.PostFormValue("role"))}
	if org, err := strconv.ParseInt(v.r.PostFormValue("organisation"), 10, 64); err == nil {
		p.Organisation = campaign.ID(org)
	}
	if _, err := v.view.AddPerson(v.r.Context(), p, secret); err != nil {
		return err
	}
	return v.to("/people")
}

func (c *Console) addOrganisation(v *visit) error {
	if _, err := v.view.AddOrganisation(v.r.Context(), v.r.PostFormValue("name")); err != nil {
		return err
	}
	return v.to("/people")
}
