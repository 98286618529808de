package pki

import (
	"crypto/tls"
	"crypto/x509"
)

// Get gives one identity. Every name of [Names] is in every Set.
func (s *Set) Get(n Name) *Credential { return s.members[n] }

// TLS gives one identity as crypto/tls wants it, with its chain.
func (s *Set) TLS(n Name) tls.Certificate {
	c := s.members[n]
	if c == nil {
		return tls.Certificate{}
	}
	return tls.Certificate{Certificate: c.Chain(), PrivateKey: c.Key, Leaf: c.Certificate}
}

// Roots is the pool a client needs to trust the simulated DMP.
func (s *Set) Roots() *x509.CertPool { return s.ClientCAs() }

// ClientCAs is the pool that known client certificates lead to.
func (s *Set) ClientCAs() *x509.CertPool {
	p := x509.NewCertPool()
	p.AddCert(s.Authority.Certificate)
	return p
}

// ServerTLS is the server side of the DMP's transport: TLS 1.2 only, the
// suites of the DMP's list that Go has (spec: DMP §7.2). A client certificate
// is asked for but neither required nor verified: its absence or fault is a
// fact for the rules, not a reason to stay silent. The caller may be stricter.
func (s *Set) ServerTLS() *tls.Config {
	return &tls.Config{
		Certificates: []tls.Certificate{s.TLS(Server)},
		MinVersion:   tls.VersionTLS12,
		MaxVersion:   tls.VersionTLS12,
		CipherSuites: []uint16{
			tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
			tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
			tls.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
		},
		ClientAuth: tls.RequestClientCert,
		ClientCAs:  s.ClientCAs(),
	}
}
