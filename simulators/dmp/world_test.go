package dmp_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"io"
	"math/big"
	mrand "math/rand"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/simulators/actor"
	"github.com/etalon-dmp/etalon/simulators/dmp"
)

// now is the simulated time of every test.
var now = time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)

// record is a Recorder in memory.
type record struct {
	mu          sync.Mutex
	connections []etalon.Connection
	requests    []etalon.Arrival
	answers     map[etalon.ExchangeID]etalon.Answer
	fail        error
	connected   chan etalon.Connection
}

func (r *record) Connection(c etalon.Connection) (etalon.ConnectionID, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	c.ID = etalon.ConnectionID(fmt.Sprintf("c%d", len(r.connections)+1))
	r.connections = append(r.connections, c)
	r.connected <- c
	return c.ID, nil
}

func (r *record) Request(a etalon.Arrival) (etalon.ExchangeID, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.fail != nil {
		return "", r.fail
	}
	r.requests = append(r.requests, a)
	return etalon.ExchangeID(fmt.Sprintf("x%d", len(r.requests))), nil
}

func (r *record) Response(id etalon.ExchangeID, a etalon.Answer) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.answers[id] = a
	return nil
}

func (r *record) last() (etalon.Arrival, etalon.Answer) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.requests[len(r.requests)-1], r.answers[etalon.ExchangeID(fmt.Sprintf("x%d", len(r.requests)))]
}

// authority signs certificates of one test.
type authority struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

func newAuthority(t *testing.T, name string) *authority {
	t.Helper()
	a := &authority{}
	var err error
	if a.key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: now.AddDate(-5, 0, 0), NotAfter: now.AddDate(5, 0, 0), KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, c, c, a.key.Public(), a.key)
	if err != nil {
		t.Fatal(err)
	}
	if a.cert, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	return a
}

func (a *authority) pool() *x509.CertPool {
	p := x509.NewCertPool()
	p.AddCert(a.cert)
	return p
}

func (a *authority) issue(t *testing.T, name string, from, to time.Time) tls.Certificate {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: name}, NotBefore: from, NotAfter: to,
		KeyUsage: x509.KeyUsageDigitalSignature, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, c, a.cert, key.Public(), a.key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

var testOID = "1.2.250.1.213.1.4.10"

func patient(id, ins string) etalon.Patient {
	return etalon.Patient{
		ID: id, INS: ins, OID: testOID, Family: "FAMILLE-" + id, Given: "Camille", Birth: "19800214", Gender: "F",
		City: "Ville", PostalCode: "99999", DMP: etalon.DMPActive, Authorisation: "VALIDE",
	}
}

// world is one DMP that serves, and a client certificate it trusts.
type world struct {
	t      *testing.T
	dmp    *dmp.DMP
	record *record
	ca     *authority
	client *http.Client
	served chan error
	stop   context.CancelFunc
}

// certificates are made once: keys are slow to make.
type certificates struct {
	ca                              *authority
	server, good, expired, stranger tls.Certificate
}

var (
	certsOnce sync.Once
	certs     certificates
)

func allCertificates(t *testing.T) certificates {
	certsOnce.Do(func() {
		certs.ca = newAuthority(t, "AC de test")
		other := newAuthority(t, "AC inconnue")
		from, to := now.AddDate(-1, 0, 0), now.AddDate(1, 0, 0)
		certs.server = certs.ca.issue(t, "dmp", from, to)
		certs.good = certs.ca.issue(t, "client", from, to)
		certs.expired = certs.ca.issue(t, "expired", from, now.AddDate(0, 0, -1))
		certs.stranger = other.issue(t, "stranger", from, to)
	})
	return certs
}

func begin(t *testing.T, given etalon.Given) *world { return beginAs(t, given, false) }

// beginAs begins a DMP, or the plain actors of IHE.
func beginAs(t *testing.T, given etalon.Given, plain bool) *world {
	t.Helper()
	c := allCertificates(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &world{
		t: t, ca: c.ca, served: make(chan error, 1),
		record: &record{answers: map[etalon.ExchangeID]etalon.Answer{}, connected: make(chan etalon.Connection, 100)},
	}
	w.dmp = dmp.New(dmp.Config{
		Listener: l, TLS: &tls.Config{Certificates: []tls.Certificate{c.server}}, ClientCAs: c.ca.pool(),
		Recorder: w.record, Clock: func() time.Time { return now }, Rand: mrand.New(mrand.NewSource(1)),
		Environment: dmp.Environment{INSOID: testOID, DMPOID: "1.2.250.1.213.4.1.1.1", RepositoryID: "1.2.250.1.213.4.1.1.1.2", Plain: plain},
		BodyLimit:   1 << 20,
	})
	w.dmp.Reset(given)
	ctx, stop := context.WithCancel(t.Context())
	w.stop = stop
	go func() { w.served <- w.dmp.Serve(ctx) }()
	w.client = w.as(c.good)
	t.Cleanup(func() {
		stop()
		w.client.CloseIdleConnections()
		select {
		case err := <-w.served:
			if err != nil {
				t.Errorf("Serve: %v", err)
			}
		case <-time.After(time.Minute):
			t.Error("Serve did not return")
		}
	})
	return w
}

// config is the TLS side of a client with these certificates.
func (w *world) config(certs ...tls.Certificate) *tls.Config {
	return &tls.Config{RootCAs: w.ca.pool(), Certificates: certs, MaxVersion: tls.VersionTLS12, Time: func() time.Time { return now }}
}

func (w *world) as(certs ...tls.Certificate) *http.Client {
	return &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{TLSClientConfig: w.config(certs...), DisableCompression: true}}
}

