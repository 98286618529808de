package client

import (
	"crypto/rand"
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

// kept is a recorder of the last connection.
type kept struct{ last etalon.Connection }

func (k *kept) Connection(c etalon.Connection) (etalon.ConnectionID, error) {
	k.last = c
	return "c", nil
}
func (*kept) Request(etalon.Arrival) (etalon.ExchangeID, error) { return "x", nil }
func (*kept) Response(etalon.ExchangeID, etalon.Answer) error   { return nil }

// A web server may shake hands with everybody and send strangers away by its first
// answer: that is a refusal, unless a good client is answered the same.
func TestAStrangerMayBeRefusedOverHTTP(t *testing.T) {
	set, err := pki.New(rand.Reader, time.Now(), []string{"127.0.0.1"})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name        string
		good, other int
		path        string
		want        string // of the error; "" for let in
	}{
		{"forbidden", http.StatusMethodNotAllowed, http.StatusForbidden, "/xds", "refused over HTTP: 403"},
		{"bad request, good for nobody", http.StatusBadRequest, http.StatusBadRequest, "/xds", ""},
		{"let in", http.StatusOK, http.StatusOK, "/xds", ""},
		{"another protocol", http.StatusMethodNotAllowed, http.StatusForbidden, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			web := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if len(r.TLS.PeerCertificates) == 0 {
					w.WriteHeader(c.other)
					return
				}
				w.WriteHeader(c.good)
			}))
			web.TLS = set.ServerTLS()
			web.StartTLS()
			defer web.Close()
			recorder := &kept{}
			one, err := New(Config{
				TLS: &tls.Config{Certificates: []tls.Certificate{set.TLS(pki.CardAuth)}}, Recorder: recorder, Clock: time.Now, Rand: rand.Reader,
				Channels: []Channel{{Address: web.Listener.Addr().String(), Path: c.path}},
				Flawed:   func(f string) (tls.Certificate, error) { return set.FlawedClient(pki.Flaw(f), rand.Reader, time.Now()) },
			})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := one.Send(t.Context(), etalon.Sending{Transaction: etalon.ITI19, To: etalon.SecureNode, Case: "no-certificate"}); err != nil {
				t.Fatal(err)
			}
			got := recorder.last.TLS
			if c.want == "" && (got.Error != "" || got.Version == "") || c.want != "" && !strings.Contains(got.Error, c.want) {
				t.Errorf("%+v", got)
			}
		})
	}
}
