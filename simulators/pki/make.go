package pki

import (
	"crypto"
	"crypto/rsa"
	"crypto/x509"
	"encoding/asn1"
	"fmt"
	"io"
	"math/big"
	"net"
	"sync"
	"time"
)

// keyBits is the size of every RSA key.
const keyBits = 2048

// Credential is one identity: its key and its certificate.
type Credential struct {
	Name        Name
	Key         crypto.Signer
	Certificate *x509.Certificate
	Issuer      *x509.Certificate
}

// Chain is the identity's certificate and its authority's, DER.
func (c *Credential) Chain() [][]byte { return [][]byte{c.Certificate.Raw, c.Issuer.Raw} }

// Set is a whole test PKI.
type Set struct {
	Authority *Credential // signs everything but the Unknown identities
	stranger  *x509.Certificate
	members   map[Name]*Credential
	random    io.Reader
	files     map[string][]byte // by name; made once, or as loaded
}

// New makes a PKI. Randomness comes from random where the standard library
// lets it (serial numbers, PKCS#12 salts); RSA keys always come from the
// system. hosts are the DNS names and IP addresses of the server certificate.
// Certificates are valid from a day before now, for five years.
func New(random io.Reader, now time.Time, hosts []string) (*Set, error) {
	specs, err := profiles()
	if err != nil {
		return nil, err
	}
	keys, err := makeKeys(random, specs)
	if err != nil {
		return nil, err
	}
	s := &Set{members: map[Name]*Credential{}, random: random}
	s.Authority, err = authority(random, now, "TEST AC ETALON", keys["authority"])
	if err != nil {
		return nil, err
	}
	stranger, err := authority(random, now, "TEST AC INCONNUE", keys["stranger"])
	if err != nil {
		return nil, err
	}
	s.stranger = stranger.Certificate
	for _, p := range specs {
		by := s.Authority
		if p.issuer == "stranger" {
			by = stranger
		}
		c, err := issue(random, now, p, keys[p.key], by, hosts)
		if err != nil {
			return nil, err
		}
		s.members[p.name] = c
	}
	return s, s.seal()
}

// makeKeys generates the keys side by side: it is what takes the time.
func makeKeys(random io.Reader, specs []profile) (map[string]*rsa.PrivateKey, error) {
	names := []string{"authority", "stranger"}
	seen := map[string]bool{}
	for _, p := range specs {
		if !seen[p.key] {
			seen[p.key] = true
			names = append(names, p.key)
		}
	}
	locked := &lockedReader{r: random}
	keys := make([]*rsa.PrivateKey, len(names))
	errs := make([]error, len(names))
	var wg sync.WaitGroup
	for i := range names {
		wg.Go(func() { keys[i], errs[i] = rsa.GenerateKey(locked, keyBits) })
	}
	wg.Wait()
	out := map[string]*rsa.PrivateKey{}
	for i, n := range names {
		if errs[i] != nil {
			return nil, fmt.Errorf("key of %s: %w", n, errs[i])
		}
		out[n] = keys[i]
	}
	return out, nil
}

type lockedReader struct {
	mu sync.Mutex
	r  io.Reader
}

func (l *lockedReader) Read(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.r.Read(p)
}

func authority(random io.Reader, now time.Time, cn string, key *rsa.PrivateKey) (*Credential, error) {
	serial, err := serialNumber(random)
	if err != nil {
		return nil, err
	}
	subject, err := asn1.Marshal(rdns("2.5.4.6", "FR", "2.5.4.10", "ETALON FICTIF", "2.5.4.11", "CERTIFICATS DE TEST SANS VALEUR", "2.5.4.3", cn))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", cn, err)
	}
	t := &x509.Certificate{
		SerialNumber: serial, RawSubject: subject,
		NotBefore: now.Add(-3 * year).UTC(), NotAfter: now.Add(10 * year).UTC(),
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign, BasicConstraintsValid: true, IsCA: true, MaxPathLenZero: true,
	}
	c, err := create(random, t, t, key, key)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", cn, err)
	}
	return &Credential{Name: "ac-etalon", Key: key, Certificate: c, Issuer: c}, nil
}

func issue(random io.Reader, now time.Time, p profile, key *rsa.PrivateKey, by *Credential, hosts []string, more ...func(*x509.Certificate)) (*Credential, error) {
	serial, err := serialNumber(random)
	if err != nil {
		return nil, err
	}
	if p.serial != nil {
		serial = p.serial
	}
	subject, err := asn1.Marshal(p.subject)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", p.name, err)
	}
	t := &x509.Certificate{
		SerialNumber: serial, RawSubject: subject,
		NotBefore: now.Add(p.from).UTC(), NotAfter: now.Add(p.until).UTC(),
		KeyUsage: p.usage, ExtKeyUsage: p.ext, ExtraExtensions: p.extra, BasicConstraintsValid: true,
	}
	if p.name == Server {
		for _, h := range hosts {
			if ip := net.ParseIP(h); ip != nil {
				t.IPAddresses = append(t.IPAddresses, ip)
			} else {
				t.DNSNames = append(t.DNSNames, h)
			}
		}
	}
	for _, put := range more {
		put(t)
	}
	c, err := create(random, t, by.Certificate, key, by.Key)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", p.name, err)
	}
	return &Credential{Name: p.name, Key: key, Certificate: c, Issuer: by.Certificate}, nil
}

func create(random io.Reader, t, parent *x509.Certificate, key *rsa.PrivateKey, by crypto.Signer) (*x509.Certificate, error) {
	der, err := x509.CreateCertificate(random, t, parent, key.Public(), by)
	if err != nil {
		return nil, err
	}
	return x509.ParseCertificate(der)
}

func serialNumber(random io.Reader) (*big.Int, error) {
	b := make([]byte, 12)
	if _, err := io.ReadFull(random, b); err != nil {
		return nil, fmt.Errorf("serial number: %w", err)
	}
	b[0] = b[0]&0x7f | 0x40
	return new(big.Int).SetBytes(b), nil
}

// RenewServer replaces the server certificate by one for other hosts, from the
// same authority: what clients have imported stays good.
func (s *Set) RenewServer(random io.Reader, now time.Time, hosts []string) error {
	specs, err := profiles()
	if err != nil {
		return err
	}
	old := s.members[Server]
	key, ok := old.Key.(*rsa.PrivateKey)
	if !ok {
		return fmt.Errorf("%s: not an RSA key", Server)
	}
	for _, p := range specs {
		if p.name == Server {
			c, err := issue(random, now, p, key, s.Authority, hosts)
			if err != nil {
				return err
			}
			s.members[Server] = c
		}
	}
	s.random = random
	return s.seal()
}
