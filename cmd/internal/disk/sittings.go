package disk

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/etalon-dmp/etalon/internal/dossier"
)

// SittingsFolder is where the dossiers of sittings are that are under way, in the data of
// a console, and Bench the keys of the address that they are played at.
const (
	SittingsFolder = "seances"
	Bench          = "banc"
)

// Sittings are the dossiers of what is being played, each in a folder by its number, with
// the files that were left with answers.
type Sittings struct{ Dir string }

// MostShown bounds one such file, in bytes.
const MostShown = 10 << 20

func (s Sittings) folder(n int64) string { return filepath.Join(s.Dir, strconv.FormatInt(n, 10)) }

func (s Sittings) dossier(n int64) string { return filepath.Join(s.folder(n), "dossier") }

// Create begins the dossier of a sitting. What a process that died left of a journal
// without one whole line said nothing to anybody: it is begun anew.
func (s Sittings) Create(n int64) (*Dossier, error) {
	if err := os.MkdirAll(s.Dir, 0o700); err != nil {
		return nil, err
	}
	if !s.begun(n) {
		if err := os.RemoveAll(s.dossier(n)); err != nil {
			return nil, err
		}
	}
	return CreateDossier(s.dossier(n))
}

// Open goes on with it.
func (s Sittings) Open(n int64) (*Dossier, error) { return OpenDossier(s.dossier(n)) }

// Read gives its files; fs.ErrNotExist when nothing was recorded.
func (s Sittings) Read(n int64) (Folder, error) {
	if !s.begun(n) {
		return "", fs.ErrNotExist
	}
	return Folder(s.dossier(n)), nil
}

// begun tells that a whole line was recorded.
func (s Sittings) begun(n int64) bool {
	f, err := os.Open(filepath.Join(s.dossier(n), dossier.JournalName))
	if err != nil {
		return false
	}
	defer f.Close()
	buf := make([]byte, 64<<10)
	for {
		k, err := f.Read(buf)
		if bytes.IndexByte(buf[:k], '\n') >= 0 {
			return true
		}
		if err != nil {
			return false
		}
	}
}

// Show keeps a file that was left with an answer, and gives its digest.
func (s Sittings) Show(n int64, r io.Reader) (string, error) {
	b, err := io.ReadAll(io.LimitReader(r, MostShown+1))
	if err != nil {
		return "", err
	}
	if len(b) > MostShown {
		return "", fmt.Errorf("%w: plus grand que la limite (larger than the limit)", dossier.ErrArchive)
	}
	sum := sha256.Sum256(b)
	name := hex.EncodeToString(sum[:])
	return "sha256:" + name, WriteFiles(filepath.Join(s.folder(n), "shown"), map[string][]byte{name: b}, true)
}

// Archive reads its dossier as tar.gz.
func (s Sittings) Archive(n int64) io.ReadCloser { return Archived(Folder(s.dossier(n))) }

// Shown are the files that were left with answers, by their SHA-256.
func (s Sittings) Shown(n int64) (map[string][]byte, error) {
	dir := filepath.Join(s.folder(n), "shown")
	list, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	all := map[string][]byte{}
	for _, e := range list {
		if len(e.Name()) == 2*sha256.Size {
			b, one := os.ReadFile(filepath.Join(dir, e.Name()))
			all[e.Name()], err = b, errors.Join(err, one)
		}
	}
	return all, err
}

// Forget takes a sitting away that was handed in.
func (s Sittings) Forget(n int64) error { return os.RemoveAll(s.folder(n)) }

// Keep takes all away but these, and those that are named in no number.
func (s Sittings) Keep(these []int64) error {
	list, err := os.ReadDir(s.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, e := range list {
		if n, no := strconv.ParseInt(e.Name(), 10, 64); no == nil && !slices.Contains(these, n) {
			err = errors.Join(err, s.Forget(n))
		}
	}
	return err
}
