package disk_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/dossier"
)

// Whatever is handed in as an archive, nothing is written but the files of a dossier in
// the vault, and no more of them than it has room for.
func FuzzTake(f *testing.F) {
	const most = 1 << 20
	for _, name := range []string{"journal.ndjson", "../journal.ndjson", "/etc/journal.ndjson", "d/journal.ndjson", "blobs/../../x"} {
		var packed, zipped bytes.Buffer
		z := gzip.NewWriter(&packed)
		w := tar.NewWriter(z)
		fatal(f, w.WriteHeader(&tar.Header{Name: name, Size: 3, Mode: 0o600, Typeflag: tar.TypeReg}))
		_, err := w.Write([]byte("{}\n"))
		fatal(f, err)
		fatal(f, w.WriteHeader(&tar.Header{Name: "l", Linkname: "/dev/zero", Typeflag: tar.TypeSymlink}))
		fatal(f, w.Close())
		fatal(f, z.Close())
		f.Add(packed.Bytes())
		p := zip.NewWriter(&zipped)
		one, err := p.Create(name)
		fatal(f, err)
		_, err = one.Write([]byte("{}\n"))
		fatal(f, err)
		fatal(f, p.Close())
		f.Add(zipped.Bytes())
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		dir := t.TempDir()
		v := disk.Vault{Dir: filepath.Join(dir, "vault"), Most: most}
		_, _ = v.Take(bytes.NewReader(text), func(dossier.Source) (string, error) { return "one", nil })
		size := int64(0)
		err := filepath.Walk(dir, func(at string, info os.FileInfo, err error) error {
			if err != nil {
				return err
			}
			if in, err := filepath.Rel(dir, at); err != nil || in != "." && in != "vault" && !strings.HasPrefix(in, "vault/") {
				t.Errorf("%s was written", at)
			}
			if !info.IsDir() && !info.Mode().IsRegular() {
				t.Errorf("%s is %v", at, info.Mode())
			}
			if info.Mode().IsRegular() {
				size += info.Size()
			}
			return nil
		})
		if err != nil || size > most {
			t.Errorf("%d bytes, %v", size, err)
		}
	})
}

func fatal(f *testing.F, err error) {
	f.Helper()
	if err != nil {
		f.Fatal(err)
	}
}
