package disk_test

import (
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/dossier"
)

// A file is kept once, by its digest; one that is too large leaves nothing; a copy of the
// console has it.
func TestAFileIsJoined(t *testing.T) {
	data := t.TempDir()
	v := disk.Vault{Dir: filepath.Join(data, disk.Dossiers)}
	const sum = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" // of "abc": FIPS 180-2, B.1
	for range 2 {
		if digest, size, err := v.Attach(strings.NewReader("abc"), 3); digest != sum || size != 3 || err != nil {
			t.Errorf("%s, %d, %v", digest, size, err)
		}
	}
	if _, _, err := v.Attach(strings.NewReader("abcd"), 3); !errors.Is(err, dossier.ErrArchive) {
		t.Errorf("too large: %v", err)
	}
	if all, err := filepath.Glob(filepath.Join(data, "pieces", "*")); len(all) != 1 || err != nil {
		t.Errorf("%v, %v", all, err)
	}
	to := t.TempDir()
	if err := disk.CopyData(t.Context(), data, to, false); err != nil {
		t.Fatal(err)
	}
	f, err := disk.Vault{Dir: filepath.Join(to, disk.Dossiers)}.Piece(sum)
	if err != nil {
		t.Fatal(err)
	}
	if raw, err := io.ReadAll(f); string(raw) != "abc" || errors.Join(err, f.Close()) != nil {
		t.Errorf("%q, %v", raw, err)
	}
}
