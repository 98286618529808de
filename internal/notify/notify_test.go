package notify_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon/internal/notify"
)

func clock() time.Time { return time.Unix(1_790_000_000, 0) }

func TestWhatIsSentIsSigned(t *testing.T) {
	var value string
	var body []byte
	status := http.StatusNoContent
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		value = r.Header.Get(notify.Header)
		body, _ = io.ReadAll(r.Body)
		w.WriteHeader(status)
	}))
	defer server.Close()
	s := notify.New(true, clock)
	if err := s.Send(t.Context(), server.URL, "secret", []byte(`{"a":1}`)); err != nil {
		t.Fatal(err)
	}
	// openssl dgst -sha256 -hmac secret over "1790000000.{"a":1}"
	if want := "t=1790000000,v1=da8fe498621aaab99d5b11c51346b13d1a2bf2914b865b8d3edd3531cab25a3e"; value != want {
		t.Errorf("%s", value)
	}
	for what, holds := range map[string]bool{
		"as sent":        notify.Holds(value, "secret", body, clock().Add(time.Minute), time.Hour),
		"another secret": !notify.Holds(value, "other", body, clock(), time.Hour),
		"another body":   !notify.Holds(value, "secret", []byte("{}"), clock(), time.Hour),
		"too old":        !notify.Holds(value, "secret", body, clock().Add(2*time.Hour), time.Hour),
		"nothing":        !notify.Holds("", "secret", body, clock(), time.Hour),
	} {
		if !holds {
			t.Errorf("%s", what)
		}
	}
	for _, status = range []int{http.StatusFound, http.StatusInternalServerError} {
		if err := s.Send(t.Context(), server.URL, "secret", nil); err == nil {
			t.Errorf("%d is taken for an answer", status)
		}
	}
}

// Nothing is sent into this network, by whatever name or number it is called.
func TestAddressesOfThisNetwork(t *testing.T) {
	s := notify.New(false, clock)
	for _, to := range []string{"http://example.org/", "https://u:p@example.org/", "ftp://example.org", "https:///x", "", "https://example.org/#f"} {
		if err := s.Check(to); !errors.Is(err, notify.ErrAddress) {
			t.Errorf("%q: %v", to, err)
		}
	}
	for _, to := range []string{"https://127.0.0.1:1/", "https://localhost:1/", "https://[::1]:1/", "https://[::ffff:10.0.0.1]:1/", "https://192.168.1.1:1/", "https://169.254.169.254:1/", "https://100.64.0.1:1/", "https://0.0.0.0:1/", "https://[fe80::1]:1/", "https://[fd00::1]:1/"} {
		if err := s.Send(t.Context(), to, "s", nil); !errors.Is(err, notify.ErrInside) {
			t.Errorf("%s: %v", to, err)
		}
	}
}
