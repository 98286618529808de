package pki

import (
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"time"
)

// Certificates with nothing wrong in themselves, that say where to ask whether they are
// revoked (RFC 5280 §4.2.1.13 and §4.2.2.1), by what is learnt there.
const (
	OCSPGood    Flaw = "ocsp-good"    // the responder says good
	OCSPRevoked Flaw = "ocsp-revoked" // it says revoked
	OCSPSilent  Flaw = "ocsp-silent"  // it says nothing
	OCSPStale   Flaw = "ocsp-stale"   // it says good, of the day before yesterday
	CRLRevoked  Flaw = "crl-revoked"  // the list holds it
	CRLStale    Flaw = "crl-stale"    // the list does not, and is of the day before yesterday
)

// Pointings is the closed list of them.
func Pointings() []Flaw {
	return []Flaw{OCSPGood, OCSPRevoked, OCSPSilent, OCSPStale, CRLRevoked, CRLStale}
}

// Pointers are the addresses in a certificate, at which to ask; "" for none.
type Pointers struct{ OCSP, CRL string }

func (p Pointers) put(t *x509.Certificate) {
	if p.OCSP != "" {
		t.OCSPServer = []string{p.OCSP}
	}
	if p.CRL != "" {
		t.CRLDistributionPoints = []string{p.CRL}
	}
}

// Pointing makes an identity's certificate anew, with the addresses that at gives for
// its serial number in hexadecimal. hosts are the names of a server.
func (s *Set) Pointing(n Name, random io.Reader, now time.Time, hosts []string, at func(serial string) Pointers) (tls.Certificate, error) {
	specs, err := profiles()
	if err != nil {
		return tls.Certificate{}, err
	}
	for _, p := range specs {
		key, ok := s.members[n].Key.(*rsa.PrivateKey)
		if p.name != n || !ok {
			continue
		}
		if p.serial, err = serialNumber(random); err != nil {
			return tls.Certificate{}, err
		}
		c, err := issue(random, now, p, key, s.Authority, hosts, at(p.serial.Text(16)).put)
		if err != nil {
			return tls.Certificate{}, err
		}
		return tls.Certificate{Certificate: c.Chain(), PrivateKey: key, Leaf: c.Certificate}, nil
	}
	return tls.Certificate{}, fmt.Errorf("%s: no such profile with an RSA key", n)
}
