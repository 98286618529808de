package timestamp_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	rfc3161 "github.com/digitorus/timestamp"

	"github.com/etalon-dmp/etalon/internal/timestamp"
)

var now = time.Date(2026, 11, 28, 6, 0, 0, 0, time.UTC)

// authority stamps, as told to.
type authority struct {
	root, leaf *x509.Certificate
	key        *ecdsa.PrivateKey
	spoil      func(*rfc3161.Timestamp)
}

func certificate(t *testing.T, of, by *x509.Certificate, key crypto.Signer, with crypto.Signer) *x509.Certificate {
	t.Helper()
	raw, err := x509.CreateCertificate(rand.Reader, of, by, key.Public(), with)
	if err != nil {
		t.Fatal(err)
	}
	c, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func usage(critical bool, ids ...asn1.ObjectIdentifier) []pkix.Extension {
	raw, _ := asn1.Marshal(ids) // of ids: it cannot fail
	return []pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, 37}, Critical: critical, Value: raw}}
}

var (
	stamping = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 8}
	signing  = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 3}
)

func newAuthority(t *testing.T, extensions []pkix.Extension, until time.Time) *authority {
	t.Helper()
	rootKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	a := &authority{spoil: func(*rfc3161.Timestamp) {}}
	if a.key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		t.Fatal(err)
	}
	root := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "AC horodatage (essai)"}, NotBefore: now.AddDate(-1, 0, 0), NotAfter: now.AddDate(9, 0, 0), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	a.root = certificate(t, root, root, rootKey, rootKey)
	leaf := &x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "Horodatage (essai)"}, NotBefore: now.AddDate(-1, 0, 0), NotAfter: until, KeyUsage: x509.KeyUsageDigitalSignature, ExtraExtensions: extensions}
	a.leaf = certificate(t, leaf, a.root, a.key, rootKey)
	return a
}

func (a *authority) roots() *x509.CertPool {
	p := x509.NewCertPool()
	p.AddCert(a.root)
	return p
}

func (a *authority) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	ask, err := rfc3161.ParseRequest(raw)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	one := &rfc3161.Timestamp{HashAlgorithm: ask.HashAlgorithm, HashedMessage: ask.HashedMessage, Nonce: ask.Nonce, Time: now, Policy: asn1.ObjectIdentifier{1, 2, 3}, AddTSACertificate: true}
	a.spoil(one)
	out, err := one.CreateResponseWithOpts(a.leaf, a.key, crypto.SHA256)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	_, _ = w.Write(out)
}

func (a *authority) stamp(t *testing.T, text string, roots *x509.CertPool) ([]byte, error) {
	t.Helper()
	s := httptest.NewServer(a)
	defer s.Close()
	return timestamp.Authority{URL: s.URL, Roots: roots, Client: s.Client()}.Stamp(t.Context(), text)
}

// A text is stamped, and what is not a stamp of it by that authority is refused.
func TestATextIsStamped(t *testing.T) {
	a := newAuthority(t, usage(true, stamping), now.AddDate(1, 0, 0))
	token, err := a.stamp(t, "jws", a.roots())
	if err != nil {
		t.Fatal(err)
	}
	if at, err := timestamp.Verify(token, "jws", a.roots()); err != nil || !at.Equal(now) {
		t.Errorf("%s, %v", at, err)
	}
	flipped := func(i int) []byte {
		b := append([]byte{}, token...)
		b[i] ^= 1
		return b
	}
	other := newAuthority(t, usage(true, stamping), now.AddDate(1, 0, 0))
	for name, c := range map[string]struct {
		token []byte
		text  string
		roots *x509.CertPool
	}{
		"another text":  {token, "jwt", a.roots()},
		"another root":  {token, "jws", other.roots()},
		"no root":       {token, "jws", x509.NewCertPool()},
		"cut":           {token[:len(token)/2], "jws", a.roots()},
		"nothing":       {nil, "jws", a.roots()},
		"too long":      {make([]byte, 1<<17), "jws", a.roots()},
		"its signature": {flipped(len(token) - 1), "jws", a.roots()},
	} {
		if _, err := timestamp.Verify(c.token, c.text, c.roots); !errors.Is(err, timestamp.ErrToken) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// Whatever byte is another: it is refused, or says the same.
	for i := range token {
		if at, err := timestamp.Verify(flipped(i), "jws", a.roots()); err == nil && !at.Equal(now) {
			t.Errorf("byte %d: %s", i, at)
		}
	}
	for name, spoil := range map[string]func(*rfc3161.Timestamp){
		"another nonce":  func(s *rfc3161.Timestamp) { s.Nonce = big.NewInt(7) },
		"no nonce":       func(s *rfc3161.Timestamp) { s.Nonce = nil },
		"another digest": func(s *rfc3161.Timestamp) { s.HashedMessage[0] ^= 1 },
		"no certificate": func(s *rfc3161.Timestamp) { s.AddTSACertificate = false },
		"before its time": func(s *rfc3161.Timestamp) {
			s.Time = now.AddDate(-2, 0, 0)
		},
	} {
		a.spoil = spoil
		if _, err := a.stamp(t, "jws", a.roots()); !errors.Is(err, timestamp.ErrToken) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, wrong := range map[string]*authority{
		"for code signing too": newAuthority(t, usage(true, stamping, signing), now.AddDate(1, 0, 0)),
		"for code signing":     newAuthority(t, usage(true, signing), now.AddDate(1, 0, 0)),
		"not critical":         newAuthority(t, usage(false, stamping), now.AddDate(1, 0, 0)),
		"for anything":         newAuthority(t, nil, now.AddDate(1, 0, 0)),
		"outdated":             newAuthority(t, usage(true, stamping), now.AddDate(0, 0, -1)),
	} {
		if _, err := wrong.stamp(t, "jws", wrong.roots()); !errors.Is(err, timestamp.ErrToken) {
			t.Errorf("a certificate %s: %v", name, err)
		}
	}
}

// A peer finds the same of a token.
func TestOpenSSLVerifiesAToken(t *testing.T) {
	openssl, err := exec.LookPath("openssl")
	if err != nil {
		t.Skip("no openssl here")
	}
	a := newAuthority(t, usage(true, stamping), now.AddDate(1, 0, 0))
	token, err := a.stamp(t, "jws", a.roots())
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	file := func(name string, b []byte) string {
		name = filepath.Join(dir, name)
		if err := os.WriteFile(name, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	root := file("root.der", a.root.Raw)
	pem := filepath.Join(dir, "root.pem")
	if out, err := exec.Command(openssl, "x509", "-inform", "DER", "-in", root, "-out", pem).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for text, good := range map[string]bool{"jws": true, "jwt": false} {
		out, err := exec.Command(openssl, "ts", "-verify", "-data", file("text", []byte(text)), "-in", file("token", token), "-token_in", "-CAfile", pem, "-attime", "1795845600").CombinedOutput()
		if (err == nil) != good {
			t.Errorf("%s: %v: %s", text, err, out)
		}
	}
}
