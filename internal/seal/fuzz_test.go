package seal_test

import (
	"testing"

	"github.com/etalon-dmp/etalon/internal/seal"
)

// Whatever stands where a signature or a key should, it is verified or refused.
func FuzzVerify(f *testing.F) {
	k, err := seal.New()
	if err != nil {
		f.Fatal(err)
	}
	signed, err := k.Sign([]byte("payload"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(signed)
	f.Add("eyJhbGciOiJub25lIn0.e30.")
	f.Add("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----")
	f.Fuzz(func(t *testing.T, text string) {
		payload, key, err := seal.Verify(text)
		if err == nil && (key == "" || payload == nil) {
			t.Errorf("%q by %q", payload, key)
		}
		_, _ = seal.Name([]byte(text))
		_, _ = seal.Parse([]byte(text))
	})
}
