package tls

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"time"

	"github.com/etalon-dmp/etalon"
)

// What is wrong with a client certificate: the first word of TLS.Error in the
// record, and the code of the anomaly (layer "tls") that each request of the
// connection bears.
const (
	CertificateMissing     = "certificate-missing"
	CertificateExpired     = "certificate-expired"
	CertificateNotYetValid = "certificate-not-yet-valid"
	CertificateUntrusted   = "certificate-untrusted"
)

// What went wrong before any request: the first word of TLS.Error.
const (
	HandshakeGarbage = "not-tls"           // the first bytes are no TLS record
	HandshakeTimeout = "handshake-timeout" //
	HandshakeFailed  = "handshake-failed"  // the TLS library's words follow
)

// mostGarbage is how much is kept of what was not TLS.
const mostGarbage = 1 << 10

// sniffer keeps the first bytes read from a connection.
type sniffer struct {
	net.Conn
	first   []byte
	offered *etalon.Offered
}

func (s *sniffer) Read(b []byte) (int, error) {
	n, err := s.Conn.Read(b)
	if room := mostGarbage - len(s.first); room > 0 {
		s.first = append(s.first, b[:min(n, room)]...)
	}
	return n, err
}

// statusRequest is the extension by which a client asks for an OCSP response (RFC 6066 §8).
const statusRequest = 5

// offered keeps what a client offers, with the connection it came over.
func offered(hello *tls.ClientHelloInfo) (*tls.Config, error) {
	s, ok := hello.Conn.(*sniffer)
	if !ok {
		return nil, nil
	}
	o := &etalon.Offered{ServerName: hello.ServerName, Protocols: hello.SupportedProtos, Status: slices.Contains(hello.Extensions, statusRequest)}
	for _, v := range hello.SupportedVersions {
		o.Versions = append(o.Versions, strings.TrimPrefix(tls.VersionName(v), "TLS "))
	}
	for _, c := range hello.CipherSuites {
		o.CipherSuites = append(o.CipherSuites, tls.CipherSuiteName(c))
	}
	s.offered = o
	return nil, nil // the configuration stays what it is
}

// handshake makes the TLS connection and records it, or why there is none: the
// connection is nil then. The peer's flaw, if any, is an anomaly for every
// request that follows.
func (f *Front) handshake(ctx context.Context, raw net.Conn) (*Conn, error) {
	if h, ok := raw.(*handed); ok {
		return f.admit(h.Conn.Conn, h.record)
	}
	record := etalon.Connection{Opened: f.Clock(), Remote: raw.RemoteAddr().String()}
	s := &sniffer{Conn: raw}
	config := f.TLS
	if f.Show != nil {
		if shown, flaw := f.Show(); shown != nil {
			config = f.TLS.Clone()
			config.Certificates, record.TLS.Shown, record.TLS.ShownSerial = []tls.Certificate{*shown}, flaw, serial(shown)
		}
	}
	conn := tls.Server(s, config)
	limited, cancel := context.WithTimeout(ctx, f.Handshake)
	err := conn.HandshakeContext(limited)
	timeout := limited.Err() != nil
	cancel()

	state := conn.ConnectionState()
	record.TLS.ServerName, record.TLS.Offered = state.ServerName, s.offered
	for _, c := range state.PeerCertificates {
		record.TLS.Certificates = append(record.TLS.Certificates, c.Raw)
	}
	if err != nil {
		record.TLS.Error, record.Garbage = f.failure(err, timeout, s.first)
		return f.admit(nil, record)
	}
	record.TLS.Version = "1.2"
	record.TLS.CipherSuite = tls.CipherSuiteName(state.CipherSuite)
	return f.admit(conn, record)
}

// admit puts a connection on record, with what is wrong with the client's certificate;
// nil: there was no handshake.
func (f *Front) admit(conn *tls.Conn, record etalon.Connection) (*Conn, error) {
	var flaw *etalon.Anomaly
	if conn != nil {
		record.TLS.Error = ""
		if code, detail := f.verify(conn.ConnectionState().PeerCertificates); code != "" {
			record.TLS.Error = code + ": " + detail
			flaw = &etalon.Anomaly{Layer: "tls", Code: code, Offset: -1, Detail: detail}
		}
	}
	id, err := f.Recorder.Connection(record)
	if err != nil {
		return nil, fmt.Errorf("tls: record connection: %w", err)
	}
	if conn == nil {
		return nil, nil
	}
	return &Conn{Conn: conn, ID: id, Flaw: flaw, record: record}, nil
}

// failure words a handshake that failed.
func (f *Front) failure(err error, timeout bool, first []byte) (string, []byte) {
	const handshakeRecord = 0x16
	var header tls.RecordHeaderError
	switch {
	case errors.As(err, &header), len(first) > 0 && first[0] != handshakeRecord:
		return HandshakeGarbage + ": " + err.Error(), first
	case timeout:
		return fmt.Sprintf("%s: no handshake within %s", HandshakeTimeout, f.Handshake), nil
	default:
		return HandshakeFailed + ": " + err.Error(), nil
	}
}

// verify checks the client's chain. Key usages are left to the rules.
func (f *Front) verify(chain []*x509.Certificate) (code, detail string) {
	if len(chain) == 0 {
		return CertificateMissing, "the client presented no certificate"
	}
	now, leaf := f.Clock(), chain[0]
	if now.After(leaf.NotAfter) {
		return CertificateExpired, fmt.Sprintf("%s expired on %s", leaf.Subject, leaf.NotAfter.UTC().Format(time.RFC3339))
	}
	if now.Before(leaf.NotBefore) {
		return CertificateNotYetValid, fmt.Sprintf("%s is valid from %s", leaf.Subject, leaf.NotBefore.UTC().Format(time.RFC3339))
	}
	between := x509.NewCertPool()
	for _, c := range chain[1:] {
		between.AddCert(c)
	}
	roots := f.ClientCAs
	if roots == nil {
		roots = x509.NewCertPool()
	}
	_, err := leaf.Verify(x509.VerifyOptions{
		Roots: roots, Intermediates: between, CurrentTime: now,
		KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny},
	})
	if err != nil {
		return CertificateUntrusted, err.Error()
	}
	return "", ""
}

// serial is the serial number of a certificate shown, as evidence writes it; "" when it
// is not at hand.
func serial(c *tls.Certificate) string {
	if c.Leaf == nil {
		return ""
	}
	return c.Leaf.SerialNumber.Text(16)
}
