package main

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/outcome"
	"github.com/etalon-dmp/etalon/internal/repertoire"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

// A vendor explores: each exchange is judged at once, in one line; what is no
// exchange does not end the session; the interrupt seals the dossier.
func TestSimulateJudgesWhatArrives(t *testing.T) {
	t.Parallel()
	dir, declaration := vendor(t)
	out := filepath.Join(dir, "out")
	command(t, etalon.ExitUsage, nil, "simulate", "--sut", declaration, "--out", out, "--manage", "0.0.0.0:0")
	c := open(t, "simulate", "--sut", declaration, "--out", out, "--manage", "127.0.0.1:0")
	line := c.await(c.out, "http://")
	look(t, line[strings.Index(line, "http://"):])
	base := reached(c.await(c.out, "https://"))
	test := etalon.Action{ID: "essai", Name: etalon.ActExistenceTest, Patient: known(t, "ACTIF")}

	installed(t, declaration, base, "").does(test)
	if line := c.await(c.out, "TD0.2"); !strings.Contains(line, "PASS") || !strings.Contains(line, "0 constats") {
		t.Fatalf("a conforming exchange: %q", line)
	}

	garbage(t, base)
	wrongClient(t, declaration, base)
	c.await(c.out, "T02.")
	notSOAP(t, declaration, base)
	c.await(c.out, "registry")
	c.await(c.out, "T03.")

	installed(t, declaration, base, "vihf-version").does(test)
	if line := c.await(c.out, "TD0.2"); !strings.Contains(line, "FAIL") {
		t.Fatalf("a faulty exchange: %q", line)
	}
	c.await(c.out, "V06.version")

	must(t, c.cmd.Process.Signal(syscall.SIGINT))
	c.leaves(etalon.ExitPass)
	command(t, etalon.ExitPass, nil, "dossier", "verify", filepath.Join(out, "dossier"))
	d := evidence(t, out)
	if d.Seal == nil || d.Seal.Outcome != outcome.Completed || len(d.Exchanges) != 4 {
		t.Fatalf("seal %+v, %d exchanges", d.Seal, len(d.Exchanges))
	}
	refused := 0
	for _, k := range d.Connections {
		if k.TLS.Error != "" {
			refused++
		}
	}
	if refused != 2 {
		t.Fatalf("%d connections recorded as refused, want 2: %+v", refused, d.Connections)
	}
	// Judged later, the same exchange fails; exploring never gives a pass.
	command(t, etalon.ExitFail, nil, "judge", filepath.Join(out, "dossier"), "--out", filepath.Join(out, "again"))
	// And the same folder is not written twice.
	command(t, etalon.ExitUsage, nil, "simulate", "--sut", declaration, "--out", out)
}

// An interrupt while something is judged seals what was recorded.
func TestAnInterruptWhileSimulateJudgesSeals(t *testing.T) {
	t.Parallel()
	dir, declaration := vendor(t)
	out := filepath.Join(dir, "out")
	c := open(t, "simulate", "--sut", declaration, "--out", out)
	base := reached(c.await(c.out, "https://"))
	test := etalon.Action{ID: "essai", Name: etalon.ActExistenceTest, Patient: known(t, "ACTIF")}
	product := installed(t, declaration, base, "")
	for range 4 {
		product.does(test)
	}
	must(t, c.cmd.Process.Signal(syscall.SIGINT))
	<-c.left
	if code := c.cmd.ProcessState.ExitCode(); code != etalon.ExitPass && code != etalon.ExitCancelled {
		t.Errorf("exit code %d\n%s", code, c.rest())
	}
	if d := evidence(t, out); d.Seal == nil || len(d.Exchanges) != 4 {
		t.Errorf("seal %+v, %d exchanges", d.Seal, len(d.Exchanges))
	}
}

// look reads the state of the simulated DMP.
func look(t *testing.T, url string) {
	t.Helper()
	r, err := http.Get(url)
	must(t, err)
	defer r.Body.Close()
	if b, err := io.ReadAll(r.Body); err != nil || r.StatusCode != http.StatusOK || !bytes.Contains(b, []byte(`"id": "ACTIF"`)) {
		t.Fatalf("%s %s, %v", r.Status, b, err)
	}
}

// known is a patient of the catalogue.
func known(t *testing.T, id string) etalon.Patient {
	t.Helper()
	cat, err := repertoire.Catalogue(nil)
	must(t, err)
	for _, p := range cat.Patients {
		if p.ID == id {
			return p
		}
	}
	t.Fatalf("no patient %s", id)
	return etalon.Patient{}
}

// garbage speaks no TLS at all, and reads until the other side closes.
func garbage(t *testing.T, base string) {
	t.Helper()
	u, err := url.Parse(base)
	must(t, err)
	conn, err := net.Dial("tcp", u.Host)
	must(t, err)
	defer conn.Close()
	_, err = conn.Write([]byte("Bonjour, ceci n'est pas du TLS.\r\n\r\n"))
	must(t, err)
	_, _ = io.Copy(io.Discard, conn)
}

// client is a TLS client with one of the test keys.
func caller(t *testing.T, declaration string, name pki.Name) *http.Client {
	t.Helper()
	set, err := pki.Load(os.DirFS(filepath.Join(filepath.Dir(declaration), igcFolder)))
	must(t, err)
	roots := x509.NewCertPool()
	roots.AddCert(set.Authority.Certificate)
	certificate := set.TLS(name)
	transport := &http.Transport{TLSClientConfig: &tls.Config{
		RootCAs: roots, MaxVersion: tls.VersionTLS12,
		// Given whatever authorities the server names.
		GetClientCertificate: func(*tls.CertificateRequestInfo) (*tls.Certificate, error) { return &certificate, nil },
	}}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport, Timeout: patient}
}

// wrongClient comes with a certificate of another authority, and is told so.
func wrongClient(t *testing.T, declaration, base string) {
	t.Helper()
	r, err := caller(t, declaration, pki.UnknownAuth).Get(base)
	must(t, err)
	defer r.Body.Close()
	if b, err := io.ReadAll(r.Body); err != nil || r.StatusCode != http.StatusForbidden || !bytes.Contains(b, []byte("Certificat client refus")) {
		t.Fatalf("a stranger was answered %s %q, %v", r.Status, b, err)
	}
}

// notSOAP sends what is no message to the right address.
func notSOAP(t *testing.T, declaration, base string) {
	t.Helper()
	r, err := caller(t, declaration, pki.StructureAuth).Post(base+"/si-dmp-server/v2/services/registry", "text/plain", strings.NewReader("ceci n'est pas du SOAP"))
	must(t, err)
	defer r.Body.Close()
	_, _ = io.Copy(io.Discard, r.Body)
}
