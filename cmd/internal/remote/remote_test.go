package remote_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/cmd/internal/remote"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/objects"
)

func must(t *testing.T, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

// keys are those of the gateway of one test.
var keys = objects.Keys{Access: "essai", Secret: "un-secret-de-test"}

// gateway starts versitygw, which enforces object lock, on this machine, or leaves the
// test out: scripts/objects brings it.
func gateway(t *testing.T) string {
	t.Helper()
	program := os.Getenv("ETALON_VERSITYGW")
	if program == "" {
		t.Skip("sans versitygw, le verrou d'objets n'est pas essayé : scripts/objects l'apporte, make test s'en sert (without versitygw object lock is not tried)")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	at := l.Addr().String()
	must(t, l.Close())
	dir := t.TempDir()
	args := []string{"--port", at, "--access", keys.Access, "--secret", keys.Secret, "--quiet", "posix", "--sidecar", filepath.Join(dir, "side"), "--versioning-dir", filepath.Join(dir, "versions"), filepath.Join(dir, "data")}
	for _, name := range []string{"side", "versions", "data"} {
		must(t, os.Mkdir(filepath.Join(dir, name), 0o700))
	}
	c := exec.Command(program, args...)
	c.Stdout, c.Stderr = t.Output(), t.Output()
	must(t, c.Start())
	t.Cleanup(func() { _ = c.Process.Kill(); _ = c.Wait() })
	for range 600 {
		if conn, err := net.Dial("tcp", at); err == nil {
			_ = conn.Close()
			return at
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal("versitygw does not answer")
	return ""
}

// bucket makes one, with object lock or without.
func bucket(t *testing.T, at, name string, lock bool) *minio.Client {
	t.Helper()
	c, err := minio.New(at, &minio.Options{Creds: credentials.NewStaticV4(keys.Access, keys.Secret, ""), Region: "us-east-1", BucketLookup: minio.BucketLookupPath})
	must(t, err, c.MakeBucket(t.Context(), name, minio.MakeBucketOptions{ObjectLocking: lock}))
	return c
}

func opened(t *testing.T, at, name string, lock time.Duration) *objects.Store {
	t.Helper()
	s, err := objects.Open(t.Context(), objects.Where{Endpoint: "http://" + at, Region: "us-east-1", Bucket: name, Prefix: "etalon/", Lock: lock}, keys, time.Now)
	must(t, err)
	return s
}

// made is the archive of a dossier with one exchange.
func made(t *testing.T) []byte {
	t.Helper()
	place := filepath.Join(t.TempDir(), "made")
	to, err := disk.CreateDossier(place)
	must(t, err)
	w, err := dossier.NewWriter(to, time.Now, dossier.Session{Plan: json.RawMessage("{}")})
	must(t, err)
	conn, err := w.Connection(etalon.Connection{Opened: time.Now(), Remote: "127.0.0.1:1"})
	must(t, err)
	x, err := w.Request(etalon.Arrival{Connection: conn, Received: time.Now(), Raw: []byte("un message")})
	must(t, err, w.Response(x, etalon.Answer{Raw: []byte("une réponse")}), w.Seal("completed"), to.Close())
	var b bytes.Buffer
	must(t, disk.Archive(disk.Folder(place), &b))
	return b.Bytes()
}

func head(src dossier.Source) (string, error) {
	d, err := dossier.Read(src)
	if err != nil {
		return "", err
	}
	return d.Head, nil
}

func vault(t *testing.T, s *objects.Store) remote.Vault {
	t.Helper()
	return remote.Vault{Vault: disk.Vault{Dir: filepath.Join(t.TempDir(), "dossiers"), Most: 1 << 20}, Objects: s}
}

// What is taken is in the store, locked; another machine reads it from there, judges it,
// and each reads what the other wrote.
func TestADossierIsKeptLockedAndReadFromElsewhere(t *testing.T) {
	at := gateway(t)
	raw := bucket(t, at, "verrou", true)
	s := opened(t, at, "verrou", 24*time.Hour)
	here, there := vault(t, s), vault(t, s)
	archive := made(t)
	for range 2 { // handed in twice, nothing is written again
		_, err := here.Take(bytes.NewReader(archive), head)
		must(t, err)
	}
	id, err := there.Take(bytes.NewReader(archive), head)
	must(t, err, os.RemoveAll(there.Dir))
	d, err := dossier.Read(there.Source(id))
	must(t, err)
	if d.Head != id || len(d.Exchanges) != 1 || !there.Has(id) {
		t.Errorf("%s, %d exchanges", d.Head, len(d.Exchanges))
	}
	must(t, there.Reports(id).Put(map[string][]byte{"verdict.json": []byte("1"), "verdict-1.json": []byte("1")}))
	must(t, here.Reports(id).Put(map[string][]byte{"verdict.json": []byte("2")}))
	for name, want := range map[string]string{"verdict.json": "2", "verdict-1.json": "1"} {
		if b, err := there.Reports(id).ReadFile(name); err != nil || string(b) != want {
			t.Errorf("%s: %q %v", name, b, err)
		}
	}
	if _, err := here.Reports(id).ReadFile("report.html"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("what nobody wrote: %v", err)
	}
	if _, err := dossier.Read(here.Source(strings.Repeat("0", 64))); err == nil {
		t.Error("a dossier that nobody has")
	}

	digest, size, err := here.Attach(strings.NewReader("une pièce"), 100)
	must(t, err)
	piece, err := there.Piece(digest)
	must(t, err)
	if b, err := io.ReadAll(piece); err != nil || string(b) != "une pièce" || size != int64(len(b)) {
		t.Errorf("joined to a remark: %q %v", b, err)
	}
	must(t, piece.Close())

	// Nobody deletes it before its time, not by the version either; and it is said.
	all, versions := 0, []minio.ObjectInfo{}
	for o := range raw.ListObjects(t.Context(), "verrou", minio.ListObjectsOptions{Recursive: true, WithVersions: true}) {
		must(t, o.Err)
		all++
		versions = append(versions, o)
	}
	if all < 5 { // journal, two blobs, two verdicts
		t.Errorf("%d objects", all)
	}
	for _, o := range versions {
		if err := raw.RemoveObject(t.Context(), "verrou", o.Key, minio.RemoveObjectOptions{VersionID: o.VersionID}); err == nil {
			t.Errorf("%s was deleted", o.Key)
		}
	}
	if err := here.Empty(id, "délai"); err == nil {
		t.Error("what is locked is said to be gone")
	}
	if b, err := s.Get(t.Context(), "dossiers/"+id+"/"+dossier.JournalName); err != nil {
		t.Error(err)
	} else {
		_ = b.Close()
	}
}

// Past its time, or where nothing is locked, the messages are gone from everywhere, and
// what is left says so.
func TestADossierIsEmptiedInTheStoreToo(t *testing.T) {
	at := gateway(t)
	raw := bucket(t, at, "libre", false)
	s := opened(t, at, "libre", 0)
	here := vault(t, s)
	id, err := here.Take(bytes.NewReader(made(t)), head)
	must(t, err, here.Reports(id).Put(map[string][]byte{"report.html": []byte("un message"), "shown-ab": []byte("un message"), "verdict-1.json": []byte("{}")}))
	must(t, here.Empty(id, "délai"), here.Empty(id, "délai"))
	for o := range raw.ListObjects(t.Context(), "libre", minio.ListObjectsOptions{Recursive: true}) {
		must(t, o.Err)
		r, err := raw.GetObject(t.Context(), "libre", o.Key, minio.GetObjectOptions{})
		must(t, err)
		b, err := io.ReadAll(r)
		must(t, err)
		if strings.Contains(string(b), "un message") || strings.Contains(string(b), "une réponse") {
			t.Errorf("%s still tells it", o.Key)
		}
	}
	elsewhere := vault(t, s)
	d, err := dossier.Read(elsewhere.Source(id))
	must(t, err)
	if !d.Redacted(d.Exchanges[0]) || d.Taken.Reason != "délai" {
		t.Errorf("%+v", d.Taken)
	}
	if _, err := elsewhere.Reports(id).ReadFile("verdict-1.json"); err != nil {
		t.Error(err)
	}
	if _, err := objects.Open(t.Context(), objects.Where{Endpoint: "http://" + at, Region: "us-east-1", Bucket: "libre", Lock: time.Hour}, keys, time.Now); !errors.Is(err, objects.ErrUnlocked) {
		t.Errorf("a bucket that locks nothing: %v", err)
	}
	if _, err := objects.Open(t.Context(), objects.Where{Endpoint: "http://" + at, Region: "us-east-1", Bucket: "absent"}, keys, time.Now); err == nil {
		t.Error("a bucket that is not there")
	}
	gone, stop := context.WithCancel(t.Context())
	stop()
	if err := s.Put(gone, "x", strings.NewReader("x"), 1, true); err == nil {
		t.Error("kept after its time was over")
	}
}
