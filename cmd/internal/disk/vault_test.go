package disk_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/dossier"
)

type packed struct {
	name string
	data string
	kind byte
}

func tarred(files ...packed) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	t := tar.NewWriter(z)
	for _, f := range files {
		_ = t.WriteHeader(&tar.Header{Name: f.name, Typeflag: f.kind, Size: int64(len(f.data)), Linkname: "/etc/passwd", Mode: 0o644})
		_, _ = t.Write([]byte(f.data))
	}
	_ = t.Close()
	_ = z.Close()
	return b.Bytes()
}

func zipped(files ...packed) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		w, _ := z.Create(f.name)
		_, _ = w.Write([]byte(f.data))
	}
	_ = z.Close()
	return b.Bytes()
}

// random is what does not compress, the same each time.
func random(n int) string {
	out := make([]byte, n)
	x := uint32(1)
	for i := range out {
		x = x*1664525 + 1013904223
		out[i] = byte(x >> 24)
	}
	return string(out)
}

func TestAVaultTakesADossierAndNothingElse(t *testing.T) {
	const file = byte(tar.TypeReg)
	blob := "blobs/" + strings.Repeat("a", 64)
	good := []packed{{"out/dossier/journal.ndjson", "j", file}, {"out/dossier/" + blob, "b", file}, {"out/dossier/" + dossier.RedactedName, "r", file}, {"out/report.html", "r", file}}
	for name, c := range map[string]struct {
		archive []byte
		refused bool
	}{
		"tar":            {tarred(good...), false},
		"zip":            {zipped(good...), false},
		"bare":           {tarred(packed{"./journal.ndjson", "j", file}, packed{blob, "b", file}), false},
		"no journal":     {tarred(good[1:]...), true},
		"leads out":      {tarred(packed{"../../dossier/journal.ndjson", "j", file}), true},
		"leads out, zip": {zipped(packed{"../dossier/journal.ndjson", "j", file}), true},
		"absolute":       {tarred(packed{"/dossier/journal.ndjson", "j", file}), true},
		"backslashes":    {zipped(packed{`..\dossier\journal.ndjson`, "j", file}), true},
		"a link":         {tarred(packed{"journal.ndjson", "", tar.TypeSymlink}), true},
		"a device":       {tarred(packed{"journal.ndjson", "", tar.TypeChar}), true},
		"twice":          {tarred(good[0], good[0]), true},
		"too large":      {tarred(packed{"journal.ndjson", strings.Repeat("x", 2000), file}), true},
		"too large, zip": {zipped(packed{"journal.ndjson", strings.Repeat("x", 2000), file}), true},
		"cut short":      {tarred(good...)[:60], true},
		"cut in a file":  {tarred(good...)[:len(tarred(good...))-12], true},
		"cut, large":     {tarred(packed{"journal.ndjson", random(900), file})[:700], true},
		"no archive":     {[]byte("hello"), true},
		"nothing":        {nil, true},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			v := disk.Vault{Dir: filepath.Join(dir, "vault"), Most: 1000}
			id, err := v.Take(bytes.NewReader(c.archive), func(src dossier.Source) (string, error) {
				b, err := src.ReadFile(dossier.JournalName)
				return "head" + string(b), err
			})
			list, _ := os.ReadDir(v.Dir)
			switch {
			case c.refused && !errors.Is(err, dossier.ErrArchive):
				t.Errorf("taken: %v", err)
			case c.refused && len(list) != 0:
				t.Errorf("left behind: %v", list)
			case !c.refused && (err != nil || id != "headj" || len(list) != 1):
				t.Fatalf("%q %v, %v", id, err, list)
			}
			if outside, _ := os.ReadDir(dir); len(outside) != 1 {
				t.Errorf("written outside: %v", outside)
			}
			if !c.refused {
				var again bytes.Buffer
				if err := disk.Archive(disk.Folder(filepath.Join(v.Dir, id)), &again); err != nil {
					t.Fatal(err)
				}
				other := disk.Vault{Dir: t.TempDir(), Most: 1000}
				if _, err := other.Take(&again, func(src dossier.Source) (string, error) { _, err := src.ReadFile(blob); return "copy", err }); err != nil {
					t.Errorf("archived again: %v", err)
				}
				if b, err := other.Source("copy").ReadFile(dossier.RedactedName); name == "tar" && (err != nil || string(b) != "r") {
					t.Errorf("what says what was taken out: %q %v", b, err)
				}
				if b, err := v.Source(id).ReadFile(blob); err != nil || string(b) != "b" {
					t.Errorf("%q %v", b, err)
				}
			}
		})
	}
}
