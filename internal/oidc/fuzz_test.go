package oidc_test

import (
	"errors"
	"testing"

	"github.com/etalon-dmp/etalon/internal/oidc"
)

// Whatever stands where a provider's token should, nobody comes in by it: none of these
// is signed by its key.
func FuzzEnd(f *testing.F) {
	f.Add("")
	f.Add("a.b.c")
	f.Add("eyJhbGciOiJub25lIn0.eyJzdWIiOiI0MiJ9.")
	f.Add("eyJhbGciOiJIUzI1NiIsImtpZCI6IjEifQ.eyJhdWQiOiJldGFsb24ifQ.AAAA")
	f.Fuzz(func(t *testing.T, raw string) {
		o := provider(t)
		o.raw = &raw
		if who, err := o.login(t, nil); who != "" || !errors.Is(err, oidc.ErrIdentity) {
			t.Errorf("%q comes in by %q: %v", who, raw, err)
		}
	})
}
