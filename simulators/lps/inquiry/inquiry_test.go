package inquiry_test

import (
	"crypto"
	"crypto/rand"
	"errors"
	"math/big"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon/simulators/lps/inquiry"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

// What a place says makes a certificate good, revoked, or unknown; the second place is
// asked when the first says nothing valid.
func TestWhatIsLearnt(t *testing.T) {
	now := time.Date(2026, 11, 28, 10, 0, 0, 0, time.UTC)
	set, err := pki.New(rand.Reader, now, []string{"127.0.0.1"})
	if err != nil {
		t.Fatal(err)
	}
	stranger, err := pki.New(rand.Reader, now, []string{"127.0.0.1"})
	if err != nil {
		t.Fatal(err)
	}
	const good, revoked, unknown = "good", "revoked", "unknown"
	from, until, past := now.Add(-time.Hour), now.Add(time.Hour), now.Add(-time.Minute)
	type says func(serial *big.Int) ([]byte, error)
	status := func(s *pki.Set, bad bool, until time.Time) says {
		return func(n *big.Int) ([]byte, error) { return s.Status(n, crypto.SHA1, bad, from, until) }
	}
	list := func(s *pki.Set, bad bool, until time.Time) says {
		return func(n *big.Int) ([]byte, error) {
			if bad {
				return s.List(from, until, n)
			}
			return s.List(from, until)
		}
	}
	var nothing says
	for _, one := range []struct {
		name      string
		ocsp, crl says
		want      string
	}{
		{"good", status(set, false, until), nil, good},
		{"revoked", status(set, true, until), nil, revoked},
		{"out of date", status(set, false, past), nil, unknown},
		{"of a stranger", status(stranger, false, until), nil, unknown},
		{"not listed", nil, list(set, false, until), good},
		{"listed", nil, list(set, true, until), revoked},
		{"list out of date", nil, list(set, false, past), unknown},
		{"list of a stranger", nil, list(stranger, false, until), unknown},
		{"out of date, then listed", status(set, false, past), list(set, true, until), revoked},
		{"out of date, then not listed", status(set, false, past), list(set, false, until), good},
		{"nobody there", nothing, nil, unknown},
	} {
		var said map[string][]byte
		at := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if b, is := said[r.URL.Path]; is {
				_, _ = w.Write(b)
				return
			}
			http.NotFound(w, r)
		}))
		shown, err := set.Pointing(pki.Server, rand.Reader, now, nil, func(string) pki.Pointers {
			p := pki.Pointers{OCSP: at.URL + "/ocsp"}
			if one.crl != nil {
				p.CRL = at.URL + "/crl"
			}
			return p
		})
		if err != nil {
			t.Fatal(err)
		}
		said = map[string][]byte{}
		for path, tell := range map[string]says{"/ocsp": one.ocsp, "/crl": one.crl} {
			if tell != nil {
				if said[path], err = tell(shown.Leaf.SerialNumber); err != nil {
					t.Fatal(err)
				}
			}
		}
		got := unknown
		switch err := inquiry.Ask(t.Context(), shown.Leaf, set.Authority.Certificate, now); {
		case err == nil:
			got = good
		case errors.Is(err, inquiry.ErrRevoked):
			got = revoked
		}
		at.Close()
		if got != one.want {
			t.Errorf("%s: %s, not %s", one.name, got, one.want)
		}
	}
}
