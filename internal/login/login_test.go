package login_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/internal/login"
)

func TestAPasswordOpensItsOwnSecret(t *testing.T) {
	secret, err := login.Secret("correct cheval pile")
	if err != nil {
		t.Fatal(err)
	}
	again, err := login.Secret("correct cheval pile")
	if err != nil || again == secret {
		t.Errorf("one password, one secret: %v", err)
	}
	for password, want := range map[string]bool{"correct cheval pile": true, "correct cheval pilf": false, "": false, strings.Repeat("x", 10_000): false} {
		if login.Check(password, secret) != want {
			t.Errorf("%.20q: %v", password, !want)
		}
	}
	for _, broken := range []string{"", strings.Replace(secret, "argon2id", "argon2i", 1), strings.Replace(secret, "t=3", "t=1", 1)} {
		if login.Check("correct cheval pile", broken) {
			t.Errorf("opens %q", broken)
		}
	}
	for _, password := range []string{"", "court", strings.Repeat("x", 201)} {
		if _, err := login.Secret(password); !errors.Is(err, login.ErrShort) {
			t.Errorf("%.20q: %v", password, err)
		}
	}
}

func TestATokenIsKeptByItsHash(t *testing.T) {
	token, hash, err := login.Token()
	if err != nil || login.Hash(token) != hash || strings.Contains(hash, token) || len(token) < 40 {
		t.Errorf("%q %q %v", token, hash, err)
	}
	if other, _, _ := login.Token(); other == token {
		t.Error("the same token twice")
	}
}
