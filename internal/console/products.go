package console

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"mime/multipart"
	"net/http"
	"slices"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
)

// productPage is what is shown of a product.
type productPage struct {
	Product  campaign.Product   `json:"product"`
	Versions []campaign.Version `json:"versions"`
}

// home is what a person needs first: what waits for them, their products, or the
// register.
func (c *Console) home(v *visit) error {
	switch {
	case v.who.Role.May(campaign.Claim):
		return v.to("/work")
	case v.who.Role.May(campaign.ReadProducts):
		return v.to("/products")
	case v.who.Role.May(campaign.Accounts):
		return v.to("/people")
	}
	return v.to("/register")
}

func (c *Console) products(v *visit) error {
	if v.machine() {
		all, err := v.view.Products(v.r.Context())
		if err != nil {
			return err
		}
		return v.json(http.StatusOK, all)
	}
	some, err := leaf(v, func(after campaign.ID, most int) ([]campaign.Product, error) {
		return v.view.ProductsAfter(v.r.Context(), after, most)
	})
	if err != nil {
		return err
	}
	return v.show("products", v.say("Produits", "Products"), some)
}

func (c *Console) addProduct(v *visit) error {
	id, err := v.view.AddProduct(v.r.Context(), v.r.PostFormValue("name"))
	if err != nil {
		return err
	}
	return v.to("/products/%d", id)
}

func (c *Console) product(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	p, err := v.view.Product(v.r.Context(), id)
	if err != nil {
		return err
	}
	versions, err := v.view.Versions(v.r.Context(), id)
	if err != nil {
		return err
	}
	return v.show("product", p.Name, productPage{p, versions})
}

func (c *Console) addVersion(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	made, err := v.view.AddVersion(v.r.Context(), id, v.r.PostFormValue("label"), v.r.PostFormValue("build"))
	if err != nil {
		return err
	}
	return v.to("/versions/%d", made)
}

// examined is all that the page of a version shows.
type examined struct {
	Version   campaign.Version     `json:"version"`
	Known     []Profile            `json:"-"`
	Sessions  []campaign.Session   `json:"sessions"`
	Remarks   []campaign.Remark    `json:"remarks"`
	Decisions []campaign.Decision  `json:"decisions"`
	Concluded []campaign.Concluded `json:"concluded"`
	Matrix    *matrix              `json:"matrix,omitempty"`
	// Contradictions are between what is claimed and what was played.
	Contradictions []campaign.Contradiction `json:"contradictions"`
	Modes          []etalon.AuthMode        `json:"-"` // that can be claimed
	Waived         []campaign.Waived        `json:"waived"`
	Waivers        []campaign.Waiver        `json:"waivers"`    // ended ones too
	Campaigns      []campaign.Campaign      `json:"-"`          // open ones, that it can be entered into
	Most           int64                    `json:"mostUpload"` // MiB
}

func (c *Console) version(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	ctx, e := v.r.Context(), examined{Known: c.Profiles, Modes: campaign.Modes(), Most: c.MostUpload >> 20}
	if e.Version, err = v.view.Version(ctx, id); err != nil {
		return err
	}
	var errs [5]error
	e.Sessions, errs[0] = v.view.Sessions(ctx, id)
	e.Remarks, errs[1] = v.view.Remarks(ctx, id)
	e.Decisions, errs[2] = v.view.Decisions(ctx, id)
	e.Campaigns, errs[3] = v.view.Campaigns(ctx)
	e.Waivers, errs[4] = v.view.Waivers(ctx, id)
	e.Campaigns = slices.DeleteFunc(e.Campaigns, func(c campaign.Campaign) bool { return !c.Closed.IsZero() })
	if err := errors.Join(errs[:]...); err != nil {
		return err
	}
	if v.who.Role.May(campaign.ReadDossiers) {
		e.Matrix = c.matrix(e.Sessions)
	}
	if e.Concluded, err = c.concluded(e.Version, e.Sessions); err != nil {
		return err
	}
	if e.Contradictions, err = c.Vault.Contradictions(e.Version, e.Sessions); err != nil && !errors.Is(err, campaign.ErrState) {
		return err
	}
	if e.Waived, err = c.Vault.Waived(e.Sessions, e.Waivers); err != nil && !errors.Is(err, campaign.ErrState) {
		return err
	}
	return v.show("version", e.Version.Product.Name+" "+e.Version.Label, e)
}

