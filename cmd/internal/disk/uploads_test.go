package disk_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/dossier"
)

// An archive comes in parts: what came before a line broke stays, a hole is refused, and
// what is too large leaves nothing.
func TestAnUploadGoesOn(t *testing.T) {
	v := disk.Vault{Dir: t.TempDir(), Most: 10}
	name := "7-" + strings.Repeat("a", 64)
	if n, err := v.Uploaded(name); n != 0 || err != nil {
		t.Errorf("before: %d, %v", n, err)
	}
	broken := errors.New("the line broke")
	if n, err := v.Upload(name, 0, io.MultiReader(strings.NewReader("abcd"), iotest.ErrReader(broken))); n != 4 || !errors.Is(err, broken) {
		t.Errorf("broken: %d, %v", n, err)
	}
	if n, err := v.Upload(name, 5, strings.NewReader("x")); n != 4 || !errors.Is(err, dossier.ErrArchive) {
		t.Errorf("a hole: %d, %v", n, err)
	}
	if n, err := v.Upload(name, 2, strings.NewReader("cdefgh")); n != 8 || err != nil {
		t.Errorf("on: %d, %v", n, err)
	}
	r, err := v.Whole(name)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(r); string(got) != "abcdefgh" || errors.Join(err, r.Close()) != nil {
		t.Errorf("%q, %v", got, err)
	}
	if n, err := v.Upload(name, 8, strings.NewReader("ijkl")); n != 0 || !errors.Is(err, dossier.ErrArchive) {
		t.Errorf("too large: %d, %v", n, err)
	}
	if n, err := v.Uploaded(name); n != 0 || err != nil {
		t.Errorf("after it was too large: %d, %v", n, err)
	}
	for _, bad := range []string{"", "../x", "7-" + strings.Repeat("A", 64), "7-short"} {
		if _, err := v.Upload(bad, 0, strings.NewReader("x")); !errors.Is(err, dossier.ErrArchive) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// One owner has few archives on their way, whatever the others have: the oldest is given up.
func TestUploadsAreFew(t *testing.T) {
	v := disk.Vault{Dir: t.TempDir(), Most: 10}
	for i := range 6 {
		name := fmt.Sprintf("7-%064x", i)
		if _, err := v.Upload(name, 0, strings.NewReader("x")); err != nil {
			t.Errorf("%d: %v", i, err)
		}
		began := time.Date(2026, 11, 1, i, 0, 0, 0, time.UTC)
		if err := os.Chtimes(filepath.Join(v.Dir, ".up-"+name), began, began); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 6 {
		if n, err := v.Uploaded(fmt.Sprintf("7-%064x", i)); err != nil || (n > 0) != (i >= 2) {
			t.Errorf("%d: %d, %v", i, n, err)
		}
	}
	if _, err := v.Upload(fmt.Sprintf("8-%064x", 1), 0, strings.NewReader("x")); err != nil {
		t.Errorf("another's: %v", err)
	}
}
