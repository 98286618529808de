package disk

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/etalon-dmp/etalon/internal/dossier"
)

// proposals is the folder of the packs that somebody proposed, in a vault.
const proposals = "propositions"

// mostPacks bounds what an archive of packs takes, in bytes.
const mostPacks = 64 << 20

// TakePacks reads an archive of pack folders into the vault, when try has nothing
// against them, and gives the digest over their files.
func (v Vault) TakePacks(r io.Reader, try func(folders []string) error) (string, error) {
	all := filepath.Join(v.Dir, "..", proposals)
	if err := os.MkdirAll(all, 0o700); err != nil {
		return "", err
	}
	tmp, err := os.MkdirTemp(all, ".new-*")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(tmp)
	visible := func(name string) (string, bool) { return name, !strings.HasPrefix(filepath.Base(name), ".") }
	if err := (&unpacking{dir: tmp, left: mostPacks, name: visible}).read(r); err != nil {
		return "", err
	}
	folders, digest, err := packsIn(tmp)
	if err == nil {
		err = try(folders)
	}
	if err != nil {
		return "", err
	}
	to := filepath.Join(all, digest)
	if _, err := os.Stat(to); err == nil {
		return digest, nil
	}
	return digest, errors.Join(os.Rename(tmp, to), syncDir(all))
}

// Packs gives the folders of packs that were proposed.
func (v Vault) Packs(digest string) ([]string, error) {
	folders, found, err := packsIn(filepath.Join(v.Dir, "..", proposals, filepath.Base(digest)))
	if err == nil && found != digest {
		err = fmt.Errorf("les référentiels proposés ne sont plus ceux-là (the packs proposed are not those any more): %s", found)
	}
	return folders, err
}

// packsIn gives the folders below one that hold a pack.yaml, and a digest over all files.
func packsIn(dir string) (folders []string, digest string, err error) {
	sum := sha256.New()
	err = fs.WalkDir(Folder(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := Folder(dir).ReadFile(name)
		if err != nil {
			return err
		}
		fmt.Fprintf(sum, "%s %x\n", name, sha256.Sum256(b))
		if filepath.Base(name) == "pack.yaml" {
			folders = append(folders, filepath.Join(dir, filepath.FromSlash(filepath.Dir(name))))
		}
		return nil
	})
	if err == nil && len(folders) == 0 {
		err = fmt.Errorf("%w: aucun pack.yaml (none)", dossier.ErrArchive)
	}
	return folders, hex.EncodeToString(sum.Sum(nil)), err
}
