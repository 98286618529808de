package disk

import (
	"archive/tar"
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/etalon-dmp/etalon/internal/dossier"
)

// Vault keeps the dossiers that were handed in, each in a folder by its name, with
// what was written of it.
type Vault struct {
	Dir string
	// Most bounds what one dossier takes, in bytes, whatever its archive promises.
	Most int64
}

// mostFiles bounds the files of an archive.
const mostFiles = 500_000

// mostPadding bounds what may follow the end of an archive, in bytes.
const mostPadding = 1 << 20

// inDossier are the names that a dossier has.
var inDossier = regexp.MustCompile(`^(journal\.ndjson|redacted\.json|blobs/[0-9a-f]{64}|incomplete/[A-Za-z0-9-]{1,64})$`)

// Take reads an archive (tar.gz, or zip) of a dossier into the vault. name gives the
// dossier's name from what was read; an error of it leaves nothing behind. A dossier
// that is there already is not written again.
func (v Vault) Take(r io.Reader, name func(dossier.Source) (string, error)) (string, error) {
	if err := os.MkdirAll(v.Dir, 0o700); err != nil {
		return "", err
	}
	tmp, err := os.MkdirTemp(v.Dir, ".new-*")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(tmp)
	if err := (&unpacking{dir: tmp, left: v.Most, name: ofDossier, whole: dossier.JournalName}).read(r); err != nil {
		return "", err
	}
	id, err := name(Folder(tmp))
	if err != nil {
		return "", err
	}
	to := v.folder(id)
	if _, err := os.Stat(to); err == nil {
		return id, nil
	}
	if err := os.Rename(tmp, to); err != nil {
		if _, there := os.Stat(to); there == nil { // handed in twice at once
			return id, nil
		}
		return "", err
	}
	return id, syncDir(v.Dir)
}

// IsOfDossier tells the name of a file that a dossier has.
func IsOfDossier(name string) bool { return inDossier.MatchString(name) }

// Has tells that a dossier is there.
func (v Vault) Has(id string) bool {
	_, err := os.Stat(filepath.Join(v.folder(id), dossier.JournalName))
	return err == nil
}

