package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/dossier"
)

func uploadOf(v campaign.Version, digest string) string { return fmt.Sprintf("%d-%s", v.ID, digest) }

// Uploaded implements console.Vault.
func (d *Desk) Uploaded(v campaign.Version, digest string) (int64, error) {
	return d.Vault.Uploaded(uploadOf(v, digest))
}

// Upload implements console.Vault.
func (d *Desk) Upload(v campaign.Version, digest string, at int64, r io.Reader) (int64, error) {
	n, err := d.Vault.Upload(uploadOf(v, digest), at, r)
	if errors.Is(err, dossier.ErrArchive) {
		err = fmt.Errorf("%w: %w", campaign.ErrInvalid, err)
	}
	return n, err
}

// TakeUploaded implements console.Vault: what is whole is taken in, or refused as any
// other archive; either way the upload is over.
func (d *Desk) TakeUploaded(ctx context.Context, v campaign.Version, digest string) (head string, err error) {
	name := uploadOf(v, digest)
	sum, err := d.digest(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", fmt.Errorf("%w: aucun octet n'en est arrivé (not a byte of it has come)", campaign.ErrInvalid)
	case err != nil:
		return "", err
	case sum != digest:
		return "", fmt.Errorf("%w: ce qui est arrivé n'est pas, ou pas encore, l'archive de cette empreinte (what has come is not, or not yet, the archive of that digest), %s", campaign.ErrInvalid, sum)
	}
	f, err := d.Vault.Whole(name)
	if err != nil {
		return "", err
	}
	head, err = d.Take(ctx, v, f)
	if err := errors.Join(err, f.Close()); err != nil && !errors.Is(err, campaign.ErrInvalid) {
		return "", err // of the machine: it can be tried again
	}
	return head, errors.Join(err, d.Vault.Discard(name))
}

func (d *Desk) digest(name string) (string, error) {
	f, err := d.Vault.Whole(name)
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	_, err = io.Copy(sum, f)
	return hex.EncodeToString(sum.Sum(nil)), errors.Join(err, f.Close())
}
