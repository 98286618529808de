package soap_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"math/big"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/simulators/actor"
	fronthttp "github.com/etalon-dmp/etalon/simulators/front/http"
	frontsoap "github.com/etalon-dmp/etalon/simulators/front/soap"
	fronttls "github.com/etalon-dmp/etalon/simulators/front/tls"
)

// journal is a Recorder that tells the order of calls.
type journal struct {
	calls       []string
	connections chan etalon.Connection
	answers     chan etalon.Answer
}

func (j *journal) Connection(c etalon.Connection) (etalon.ConnectionID, error) {
	j.connections <- c
	return "c1", nil
}

func (j *journal) Request(etalon.Arrival) (etalon.ExchangeID, error) {
	j.calls = append(j.calls, "request")
	return "x1", nil
}

func (j *journal) Response(_ etalon.ExchangeID, a etalon.Answer) error {
	j.calls = append(j.calls, "response")
	j.answers <- a
	return nil
}

// brittle is a service that panics where it is told to.
type brittle struct {
	journal      *journal
	route, reply bool
}

func (b brittle) Route(*frontsoap.Request) actor.Route {
	if b.route {
		panic("route is broken")
	}
	return actor.Route{Actor: etalon.Patients, Transaction: etalon.TD02}
}

func (b brittle) Answer(context.Context, *frontsoap.Request, actor.Route) fronthttp.Reply {
	b.journal.calls = append(b.journal.calls, "answer")
	if b.reply {
		panic("answer is broken")
	}
	return fronthttp.Reply{Status: 200, ContentType: "text/xml", Body: []byte("<ok/>")}
}

func certificate(t *testing.T) tls.Certificate {
	t.Helper()
	k, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, BasicConstraintsValid: true, IsCA: true,
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

func begin(t *testing.T, s brittle, handshake time.Duration) (string, *http.Client) {
	t.Helper()
	c := certificate(t)
	pool := x509.NewCertPool()
	pool.AddCert(c.Leaf)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	e := fronttls.New(fronttls.Config{
		Listener: l, TLS: &tls.Config{Certificates: []tls.Certificate{c}}, ClientCAs: pool, Recorder: s.journal,
		Clock: time.Now, Handshake: handshake,
		Handler: fronthttp.New(fronthttp.Config{
			Recorder: s.journal, Clock: time.Now, Service: frontsoap.Front{Service: s, NewID: func() string { return "urn:uuid:1" }},
		}),
	})
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- e.Serve(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return l.Addr().String(), &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, Certificates: []tls.Certificate{c}}}}
}

func newJournal() *journal {
	return &journal{connections: make(chan etalon.Connection, 10), answers: make(chan etalon.Answer, 10)}
}

func TestDefectOfASimulatorIsTold(t *testing.T) {
	for where, s := range map[string]brittle{"route": {route: true}, "answer": {reply: true}} {
		s.journal = newJournal()
		address, client := begin(t, s, 0)
		for range 2 { // the session goes on
			resp, err := client.Post("https://"+address+"/", "application/soap+xml", bytes.NewReader(soap.Message{Body: "<x/>"}.Bytes()))
			if err != nil {
				t.Fatal(err)
			}
			b, err := io.ReadAll(resp.Body)
			_ = resp.Body.Close()
			if err != nil || resp.StatusCode != 500 || !bytes.Contains(b, []byte("soap:Receiver")) {
				t.Errorf("%s: %d %s %v", where, resp.StatusCode, b, err)
			}
			if a := <-s.journal.answers; !strings.Contains(a.Note, where+" is broken") {
				t.Errorf("%s: note %q", where, a.Note)
			}
		}
	}
}

func TestEvidenceComesFirst(t *testing.T) {
	s := brittle{journal: newJournal()}
	address, client := begin(t, s, 0)
	resp, err := client.Post("https://"+address+"/", "application/soap+xml", bytes.NewReader(soap.Message{Body: "<x/>"}.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if got := strings.Join(s.journal.calls, " "); got != "request answer response" {
		t.Errorf("order of calls: %s", got)
	}
}

func TestSilentClientIsGivenUp(t *testing.T) {
	s := brittle{journal: newJournal()}
	address, _ := begin(t, s, 50*time.Millisecond)
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	select {
	case c := <-s.journal.connections:
		if !strings.HasPrefix(c.TLS.Error, fronttls.HandshakeTimeout) {
			t.Errorf("%q", c.TLS.Error)
		}
	case <-time.After(time.Minute):
		t.Error("the connection is not on record")
	}
}
