package interop

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// A manifest that other software wrote again, in other syntaxes and forms of length, is
// judged as it was: dcmtk, GDCM, pydicom, each where it is installed.
func TestDICOMOfOthers(t *testing.T) {
	if os.Getenv(withDICOM) == "" {
		t.Skipf("%s is not set: run make interop", withDICOM)
	}
	etalon, err := filepath.Abs("../bin/etalon")
	must(t, err)
	dir := t.TempDir()
	kos, err := exec.CommandContext(t.Context(), etalon, "make", "kos").Output()
	must(t, err)
	from := filepath.Join(dir, "kos.dcm")
	must(t, os.WriteFile(from, kos, 0o600))
	const copies = "import pydicom, sys; pydicom.dcmread(sys.argv[1]).save_as(sys.argv[2], write_like_original=False)"
	for name, command := range map[string][]string{
		"dcmtk, implicit VR":                {"dcmconv", "+ti", from},
		"dcmtk, sequences without a length": {"dcmconv", "+te", "-e", from},
		"dcmtk, big endian":                 {"dcmconv", "+tb", from},
		"gdcm, implicit VR":                 {"gdcmconv", "-I", from},
		"gdcm, explicit VR":                 {"gdcmconv", "-X", from},
		"pydicom":                           {"/usr/bin/python3", "-c", copies, from},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := exec.LookPath(command[0]); err != nil {
				t.Skip(err)
			}
			if command[0] == "/usr/bin/python3" && exec.CommandContext(t.Context(), command[0], "-c", "import pydicom").Run() != nil {
				t.Skip("pydicom is not installed")
			}
			to := filepath.Join(t.TempDir(), "copy.dcm")
			if out, err := exec.CommandContext(t.Context(), command[0], append(command[1:], to)...).CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			if out, err := exec.CommandContext(t.Context(), etalon, "validate", to, "--pack", "xds-i").CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
}
