package disk

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
)

// Archive writes a dossier as tar.gz, its files alone, as [Vault.Take] reads it. The
// same dossier gives the same bytes.
func Archive(dir Folder, w io.Writer) error {
	z := gzip.NewWriter(w)
	t := tar.NewWriter(z)
	err := fs.WalkDir(dir, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || !inDossier.MatchString(name) {
			return err
		}
		f, err := dir.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		info, err := f.Stat()
		if err != nil {
			return err
		}
		if err := t.WriteHeader(&tar.Header{Name: name, Typeflag: tar.TypeReg, Mode: 0o600, Size: info.Size()}); err != nil {
			return err
		}
		_, err = io.Copy(t, io.LimitReader(f, info.Size()))
		return err
	})
	return errors.Join(err, t.Close(), z.Close())
}

// Archived reads what [Archive] writes.
func Archived(dir Folder) io.ReadCloser {
	r, w := io.Pipe()
	go func() { _ = w.CloseWithError(Archive(dir, w)) }() // of a pipe: it cannot fail
	return r
}
