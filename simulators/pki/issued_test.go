package pki_test

import (
	"bytes"
	"crypto/rand"
	"crypto/x509"
	"testing"

	"github.com/etalon-dmp/etalon/simulators/pki"
)

// What a product is given is its own, leads to the authority, and has no key of it.
func TestWhatAProductIsGivenIsItsOwn(t *testing.T) {
	one, err := set().Issue(rand.Reader, now)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range one.Certificates() {
		if _, err := c.Verify(x509.VerifyOptions{Roots: set().Roots(), CurrentTime: now, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		of := set().Get(name).Certificate
		if bytes.Equal(c.Raw, of.Raw) || bytes.Equal(c.RawSubjectPublicKeyInfo, of.RawSubjectPublicKeyInfo) || !bytes.Equal(c.RawSubject, of.RawSubject) {
			t.Errorf("%s is not one of its own under the same name", name)
		}
	}
	files := one.Files()
	for _, name := range []string{pki.AuthorityKeyFile, "serveur.key.pem", "serveur.p12", "inconnu-auth.p12"} {
		if files[name] != nil {
			t.Errorf("%s is given away", name)
		}
	}
	for _, name := range []string{pki.AuthorityFile, "structure-auth.p12", "cps-sign.key.pem"} {
		if files[name] == nil {
			t.Errorf("%s is missing", name)
		}
	}
}
