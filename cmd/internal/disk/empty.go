package disk

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
)

// Empty takes the messages out of a dossier: first it is written which, and then they are
// deleted, with what never came whole, the report that quotes them, and what was shown of
// a screen. The journal, and
// with it the digest of each message, stays, and so do verdicts. Whoever reads it in
// between finds what was there before, or a dossier that says what is gone.
func (v Vault) Empty(id, why string) error {
	dir := v.folder(id)
	d, err := dossier.Read(Folder(dir))
	if err != nil {
		return err
	}
	if _, err := d.Redact(redacting{dir}, dossier.Taking{Exchanges: func(etalon.Exchange) bool { return true }, Reason: why}); err != nil {
		return err
	}
	shown, err := filepath.Glob(filepath.Join(dir, "reports", "shown-*"))
	if err != nil {
		return err
	}
	for _, name := range shown {
		err = errors.Join(err, os.Remove(name))
	}
	for _, name := range []string{blobs, incomplete, filepath.Join("reports", "report.html")} {
		err = errors.Join(err, os.RemoveAll(filepath.Join(dir, name)))
	}
	return errors.Join(err, syncDir(dir))
}

// redacting is a dossier.Storage of a dossier in its place: of all that is copied it
// writes what was taken out, since nothing else changes.
type redacting struct{ dir string }

func (r redacting) Put(name string, b []byte) error {
	if name != dossier.RedactedName {
		return nil // it is there
	}
	if err := writeFile(filepath.Join(r.dir, name), b, 0o600); err != nil {
		return err
	}
	return syncDir(r.dir)
}

func (redacting) Append([]byte) error                 { return nil }
func (redacting) Create(string) (dossier.File, error) { return nil, fs.ErrInvalid }
func (redacting) Open(string) io.ReaderAt             { return nil }
func (redacting) SyncBlobs() error                    { return nil }
func (redacting) SyncJournal() error                  { return nil }
