package lps_test

import (
	"bytes"
	"crypto/x509"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/lps"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

func clock() time.Time { return now }

type zero struct{}

func (zero) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestHandler(t *testing.T) {
	f := newFake(t)
	h := newLPS(t, f, nil).Handler()
	call := func(method, path string, body any) *httptest.ResponseRecorder {
		b, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(method, path, bytes.NewReader(b)))
		return w
	}
	if w := call("GET", "/health", nil); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "ETALON-LPS") {
		t.Errorf("health %d %s", w.Code, w.Body)
	}
	for range 2 { // a reset makes the LPS test existence again
		w := call("POST", "/actions/list-documents", action(etalon.ActListDocuments))
		var r etalon.Reaction
		if err := json.Unmarshal(w.Body.Bytes(), &r); err != nil || w.Code != http.StatusOK || r.Status != "done" {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		if got := kinds(f.requests()); got != "PRPA_IN201307UV02 AdhocQueryRequest" {
			t.Errorf("requests %s", got)
		}
		if w := call("POST", "/reset", nil); w.Code != http.StatusNoContent {
			t.Errorf("reset %d", w.Code)
		}
	}
	for path, want := range map[string]int{
		"/actions/dance": http.StatusNotImplemented, "/actions/feed": http.StatusBadRequest, "/else": http.StatusNotFound,
	} {
		if w := call("POST", path, "x"); w.Code != want {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

func TestConfigComesBack(t *testing.T) {
	c := lps.Config{
		BaseURL: "https://dmp.example:1", Name: "N", Version: "9", Mode: etalon.ModeAIR, VIHFVersion: "4.0", StructureID: "1",
		StructureName: "S", UserID: "8", UserFamily: "F", UserGiven: "G", Timeout: 3 * time.Second, Mutant: "audience",
		Auth: keys().TLS(pki.StructureAuth), Sign: keys().TLS(pki.StructureSign),
	}
	b, err := lps.ConfigJSON(c, []*x509.Certificate{keys().Authority.Certificate})
	if err != nil {
		t.Fatal(err)
	}
	back, err := lps.ParseConfig(b, nil)
	if err != nil {
		t.Fatal(err)
	}
	if back.BaseURL != c.BaseURL || back.Name != "N" || back.Version != "9" || back.Mode != etalon.ModeAIR || back.VIHFVersion != "4.0" ||
		back.StructureID != "1" || back.StructureName != "S" || back.UserID != "8" || back.UserFamily != "F" || back.UserGiven != "G" ||
		back.Timeout != 3*time.Second || back.Mutant != "audience" {
		t.Errorf("%+v", back)
	}
	if !bytes.Equal(back.Sign.Certificate[1], c.Sign.Certificate[1]) || !back.Roots.Equal(keys().Roots()) {
		t.Error("certificates changed")
	}
}

func TestConfigNamesFiles(t *testing.T) {
	fsys := fstest.MapFS{}
	for n, b := range keys().Files() {
		fsys["igc/"+n] = &fstest.MapFile{Data: b}
	}
	const doc = `{"baseUrl":"https://x","auth":{"certificates":"igc/structure-auth.pem","key":"igc/structure-auth.key.pem"},
		"sign":{"certificates":"igc/structure-sign.pem","key":"igc/structure-sign.key.pem"},"roots":"igc/ac-etalon.pem"}`
	c, err := lps.ParseConfig([]byte(doc), fsys)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(c.Auth.Certificate[0], keys().Get(pki.StructureAuth).Certificate.Raw) {
		t.Error("another certificate")
	}
	for broken, want := range map[string]string{
		strings.Replace(doc, "structure-sign.key.pem", "absent.pem", 1):  "absent.pem",
		strings.Replace(doc, `"baseUrl"`, `"baseURI"`, 1):                "baseURI",
		strings.Replace(doc, "igc/ac-etalon.pem", "igc/LISEZMOI.txt", 1): "roots",
	} {
		if _, err := lps.ParseConfig([]byte(broken), fsys); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %s, got %v", want, err)
		}
	}
}
