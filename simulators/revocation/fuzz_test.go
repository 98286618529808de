package revocation

import (
	"context"
	"crypto"
	"crypto/rand"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"golang.org/x/crypto/ocsp"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

// noted counts what was recorded.
type noted struct{ n int }

func (k *noted) Connection(etalon.Connection) (etalon.ConnectionID, error) { k.n++; return "c1", nil }
func (k *noted) Request(etalon.Arrival) (etalon.ExchangeID, error)         { return "", nil }
func (k *noted) Response(etalon.ExchangeID, etalon.Answer) error           { return nil }

// Whatever a product asks of a certificate, it is answered and written down.
func FuzzQuestion(f *testing.F) {
	now := time.Date(2026, 11, 28, 10, 0, 0, 0, time.UTC)
	set, err := pki.New(rand.Reader, now, []string{"127.0.0.1"})
	if err != nil {
		f.Fatal(err)
	}
	leaf := set.Get(pki.Server).Certificate
	serial := leaf.SerialNumber.Text(16)
	good, err := ocsp.CreateRequest(leaf, set.Authority.Certificate, &ocsp.RequestOptions{Hash: crypto.SHA1})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(false, serial, good)
	f.Add(true, serial, good)
	f.Add(false, "..", []byte{0x30, 0x84, 0xff, 0xff, 0xff, 0xff})
	f.Add(true, "", []byte{})
	f.Fuzz(func(t *testing.T, get bool, serial string, question []byte) {
		k := &noted{}
		r := &Responder{cfg: Config{Keys: set, Recorder: k, Clock: func() time.Time { return now }, Silence: time.Millisecond}, fail: make(chan error, 1), shown: map[string]pki.Flaw{serial: pki.OCSPRevoked}}
		q := httptest.NewRequestWithContext(context.Background(), http.MethodPost, "/", http.NoBody)
		q.SetPathValue("serial", serial)
		q.SetPathValue("question", url.PathEscape(base64.StdEncoding.EncodeToString(question)))
		said := httptest.NewRecorder()
		r.ocsp(said, q, question)
		if get {
			r.list(said, q)
		}
		if k.n == 0 || said.Body.Len() == 0 {
			t.Errorf("%d recorded, %d answered", k.n, said.Body.Len())
		}
	})
}
