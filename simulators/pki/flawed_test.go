package pki_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon/simulators/pki"
)

// A flawed certificate has its flaw and no other: mended there, it is good.
func TestAFlawedServerCertificateHasOneFlaw(t *testing.T) {
	now := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	set, err := pki.New(rand.Reader, now, []string{"127.0.0.1"})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range pki.Flaws() {
		c, err := set.Flawed(f, rand.Reader, now, []string{"127.0.0.1"})
		if err != nil {
			t.Fatal(err)
		}
		good := x509.VerifyOptions{DNSName: "127.0.0.1", Roots: set.Roots(), CurrentTime: now}
		mended := good
		switch f {
		case pki.Expired:
			mended.CurrentTime = c.Leaf.NotAfter.Add(-time.Hour)
		case pki.NotYetValid:
			mended.CurrentTime = c.Leaf.NotBefore.Add(time.Hour)
		case pki.WrongName:
			mended.DNSName = ""
		case pki.WrongUse:
			mended.KeyUsages = []x509.ExtKeyUsage{x509.ExtKeyUsageAny}
		case pki.UnknownAuthority, pki.SelfSigned:
			mended.Roots = x509.NewCertPool()
			last, err := x509.ParseCertificate(c.Certificate[len(c.Certificate)-1])
			if err != nil {
				t.Fatal(err)
			}
			mended.Roots.AddCert(last)
		}
		_, wrong := c.Leaf.Verify(good)
		if key, _ := c.Leaf.PublicKey.(*rsa.PublicKey); (wrong == nil) != (f == pki.WeakKey || f == pki.Revoked) || (c.OCSPStaple != nil) != (f == pki.Revoked) || (key.N.BitLen() < 2048) != (f == pki.WeakKey) {
			t.Errorf("%s: %v, %d bits", f, wrong, key.N.BitLen())
		}
		if _, err := c.Leaf.Verify(mended); err != nil {
			t.Errorf("%s, mended: %v", f, err)
		}
	}
}
