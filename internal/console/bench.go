package console

import (
	"fmt"
	"net/http"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
)

// stateOf is campaign.ErrState with words.
func stateOf(t etalon.Text) error { return fmt.Errorf("%w: %s (%s)", campaign.ErrState, t.FR, t.EN) }

// benchPage is how a version is played at the address of the bench.
type benchPage struct {
	Version      campaign.Version       `json:"version"`
	At           string                 `json:"at"` // "": there is no address
	Certificates []campaign.Certificate `json:"certificates"`
	Sittings     []campaign.Sitting     `json:"sittings"`
	Strays       []campaign.Stray       `json:"strays"`
	Playing      campaign.ID            `json:"playing,omitempty"` // the sitting that is under way
}

func (c *Console) bench(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	ctx, p := v.r.Context(), benchPage{Strays: []campaign.Stray{}}
	if p.Version, err = v.view.Version(ctx, id); err != nil {
		return err
	}
	if p.Certificates, err = v.view.Certificates(ctx, id); err != nil {
		return err
	}
	if p.Sittings, err = v.view.Sittings(ctx, id); err != nil {
		return err
	}
	for _, s := range p.Sittings {
		if s.UnderWay() {
			p.Playing = s.ID
		}
	}
	if c.Hall != nil {
		p.At, p.Strays = c.Hall.Where(), c.Hall.Strays(id)
	}
	return v.show("bench", v.say("Au banc : ", "At the bench: ")+p.Version.Product.Name+" "+p.Version.Label, p)
}

// issue gives a version keys of its own: they are in the answer, once.
func (c *Console) issue(v *visit) error {
	hall, err := v.hall()
	if err != nil {
		return err
	}
	id, err := v.id()
	if err != nil {
		return err
	}
	if _, err := v.view.Version(v.r.Context(), id); err != nil {
		return err
	}
	archive, err := hall.Issue(v.r.Context(), v.view, id)
	if err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", "application/zip")
	v.w.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=etalon-certificats-%d.zip", id))
	v.w.WriteHeader(http.StatusCreated)
	_, err = v.w.Write(archive) //nolint:gosec // an archive to keep, of its own media type
	return err
}

func (c *Console) endCertificates(v *visit) error {
	id, err := v.id()
	if err == nil {
		err = v.view.EndCertificates(v.r.Context(), id)
	}
	if err != nil {
		return err
	}
	return v.to("/versions/%d/bench", id)
}

func (c *Console) sit(v *visit) error {
	hall, err := v.hall()
	if err != nil {
		return err
	}
	id, err := v.id()
	if err != nil {
		return err
	}
	wish := campaign.Wish{}
	if wish.Version, err = v.view.Version(v.r.Context(), id); err != nil {
		return err
	}
	if err := v.r.ParseForm(); err != nil {
		return err
	}
	for _, p := range v.r.PostForm["profile"] {
		wish.Profiles = append(wish.Profiles, etalon.ProfileID(p))
	}
	wish.Mode, wish.Filter = etalon.AuthMode(v.r.PostFormValue("mode")), v.r.PostFormValue("filter")
	begun, err := hall.Begin(v.r.Context(), v.view, wish)
	if err != nil {
		return err
	}
	return v.to("/sittings/%d", begun)
}

// strays shows who calls the bench and is nobody's.
func (c *Console) strays(v *visit) error {
	all := []campaign.Stray{}
	if c.Hall != nil {
		all = append(all, c.Hall.Strays(0)...)
	}
	return v.show("strays", v.say("Appels de personne", "Calls of nobody"), all)
}
