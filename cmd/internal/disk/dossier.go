package disk

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/etalon-dmp/etalon/internal/dossier"
)

// Dossier is a dossier.Storage in a folder. Every line and every blob is
// synced to the device before it is acknowledged.
type Dossier struct {
	dir     string
	journal *os.File
}

var _ dossier.Storage = (*Dossier)(nil)

// CreateDossier makes an empty dossier. A folder that already holds one is
// refused: evidence is never overwritten.
func CreateDossier(dir string) (*Dossier, error) {
	if err := os.MkdirAll(filepath.Join(dir, "blobs"), 0o755); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(filepath.Join(dir, dossier.JournalName), os.O_WRONLY|os.O_CREATE|os.O_EXCL|os.O_APPEND, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("%s already holds a dossier; choose another --out or move it away", dir)
	}
	if err != nil {
		return nil, err
	}
	return &Dossier{dir: dir, journal: f}, syncDir(dir)
}

// Append implements dossier.Storage.
func (d *Dossier) Append(line []byte) error {
	if _, err := d.journal.Write(line); err != nil {
		return err
	}
	return d.journal.Sync()
}

// Put implements dossier.Storage. A blob appears under its name only whole.
func (d *Dossier) Put(name string, b []byte) error {
	path := filepath.Join(d.dir, filepath.FromSlash(name))
	if _, err := os.Stat(path); err == nil {
		return nil // content-addressed: the same name is the same bytes
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if _, err := f.Write(b); err != nil {
		f.Close()
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

// Close closes the journal.
func (d *Dossier) Close() error { return d.journal.Close() }

func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Folder reads files below a folder; it is a dossier.Source.
type Folder string

// ReadFile implements dossier.Source.
func (d Folder) ReadFile(name string) ([]byte, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	return os.ReadFile(filepath.Join(string(d), filepath.FromSlash(name)))
}

// WriteFiles writes files into a folder, which is made when missing. Keys get
// no more access than their owner needs when private is true.
func WriteFiles(dir string, files map[string][]byte, private bool) error {
	folder, file := os.FileMode(0o755), os.FileMode(0o644)
	if private {
		folder, file = 0o700, 0o600
	}
	if err := os.MkdirAll(dir, folder); err != nil {
		return err
	}
	for name, b := range files {
		if err := os.WriteFile(filepath.Join(dir, name), b, file); err != nil {
			return err
		}
	}
	return nil
}
