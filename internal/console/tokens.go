package console

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/login"
)

// tokenPage is what is shown of the tokens of a product. New is one that was just made:
// it is shown this once.
type tokenPage struct {
	Product campaign.Product `json:"product"`
	Tokens  []campaign.Token `json:"tokens"`
	New     string           `json:"token,omitempty"`
	Hooks   []campaign.Hook  `json:"hooks"`
	Secret  string           `json:"secret,omitempty"` // of a hook that was just made
}

func (c *Console) tokens(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	return v.tokens(id, "", "")
}

func (v *visit) tokens(product campaign.ID, made, secret string) error {
	p, err := v.view.Product(v.r.Context(), product)
	if err != nil {
		return err
	}
	all, err := v.view.Tokens(v.r.Context(), product)
	if err != nil {
		return err
	}
	hooks, err := v.view.Hooks(v.r.Context(), product)
	if err != nil {
		return err
	}
	return v.show("tokens", v.say("Jetons de ", "Tokens of ")+p.Name, tokenPage{p, all, made, hooks, secret})
}

// addToken makes a token and shows it, once: its hash alone is kept.
func (c *Console) addToken(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	days, err := strconv.Atoi(v.r.PostFormValue("days"))
	if err != nil || days < 1 || days > 366 {
		return fmt.Errorf("%w: la durée est un nombre de jours, de 1 à 366 (days, from 1 to 366)", campaign.ErrInvalid)
	}
	token, hash, err := login.Token()
	if err != nil {
		return err
	}
	if _, err := v.view.AddToken(v.r.Context(), id, v.r.PostFormValue("name"), hash, c.Clock().AddDate(0, 0, days)); err != nil {
		return err
	}
	v.status = http.StatusCreated
	return v.tokens(id, token, "")
}

func (c *Console) endToken(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	product, err := v.view.EndToken(v.r.Context(), id)
	if err != nil {
		return err
	}
	return v.to("/products/%d/tokens", product)
}
