package pki

import (
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"slices"
	"time"
)

// Flaw is what is wrong with a certificate, or with how it is shown.
type Flaw string

// The flaws. Nobody's software may take such a server for the one it wants.
const (
	Expired          Flaw = "expired"
	NotYetValid      Flaw = "not-yet-valid"
	WrongName        Flaw = "wrong-name"
	WrongUse         Flaw = "wrong-use"
	UnknownAuthority Flaw = "unknown-authority"
	SelfSigned       Flaw = "self-signed"
	WeakKey          Flaw = "weak-key"
	Revoked          Flaw = "revoked" // as ac-etalon.crl says; a server staples it too

	// Of a client alone.
	Corrupted Flaw = "corrupted" // its authority never signed these bytes
	OtherKey  Flaw = "other-key" // whoever shows it does not have its key
	NoChain   Flaw = "no-chain"  // of an intermediate authority that nobody shows
)

// Flaws is the closed list of flaws of a server.
func Flaws() []Flaw {
	return []Flaw{Expired, NotYetValid, WrongName, WrongUse, UnknownAuthority, SelfSigned, WeakKey, Revoked}
}

// weakBits is the size of a key that is too small.
const weakBits = 1024

// Flawed makes the server's certificate anew with one flaw. hosts are its names
// and addresses.
func (s *Set) Flawed(f Flaw, random io.Reader, now time.Time, hosts []string) (tls.Certificate, error) {
	if slices.Contains(Pointings(), f) {
		return tls.Certificate{}, fmt.Errorf("%s: nobody is there to be asked", f)
	}
	specs, err := profiles()
	if err != nil {
		return tls.Certificate{}, err
	}
	var p profile
	for _, one := range specs {
		if one.name == Server {
			p = one
		}
	}
	key, ok := s.members[Server].Key.(*rsa.PrivateKey)
	if !ok {
		return tls.Certificate{}, fmt.Errorf("%s: not an RSA key", Server)
	}
	by := s.Authority
	switch f {
	case Expired:
		p.from, p.until = -2*year, -day
	case NotYetValid:
		p.from, p.until = year, 2*year
	case WrongName:
		hosts = []string{"autre.invalid"}
	case WrongUse:
		p.ext = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	case UnknownAuthority:
		if by, err = authority(random, now, "TEST AC ETRANGERE", key); err != nil {
			return tls.Certificate{}, err
		}
	case SelfSigned:
		by = nil
	case WeakKey:
		if key, err = rsa.GenerateKey(random, weakBits); err != nil {
			return tls.Certificate{}, fmt.Errorf("weak key: %w", err)
		}
	default: // what is made of the certificate, or shown beside it
	}
	if f == Revoked {
		p.serial = s.revokedSerial()
	}
	c, err := flawed(random, now, p, key, by, hosts)
	if err == nil && f == Revoked {
		c.OCSPStaple, err = s.revokedStaple(now)
	}
	return c, err
}

func flawed(random io.Reader, now time.Time, p profile, key *rsa.PrivateKey, by *Credential, hosts []string) (tls.Certificate, error) {
	alone := by == nil
	if alone { // its own authority
		by = &Credential{Key: key, Certificate: &x509.Certificate{}}
	}
	c, err := issue(random, now, p, key, by, hosts)
	if err != nil {
		return tls.Certificate{}, err
	}
	if alone {
		t := *c.Certificate
		if c.Certificate, err = create(random, &t, &t, key, key); err != nil {
			return tls.Certificate{}, fmt.Errorf("self-signed: %w", err)
		}
		return tls.Certificate{Certificate: [][]byte{c.Certificate.Raw}, PrivateKey: key, Leaf: c.Certificate}, nil
	}
	return tls.Certificate{Certificate: c.Chain(), PrivateKey: key, Leaf: c.Certificate}, nil
}
