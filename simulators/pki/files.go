package pki

import (
	"crypto"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"maps"

	pkcs12 "software.sslmate.com/src/go-pkcs12"
)

// The file names of the authorities. An identity NAME has NAME.pem (its
// certificate, then its authority's), NAME.key.pem (PKCS#8) and NAME.p12.
const (
	AuthorityFile    = "ac-etalon.pem"
	AuthorityKeyFile = "ac-etalon.key.pem"
	StrangerFile     = "ac-inconnue.pem"
	RevokedFile      = "ac-etalon.crl" // PEM: what the authority has revoked
	ReadmeFile       = "LISEZMOI.txt"
)

const readme = `PKI de test d'Étalon / Étalon test PKI
======================================
Ces clés et certificats sont fictifs. Ils ne protègent rien et ne valent rien hors d'Étalon.
These keys and certificates are synthetic. They protect nothing and are worth nothing outside Étalon.

ac-etalon.pem        autorité à déclarer de confiance dans le logiciel testé / authority to trust in the product
ac-etalon.crl        liste de révocation, à donner au produit s'il est serveur / revocation list, for a product that is a server
structure-auth.p12   certificat d'authentification de structure (ORG_AUTH_CLI), pour TLS / for TLS
structure-sign.p12   certificat de signature de structure (ORG_SIGN), pour le VIHF et le lot / for the VIHF and the lot
insi-auto.p12, insi-manu.p12   certificats d'organisation pour INSi, sans assertion / organisation certificates for INSi, without an assertion
cps-auth.p12, cps-sign.p12   couple analogue à une carte CPS (mode DIRECTE) / CPS-like pair (DIRECTE mode)
expire-*, inconnu-*  variantes fautives, pour les mutants / faulty variants, for mutants
serveur.*            le DMP simulé / the simulated DMP

Mot de passe des .p12 / password of the .p12 files: ` + Password + `
`

// seal makes the files once, so that Files gives the same bytes each time.
func (s *Set) seal() error {
	out := map[string][]byte{
		ReadmeFile:    []byte(readme),
		AuthorityFile: certPEM(s.Authority.Certificate),
		StrangerFile:  certPEM(s.stranger),
	}
	var err error
	if out[AuthorityKeyFile], err = keyPEM(s.Authority.Key); err != nil {
		return err
	}
	for _, n := range Names() {
		c, stem := s.members[n], string(n)
		if c == nil { // a set of before there was one
			continue
		}
		out[stem+".pem"] = certPEM(c.Certificate, c.Issuer)
		if out[stem+".key.pem"], err = keyPEM(c.Key); err != nil {
			return fmt.Errorf("%s: %w", n, err)
		}
		out[stem+".p12"], err = pkcs12.Modern2023.WithRand(s.random).Encode(c.Key, c.Certificate, []*x509.Certificate{c.Issuer}, Password)
		if err != nil {
			return fmt.Errorf("%s.p12: %w", n, err)
		}
	}
	out[RevokedFile], err = s.revokedPEM()
	s.files = out
	return err
}

// Files gives the PKI as files, by name. The map is the caller's.
func (s *Set) Files() map[string][]byte { return maps.Clone(s.files) }

func certPEM(certs ...*x509.Certificate) []byte {
	var out []byte
	for _, c := range certs {
		out = append(out, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})...)
	}
	return out
}

func keyPEM(k crypto.Signer) ([]byte, error) {
	der, err := x509.MarshalPKCS8PrivateKey(k)
	if err != nil {
		return nil, fmt.Errorf("key: %w", err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), nil
}

// Load reads a PKI back from the files of [Set.Files]. Every fault is told,
// joined, each with its file name.
func Load(fsys fs.FS) (*Set, error) {
	s := &Set{members: map[Name]*Credential{}, files: map[string][]byte{}}
	var faults []error
	fault := func(err error) {
		if err != nil {
			faults = append(faults, err)
		}
	}
	keep := func(name string) []byte {
		b, err := fs.ReadFile(fsys, name)
		fault(err)
		s.files[name] = b
		return b
	}
	s.files[ReadmeFile] = []byte(readme)
	keep(AuthorityFile)
	keep(AuthorityKeyFile)
	ca, err := loadPair(fsys, AuthorityFile, AuthorityKeyFile)
	fault(err)
	s.Authority = ca
	if block, _ := pem.Decode(keep(StrangerFile)); block == nil {
		fault(fmt.Errorf("%s: no PEM certificate", StrangerFile))
	} else if s.stranger, err = x509.ParseCertificate(block.Bytes); err != nil {
		fault(fmt.Errorf("%s: %w", StrangerFile, err))
	}
	for _, n := range Names() {
		if _, err := fs.Stat(fsys, string(n)+".pem"); later(n) && errors.Is(err, fs.ErrNotExist) {
			continue
		}
		c, err := loadPair(fsys, string(n)+".pem", string(n)+".key.pem")
		fault(err)
		if c != nil {
			c.Name = n
		}
		s.members[n] = c
		for _, suffix := range []string{".pem", ".key.pem", ".p12"} {
			keep(string(n) + suffix)
		}
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	if s.files[RevokedFile], err = s.revokedPEM(); err != nil {
		return nil, err
	}
	return s, nil
}

// later tells an identity that sets of before did not have.
func later(n Name) bool { return n == INSiAuto || n == INSiManual }

// loadPair reads a certificate and its key; nil without error when a file is
// missing.
func loadPair(fsys fs.FS, certFile, keyFile string) (*Credential, error) {
	certs, err := fs.ReadFile(fsys, certFile)
	if err != nil {
		return nil, nil // said by who keeps the file
	}
	key, err := fs.ReadFile(fsys, keyFile)
	if err != nil {
		return nil, nil
	}
	pair, err := tls.X509KeyPair(certs, key)
	if err != nil {
		return nil, fmt.Errorf("%s with %s: %w", certFile, keyFile, err)
	}
	signer, ok := pair.PrivateKey.(crypto.Signer)
	if !ok {
		return nil, fmt.Errorf("%s: not a signing key", keyFile)
	}
	c := &Credential{Name: "ac-etalon", Key: signer, Certificate: pair.Leaf, Issuer: pair.Leaf}
	if len(pair.Certificate) > 1 {
		if c.Issuer, err = x509.ParseCertificate(pair.Certificate[1]); err != nil {
			return nil, fmt.Errorf("%s: %w", certFile, err)
		}
	}
	return c, nil
}
