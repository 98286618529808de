package pki_test

import (
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon/simulators/pki"
)

func TestEachFlawOfAClientIsOne(t *testing.T) {
	s, now := set(), time.Now()
	block, _ := pem.Decode(s.Files()[pki.RevokedFile])
	if block == nil {
		t.Fatal("no revocation list among the files")
	}
	list, err := x509.ParseRevocationList(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	if err := list.CheckSignatureFrom(s.Authority.Certificate); err != nil {
		t.Error(err)
	}
	for _, flaw := range pki.ClientFlaws() {
		shown, err := s.FlawedClient(flaw, rand.Reader, now)
		if err != nil {
			t.Fatal(flaw, err)
		}
		leaf, err := x509.ParseCertificate(shown.Certificate[0])
		if err != nil {
			t.Fatal(flaw, err)
		}
		_, err = leaf.Verify(x509.VerifyOptions{Roots: s.ClientCAs(), CurrentTime: now, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}})
		good := flaw == pki.WeakKey || flaw == pki.Revoked || flaw == pki.OtherKey // what a chain does not show
		if (err == nil) != good {
			t.Errorf("%s: %v", flaw, err)
		}
		if revoked := leaf.SerialNumber.Cmp(list.RevokedCertificateEntries[0].SerialNumber) == 0; revoked != (flaw == pki.Revoked) {
			t.Errorf("%s: revoked %v", flaw, revoked)
		}
	}
}
