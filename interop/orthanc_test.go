package interop

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// withOrthanc is what scripts/interop sets: the program of Orthanc.
const withOrthanc = "ETALON_INTEROP_ORTHANC"

// orthanc starts Orthanc with DICOMweb and WADO on a free port of loopback, and gives its
// address.
func orthanc(t *testing.T, program string) string {
	t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	port := free.Addr().(*net.TCPAddr).Port //nolint:forcetypeassert // a TCP listener
	must(t, free.Close())
	dir := t.TempDir()
	config, err := json.Marshal(map[string]any{
		"Name": "ETALON", "StorageDirectory": dir, "IndexDirectory": dir, "HttpPort": port, "DicomServerEnabled": false, "RemoteAccessAllowed": false,
		"AuthenticationEnabled": false, "Plugins": []string{"/usr/share/orthanc/plugins/libOrthancDicomWeb.so"},
		"DicomWeb": map[string]any{"Enable": true, "Root": "/dicom-web/", "EnableWado": true, "WadoRoot": "/wado"},
	})
	must(t, err)
	file := filepath.Join(dir, "orthanc.json")
	must(t, os.WriteFile(file, config, 0o600))
	server := exec.CommandContext(t.Context(), program, file)
	must(t, server.Start())
	t.Cleanup(func() { _ = server.Process.Kill(); _ = server.Wait() })
	base := fmt.Sprintf("http://127.0.0.1:%d", port)
	for range 100 { // it says nothing when it listens
		if r, err := http.Get(base + "/system"); err == nil {
			_ = r.Body.Close()
			return base
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal("Orthanc does not answer")
	return ""
}

// Orthanc as an image server: WADO-RS is conforming; what WADO-URI differs in is known.
func TestOrthanc(t *testing.T) {
	program := os.Getenv(withOrthanc)
	if program == "" {
		t.Skipf("%s is not set: run make interop", withOrthanc)
	}
	etalon, err := filepath.Abs("../bin/etalon")
	must(t, err)
	base := orthanc(t, program)
	for _, study := range []string{"901", "903"} {
		raw, err := exec.CommandContext(t.Context(), etalon, "make", "study", "--scenario", "image-server-wado", "--study", "2.25.284937023847102938471029384710293847"+study).Output()
		must(t, err)
		z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
		must(t, err)
		for _, f := range z.File {
			r, err := f.Open()
			must(t, err)
			content, err := io.ReadAll(r)
			must(t, err)
			answer, err := http.Post(base+"/instances", "application/dicom", bytes.NewReader(content))
			must(t, err)
			_ = answer.Body.Close()
			if answer.StatusCode != http.StatusOK {
				t.Fatalf("Orthanc does not take %s: %s", f.Name, answer.Status)
			}
		}
	}
	dir := t.TempDir()
	sut := filepath.Join(dir, "sut")
	if out, err := exec.CommandContext(t.Context(), etalon, "init", sut).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	declared := fmt.Sprintf("name: Orthanc\nversion: \"1\"\nvendor: Orthanc\nprofiles: [xds-i-image-server-wado, xds-i-image-server-wado-rs]\nroles: [imaging-document-source]\n"+
		"endpoints:\n  RAD-55: %s/wado\n  RAD-107: %s/dicom-web/studies\npki: igc\ndriver: {kind: none}\n", base, base)
	must(t, os.WriteFile(filepath.Join(sut, "orthanc.yaml"), []byte(declared), 0o600))
	_ = exec.CommandContext(t.Context(), etalon, "run", "--sut", filepath.Join(sut, "orthanc.yaml"), "--out", filepath.Join(dir, "out")).Run() // WADO-URI fails
	var verdict struct {
		Profiles []struct{ ID, Verdict string }
		Findings []struct{ Rule, Severity, Scenario string }
	}
	raw, err := os.ReadFile(filepath.Join(dir, "out", "verdict.json"))
	must(t, err)
	must(t, json.Unmarshal(raw, &verdict))
	for _, p := range verdict.Profiles {
		if p.ID == "xds-i-image-server-wado-rs" && p.Verdict != "PASS" {
			t.Errorf("%s: %s", p.ID, p.Verdict)
		}
	}
	// A parameter that is missing is 404 there, %2F is not decoded, and an image is a PNG
	// where a JPEG is asked for; an unknown transferSyntax is passed over.
	known := []string{"IS07.status", "IS04.type", "IS04.syntax"}
	for _, f := range verdict.Findings {
		if !slices.Contains(known, f.Rule) {
			t.Errorf("%s in %s (%s)", f.Rule, f.Scenario, f.Severity)
		}
	}
	if len(verdict.Profiles) != 2 {
		t.Errorf("%d profiles were judged", len(verdict.Profiles))
	}
}
