package console

import (
	"errors"

	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/login"
)

// secret makes what a new password is checked against.
func (v *visit) secret(password string) (secret string, err error) {
	if busy := v.gate.Do(v.r.Context(), func() { secret, err = login.Secret(password) }); busy != nil {
		return "", busy
	}
	if err != nil {
		return "", errors.Join(campaign.ErrInvalid, err)
	}
	return secret, nil
}

func (c *Console) passwordPage(v *visit) error {
	return v.show("password", v.say("Changer de mot de passe", "Change the password"), nil)
}

// password changes one's own password: whoever found the browser open does not know it.
func (c *Console) password(v *visit) error {
	if !c.tries.more(v.who.Login, c.from(v.r)) {
		return errTries
	}
	_, old, err := c.Store.ByLogin(v.r.Context(), v.who.Login)
	if err != nil {
		return err
	}
	right := false
	if err := c.gate.Do(v.r.Context(), func() { right = login.Check(v.r.PostFormValue("current"), old) }); err != nil {
		return err
	}
	if !right {
		return errLogin
	}
	secret, err := v.secret(v.r.PostFormValue("password"))
	if err == nil {
		err = v.view.Renew(v.r.Context(), v.who.ID, secret)
	}
	if err != nil {
		return err
	}
	return v.to("/login")
}

func (c *Console) endPerson(v *visit) error {
	id, err := v.id()
	if err == nil {
		err = v.view.EndPerson(v.r.Context(), id)
	}
	if err != nil {
		return err
	}
	return v.to("/people")
}

func (c *Console) renewPerson(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	secret, err := v.secret(v.r.PostFormValue("password"))
	if err == nil {
		err = v.view.Renew(v.r.Context(), id, secret)
	}
	if err != nil {
		return err
	}
	return v.to("/people")
}
