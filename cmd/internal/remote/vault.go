package remote

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/objects"
)

// Vault is one on disk whose dossiers are objects too.
type Vault struct {
	disk.Vault
	Objects *objects.Store
}

// The beginnings of the names of objects.
const (
	dossiers  = "dossiers/"
	reports   = "reports/"
	proposals = "propositions/"
)

// longest bounds what is done with a dossier.
const longest = time.Hour

func within() (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), longest)
}

func (v Vault) folder(id string) disk.Folder {
	return disk.Folder(filepath.Join(v.Dir, filepath.Base(id)))
}

// Take keeps a dossier on disk, then in the store: it is not taken before it is in both.
// What is in one already is not written again.
func (v Vault) Take(r io.Reader, name func(dossier.Source) (string, error)) (string, error) {
	id, err := v.Vault.Take(r, name)
	if err == nil {
		err = v.push(id)
	}
	if err != nil {
		return "", err
	}
	return id, nil
}

// push brings to the store what it lacks of a dossier; its journal last: where that is,
// the dossier is whole.
func (v Vault) push(id string) error {
	ctx, stop := within()
	defer stop()
	there, err := v.Objects.List(ctx, dossiers+id+"/")
	if err != nil {
		return err
	}
	known := map[string]int64{}
	for _, o := range there {
		known[strings.TrimPrefix(o.Name, dossiers+id+"/")] = o.Size
	}
	put := func(name string) error { return v.put(ctx, id, name, known) }
	err = fs.WalkDir(v.folder(id), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || !disk.IsOfDossier(name) || name == dossier.JournalName {
			return err
		}
		return put(name)
	})
	if err != nil {
		return err
	}
	return put(dossier.JournalName)
}

func (v Vault) put(ctx context.Context, id, name string, known map[string]int64) error {
	f, err := v.folder(id).Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	size, there := known[name]
	switch {
	case !there:
		return v.Objects.Put(ctx, dossiers+id+"/"+name, f, info.Size(), true)
	case size != info.Size():
		return fmt.Errorf("objects: %s: %d octets là-bas, %d ici (bytes there, here)", name, size, info.Size())
	}
	return nil
}

// ensure brings a dossier here that is not.
func (v Vault) ensure(id string) error {
	id = filepath.Base(id)
	if v.Has(id) {
		return nil
	}
	ctx, stop := within()
	defer stop()
	there, err := v.Objects.List(ctx, dossiers+id+"/")
	if err != nil {
		return err
	}
	if len(there) == 0 {
		return &fs.PathError{Op: "open", Path: id, Err: fs.ErrNotExist}
	}
	return v.Fill(id, func(put func(string, io.Reader) error) error {
		for _, o := range there {
			r, err := v.Objects.Get(ctx, o.Name)
			if err != nil {
				return err
			}
			err = put(strings.TrimPrefix(o.Name, dossiers+id+"/"), r)
			if err := errors.Join(err, r.Close()); err != nil {
				return err
			}
		}
		return nil
	})
}

// Source gives a dossier, from wherever it is.
func (v Vault) Source(id string) dossier.Source { return source{v, id} }

// source is a dossier that is brought here when it is read first.
type source struct {
	vault Vault
	id    string
}

// Open implements fs.FS.
func (s source) Open(name string) (fs.File, error) {
	if err := s.vault.ensure(s.id); err != nil {
		return nil, err
	}
	return s.vault.folder(s.id).Open(name)
}

// ReadFile implements dossier.Source.
func (s source) ReadFile(name string) ([]byte, error) {
	if err := s.vault.ensure(s.id); err != nil {
		return nil, err
	}
	return s.vault.folder(s.id).ReadFile(name)
}

// List implements dossier.Lister.
func (s source) List(folder string) ([]dossier.Leftover, error) {
	if err := s.vault.ensure(s.id); err != nil {
		return nil, err
	}
	return s.vault.folder(s.id).List(folder)
}

// Empty takes the messages out of both copies of a dossier. What is locked in the store
// is an error that says so, and is tried again the next time.
func (v Vault) Empty(id, why string) error {
	if err := v.ensure(id); err != nil {
		return err
	}
	if err := v.Vault.Empty(id, why); err != nil {
		return err
	}
	ctx, stop := within()
	defer stop()
	taken, err := v.folder(id).ReadFile(dossier.RedactedName)
	if err == nil {
		err = v.Objects.Put(ctx, dossiers+id+"/"+dossier.RedactedName, strings.NewReader(string(taken)), int64(len(taken)), false)
	}
	if err != nil {
		return err
	}
	var gone []objects.Object
	for _, beginning := range []string{dossiers + id + "/blobs/", dossiers + id + "/incomplete/", reports + id + "/report.html", reports + id + "/shown-"} {
		some, err := v.Objects.List(ctx, beginning)
		if err != nil {
			return err
		}
		gone = append(gone, some...)
	}
	for _, o := range gone {
		err = errors.Join(err, v.Objects.Remove(ctx, o.Name))
	}
	return err
}

// TakePacks keeps an archive of packs in both places.
func (v Vault) TakePacks(r io.Reader, try func(folders []string) error) (string, error) {
	if err := os.MkdirAll(v.Dir, 0o700); err != nil {
		return "", err
	}
	f, err := os.CreateTemp(v.Dir, ".zip-*")
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close(); _ = os.Remove(f.Name()) }()
	digest, err := v.Vault.TakePacks(io.TeeReader(r, f), try)
	if err == nil {
		_, err = io.Copy(f, r) // what follows the archive's end belongs to it
	}
	if err != nil {
		return "", err
	}
	size, err := f.Seek(0, io.SeekCurrent)
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		return "", err
	}
	ctx, stop := within()
	defer stop()
	return digest, v.Objects.Put(ctx, proposals+digest, f, size, true)
}

// Packs gives the folders of packs that were proposed, brought here where they are not.
func (v Vault) Packs(digest string) ([]string, error) {
	folders, err := v.Vault.Packs(digest)
	if !errors.Is(err, fs.ErrNotExist) {
		return folders, err
	}
	ctx, stop := within()
	defer stop()
	r, err := v.Objects.Get(ctx, proposals+filepath.Base(digest))
	if err != nil {
		return nil, err
	}
	defer r.Close()
	if _, err := v.Vault.TakePacks(r, func([]string) error { return nil }); err != nil {
		return nil, err
	}
	return v.Vault.Packs(digest)
}
