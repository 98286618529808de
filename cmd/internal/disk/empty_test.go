package disk_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/dossier"
)

// A dossier without its messages is verified by the same chain, and says what is gone;
// done again, or again after an interruption, nothing changes.
func TestADossierIsEmptied(t *testing.T) {
	place := t.TempDir()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	to, err := disk.CreateDossier(filepath.Join(place, "made"))
	must(err)
	at := func() time.Time { return time.Date(2026, 11, 28, 1, 0, 0, 0, time.UTC) }
	w, err := dossier.NewWriter(to, at, dossier.Session{Plan: json.RawMessage("{}")})
	must(err)
	conn, err := w.Connection(etalon.Connection{Opened: at(), Remote: "127.0.0.1:1"})
	must(err)
	x, err := w.Request(etalon.Arrival{Connection: conn, Received: at(), Raw: []byte("un message")})
	must(err)
	must(w.Response(x, etalon.Answer{Raw: []byte("une réponse")}))
	must(w.Seal("completed"))
	must(to.Close())
	var archive bytes.Buffer
	must(disk.Archive(disk.Folder(filepath.Join(place, "made")), &archive))
	v := disk.Vault{Dir: filepath.Join(place, "vault"), Most: 1 << 20}
	head, err := v.Take(&archive, func(src dossier.Source) (string, error) {
		d, err := dossier.Read(src)
		if err != nil {
			return "", err
		}
		return d.Head, nil
	})
	must(err)
	must(v.Reports(head).Put(map[string][]byte{"report.html": []byte("un message"), "shown-ab": []byte("un message à l'écran"), "verdict-d.json": []byte("{}")}))
	for range 2 {
		must(v.Empty(head, "délai"))
		d, err := dossier.Read(v.Source(head))
		must(err)
		if d.Head != head || len(d.Exchanges) != 1 || !d.Redacted(d.Exchanges[0]) || d.Taken.Reason != "délai" {
			t.Errorf("%s, %+v, %+v", d.Head, d.Exchanges, d.Taken)
		}
		must(fs.WalkDir(os.DirFS(v.Dir), ".", func(name string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			b, err := os.ReadFile(filepath.Join(v.Dir, name))
			if strings.Contains(string(b), "un message") || strings.Contains(string(b), "une réponse") {
				t.Errorf("%s still tells it", name)
			}
			return err
		}))
		if _, err := v.Reports(head).ReadFile("verdict-d.json"); err != nil {
			t.Error(err)
		}
	}
}

// A dossier that is handed in twice at once is taken once, and what was only begun, by a
// process that is no more, is removed; what is being taken in is not.
func TestTakingAtOnceAndTidying(t *testing.T) {
	v := disk.Vault{Dir: t.TempDir(), Most: 1000}
	archive := tarred(packed{"journal.ndjson", "j", '0'})
	var both, taken sync.WaitGroup
	both.Add(2)
	for range 2 {
		taken.Go(func() {
			id, err := v.Take(bytes.NewReader(archive), func(dossier.Source) (string, error) {
				both.Done()
				both.Wait() // neither is there yet
				return "head", nil
			})
			if id != "head" || err != nil {
				t.Errorf("%q, %v", id, err)
			}
		})
	}
	taken.Wait()
	now := time.Now()
	for name, age := range map[string]time.Duration{".new-old": 3 * time.Hour, ".zip-old": 3 * time.Hour, ".new-now": 0, "other": 3 * time.Hour} {
		at := filepath.Join(v.Dir, name)
		if err := errors.Join(os.Mkdir(at, 0o700), os.Chtimes(at, now, now.Add(-age))); err != nil {
			t.Fatal(err)
		}
	}
	if err := v.Tidy(now.Add(-2 * time.Hour)); err != nil {
		t.Error(err)
	}
	left, _ := os.ReadDir(v.Dir)
	var names []string
	for _, e := range left {
		names = append(names, e.Name())
	}
	if got := strings.Join(names, " "); got != ".new-now head other" {
		t.Error(got)
	}
}
