package revocation_test

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/ocsp"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/pki"
	"github.com/etalon-dmp/etalon/simulators/revocation"
)

var now = time.Date(2026, 11, 28, 10, 0, 0, 0, time.UTC)

var keys = sync.OnceValues(func() (*pki.Set, error) { return pki.New(rand.Reader, now, []string{"127.0.0.1"}) })

// kept is a recorder that keeps the inquiries, or fails.
type kept struct {
	fails error
	mu    sync.Mutex
	all   []etalon.Inquiry
}

func (k *kept) Connection(c etalon.Connection) (etalon.ConnectionID, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.all = append(k.all, *c.Inquiry)
	return "c1", k.fails
}
func (k *kept) Request(etalon.Arrival) (etalon.ExchangeID, error) { return "", nil }
func (k *kept) Response(etalon.ExchangeID, etalon.Answer) error   { return nil }
func (k *kept) only(t *testing.T, kind, serial, answer string) {
	t.Helper()
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.all) != 1 || k.all[0].Kind != kind || k.all[0].Serial != serial || k.all[0].Answer != answer {
		t.Errorf("recorded %+v, not one %s of %s: %s", k.all, kind, serial, answer)
	}
	k.all = nil
}

// serve serves a responder; ended gives how it ended.
func serve(t *testing.T, k *kept) (r *revocation.Responder, set *pki.Set, ended <-chan error) {
	t.Helper()
	set, err := keys()
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r = revocation.New(revocation.Config{
		Listener: l, Keys: set, Recorder: k, Clock: func() time.Time { return now }, Random: rand.Reader, Silence: time.Millisecond,
	})
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- r.Serve(ctx) }()
	t.Cleanup(stop)
	return r, set, done
}

func shown(t *testing.T, r *revocation.Responder, flaw pki.Flaw) *x509.Certificate {
	t.Helper()
	c, err := r.Certificate(pki.Server, string(flaw))
	if err != nil {
		t.Fatal(err)
	}
	return c.Leaf
}

