package disk

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/etalon-dmp/etalon/internal/seal"
)

// Dossiers is the folder of a console's dossiers, in its data.
const Dossiers = "dossiers"

// HasKey tells that the signing key of a console is in its data.
func HasKey(data string) bool {
	_, err := os.Stat(filepath.Join(data, seal.KeyFile))
	return err == nil
}

// CopyData copies what a console keeps beside its database: dossiers with what was
// written of them, files joined to remarks, its public key, and its private one where that is asked. What was
// only begun is left out.
func CopyData(ctx context.Context, from, to string, key bool) error {
	keys := []string{seal.PublicFile}
	if key {
		keys = append(keys, seal.KeyFile)
	}
	for _, name := range keys {
		if err := CopyFile(filepath.Join(from, name), filepath.Join(to, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	err := errors.Join(copyTree(ctx, from, to, Dossiers), copyTree(ctx, from, to, proposals), copyTree(ctx, from, to, pieces))
	if key { // the authority that products have their certificates of
		err = errors.Join(err, copyTree(ctx, from, to, Bench))
	}
	return err
}

// copyTree copies the regular files of a folder; what begins with a dot was only begun.
func copyTree(ctx context.Context, from, to, folder string) error {
	err := fs.WalkDir(Folder(filepath.Join(from, folder)), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case ctx.Err() != nil:
			return ctx.Err()
		case d.IsDir() && name != "." && strings.HasPrefix(d.Name(), "."):
			return fs.SkipDir
		case !d.Type().IsRegular() || strings.HasPrefix(d.Name(), "."):
			return nil
		}
		name = filepath.Join(folder, filepath.FromSlash(name))
		return CopyFile(filepath.Join(from, name), filepath.Join(to, name))
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil // nothing is there yet
	}
	return err
}

// CopyFile copies a file to a place where there is none, for its owner alone.
func CopyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}
