package desk

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/dossier"
)

// Attach implements console.Vault.
func (d *Desk) Attach(r io.Reader) (digest string, size int64, err error) {
	digest, size, err = d.Vault.Attach(r, campaign.MostPiece)
	if errors.Is(err, dossier.ErrArchive) {
		err = fmt.Errorf("%w: %w", campaign.ErrInvalid, err)
	}
	return digest, size, err
}

// Piece implements console.Vault: every byte is held to the digest before one is given.
func (d *Desk) Piece(digest string) ([]byte, error) {
	f, err := d.Vault.Piece(digest)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, campaign.ErrUnknown
	}
	if err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(io.LimitReader(f, campaign.MostPiece+1))
	if err := errors.Join(err, f.Close()); err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(raw); hex.EncodeToString(sum[:]) != digest {
		return nil, fmt.Errorf("%w: le fichier n'est plus celui qui a été joint (the file is not the one that was joined any more)", campaign.ErrState)
	}
	return raw, nil
}
