package disk

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/etalon-dmp/etalon/internal/dossier"
)

// uploading begins the name of an archive that is on its way; Tidy removes the old ones.
const uploading = ".up-"

// mostUploads bounds the archives of one owner that are on their way at once.
const mostUploads = 4

var uploadName = regexp.MustCompile(`^[0-9]{1,18}-[0-9a-f]{64}$`)

// Uploaded tells how many bytes are there of an archive on its way. Its name is that of
// its owner, a number, and the SHA-256 of the whole.
func (v Vault) Uploaded(name string) (int64, error) {
	info, err := os.Lstat(v.upload(name))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return 0, nil
	case err != nil:
		return 0, err
	}
	return info.Size(), nil
}

// Upload adds bytes to an archive on its way, from an offset that is no hole. What came
// before an error stays: it goes on from there. It tells how many bytes are there then.
func (v Vault) Upload(name string, at int64, r io.Reader) (int64, error) {
	if !uploadName.MatchString(name) {
		return 0, fmt.Errorf("%w: %q", dossier.ErrArchive, name)
	}
	if err := os.MkdirAll(v.Dir, 0o700); err != nil {
		return 0, err
	}
	f, err := os.OpenFile(v.upload(name), os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		return 0, err
	}
	n, err := v.added(f, name, at, r)
	return n, errors.Join(err, f.Close())
}

func (v Vault) added(f *os.File, name string, at int64, r io.Reader) (int64, error) {
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	there := info.Size()
	if at < 0 || at > there {
		return there, fmt.Errorf("%w: à partir de %d, %d octets y sont (from there on, that many bytes are there)", dossier.ErrArchive, at, there)
	}
	if there == 0 {
		if err := v.few(name); err != nil {
			return 0, errors.Join(err, os.Remove(f.Name()))
		}
	}
	if _, err := f.Seek(at, io.SeekStart); err != nil {
		return there, err
	}
	n, err := io.Copy(f, io.LimitReader(r, v.Most-at+1))
	err = errors.Join(err, f.Sync())
	if at+n > v.Most {
		return 0, errors.Join(fmt.Errorf("%w: plus grand que la limite (larger than the limit)", dossier.ErrArchive), os.Remove(f.Name()))
	}
	return max(there, at+n), err
}

// few gives up the archives of an owner that have been on their way longest, when there
// are too many: nobody has to wait for one that nobody finishes.
func (v Vault) few(name string) error {
	owner, _, _ := strings.Cut(name, "-")
	all, err := filepath.Glob(filepath.Join(v.Dir, uploading+owner+"-*"))
	if err != nil {
		return err
	}
	since := map[string]time.Time{}
	for _, f := range all {
		info, err := os.Lstat(f)
		if err != nil {
			return err
		}
		since[f] = info.ModTime()
	}
	slices.SortFunc(all, func(a, b string) int { return since[a].Compare(since[b]) })
	for _, f := range all[:max(0, len(all)-mostUploads)] {
		err = errors.Join(err, os.Remove(f))
	}
	return err
}

// Whole gives an archive that was uploaded.
func (v Vault) Whole(name string) (io.ReadCloser, error) { return os.Open(v.upload(name)) }

// Discard removes an archive that was uploaded.
func (v Vault) Discard(name string) error { return os.Remove(v.upload(name)) }

func (v Vault) upload(name string) string {
	return filepath.Join(v.Dir, uploading+filepath.Base(name))
}
