package disk_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/dossier"
)

// A sitting that a process left is found as it was; what said nothing yet is begun anew,
// and what is over is taken away.
func TestASittingIsKeptUntilItIsHandedIn(t *testing.T) {
	s := disk.Sittings{Dir: filepath.Join(t.TempDir(), disk.SittingsFolder)}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Read(1); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("nothing: %v", err)
	}
	must(os.MkdirAll(filepath.Join(s.Dir, "1", "dossier"), 0o700))
	must(os.WriteFile(filepath.Join(s.Dir, "1", "dossier", dossier.JournalName), []byte(`{"torn`), 0o600))
	if _, err := s.Read(1); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("half a line: %v", err)
	}
	to, err := s.Create(1)
	must(err)
	w, err := dossier.NewWriter(to, time.Now, dossier.Session{Plan: json.RawMessage("{}")})
	must(err)
	must(w.Begin("a"))
	must(to.Close())
	if _, err := s.Create(1); !errors.Is(err, dossier.ErrTaken) {
		t.Errorf("begun twice: %v", err)
	}
	f, err := s.Read(1)
	must(err)
	if d, err := dossier.Read(f); err != nil || len(d.Scenarios) != 1 || d.Seal != nil {
		t.Errorf("%+v %v", d, err)
	}
	digest, err := s.Show(1, strings.NewReader("une image"))
	must(err)
	all, err := s.Shown(1)
	must(err)
	if len(all) != 1 || string(all[strings.TrimPrefix(digest, "sha256:")]) != "une image" {
		t.Errorf("%s, %v", digest, all)
	}
	if _, err := s.Show(1, strings.NewReader(strings.Repeat("x", disk.MostShown+1))); !errors.Is(err, dossier.ErrArchive) {
		t.Errorf("too large: %v", err)
	}
	must(os.MkdirAll(filepath.Join(s.Dir, "2"), 0o700))
	must(s.Keep([]int64{1}))
	if left, err := os.ReadDir(s.Dir); err != nil || len(left) != 1 || left[0].Name() != "1" {
		t.Errorf("%v %v", left, err)
	}
}
