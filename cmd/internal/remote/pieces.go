package remote

import (
	"errors"
	"io"
	"io/fs"
	"path/filepath"
)

// pieces is the beginning of the names of files that were joined to remarks.
const pieces = "pieces/"

// Attach keeps a file that somebody joined to a remark in both places.
func (v Vault) Attach(r io.Reader, most int64) (digest string, size int64, err error) {
	digest, size, err = v.Vault.Attach(r, most)
	if err != nil {
		return "", 0, err
	}
	f, err := v.Vault.Piece(digest)
	if err != nil {
		return "", 0, err
	}
	defer f.Close()
	ctx, stop := within()
	defer stop()
	return digest, size, v.Objects.Put(ctx, pieces+digest, f, size, true)
}

// Piece gives such a file, from wherever it is.
func (v Vault) Piece(digest string) (io.ReadCloser, error) {
	f, err := v.Vault.Piece(digest)
	if !errors.Is(err, fs.ErrNotExist) {
		return f, err
	}
	ctx, stop := within()
	o, err := v.Objects.Get(ctx, pieces+filepath.Base(digest))
	if err != nil {
		stop()
		return nil, err
	}
	return &far{o, stop}, nil
}

// far is an object that is being read.
type far struct {
	io.ReadCloser
	stop func()
}

// Close implements io.Closer.
func (f *far) Close() error {
	defer f.stop()
	return f.ReadCloser.Close()
}
