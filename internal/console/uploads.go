package console

import (
	"fmt"
	"net/http"
	"regexp"
	"strconv"

	"github.com/etalon-dmp/etalon/internal/campaign"
)

// upload is how far an archive has come.
type upload struct {
	Offset int64 `json:"offset"` // bytes that are there
}

var digestForm = regexp.MustCompile(`^[0-9a-f]{64}$`)

// uploadOf gives the version and the archive of a path.
func (v *visit) uploadOf(digest string) (campaign.Version, error) {
	id, err := v.id()
	if err != nil {
		return campaign.Version{}, err
	}
	of, err := v.view.Version(v.r.Context(), id)
	if err == nil && !digestForm.MatchString(digest) {
		err = fmt.Errorf("%w: SHA-256 de l'archive, 64 chiffres hexadécimaux (of the archive, 64 hex digits)", campaign.ErrInvalid)
	}
	return of, err
}

// uploaded tells how far an archive has come.
func (c *Console) uploaded(v *visit) error {
	digest := v.r.PathValue("digest")
	of, err := v.uploadOf(digest)
	if err != nil {
		return err
	}
	n, err := c.Vault.Uploaded(of, digest)
	if err != nil {
		return err
	}
	return v.json(http.StatusOK, upload{n})
}

// upload takes in bytes of an archive, from an offset on. What came of them before an
// error is kept.
func (c *Console) upload(v *visit) error {
	digest := v.r.PathValue("digest")
	of, err := v.uploadOf(digest)
	if err != nil {
		return err
	}
	at, err := strconv.ParseInt(v.r.URL.Query().Get("offset"), 10, 64)
	if err != nil || at < 0 {
		return fmt.Errorf("%w: offset", campaign.ErrInvalid)
	}
	if of.Scope == nil {
		return fmt.Errorf("%w: le périmètre n'est pas déclaré (the scope is not declared)", campaign.ErrState)
	}
	n, err := c.Vault.Upload(of, digest, at, v.r.Body)
	if err != nil {
		return err
	}
	return v.json(http.StatusOK, upload{n})
}
