package tls_test

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"io"
	"math/big"
	"testing"
	"time"
)

// odd makes a client's certificate by the key of another, for a key that nobody has or
// with bytes changed.
func odd(t *testing.T, by tls.Certificate, key any, change func([]byte) []byte) tls.Certificate {
	t.Helper()
	c := &x509.Certificate{
		SerialNumber: new(big.Int).SetBytes(bytes.Repeat([]byte{0x41}, 12)), Subject: pkix.Name{CommonName: "ODDNAME"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, c, by.Leaf, key, by.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	if changed := change(bytes.Clone(der)); bytes.Equal(changed, der) && key == by.Leaf.PublicKey {
		t.Fatal("nothing is odd")
	} else {
		der = changed
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: by.PrivateKey}
}

// A client whose certificate cannot be read, or has a key that nobody should, is on
// record with what went wrong; whoever comes next is served.
func TestCertificatesThatTheParserRefuses(t *testing.T) {
	address, j, config := begin(t)
	good := config.Certificates[0]
	same := func(b []byte) []byte { return b }
	sized := func(bits uint) *rsa.PublicKey { // odd, and of that size: nobody knows its factors
		return &rsa.PublicKey{N: new(big.Int).Add(new(big.Int).Lsh(big.NewInt(1), bits-1), big.NewInt(1)), E: 65537}
	}
	serial := bytes.Repeat([]byte{0x41}, 12)
	for name, shown := range map[string]tls.Certificate{
		"a negative serial number": odd(t, good, good.Leaf.PublicKey, func(b []byte) []byte {
			return bytes.Replace(b, serial, append([]byte{0xc1}, serial[1:]...), 1)
		}),
		"a name that is no UTF-8": odd(t, good, good.Leaf.PublicKey, func(b []byte) []byte {
			return bytes.Replace(b, append([]byte{asn1.TagPrintableString, 7}, "ODDNAME"...), append([]byte{asn1.TagUTF8String, 7}, "\xff\xfeDNAME"...), 1)
		}),
		"RSA-512":              odd(t, good, sized(512), same),
		"RSA-16384":            odd(t, good, sized(16384), same),
		"no DER":               {Certificate: [][]byte{[]byte("-----BEGIN CERTIFICATE-----")}, PrivateKey: good.PrivateKey},
		"a certificate of 0 B": {Certificate: [][]byte{{}}, PrivateKey: good.PrivateKey},
		"half of one":          {Certificate: [][]byte{good.Certificate[0][:300]}, PrivateKey: good.PrivateKey},
		"sixty certificates":   {Certificate: append([][]byte{bytes.Repeat([]byte{0x30}, 1000)}, slicesOf(good.Certificate[0], 59)...), PrivateKey: good.PrivateKey},
	} {
		bad := config.Clone()
		bad.Certificates, bad.MaxVersion = nil, tls.VersionTLS12
		bad.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) { return &shown, nil }
		if conn, err := tls.Dial("tcp", address, bad); err == nil {
			_ = conn.Close()
		}
		if c := <-j.connections; c.TLS.Error == "" {
			t.Errorf("%s: nothing went wrong: %+v", name, c.TLS)
		}
	}
	conn, err := tls.Dial("tcp", address, config)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if _, err := io.WriteString(conn, "3 one"); err != nil {
		t.Fatal(err)
	}
	if c, a := <-j.connections, <-j.arrivals; c.TLS.Error != "" || string(a.Raw) != "one" {
		t.Errorf("afterwards: %q, %q", c.TLS.Error, a.Raw)
	}
}

func slicesOf(b []byte, n int) (all [][]byte) {
	for range n {
		all = append(all, b)
	}
	return all
}
