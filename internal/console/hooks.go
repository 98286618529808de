package console

import (
	"errors"
	"net/http"

	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/login"
)

// addHook has an address told what becomes of the sessions of a product, and shows the
// secret that signs it, once.
func (c *Console) addHook(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	address := v.r.PostFormValue("url")
	if err := c.CheckHook(address); err != nil {
		return errors.Join(campaign.ErrInvalid, err)
	}
	secret, _, err := login.Token()
	if err != nil {
		return err
	}
	if _, err := v.view.AddHook(v.r.Context(), id, address, secret); err != nil {
		return err
	}
	v.status = http.StatusCreated
	return v.tokens(id, "", secret)
}

func (c *Console) endHook(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	product, err := v.view.EndHook(v.r.Context(), id)
	if err != nil {
		return err
	}
	return v.to("/products/%d/tokens", product)
}
