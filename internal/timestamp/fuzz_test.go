package timestamp_test

import (
	"crypto/x509"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/etalon-dmp/etalon/internal/timestamp"
)

// No bytes of an authority are a time stamp but those that it signed, and none stop
// whoever asked: neither its answer nor a token that is kept.
func FuzzVerify(f *testing.F) {
	var answer []byte
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(answer) }))
	f.Cleanup(s.Close)
	nobody := timestamp.Authority{URL: s.URL, Roots: x509.NewCertPool(), Client: s.Client()}
	f.Add([]byte{})
	f.Add([]byte{0x30, 0x80, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02, 0xa0, 0x80})
	f.Add([]byte{0x30, 0x05, 0x30, 0x03, 0x02, 0x01, 0x00}) // granted, without a token
	f.Add([]byte{0x30, 0x84, 0xff, 0xff, 0xff, 0xff})
	f.Fuzz(func(t *testing.T, raw []byte) {
		if at, err := timestamp.Verify(raw, "texte", x509.NewCertPool()); err == nil {
			t.Errorf("%x stamps at %s", raw, at)
		}
		answer = raw
		if token, err := nobody.Stamp(t.Context(), "texte"); err == nil {
			t.Errorf("%x gives the token %x", raw, token)
		}
	})
}
