package interop

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// withDICOM is what scripts/interop sets where dcmtk or dicom3tools is installed.
const withDICOM = "ETALON_INTEROP_DICOM"

// Manifests and images that étalon makes are read by dcmtk, and dicom3tools finds
// nothing that their classes lack.
func TestDICOM(t *testing.T) {
	if os.Getenv(withDICOM) == "" {
		t.Skipf("%s is not set: run make interop", withDICOM)
	}
	etalon, err := filepath.Abs("../bin/etalon")
	must(t, err)
	dir := t.TempDir()
	made := func(args ...string) []byte {
		out, err := exec.CommandContext(t.Context(), etalon, append([]string{"make"}, args...)...).Output()
		must(t, err)
		return out
	}
	files := map[string][]byte{"kos.dcm": made("kos")}
	for _, scenario := range []string{"xds-i-mixed", "xds-i-cr"} {
		raw := made("study", "--scenario", scenario)
		z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
		must(t, err)
		for _, f := range z.File {
			r, err := f.Open()
			must(t, err)
			content, err := io.ReadAll(r)
			must(t, err)
			files[scenario+"-"+strings.ReplaceAll(f.Name, "/", "-")] = content
		}
	}
	for name, content := range files {
		path := filepath.Join(dir, name)
		must(t, os.WriteFile(path, content, 0o600))
		if tool, err := exec.LookPath("dcmdump"); err == nil {
			if out, err := exec.CommandContext(t.Context(), tool, "-q", path).CombinedOutput(); err != nil {
				t.Errorf("%s: dcmdump: %v: %s", name, err, out)
			}
		}
		if tool, err := exec.LookPath("dciodvfy"); err == nil {
			out, _ := exec.CommandContext(t.Context(), tool, path).CombinedOutput()
			if bytes.Contains(out, []byte("Error")) || bytes.Contains(out, []byte("Warning")) {
				t.Errorf("%s: dciodvfy: %s", name, out)
			}
		}
	}
}
