package disk

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/etalon-dmp/etalon/internal/dossier"
)

// Folder reads files below a folder, perhaps a stranger's: regular ones, none that a
// link stands for. It is a dossier.Source, and an fs.FS.
type Folder string

// mostRead is the most that is read of a file at once, in bytes.
const mostRead = 256 << 20

// Open implements fs.FS.
func (d Folder) Open(name string) (fs.File, error) {
	root, err := os.OpenRoot(string(d))
	if err != nil {
		return nil, err
	}
	defer func() { _ = root.Close() }()
	return open(root, name, false)
}

// ReadFile implements dossier.Source.
func (d Folder) ReadFile(name string) ([]byte, error) {
	f, err := d.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err == nil && info.Size() > mostRead {
		err = &fs.PathError{Op: "read", Path: name, Err: fmt.Errorf("%d octets, plus que la limite (bytes, more than the limit of %d)", info.Size(), mostRead)}
	}
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(f, mostRead))
}

// List implements dossier.Lister.
func (d Folder) List(folder string) ([]dossier.Leftover, error) {
	entries, err := fs.ReadDir(d, path.Clean(folder))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var found []dossier.Leftover
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			return nil, err
		}
		found = append(found, dossier.Leftover{Name: path.Join(folder, e.Name()), Size: info.Size()})
	}
	return found, nil
}

// WriteFiles writes files into a folder, by their names with slashes, each whole or
// not at all; folders are made when missing. Keys get no more access than their owner needs when private
// is true.
func WriteFiles(dir string, files map[string][]byte, private bool) error {
	folder, file := os.FileMode(0o755), os.FileMode(0o644)
	if private {
		folder, file = 0o700, 0o600
	}
	if err := os.MkdirAll(dir, folder); err != nil {
		return err
	}
	for name, b := range files {
		name = filepath.FromSlash(name)
		if !filepath.IsLocal(name) {
			return fmt.Errorf("%s sort du dossier de sortie (leaves the output folder)", name)
		}
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), folder); err != nil {
			return err
		}
		if err := writeFile(filepath.Join(dir, name), b, file); err != nil {
			return err
		}
	}
	return nil
}

// writeFile writes a file beside its place and gives it its name when it is whole:
// whoever reads it finds what was there before, or all of it.
func writeFile(name string, b []byte, mode os.FileMode) error {
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+"-")
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	err = errors.Join(err, f.Chmod(mode), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// Put writes files into the folder, which is made when missing; it makes a
// verdicts.Sink of it.
func (d Folder) Put(files map[string][]byte) error { return WriteFiles(string(d), files, false) }
