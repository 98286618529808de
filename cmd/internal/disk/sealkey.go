package disk

import (
	"errors"
	"io/fs"
	"path/filepath"

	"github.com/etalon-dmp/etalon/internal/seal"
)

// PublicKey is the name of the public half of the key of a folder.
const PublicKey = seal.PublicFile

// SealKey gives the signing key of a folder; it is made where there is none.
func SealKey(dir string) (seal.Key, error) {
	text, err := ReadFile(filepath.Join(dir, seal.KeyFile))
	if err == nil {
		return seal.Parse(text)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return seal.Key{}, err
	}
	k, err := seal.New()
	if err != nil {
		return k, err
	}
	files, err := k.Files()
	if err != nil {
		return k, err
	}
	return k, WriteFiles(dir, files, true)
}
