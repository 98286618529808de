package console

import (
	"database/sql"
	"errors"
	"io"
	"mime/multipart"

	"github.com/etalon-dmp/etalon/internal/campaign"
)

func (c *Console) impacts(v *visit) error {
	all, err := v.view.Impacts(v.r.Context())
	if err != nil {
		return err
	}
	return v.show("impacts", v.say("Ce que changeraient d'autres règles", "What other rules would change"), all)
}

// addImpact takes an archive of packs: a form whose title comes before its file.
func (c *Console) addImpact(v *visit) error {
	form, err := v.r.MultipartReader()
	if err != nil {
		return errors.Join(campaign.ErrInvalid, err)
	}
	title := ""
	for err == nil {
		var p *multipart.Part
		if p, err = form.NextPart(); err != nil {
			break
		}
		switch p.FormName() {
		case "title":
			b, err := io.ReadAll(io.LimitReader(p, mostForm))
			if err != nil {
				return errors.Join(campaign.ErrInvalid, err)
			}
			title = string(b)
		case "packs":
			if _, err := campaign.Text("titre (title)", title); err != nil {
				return err
			}
			digest, err := c.Vault.Propose(v.r.Context(), p)
			if err != nil {
				return err
			}
			id, err := v.view.AddImpact(v.r.Context(), title, digest, func(tx *sql.Tx, id campaign.ID) error { return c.Ask(v.r.Context(), tx, id) })
			if err != nil {
				return err
			}
			return v.to("/impacts/%d", id)
		}
	}
	return errors.Join(campaign.ErrInvalid, errors.New("aucun fichier « packs » (no file)"))
}

// impactPage is what is shown of an impact.
type impactPage struct {
	Impact  campaign.Impact   `json:"impact"`
	Effects []campaign.Effect `json:"effects"`
}

func (c *Console) impact(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	i, effects, err := v.view.Impact(v.r.Context(), id)
	if err != nil {
		return err
	}
	return v.show("impact", i.Title, impactPage{i, effects})
}