// Fill makes the folder of a dossier from files that are kept elsewhere: what is no file
// of a dossier is refused. One that is there stays.
func (v Vault) Fill(id string, from func(put func(name string, r io.Reader) error) error) error {
	if err := os.MkdirAll(v.Dir, 0o700); err != nil {
		return err
	}
	tmp, err := os.MkdirTemp(v.Dir, ".new-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	u := &unpacking{dir: tmp, left: v.Most, name: ofDossier, whole: dossier.JournalName}
	if u.left <= 0 {
		u.left = math.MaxInt64 - 1
	}
	if err := errors.Join(from(u.file), u.ended()); err != nil {
		return err
	}
	if err := os.Rename(tmp, v.folder(id)); err != nil && !v.Has(id) {
		return err
	}
	return syncDir(v.Dir)
}

// Tidy removes what processes that are no more had begun to take in before an instant.
func (v Vault) Tidy(before time.Time) error {
	list, err := os.ReadDir(v.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, e := range list {
		info, gone := e.Info()
		if gone == nil && (strings.HasPrefix(e.Name(), ".new-") || strings.HasPrefix(e.Name(), ".zip-") || strings.HasPrefix(e.Name(), uploading)) && info.ModTime().Before(before) {
			err = errors.Join(err, os.RemoveAll(filepath.Join(v.Dir, e.Name())))
		}
	}
	return err
}

func (v Vault) folder(id string) string { return filepath.Join(v.Dir, filepath.Base(id)) }

// Source gives a dossier.
func (v Vault) Source(id string) dossier.Source { return Folder(v.folder(id)) }

// Reports is where what is written of a dossier is kept.
func (v Vault) Reports(id string) Folder { return Folder(filepath.Join(v.folder(id), "reports")) }

// unpacking is one archive being read.
type unpacking struct {
	dir   string
	left  int64 // bytes that may still be written
	files int
	// name gives where a file of the archive goes; false: nowhere. whole is a file that
	// must be there at the end, or "".
	name  func(string) (string, bool)
	whole string
}

// ofDossier gives the name that a file has in a dossier: the folder that holds the
// dossier, if any, is left out, and so is what is beside it.
func ofDossier(name string) (string, bool) {
	if i := strings.Index(name, "dossier/"); i == 0 || i > 0 && name[i-1] == '/' {
		name = name[i+len("dossier/"):]
	}
	return name, inDossier.MatchString(name)
}

func (u *unpacking) read(r io.Reader) error {
	in := bufio.NewReader(r)
	head, _ := in.Peek(4)
	switch {
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		return u.tar(in)
	case bytes.HasPrefix(head, []byte("PK")):
		return u.zip(in)
	}
	return fmt.Errorf("%w: ni tar.gz ni zip (neither tar.gz nor zip)", dossier.ErrArchive)
}

func (u *unpacking) tar(r io.Reader) error {
	z, err := gzip.NewReader(r)
	if err != nil {
		return fmt.Errorf("%w: %w", dossier.ErrArchive, err)
	}
	for t := tar.NewReader(z); ; {
		h, err := t.Next()
		switch {
		case errors.Is(err, io.EOF):
			if _, err := io.CopyN(io.Discard, z, mostPadding); !errors.Is(err, io.EOF) { // to its checksum
				return fmt.Errorf("%w: %w", dossier.ErrArchive, err)
			}
			return u.ended()
		case err != nil:
			return fmt.Errorf("%w: %w", dossier.ErrArchive, err)
		case h.Typeflag == tar.TypeDir:
			continue
		case h.Typeflag != tar.TypeReg:
			return fmt.Errorf("%w: %q n'est pas un fichier ordinaire (is not a regular file)", dossier.ErrArchive, h.Name)
		}
		if err := u.file(h.Name, t); err != nil {
			return err
		}
	}
}

// zip keeps the archive beside what it holds: its list is at its end.
func (u *unpacking) zip(r io.Reader) error {
	f, err := os.CreateTemp(filepath.Dir(u.dir), ".zip-*")
	if err != nil {
		return err
	}
	defer func() { _ = f.Close(); _ = os.Remove(f.Name()) }()
	size, err := io.Copy(f, io.LimitReader(r, u.left+1))
	if err != nil {
		return err
	}
	if size > u.left {
		return u.tooLarge()
	}
	z, err := zip.NewReader(f, size)
	if err != nil {
		return fmt.Errorf("%w: %w", dossier.ErrArchive, err)
	}
	for _, one := range z.File {
		if one.Mode().IsDir() {
			continue
		}
		if !one.Mode().IsRegular() {
			return fmt.Errorf("%w: %q n'est pas un fichier ordinaire (is not a regular file)", dossier.ErrArchive, one.Name)
		}
		c, err := one.Open()
		if err != nil {
			return fmt.Errorf("%w: %w", dossier.ErrArchive, err)
		}
		err = u.file(one.Name, c)
		if err := errors.Join(err, c.Close()); err != nil {
			return err
		}
	}
	return u.ended()
}

func (u *unpacking) ended() error {
	if u.whole == "" {
		return nil
	}
	if _, err := os.Stat(filepath.Join(u.dir, u.whole)); err != nil {
		return fmt.Errorf("%w: sans %s (without it)", dossier.ErrArchive, u.whole)
	}
	return nil
}

// source keeps the error of reading apart from that of writing: the one is the
// archive's, the other the disk's.
type source struct {
	io.Reader
	err error
}

func (s *source) Read(p []byte) (int, error) {
	n, err := s.Reader.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		s.err = err
	}
	return n, err
}

func (u *unpacking) tooLarge() error {
	return fmt.Errorf("%w: plus grand que la limite (larger than the limit)", dossier.ErrArchive)
}

// file writes one file of the archive, where it belongs.
func (u *unpacking) file(name string, r io.Reader) error {
	name = path.Clean(strings.ReplaceAll(name, `\`, "/"))
	if !filepath.IsLocal(name) {
		return fmt.Errorf("%w: %q en sort (leads out of it)", dossier.ErrArchive, name)
	}
	name, wanted := u.name(name)
	if !wanted {
		return nil // reports beside a dossier, the files of an operating system
	}
	if u.files++; u.files > mostFiles {
		return u.tooLarge()
	}
	to := filepath.Join(u.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%w: %q y est deux fois (is there twice)", dossier.ErrArchive, name)
	}
	if err != nil {
		return err
	}
	from := &source{Reader: io.LimitReader(r, u.left+1)}
	n, err := io.Copy(f, from)
	if from.err != nil {
		err = fmt.Errorf("%w: %q: %w", dossier.ErrArchive, name, from.err)
	}
	if u.left -= n; err == nil && u.left < 0 {
		err = u.tooLarge()
	}
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}
