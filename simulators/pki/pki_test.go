package pki_test

import (
	"bytes"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/asn1"
	"io"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	pkcs12 "software.sslmate.com/src/go-pkcs12"

	"github.com/etalon-dmp/etalon/simulators/pki"
)

var now = time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)

var set = sync.OnceValue(func() *pki.Set {
	s, err := pki.New(rand.Reader, now, []string{"localhost", "127.0.0.1"})
	if err != nil {
		panic(err)
	}
	return s
})

func TestCertificatesAreWhatTheyClaim(t *testing.T) {
	for _, c := range []struct {
		name  pki.Name
		usage x509.KeyUsage
		ext   x509.ExtKeyUsage
		dn    string // what the subject must hold
	}{
		{pki.Server, x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment, x509.ExtKeyUsageServerAuth, "DMP SIMULE"},
		{pki.StructureAuth, x509.KeyUsageDigitalSignature, x509.ExtKeyUsageClientAuth, "OU=1990000012"},
		{pki.StructureSign, x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment, x509.ExtKeyUsageEmailProtection, "OU=1990000012"},
		{pki.INSiAuto, x509.KeyUsageDigitalSignature, x509.ExtKeyUsageClientAuth, "CN=INSI-AUTO"},
		{pki.INSiManual, x509.KeyUsageDigitalSignature, x509.ExtKeyUsageClientAuth, "CN=INSI-MANU"},
		{pki.CardAuth, x509.KeyUsageDigitalSignature, x509.ExtKeyUsageClientAuth, "CN=899900000017"},
		{pki.CardSign, x509.KeyUsageContentCommitment, x509.ExtKeyUsageEmailProtection, "CN=899900000017"},
	} {
		got := set().Get(c.name).Certificate
		if got.KeyUsage != c.usage || !slices.Equal(got.ExtKeyUsage, []x509.ExtKeyUsage{c.ext}) {
			t.Errorf("%s: usage %b, extended %v", c.name, got.KeyUsage, got.ExtKeyUsage)
		}
		if !strings.Contains(got.Subject.String(), c.dn) {
			t.Errorf("%s: subject %s", c.name, got.Subject)
		}
		if !strings.Contains(got.Issuer.String(), "CN=TEST AC ETALON") {
			t.Errorf("%s: issuer %s", c.name, got.Issuer)
		}
		_, err := got.Verify(x509.VerifyOptions{Roots: set().Roots(), CurrentTime: now, KeyUsages: []x509.ExtKeyUsage{c.ext}})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestFaultyVariantsAreFaulty(t *testing.T) {
	for name, want := range map[pki.Name]string{
		pki.ExpiredAuth: "expired", pki.ExpiredSign: "expired",
		pki.UnknownAuth: "unknown authority", pki.UnknownSign: "unknown authority",
	} {
		_, err := set().Get(name).Certificate.Verify(x509.VerifyOptions{
			Roots: set().Roots(), CurrentTime: now,
			KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny},
		})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCardExtensions(t *testing.T) {
	want := map[string]string{"1.2.250.1.71.1.2.7": "10", "1.2.250.1.71.4.2.5": "SM26"}
	for _, e := range set().Get(pki.CardSign).Certificate.Extensions {
		if w, ok := want[e.Id.String()]; ok {
			var s string
			if _, err := asn1.Unmarshal(e.Value, &s); err != nil || s != w {
				t.Errorf("%s: %q %v", e.Id, s, err)
			}
			delete(want, e.Id.String())
		}
	}
	if len(want) > 0 {
		t.Errorf("missing %v", want)
	}
}

func TestFilesComeBack(t *testing.T) {
	files := set().Files()
	key, cert, cas, err := pkcs12.DecodeChain(files["structure-sign.p12"], "etalon")
	if err != nil || key == nil || len(cas) != 1 || !cert.Equal(set().Get(pki.StructureSign).Certificate) {
		t.Fatalf("p12: %v", err)
	}
	fsys := fstest.MapFS{}
	for n, b := range files {
		fsys[n] = &fstest.MapFile{Data: b}
	}
	back, err := pki.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	again := back.Files()
	if len(again) != len(files) {
		t.Errorf("%d files became %d", len(files), len(again))
	}
	for n, b := range files {
		if !bytes.Equal(b, again[n]) {
			t.Errorf("%s changed", n)
		}
	}
	for _, n := range []string{"insi-auto", "insi-manu"} { // a set of before there were any
		for _, suffix := range []string{".pem", ".key.pem", ".p12"} {
			delete(fsys, n+suffix)
		}
	}
	if older, err := pki.Load(fsys); err != nil || len(older.Files()) != len(files)-6 || older.RenewServer(rand.Reader, now, nil) != nil {
		t.Errorf("a set without certificates of INSi: %v", err)
	}
	delete(fsys, "cps-sign.key.pem")
	fsys["ac-etalon.pem"] = &fstest.MapFile{Data: []byte("junk")}
	_, err = pki.Load(fsys)
	if err == nil || !strings.Contains(err.Error(), "cps-sign.key.pem") || !strings.Contains(err.Error(), "ac-etalon.pem") {
		t.Errorf("both faults must be named: %v", err)
	}
}

func TestMutualTLS(t *testing.T) {
	renewed, err := pki.New(rand.Reader, time.Now(), []string{"elsewhere.example"})
	if err != nil {
		t.Fatal(err)
	}
	if err := renewed.RenewServer(rand.Reader, time.Now(), []string{"127.0.0.1"}); err != nil {
		t.Fatal(err)
	}
	ln, err := tls.Listen("tcp", "127.0.0.1:0", renewed.ServerTLS())
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	type seen struct {
		peer    string
		version uint16
		err     error
	}
	got := make(chan seen, 1)
	go func() {
		c, err := ln.Accept()
		if err != nil {
			got <- seen{err: err}
			return
		}
		defer c.Close()
		tc := c.(*tls.Conn)
		if err := tc.Handshake(); err != nil {
			got <- seen{err: err}
			return
		}
		st := tc.ConnectionState()
		got <- seen{peer: st.PeerCertificates[0].Subject.CommonName, version: st.Version}
	}()
	c, err := tls.DialWithDialer(&net.Dialer{Timeout: 5 * time.Second}, "tcp", ln.Addr().String(), &tls.Config{
		RootCAs: renewed.Roots(), Certificates: []tls.Certificate{renewed.TLS(pki.StructureAuth)},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if s := <-got; s.err != nil || s.peer != "ETALON AUTH" || s.version != tls.VersionTLS12 {
		t.Errorf("%+v", s)
	}
	_, _ = io.Copy(io.Discard, c)
}
