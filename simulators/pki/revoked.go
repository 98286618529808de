package pki

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"math/big"
	"time"

	"golang.org/x/crypto/ocsp"
)

// revokedSerial is the serial number of whatever the authority has revoked: always
// the same, so that a product can be given the list once and for all.
func (s *Set) revokedSerial() *big.Int {
	sum := sha256.Sum256(append([]byte("revoked "), s.Authority.Certificate.Raw...))
	sum[0] = sum[0]&0x7f | 0x40
	return new(big.Int).SetBytes(sum[:12])
}

// CRL is the list of what the authority has revoked, DER (RFC 5280 §5): good from the
// day that the authority is, to its last.
func (s *Set) CRL() ([]byte, error) {
	from := s.Authority.Certificate.NotBefore
	der, err := x509.CreateRevocationList(nil, &x509.RevocationList{
		Number: big.NewInt(1), ThisUpdate: from, NextUpdate: s.Authority.Certificate.NotAfter,
		RevokedCertificateEntries: []x509.RevocationListEntry{{SerialNumber: s.revokedSerial(), RevocationTime: from.Add(time.Hour), ReasonCode: 1}},
	}, s.Authority.Certificate, s.Authority.Key)
	if err != nil {
		return nil, fmt.Errorf("revocation list: %w", err)
	}
	return der, nil
}

func (s *Set) revokedPEM() ([]byte, error) {
	der, err := s.CRL()
	if err != nil {
		return nil, err
	}
	return pem.EncodeToMemory(&pem.Block{Type: "X509 CRL", Bytes: der}), nil
}

// revokedStaple is what the authority answers about it over OCSP, DER (RFC 6960 §4.2),
// good for a day.
func (s *Set) revokedStaple(now time.Time) ([]byte, error) {
	ca := s.Authority.Certificate
	der, err := ocsp.CreateResponse(ca, ca, ocsp.Response{
		Status: ocsp.Revoked, SerialNumber: s.revokedSerial(), ThisUpdate: now.Add(-time.Hour), NextUpdate: now.Add(day),
		RevokedAt: ca.NotBefore.Add(time.Hour), RevocationReason: ocsp.KeyCompromise,
	}, s.Authority.Key)
	if err != nil {
		return nil, fmt.Errorf("OCSP response: %w", err)
	}
	return der, nil
}
