package remote

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/etalon-dmp/etalon/cmd/internal/disk"
)

// Reports is where what is written of a dossier is kept.
func (v Vault) Reports(id string) Reports {
	return Reports{v, filepath.Base(id), v.Vault.Reports(id)}
}

// Reports are those of one dossier.
type Reports struct {
	vault Vault
	id    string
	here  disk.Folder
}

// named tells a file whose name says what is in it: it never changes.
func named(name string) bool {
	return strings.HasPrefix(name, "verdict-") || strings.HasPrefix(name, "shown-")
}

// Put writes files in both places.
func (r Reports) Put(files map[string][]byte) error {
	if err := errors.Join(r.vault.ensure(r.id), r.here.Put(files)); err != nil {
		return err
	}
	ctx, stop := within()
	defer stop()
	for name, b := range files {
		if err := r.vault.Objects.Put(ctx, reports+r.id+"/"+name, bytes.NewReader(b), int64(len(b)), named(name)); err != nil {
			return err
		}
	}
	return nil
}

// ReadFile reads a file: one that may change, as it is in the store, for another machine
// may have written it.
func (r Reports) ReadFile(name string) ([]byte, error) {
	if named(name) {
		if b, err := r.here.ReadFile(name); err == nil || !errors.Is(err, fs.ErrNotExist) {
			return b, err
		}
	}
	ctx, stop := within()
	defer stop()
	o, err := r.vault.Objects.Get(ctx, reports+r.id+"/"+filepath.Base(name))
	if err != nil {
		return nil, err
	}
	defer o.Close()
	return io.ReadAll(o)
}
