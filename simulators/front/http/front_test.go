package http_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"io"
	"math/big"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/actor"
	fronthttp "github.com/etalon-dmp/etalon/simulators/front/http"
	fronttls "github.com/etalon-dmp/etalon/simulators/front/tls"
)

// images is a service of plain HTTP: what a GET asks for comes back.
type images struct{}

func (images) Open(m *fronthttp.Message) (fronthttp.Exchange, error) { return image{m}, nil }

type image struct{ *fronthttp.Message }

func (image) Protocol() etalon.Protocol { return etalon.ProtocolHTTP }

func (image) Route() actor.Route {
	return actor.Route{Actor: "images", Transaction: "GET-IMAGE"}
}

func (i image) Anomalies() []etalon.Anomaly { return i.Found }

func (i image) Answer(context.Context, actor.Route) fronthttp.Reply {
	switch {
	case i.Refused != nil:
		return fronthttp.Reply{Status: i.Refused.Status}
	case i.Head.Method != http.MethodGet:
		return fronthttp.Reply{Status: http.StatusMethodNotAllowed, Allow: http.MethodGet}
	case i.Head.URL.Path == "/broken":
		panic("the image is broken")
	}
	return fronthttp.Reply{Status: http.StatusOK, ContentType: "text/plain", Body: []byte(i.Head.URL.Query().Get("id"))}
}

func (image) Broken(note string) fronthttp.Reply {
	return fronthttp.Reply{Status: http.StatusInternalServerError, Note: note}
}

// journal keeps what is recorded.
type journal struct {
	arrivals chan etalon.Arrival
	answers  chan etalon.Answer
}

func (journal) Connection(etalon.Connection) (etalon.ConnectionID, error) { return "c1", nil }

func (j journal) Request(a etalon.Arrival) (etalon.ExchangeID, error) {
	j.arrivals <- a
	return "x1", nil
}

func (j journal) Response(_ etalon.ExchangeID, a etalon.Answer) error {
	j.answers <- a
	return nil
}

func begin(t *testing.T) (string, journal, *http.Client) {
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
	pool, own := x509.NewCertPool(), tls.Certificate{Certificate: [][]byte{der}, PrivateKey: k}
	pool.AddCert(leaf)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	j := journal{make(chan etalon.Arrival, 10), make(chan etalon.Answer, 10)}
	f := fronttls.New(fronttls.Config{
		Listener: l, TLS: &tls.Config{Certificates: []tls.Certificate{own}}, ClientCAs: pool, Recorder: j, Clock: time.Now,
		Handler: fronthttp.New(fronthttp.Config{Recorder: j, Clock: time.Now, Service: images{}, Transfer: 2 * time.Second}),
	})
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- f.Serve(ctx) }()
	client := &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, Certificates: []tls.Certificate{own}}}}
	t.Cleanup(func() {
		client.CloseIdleConnections()
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return "https://" + l.Addr().String(), j, client
}

// Plain HTTP needs a service, and nothing of SOAP.
func TestPlainHTTPIsServed(t *testing.T) {
	base, j, client := begin(t)
	for _, c := range []struct {
		method, path string
		status       int
		body, note   string
	}{
		{http.MethodGet, "/image?id=1.2.3", 200, "1.2.3", ""},
		{http.MethodDelete, "/image", 405, "", ""},
		{http.MethodGet, "/broken", 500, "", "simulator defect: panic in answer: the image is broken"},
		{http.MethodGet, "/image?id=again", 200, "again", ""},
	} {
		r, err := http.NewRequestWithContext(t.Context(), c.method, base+c.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		if err != nil || resp.StatusCode != c.status || string(body) != c.body {
			t.Errorf("%s %s: %d %q %v", c.method, c.path, resp.StatusCode, body, err)
		}
		if allowed := resp.Header.Get("Allow"); (c.status == 405) != (allowed == "GET") {
			t.Errorf("%s: Allow %q", c.method, allowed)
		}
		if a := <-j.arrivals; a.Protocol != etalon.ProtocolHTTP || a.Actor != "images" || a.Transaction != "GET-IMAGE" {
			t.Errorf("%s is on record as %+v", c.path, a)
		}
		if a := <-j.answers; a.Note != c.note {
			t.Errorf("%s: note %q", c.path, a.Note)
		}
	}
}

// What ends under étalon's own limit, or with the network, is no malformed message.
func TestABrokenConnectionIsNoMalformedMessage(t *testing.T) {
	base, j, client := begin(t)
	config := client.Transport.(*http.Transport).TLSClientConfig
	for want, c := range map[string]struct {
		sent  string
		leave func(*net.TCPConn) error
	}{
		fronthttp.TimeLimit: {"POST /image HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc", nil},
		fronthttp.Reset:     {"POST /image HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc", func(c *net.TCPConn) error { return errors.Join(c.SetLinger(0), c.Close()) }},
		fronthttp.Truncated: {"POST /image HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc", func(c *net.TCPConn) error { return c.CloseWrite() }},
	} {
		raw, err := net.Dial("tcp", strings.TrimPrefix(base, "https://"))
		if err != nil {
			t.Fatal(err)
		}
		defer raw.Close()
		conn := tls.Client(raw, &tls.Config{RootCAs: config.RootCAs, Certificates: config.Certificates, ServerName: "127.0.0.1"})
		if _, err := io.WriteString(conn, c.sent); err != nil {
			t.Fatal(err)
		}
		if c.leave != nil {
			time.Sleep(100 * time.Millisecond) // what was sent is read before the reset
			if err := c.leave(raw.(*net.TCPConn)); err != nil {
				t.Fatal(err)
			}
		}
		a := <-j.arrivals
		if len(a.Anomalies) != 1 || a.Anomalies[0].Code != want {
			t.Errorf("%s is on record as %+v", want, a.Anomalies)
		}
		<-j.answers
	}
}