// post asks as a client does; nil when nothing was answered.
func post(t *testing.T, at string, question []byte) []byte {
	t.Helper()
	resp, err := http.Post(at, "application/ocsp-request", bytes.NewReader(question))
	if err != nil {
		return nil
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func question(t *testing.T, c, by *x509.Certificate, hash crypto.Hash) []byte {
	t.Helper()
	q, err := ocsp.CreateRequest(c, by, &ocsp.RequestOptions{Hash: hash})
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func TestWhatTheResponderSays(t *testing.T) {
	k := &kept{}
	r, set, _ := serve(t, k)
	by := set.Authority.Certificate
	for flaw, want := range map[pki.Flaw]struct {
		status int
		fresh  bool
		answer string
	}{
		pki.OCSPGood:    {ocsp.Good, true, "good"},
		pki.OCSPRevoked: {ocsp.Revoked, true, "revoked"},
		pki.OCSPStale:   {ocsp.Good, false, "stale"},
	} {
		for _, hash := range []crypto.Hash{crypto.SHA1, crypto.SHA256} {
			c := shown(t, r, flaw)
			told, err := ocsp.ParseResponseForCert(post(t, c.OCSPServer[0], question(t, c, by, hash)), c, by)
			if err != nil {
				t.Fatal(flaw, err)
			}
			if told.Status != want.status || told.NextUpdate.After(now) != want.fresh || told.IssuerHash != hash {
				t.Errorf("%s: %+v", flaw, told)
			}
			k.only(t, "ocsp", c.SerialNumber.Text(16), want.answer)
		}
	}
	c := shown(t, r, pki.OCSPSilent)
	if b := post(t, c.OCSPServer[0], question(t, c, by, crypto.SHA1)); len(b) > 0 {
		t.Errorf("a silent responder said %x", b)
	}
	k.only(t, "ocsp", c.SerialNumber.Text(16), "none")
}

func TestAQuestionByGET(t *testing.T) {
	k := &kept{}
	r, set, _ := serve(t, k)
	by := set.Authority.Certificate
	c := shown(t, r, pki.OCSPRevoked)
	resp, err := http.Get(c.OCSPServer[0] + "/" + url.PathEscape(base64.StdEncoding.EncodeToString(question(t, c, by, crypto.SHA1))))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, _ := io.ReadAll(resp.Body)
	if told, err := ocsp.ParseResponseForCert(b, c, by); err != nil || told.Status != ocsp.Revoked {
		t.Errorf("%v, %+v", err, told)
	}
	k.only(t, "ocsp", c.SerialNumber.Text(16), "revoked")
}

func TestTheLists(t *testing.T) {
	k := &kept{}
	r, set, _ := serve(t, k)
	for flaw, held := range map[pki.Flaw]bool{pki.CRLRevoked: true, pki.CRLStale: false} {
		c := shown(t, r, flaw)
		resp, err := http.Get(c.CRLDistributionPoints[0])
		if err != nil {
			t.Fatal(err)
		}
		b, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		list, err := x509.ParseRevocationList(b)
		if err != nil {
			t.Fatal(flaw, err)
		}
		if err := list.CheckSignatureFrom(set.Authority.Certificate); err != nil {
			t.Error(flaw, err)
		}
		there := false
		for _, e := range list.RevokedCertificateEntries {
			there = there || e.SerialNumber.Cmp(c.SerialNumber) == 0
		}
		if there != held || list.NextUpdate.After(now) != held {
			t.Errorf("%s: on the list %v, until %s", flaw, there, list.NextUpdate)
		}
		k.only(t, "crl", c.SerialNumber.Text(16), map[bool]string{true: "revoked", false: "stale"}[held])
	}
}

// Whatever is asked is recorded and answered by a refusal: the next question is answered.
func TestOddQuestions(t *testing.T) {
	k := &kept{}
	r, set, _ := serve(t, k)
	by := set.Authority.Certificate
	c, other := shown(t, r, pki.OCSPGood), shown(t, r, pki.OCSPGood)
	at, serial := c.OCSPServer[0], c.SerialNumber.Text(16)
	for _, one := range []struct {
		name, at string
		question []byte
		serial   string
		answer   string
	}{
		{"nothing", at, nil, serial, "malformed"},
		{"no DER", at, []byte("GET / HTTP/1.0"), serial, "malformed"},
		{"a length of 2^63", at, []byte{0x30, 0x88, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, serial, "malformed"},
		{"200 KB", at, bytes.Repeat([]byte{0x30}, 200<<10), serial, "malformed"},
		{"about another", at, question(t, other, by, crypto.SHA1), serial, "unauthorized"},
		{"a place that never was", at[:strings.LastIndex(at, "/")] + "/4242", question(t, c, by, crypto.SHA1), "4242", "unauthorized"},
	} {
		b := post(t, one.at, one.question)
		if told, err := ocsp.ParseResponse(b, nil); err == nil {
			t.Errorf("%s was answered: %+v", one.name, told)
		}
		k.only(t, "ocsp", one.serial, one.answer)
	}
	if told, err := ocsp.ParseResponseForCert(post(t, at, question(t, c, by, crypto.SHA1)), c, by); err != nil || told.Status != ocsp.Good {
		t.Errorf("afterwards: %v, %+v", err, told)
	}
}

// An answer that could not be recorded is not given, and ends the responder.
func TestWithoutARecordNoAnswer(t *testing.T) {
	k := &kept{fails: errors.New("disk full")}
	r, set, ended := serve(t, k)
	c := shown(t, r, pki.OCSPGood)
	if b := post(t, c.OCSPServer[0], question(t, c, set.Authority.Certificate, crypto.SHA1)); len(b) > 0 {
		t.Errorf("answered %x", b)
	}
	if err := <-ended; !errors.Is(err, k.fails) {
		t.Errorf("ended by %v", err)
	}
}

func TestNothingElseIsLearntHere(t *testing.T) {
	r, set, _ := serve(t, &kept{})
	if _, err := r.Certificate(pki.Server, "ocsp-maybe"); err == nil {
		t.Error("a certificate for what is never said")
	}
	for _, f := range pki.Pointings() {
		if !revocation.Points(string(f)) {
			t.Errorf("%s is not learnt here", f)
		}
		if _, err := set.Flawed(f, rand.Reader, now, nil); err == nil {
			t.Errorf("%s without anybody to ask", f)
		}
	}
	for _, f := range pki.Flaws() {
		if revocation.Points(string(f)) {
			t.Errorf("%s is learnt here", f)
		}
	}
}
