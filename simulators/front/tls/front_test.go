package tls_test

import (
	"bufio"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"math/big"
	"net"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	fronttls "github.com/etalon-dmp/etalon/simulators/front/tls"
)

// journal passes on what is recorded.
type journal struct {
	connections chan etalon.Connection
	arrivals    chan etalon.Arrival
}

func (j journal) Connection(c etalon.Connection) (etalon.ConnectionID, error) {
	j.connections <- c
	return "c1", nil
}

func (j journal) Request(a etalon.Arrival) (etalon.ExchangeID, error) {
	j.arrivals <- a
	return "x1", nil
}

func (journal) Response(etalon.ExchangeID, etalon.Answer) error { return nil }

// listener is an actor on a stream that nobody is answered on: each message is
// its length, a blank and so many bytes (RFC 5425 section 4.3).
type listener struct{ journal }

func (l listener) Handle(_ context.Context, c *fronttls.Conn) error {
	for in := bufio.NewReader(c); ; {
		size, err := in.ReadString(' ')
		if err != nil {
			return nil
		}
		n, err := strconv.Atoi(strings.TrimSpace(size))
		if err != nil || n > 1<<10 {
			return nil
		}
		raw := make([]byte, n)
		if _, err := io.ReadFull(in, raw); err != nil {
			return nil
		}
		arrival := etalon.Arrival{Protocol: etalon.ProtocolSyslog, Connection: c.ID, Raw: raw}
		if c.Flaw != nil {
			arrival.Anomalies = append(arrival.Anomalies, *c.Flaw)
		}
		x, err := l.Request(arrival)
		if err != nil {
			return err
		}
		if err := l.Response(x, etalon.Answer{}); err != nil {
			return err
		}
	}
}

func certificate(t *testing.T) tls.Certificate {
	t.Helper()
	k, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		DNSNames: []string{"dmp.example"}, BasicConstraintsValid: true, IsCA: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, c, c, k.Public(), k)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: k, Leaf: leaf}
}

// begin serves a listener over TLS and gives its address, what it records, and
// the configuration of a client that it trusts.
func begin(t *testing.T) (string, journal, *tls.Config) {
	t.Helper()
	c := certificate(t)
	pool := x509.NewCertPool()
	pool.AddCert(c.Leaf)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	j := journal{make(chan etalon.Connection, 10), make(chan etalon.Arrival, 10)}
	f := fronttls.New(fronttls.Config{
		Listener: l, TLS: &tls.Config{Certificates: []tls.Certificate{c}}, ClientCAs: pool, Recorder: j, Clock: time.Now, Handler: listener{j},
	})
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- f.Serve(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return l.Addr().String(), j, &tls.Config{RootCAs: pool, ServerName: "dmp.example", Certificates: []tls.Certificate{c}}
}

// A stream of another kind than HTTP needs a handler, and nothing else.
func TestStreamIsRecordedMessageByMessage(t *testing.T) {
	address, j, config := begin(t)
	conn, err := tls.Dial("tcp", address, config)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if _, err := io.WriteString(conn, "3 one5 three"); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"one", "three"} {
		select {
		case a := <-j.arrivals:
			if string(a.Raw) != want || a.Connection != "c1" || len(a.Anomalies) > 0 {
				t.Errorf("%+v, want %q", a, want)
			}
		case <-time.After(time.Minute):
			t.Fatalf("%q is not on record", want)
		}
	}
}

func TestWhatAClientOffersIsOnRecord(t *testing.T) {
	address, j, config := begin(t)
	config.NextProtos = []string{"http/1.1"}
	config.CipherSuites = []uint16{tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, tls.TLS_RSA_WITH_AES_128_CBC_SHA}
	conn, err := tls.Dial("tcp", address, config)
	if err != nil {
		t.Fatal(err)
	}
	_ = conn.Close()
	c := <-j.connections
	o := c.TLS.Offered
	if o == nil || o.ServerName != "dmp.example" || !slices.Equal(o.Protocols, []string{"http/1.1"}) || !slices.Equal(o.Versions, []string{"1.3", "1.2"}) {
		t.Fatalf("%+v", o)
	}
	for _, suite := range []string{"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_RSA_WITH_AES_128_CBC_SHA"} {
		if !slices.Contains(o.CipherSuites, suite) {
			t.Errorf("%s is not among %v", suite, o.CipherSuites)
		}
	}

	// A handshake that fails says too what was offered.
	config.MaxVersion = tls.VersionTLS11
	config.MinVersion = tls.VersionTLS10
	if _, err := tls.Dial("tcp", address, config); err == nil {
		t.Fatal("TLS 1.1 is accepted")
	}
	if c = <-j.connections; c.TLS.Error == "" || c.TLS.Offered == nil || !slices.Equal(c.TLS.Offered.Versions, []string{"1.1", "1.0"}) {
		t.Errorf("%+v", c.TLS)
	}
}