// dial opens a raw TLS connection.
func (w *world) dial() *tls.Conn {
	w.t.Helper()
	conn, err := tls.Dial("tcp", strings.TrimPrefix(w.dmp.BaseURL(), "https://"), w.config(allCertificates(w.t).good))
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { _ = conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(time.Minute)); err != nil {
		w.t.Fatal(err)
	}
	return conn
}

// answered is a response taken apart.
type answered struct {
	status      int
	contentType string
	body        []byte
	doc         *xmldoc.Doc // of a body that is no multipart
}

func (w *world) send(client *http.Client, service, contentType string, body io.Reader) (answered, error) {
	w.t.Helper()
	r, err := http.NewRequestWithContext(w.t.Context(), http.MethodPost, w.dmp.BaseURL()+"/si-dmp-server/v2/services/"+service, body)
	if err != nil {
		w.t.Fatal(err)
	}
	r.Header.Set("Content-Type", contentType)
	resp, err := client.Do(r)
	if err != nil {
		return answered{}, err
	}
	defer func() { _ = resp.Body.Close() }()
	a := answered{status: resp.StatusCode, contentType: resp.Header.Get("Content-Type")}
	if a.body, err = io.ReadAll(resp.Body); err != nil {
		return a, err
	}
	if !strings.HasPrefix(a.contentType, "multipart/") {
		if a.doc, err = xmldoc.Parse(a.body, xmldoc.Limits{}); err != nil {
			w.t.Fatalf("answer is not XML: %v: %s", err, a.body)
		}
	}
	return a, nil
}

const soapType = "application/soap+xml; charset=UTF-8"

// call sends a simple SOAP message and wants an answer.
func (w *world) call(service, action, payload string) answered {
	w.t.Helper()
	a, err := w.send(w.client, service, soapType, strings.NewReader(envelope(action, payload)))
	if err != nil {
		w.t.Fatal(err)
	}
	return a
}

var serial int

// envelope is a request whose VIHF names the active patient.
func envelope(action, payload string) string {
	serial++
	return `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://www.w3.org/2005/08/addressing"><s:Header>` +
		`<a:Action s:mustUnderstand="1">` + action + `</a:Action><a:MessageID>urn:uuid:00000000-0000-4000-8000-` + fmt.Sprintf("%012d", serial) + `</a:MessageID>` +
		`<a:ReplyTo><a:Address>http://www.w3.org/2005/08/addressing/anonymous</a:Address></a:ReplyTo><a:To/>` +
		`<w:Security xmlns:w="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd" s:mustUnderstand="true">` +
		`<Assertion xmlns="urn:oasis:names:tc:SAML:2.0:assertion"><AttributeStatement><Attribute Name="urn:oasis:names:tc:xacml:2.0:resource:resource-id">` +
		`<AttributeValue>` + activeCX + `</AttributeValue></Attribute></AttributeStatement></Assertion></w:Security></s:Header><s:Body>` + payload + `</s:Body></s:Envelope>`
}

const (
	activeINS = "280029999900134"
	activeCX  = "280029999900134^^^&amp;1.2.250.1.213.1.4.10&amp;ISO^NH"
)

// arrived waits for the next exchange that the DMP tells.
func (w *world) arrived() actor.Arrived {
	w.t.Helper()
	select {
	case a := <-w.dmp.Arrived():
		return a
	case <-time.After(time.Minute):
		w.t.Fatal("no exchange arrived")
		return actor.Arrived{}
	}
}

// exact checks that the record holds the bytes of both directions.
func (w *world) exact(sent []byte, got answered) {
	w.t.Helper()
	request, answer := w.record.last()
	if !bytes.HasSuffix(request.Raw, sent) || !bytes.HasPrefix(request.Raw, []byte("POST ")) {
		w.t.Errorf("recorded request is not what was sent: %.200q", request.Raw)
	}
	if !bytes.HasPrefix(answer.Raw, []byte("HTTP/1.1 "+strconv.Itoa(got.status))) || !bytes.HasSuffix(answer.Raw, got.body) {
		w.t.Errorf("recorded answer is not what was received: %.200q", answer.Raw)
	}
}
