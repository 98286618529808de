package pki

import (
	"crypto"
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
	return s.List(s.Authority.Certificate.NotBefore, s.Authority.Certificate.NotAfter)
}

// List is the list of what the authority has revoked, these serial numbers among it,
// DER; good from an instant to another.
func (s *Set) List(from, until time.Time, serials ...*big.Int) ([]byte, error) {
	list := &x509.RevocationList{Number: big.NewInt(1), ThisUpdate: from, NextUpdate: until}
	for _, n := range append([]*big.Int{s.revokedSerial()}, serials...) {
		list.RevokedCertificateEntries = append(list.RevokedCertificateEntries,
			x509.RevocationListEntry{SerialNumber: n, RevocationTime: s.Authority.Certificate.NotBefore.Add(time.Hour), ReasonCode: 1})
	}
	der, err := x509.CreateRevocationList(nil, list, s.Authority.Certificate, s.Authority.Key)
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

// revokedStaple is what the authority answers about it over OCSP, good for a day.
func (s *Set) revokedStaple(now time.Time) ([]byte, error) {
	return s.Status(s.revokedSerial(), crypto.SHA1, true, now.Add(-time.Hour), now.Add(day))
}

// Status is what the authority answers over OCSP about a serial number, DER (RFC 6960
// §4.2): revoked or good, from an instant to another. The hash is that of the question.
func (s *Set) Status(serial *big.Int, hash crypto.Hash, revoked bool, from, until time.Time) ([]byte, error) {
	ca := s.Authority.Certificate
	told := ocsp.Response{Status: ocsp.Good, SerialNumber: serial, IssuerHash: hash, ThisUpdate: from, NextUpdate: until}
	if revoked {
		told.Status, told.RevokedAt, told.RevocationReason = ocsp.Revoked, ca.NotBefore.Add(time.Hour), ocsp.KeyCompromise
	}
	der, err := ocsp.CreateResponse(ca, ca, told, s.Authority.Key)
	if err != nil {
		return nil, fmt.Errorf("OCSP response: %w", err)
	}
	return der, nil
}
