package console

import (
	"errors"
	"mime"
	"net/http"
	"path"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
)

// remark adds what a person writes of a version, and the file that goes with it.
func (c *Console) remark(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	if _, err := v.view.Version(v.r.Context(), id); err != nil { // before a byte of the file is kept
		return err
	}
	var p campaign.Piece
	switch err := v.r.ParseMultipartForm(campaign.MostPiece + mostForm); { //nolint:gosec // the body is bounded where the route is
	case errors.Is(err, http.ErrNotMultipart): // a form without a file
	case err != nil:
		return errors.Join(campaign.ErrInvalid, err)
	default:
		if p, err = c.joined(v.r); err != nil {
			return err
		}
	}
	if err := v.view.Remark(v.r.Context(), id, etalon.RequirementID(v.r.PostFormValue("requirement")), v.r.PostFormValue("text"), p); err != nil {
		return err
	}
	return v.to("/versions/%d", id)
}

// joined keeps the file of a form; zero for none.
func (c *Console) joined(r *http.Request) (campaign.Piece, error) {
	f, head, err := r.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) || err == nil && head.Filename == "" {
		return campaign.Piece{}, nil
	}
	if err != nil {
		return campaign.Piece{}, err
	}
	defer func() { _ = f.Close() }() // it was read
	p := campaign.Piece{File: path.Base(strings.ReplaceAll(head.Filename, `\`, "/"))}
	p.Digest, p.Size, err = c.Vault.Attach(f)
	return p, err
}

// piece gives the file of a remark, as a file to keep and never as a page.
func (c *Console) piece(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	p, err := v.view.Piece(v.r.Context(), id)
	if err != nil {
		return err
	}
	raw, err := c.Vault.Piece(p.Digest)
	if err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", "application/octet-stream")
	v.w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": p.File}))
	v.w.Header().Set("Content-Security-Policy", "default-src 'none'; sandbox")
	_, err = v.w.Write(raw)
	return err
}
