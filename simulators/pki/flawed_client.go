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

// ClientFlaws is the closed list of flaws of a client: those of the test plan of
// Gazelle (11110) and their like.
func ClientFlaws() []Flaw {
	return []Flaw{Expired, NotYetValid, WrongUse, UnknownAuthority, SelfSigned, WeakKey, Revoked, Corrupted, OtherKey, NoChain}
}

// FlawedClient makes the authentication certificate of the structure anew with one
// flaw. No server may let such a client in.
func (s *Set) FlawedClient(f Flaw, random io.Reader, now time.Time) (tls.Certificate, error) {
	if slices.Contains(Pointings(), f) {
		return tls.Certificate{}, fmt.Errorf("%s: nobody is there to be asked", f)
	}
	p, key, err := s.structureAuth()
	if err != nil {
		return tls.Certificate{}, err
	}
	by := s.Authority
	switch f {
	case Expired:
		p.from, p.until = -2*year, -day
	case NotYetValid:
		p.from, p.until = year, 2*year
	case WrongUse:
		p.ext = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	case UnknownAuthority:
		by, err = authority(random, now, "TEST AC ETRANGERE", key)
	case NoChain:
		by, err = s.between(random, now, key)
	case SelfSigned:
		by = nil
	case WeakKey:
		key, err = rsa.GenerateKey(random, weakBits)
	case Revoked:
		p.serial = s.revokedSerial()
	default: // what follows is of the bytes, or of the key
	}
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("%s: %w", f, err)
	}
	c, err := flawed(random, now, p, key, by, nil)
	if err != nil {
		return tls.Certificate{}, err
	}
	switch f {
	case NoChain:
		c.Certificate = c.Certificate[:1]
	case Corrupted: // the last byte is of the signature
		raw := append([]byte(nil), c.Certificate[0]...)
		raw[len(raw)-1] ^= 1
		c.Certificate[0], c.Leaf = raw, nil
	case OtherKey:
		if c.PrivateKey, err = rsa.GenerateKey(random, keyBits); err != nil {
			return tls.Certificate{}, fmt.Errorf("%s: %w", f, err)
		}
	default: // as issued
	}
	return c, nil
}

// structureAuth is what the certificate of the structure is made from.
func (s *Set) structureAuth() (profile, *rsa.PrivateKey, error) {
	specs, err := profiles()
	if err != nil {
		return profile{}, nil, err
	}
	for _, p := range specs {
		if p.name == StructureAuth {
			key, ok := s.members[StructureAuth].Key.(*rsa.PrivateKey)
			if !ok {
				return profile{}, nil, fmt.Errorf("%s: not an RSA key", StructureAuth)
			}
			return p, key, nil
		}
	}
	return profile{}, nil, fmt.Errorf("%s: no such profile", StructureAuth)
}

// between is an authority whose certificate the known one has signed.
func (s *Set) between(random io.Reader, now time.Time, key *rsa.PrivateKey) (*Credential, error) {
	c, err := authority(random, now, "TEST AC INTERMEDIAIRE", key)
	if err != nil {
		return nil, err
	}
	t := *c.Certificate
	c.Certificate, err = create(random, &t, s.Authority.Certificate, key, s.Authority.Key)
	return c, err
}
