package tls_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	fronttls "github.com/etalon-dmp/etalon/simulators/front/tls"
)

// hand hands every connection to a relay.
type hand struct{ to *fronttls.Relay }

func (h hand) Handle(ctx context.Context, c *fronttls.Conn) error {
	h.to.Hand(ctx, c)
	return nil
}

// A front that is handed connections puts each on its own record, with the certificate
// that its client showed and what its own authorities say of it.
func TestAHandedConnectionIsOnTheRecordOfWhoTakesIt(t *testing.T) {
	c := certificate(t)
	pool := x509.NewCertPool()
	pool.AddCert(c.Leaf)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	outside := journal{connections: make(chan etalon.Connection, 10)}
	inside := journal{make(chan etalon.Connection, 10), make(chan etalon.Arrival, 10)}
	relay := fronttls.NewRelay(l.Addr())
	server := &tls.Config{Certificates: []tls.Certificate{c}}
	one := fronttls.New(fronttls.Config{Listener: l, TLS: server, ClientCAs: pool, Recorder: outside, Clock: time.Now, Handler: hand{relay}})
	other := fronttls.New(fronttls.Config{Listener: relay, TLS: server, Recorder: inside, Clock: time.Now, Handler: listener{inside}})
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 2)
	go func() { ended <- one.Serve(ctx) }()
	go func() { ended <- other.Serve(ctx) }()
	conn, err := tls.Dial("tcp", l.Addr().String(), &tls.Config{RootCAs: pool, ServerName: "dmp.example", Certificates: []tls.Certificate{c}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(conn, "3 one"); err != nil {
		t.Fatal(err)
	}
	a := <-inside.arrivals
	if string(a.Raw) != "one" || len(a.Anomalies) != 1 || a.Anomalies[0].Code != fronttls.CertificateUntrusted {
		t.Errorf("%+v: this front knows no authority", a)
	}
	if got := <-outside.connections; got.TLS.Error != "" {
		t.Errorf("the other knows it: %s", got.TLS.Error)
	}
	if got := <-inside.connections; len(got.TLS.Certificates) == 0 || got.TLS.Offered == nil || got.TLS.Version != "1.2" || got.Remote == "" {
		t.Errorf("%+v", got)
	}
	_ = conn.Close()
	// Once a relay is closed nobody takes what is handed.
	_ = relay.Close()
	if relay.Hand(ctx, nil) {
		t.Error("taken all the same")
	}
	stop()
	for range 2 {
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
}
