package collector

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"errors"

	"github.com/etalon-dmp/etalon/simulators/lps/inquiry"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

// leastBits is the size of the smallest key that is let in (RFC 9325 §4.5).
const leastBits = 2048

// config is the server's side of TLS: both sides authenticate.
func (c *Collector) config() (*tls.Config, error) {
	shown := c.Keys.TLS(pki.Server)
	if c.defect.shows != "" {
		var err error
		if shown, err = c.Keys.Flawed(c.defect.shows, rand.Reader, c.Clock(), []string{"127.0.0.1", "::1", "localhost"}); err != nil {
			return nil, err
		}
	}
	t := &tls.Config{
		Certificates: []tls.Certificate{shown}, MinVersion: tls.VersionTLS12, Time: c.Clock,
		ClientAuth: tls.RequestClientCert, ClientCAs: c.Keys.ClientCAs(), VerifyConnection: c.admit,
		CipherSuites: []uint16{tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, tls.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256},
	}
	if c.defect.tls != nil {
		c.defect.tls(t)
	}
	return t, nil
}

// errRefused closes the door.
var errRefused = errors.New("the client is not let in")

// admit lets a client in, or not.
func (c *Collector) admit(s tls.ConnectionState) error {
	for _, flaw := range c.flaws(s.PeerCertificates) {
		if flaw != c.defect.forgives {
			return errRefused
		}
	}
	return nil
}

// nobody is the flaw of a client without a certificate.
const nobody pki.Flaw = "no-certificate"

// flaws are what is wrong with the certificates of a client.
func (c *Collector) flaws(chain []*x509.Certificate) (all []pki.Flaw) {
	if len(chain) == 0 {
		return []pki.Flaw{nobody}
	}
	leaf, now := chain[0], c.Clock()
	if now.After(leaf.NotAfter) {
		all = append(all, pki.Expired)
	}
	if now.Before(leaf.NotBefore) {
		all = append(all, pki.NotYetValid)
	}
	if key, ok := leaf.PublicKey.(*rsa.PublicKey); ok && key.N.BitLen() < leastBits {
		all = append(all, pki.WeakKey)
	}
	for _, list := range c.revoked {
		for _, e := range list.RevokedCertificateEntries {
			if e.SerialNumber.Cmp(leaf.SerialNumber) == 0 {
				all = append(all, pki.Revoked)
			}
		}
	}
	between := x509.NewCertPool()
	for _, one := range chain[1:] {
		between.AddCert(one)
	}
	verify := func(use x509.ExtKeyUsage) error {
		_, err := leaf.Verify(x509.VerifyOptions{Roots: c.Keys.ClientCAs(), Intermediates: between, CurrentTime: leaf.NotBefore, KeyUsages: []x509.ExtKeyUsage{use}})
		return err
	}
	switch {
	case verify(x509.ExtKeyUsageAny) != nil:
		all = append(all, unlinked(chain, c.Keys.Authority.Certificate))
	case verify(x509.ExtKeyUsageClientAuth) != nil:
		all = append(all, pki.WrongUse)
	case inquiry.Names(leaf) && !c.defect.incurious:
		if err := inquiry.Ask(context.Background(), leaf, c.Keys.Authority.Certificate, now); err != nil {
			all = append(all, pki.OCSPRevoked)
		}
	}
	return all
}

// unlinked is why a chain does not lead to the authority.
func unlinked(chain []*x509.Certificate, authority *x509.Certificate) pki.Flaw {
	leaf := chain[0]
	switch {
	case bytes.Equal(leaf.RawSubject, leaf.RawIssuer):
		return pki.SelfSigned
	case bytes.Equal(leaf.RawIssuer, authority.RawSubject):
		return pki.Corrupted
	case len(chain) == 1:
		return pki.NoChain
	}
	return pki.UnknownAuthority
}
