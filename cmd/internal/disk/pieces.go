package disk

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/etalon-dmp/etalon/internal/dossier"
)

// pieces is the folder of the files that people joined to remarks, by their digests,
// beside the dossiers of a vault.
const pieces = "pieces"

// Attach keeps a file that somebody joined, of at most so many bytes, and gives its
// SHA-256 and size. The same file is kept once.
func (v Vault) Attach(r io.Reader, most int64) (digest string, size int64, err error) {
	all := filepath.Join(v.Dir, "..", pieces)
	if err := os.MkdirAll(all, 0o700); err != nil {
		return "", 0, err
	}
	f, err := os.CreateTemp(all, ".new-*")
	if err != nil {
		return "", 0, err
	}
	defer func() { _ = os.Remove(f.Name()) }() // it has another name by then, or is not wanted
	sum := sha256.New()
	size, err = io.Copy(io.MultiWriter(f, sum), io.LimitReader(r, most+1))
	if err == nil && size > most {
		err = fmt.Errorf("%w: plus de %d octets (more than that many bytes)", dossier.ErrArchive, most)
	}
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return "", 0, err
	}
	digest = hex.EncodeToString(sum.Sum(nil))
	return digest, size, errors.Join(os.Rename(f.Name(), filepath.Join(all, digest)), syncDir(all))
}

// Piece gives a file that somebody joined.
func (v Vault) Piece(digest string) (io.ReadCloser, error) {
	return os.Open(filepath.Join(v.Dir, "..", pieces, filepath.Base(digest)))
}
