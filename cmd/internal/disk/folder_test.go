package disk

import (
	"io"
	"os"
	"path/filepath"
	"testing"
)

// A report takes the place of the one before in one step: whoever reads that one goes on
// reading it, and one that cannot be put in its place leaves nothing of itself.
func TestAReportIsWrittenBesideAndRenamed(t *testing.T) {
	dir := t.TempDir()
	write := func(text string) error {
		return WriteFiles(dir, map[string][]byte{"verdict.json": []byte(text)}, false)
	}
	if err := write("the first"); err != nil {
		t.Fatal(err)
	}
	first, err := os.Open(filepath.Join(dir, "verdict.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	if err := write("another"); err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(first); err != nil || string(b) != "the first" {
		t.Errorf("who reads the first finds %q, %v", b, err)
	}
	if b, err := os.ReadFile(filepath.Join(dir, "verdict.json")); err != nil || string(b) != "another" {
		t.Errorf("%q, %v", b, err)
	}
	if err := os.Remove(filepath.Join(dir, "verdict.json")); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(dir, "verdict.json", "taken"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := write("a third"); err == nil {
		t.Error("it was put in the place of a folder")
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
		t.Errorf("%v is left, %v", left, err)
	}
}
