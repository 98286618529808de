package seal_test

import (
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"

	"github.com/etalon-dmp/etalon/internal/seal"
)

func TestASignatureIsOfItsPayloadAndItsKey(t *testing.T) {
	k, err := seal.New()
	must(t, err)
	files, err := k.Files()
	must(t, err)
	again, err := seal.Parse(files[seal.KeyFile])
	must(t, err)
	want, err := seal.Name(files[seal.PublicFile])
	must(t, err)
	signed, err := again.Sign([]byte("payload"))
	must(t, err)
	payload, key, err := seal.Verify(signed)
	must(t, err)
	if string(payload) != "payload" || key != want || len(key) != 64 {
		t.Errorf("%q by %q, not %q", payload, key, want)
	}
	parts := strings.Split(signed, ".")
	for name, odd := range map[string]string{
		"other payload":   parts[0] + ".b3RoZXI." + parts[2],
		"no signature":    parts[0] + "." + parts[1] + ".",
		"no algorithm":    "eyJhbGciOiJub25lIn0." + parts[1] + ".",
		"not a signature": "x",
		"nothing":         "",
	} {
		if _, _, err := seal.Verify(odd); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

// What the key signed for another purpose is no seal, nor is what another kind of
// key signed.
func TestOtherSignaturesAreRefused(t *testing.T) {
	s, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.HS256, Key: make([]byte, 32)}, nil)
	must(t, err)
	j, err := s.Sign([]byte("payload"))
	must(t, err)
	text, err := j.CompactSerialize()
	must(t, err)
	if _, _, err := seal.Verify(text); err == nil {
		t.Error("a secret of the verifier is taken for a key")
	}
	if _, err := seal.Parse([]byte("-----BEGIN X-----\n-----END X-----\n")); err == nil {
		t.Error("an empty key is taken")
	}
	if _, err := seal.Name(nil); err == nil {
		t.Error("no key is taken")
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
