//go:build unix

package disk_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/dossier"
)

// Nothing that stands where a message should be is read, nor waited for: it is
// refused with a word.
func TestAStrangersDossierIsReadSafely(t *testing.T) {
	for name, c := range map[string]struct {
		instead func(file string) error
		word    string
	}{
		"a link to a device": {func(f string) error { return os.Symlink("/dev/zero", f) }, "regular file"},
		"a link to the same bytes": {func(f string) error {
			return errors.Join(os.WriteFile(f+".real", []byte("request"), 0o600), os.Symlink(filepath.Base(f)+".real", f))
		}, "regular file"},
		"a pipe":        {func(f string) error { return syscall.Mkfifo(f, 0o600) }, "regular file"},
		"a sparse file": {func(f string) error { return errors.Join(os.WriteFile(f, nil, 0o600), os.Truncate(f, 20<<30)) }, "7 were recorded"},
	} {
		for _, answered := range []bool{true, false} {
			t.Run(name, func(t *testing.T) {
				dir, s, w := open(t)
				x, err := w.Request(etalon.Arrival{Raw: []byte("request")})
				if answered {
					err = errors.Join(err, w.Response(x, etalon.Answer{Raw: []byte("answer")}), w.Seal("completed"))
				}
				if err := errors.Join(err, s.Close()); err != nil {
					t.Fatal(err)
				}
				d, err := dossier.Read(disk.Folder(dir))
				if err != nil {
					t.Fatal(err)
				}
				blob := filepath.Join(dir, filepath.FromSlash(dossier.BlobName(d.Exchanges[0].Request.SHA256)))
				if err := errors.Join(os.Remove(blob), c.instead(blob)); err != nil {
					t.Fatal(err)
				}
				soon(t, func() {
					var tamper *dossier.TamperError
					if _, err := dossier.Read(disk.Folder(dir)); !errors.As(err, &tamper) || !strings.Contains(err.Error(), c.word) {
						t.Errorf("read: %v", err)
					}
					if b, err := d.Bytes(d.Exchanges[0].Request); err == nil {
						t.Errorf("%d bytes", len(b))
					}
				})
			})
		}
	}
}

// A size that was recorded is no promise: what is over the limit is not read.
func TestARecordedSizeOverTheLimitIsRefused(t *testing.T) {
	dir, s, w := open(t)
	_, err := w.Request(etalon.Arrival{Raw: []byte("request")})
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	d, err := dossier.Read(disk.Folder(dir))
	if err != nil {
		t.Fatal(err)
	}
	b := d.Exchanges[0].Request
	b.Size = 20 << 30
	if err := os.Truncate(filepath.Join(dir, filepath.FromSlash(dossier.BlobName(b.SHA256))), b.Size); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Bytes(b); err == nil || !strings.Contains(err.Error(), "more than") {
		t.Errorf("%v", err)
	}
}

// soon fails when f has not returned: what it waits for may never come.
func soon(t *testing.T, f func()) {
	t.Helper()
	done := make(chan struct{})
	go func() { defer close(done); f() }()
	select {
	case <-done:
	case <-time.After(time.Minute):
		t.Fatal("it hangs")
	}
}

// A dossier is its owner's alone.
func TestADossierIsPrivate(t *testing.T) {
	dir, s, w := open(t)
	x, err := w.Request(etalon.Arrival{Raw: []byte("request")})
	if err := errors.Join(err, w.Response(x, etalon.Answer{Raw: []byte("answer")}), w.Seal("completed"), s.Close()); err != nil {
		t.Fatal(err)
	}
	err = filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: %v", name, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Links of a folder of rules lead nowhere out of it, and a pipe in it is not opened.
func TestForeignFoldersStayThemselves(t *testing.T) {
	dir := t.TempDir()
	for name, err := range map[string]error{
		"secret":     os.WriteFile(filepath.Join(dir, "secret"), []byte("s"), 0o600),
		"packs":      errors.Join(os.MkdirAll(filepath.Join(dir, "packs", "one"), 0o700), os.MkdirAll(filepath.Join(dir, "packs", "two"), 0o700)),
		"one/file":   os.WriteFile(filepath.Join(dir, "packs", "one", "file"), []byte("x"), 0o600),
		"one/link":   os.Symlink("file", filepath.Join(dir, "packs", "one", "link")),
		"one/out":    os.Symlink("../../secret", filepath.Join(dir, "packs", "one", "out")),
		"one/beside": os.Symlink("../two/file", filepath.Join(dir, "packs", "one", "beside")),
		"two/file":   os.WriteFile(filepath.Join(dir, "packs", "two", "file"), []byte("y"), 0o600),
		"one/pipe":   syscall.Mkfifo(filepath.Join(dir, "packs", "one", "pipe"), 0o600),
	} {
		if err != nil {
			t.Fatal(name, err)
		}
	}
	packs := disk.Beside(filepath.Join(dir, "packs"))
	for name, fits := range map[string]bool{
		"one/file": true, "one/link": true, "two/file": true, "one/out": false, "one/beside": false, "one/pipe": false, "../secret": false,
	} {
		soon(t, func() {
			if b, err := fs.ReadFile(packs, name); (err == nil) != fits {
				t.Errorf("%s: %q, %v", name, b, err)
			}
			if name, ok := strings.CutPrefix(name, "one/"); ok && name != "beside" {
				if b, err := fs.ReadFile(disk.Foreign(filepath.Join(dir, "packs", "one")), name); (err == nil) != fits {
					t.Errorf("%s: %q, %v", name, b, err)
				}
			}
		})
	}
	if list, err := fs.ReadDir(packs, "one"); err != nil || len(list) != 5 {
		t.Errorf("%v, %v", list, err)
	}
}

// To verify a dossier is not to hold its messages: their digests are taken as they are
// read.
func TestVerifyingTakesNoRoom(t *testing.T) {
	dir, s, w := open(t)
	x, err := w.Request(etalon.Arrival{Raw: make([]byte, 16<<20)})
	if err := errors.Join(err, w.Response(x, etalon.Answer{Raw: []byte("answer")}), w.Seal("completed"), s.Close()); err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := dossier.Read(disk.Folder(dir)); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if took := after.TotalAlloc - before.TotalAlloc; took > 4<<20 {
		t.Errorf("%d bytes", took)
	}
}