// concluded joins what was judged of a version; nothing where nothing was.
func (c *Console) concluded(v campaign.Version, sessions []campaign.Session) ([]campaign.Concluded, error) {
	if v.Scope == nil || !slices.ContainsFunc(sessions, func(s campaign.Session) bool { return s.State == campaign.Judged }) {
		return []campaign.Concluded{}, nil
	}
	all, err := c.Vault.Concluded(v, sessions)
	if errors.Is(err, campaign.ErrState) { // one of them is to be judged again first: its own page says so
		return []campaign.Concluded{}, nil
	}
	return all, err
}

// matrix is the requirements of the newest session that was judged.
type matrix struct {
	Session  campaign.ID            `json:"session"`
	Profiles []etalon.ProfileResult `json:"profiles"`
}

func (c *Console) matrix(sessions []campaign.Session) *matrix {
	i := slices.IndexFunc(sessions, func(s campaign.Session) bool { return s.State == campaign.Judged })
	if i < 0 {
		return nil
	}
	raw, err := c.Vault.Report(sessions[i].Head, "verdict.json")
	var r etalon.Result
	if err != nil || json.Unmarshal(raw, &r) != nil {
		return nil // its report says so, where it is asked for
	}
	return &matrix{sessions[i].ID, r.Profiles}
}

func (c *Console) declare(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	if err := v.r.ParseForm(); err != nil {
		return err
	}
	var asked, known []etalon.ProfileID
	for _, p := range v.r.PostForm["profile"] {
		asked = append(asked, etalon.ProfileID(p))
	}
	var modes []etalon.AuthMode
	for _, m := range v.r.PostForm["mode"] {
		modes = append(modes, etalon.AuthMode(m))
	}
	for _, p := range c.Profiles {
		known = append(known, p.ID)
	}
	if err := v.view.Declare(v.r.Context(), id, asked, known, modes...); err != nil {
		return err
	}
	return v.to("/versions/%d", id)
}

// handIn takes in the archive of a dossier, as it comes: nothing is kept of what is
// not one.
func (c *Console) handIn(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	version, err := v.view.Version(v.r.Context(), id)
	if err != nil {
		return err
	}
	head, err := c.take(v, version)
	if err != nil {
		return err
	}
	session, err := v.view.HandIn(v.r.Context(), id, head, c.ordered(v))
	if err != nil {
		return err
	}
	return v.to("/sessions/%d", session)
}

// take takes in what was uploaded before, or what comes with the request.
func (c *Console) take(v *visit, version campaign.Version) (string, error) {
	if digest := v.r.URL.Query().Get("upload"); digest != "" {
		if _, err := v.uploadOf(digest); err != nil {
			return "", err
		}
		return c.Vault.TakeUploaded(v.r.Context(), version, digest)
	}
	archive, err := sent(v.r)
	if err != nil {
		return "", err
	}
	return c.Vault.Take(v.r.Context(), version, archive)
}

// sent gives the file of a form, or the body itself where it is no form.
func sent(r *http.Request) (io.Reader, error) {
	form, err := r.MultipartReader()
	if errors.Is(err, http.ErrNotMultipart) {
		return r.Body, nil
	}
	for err == nil {
		var p *multipart.Part
		if p, err = form.NextPart(); err == nil && p.FormName() == "dossier" {
			return p, nil
		}
	}
	return nil, errors.Join(campaign.ErrInvalid, errors.New("aucun fichier « dossier » (no file)"))
}

func (c *Console) style(v *visit) error {
	b, err := fs.ReadFile(files, "static/style.css")
	if err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", "text/css; charset=utf-8")
	_, err = v.w.Write(b)
	return err
}
