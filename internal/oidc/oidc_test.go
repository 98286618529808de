package oidc_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/etalon-dmp/etalon/internal/oidc"
)

// op is a provider: it lets in one person, and can be made to do wrong.
type op struct {
	key       *ecdsa.PrivateKey
	signs     *ecdsa.PrivateKey // key, unless it does wrong
	server    *httptest.Server
	nonce     string
	challenge string
	claims    map[string]any // beside the usual, or in their place
	info      map[string]any
	raw       *string // the token, as it is
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func provider(t *testing.T) *op {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	o := &op{key: k, signs: k, claims: map[string]any{}, info: map[string]any{}}
	mux := http.NewServeMux()
	say := func(w http.ResponseWriter, of any) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(of) // a test that reads less says so
	}
	mux.HandleFunc("/.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		at := o.server.URL
		say(w, map[string]any{
			"issuer": at, "authorization_endpoint": at + "/auth", "token_endpoint": at + "/token", "jwks_uri": at + "/keys", "userinfo_endpoint": at + "/userinfo",
			"id_token_signing_alg_values_supported": []string{"ES256"},
		})
	})
	mux.HandleFunc("/keys", func(w http.ResponseWriter, _ *http.Request) {
		say(w, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: &k.PublicKey, KeyID: "1", Algorithm: "ES256", Use: "sig"}}})
	})
	mux.HandleFunc("/userinfo", func(w http.ResponseWriter, _ *http.Request) { say(w, o.info) })
	mux.HandleFunc("/token", func(w http.ResponseWriter, r *http.Request) {
		sum := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
		if r.PostFormValue("code") != "code" || base64.RawURLEncoding.EncodeToString(sum[:]) != o.challenge {
			w.WriteHeader(http.StatusBadRequest)
			say(w, map[string]string{"error": "invalid_grant"})
			return
		}
		say(w, map[string]any{"access_token": "a", "token_type": "Bearer", "id_token": o.token(t)})
	})
	o.server = httptest.NewServer(mux)
	t.Cleanup(o.server.Close)
	return o
}

func (o *op) token(t *testing.T) string {
	t.Helper()
	if o.raw != nil {
		return *o.raw
	}
	s, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: jose.JSONWebKey{Key: o.signs, KeyID: "1"}}, nil)
	must(t, err)
	claims := map[string]any{
		"iss": o.server.URL, "aud": "etalon", "sub": "42", "exp": time.Now().Add(time.Hour).Unix(), "iat": time.Now().Unix(), "nonce": o.nonce,
		"acr": "eidas1", "preferred_username": "899700000001",
	}
	for k, v := range o.claims {
		claims[k] = v
		if v == nil {
			delete(claims, k)
		}
	}
	text, err := jwt.Signed(s).Claims(claims).Serialize()
	must(t, err)
	return text
}

// login goes through a login, with what somebody makes of it on the way.
func (o *op) login(t *testing.T, change func(*oidc.Attempt, url.Values)) (string, error) {
	t.Helper()
	p, err := oidc.New(oidc.Settings{
		Name: "PSC", Issuer: o.server.URL, ClientID: "etalon", Secret: "s", Redirect: "https://etalon.example/login/oidc/return", ACR: "eidas1", Claim: "preferred_username",
	}, o.server.Client())
	must(t, err)
	to, a, err := p.Begin(t.Context())
	must(t, err)
	u, err := url.Parse(to)
	must(t, err)
	q := u.Query()
	if q.Get("acr_values") != "eidas1" || q.Get("code_challenge_method") != "S256" || q.Get("redirect_uri") == "" || q.Get("state") == a.Nonce {
		t.Errorf("%s", to)
	}
	o.nonce, o.challenge = q.Get("nonce"), q.Get("code_challenge")
	answer := url.Values{"code": {"code"}, "state": {q.Get("state")}}
	if change != nil {
		change(&a, answer)
	}
	return p.End(t.Context(), a, answer)
}

// Who comes back is who the provider says, and nobody whose token is another's, of
// another time, of another key, or of a weaker login.
func TestAnIdentityIsEstablished(t *testing.T) {
	if who, err := provider(t).login(t, nil); err != nil || who != "899700000001" {
		t.Errorf("%q, %v", who, err)
	}
	o := provider(t)
	o.claims["preferred_username"] = nil
	o.info = map[string]any{"sub": "42", "preferred_username": "7"}
	if who, err := o.login(t, nil); err != nil || who != "7" {
		t.Errorf("by userinfo: %q, %v", who, err)
	}
	for name, wrong := range map[string]func(o *op) func(*oidc.Attempt, url.Values){
		"another audience": func(o *op) func(*oidc.Attempt, url.Values) { o.claims["aud"] = "other"; return nil },
		"another issuer":   func(o *op) func(*oidc.Attempt, url.Values) { o.claims["iss"] = "https://other.example"; return nil },
		"expired":          func(o *op) func(*oidc.Attempt, url.Values) { o.claims["exp"] = 1; return nil },
		"another nonce":    func(o *op) func(*oidc.Attempt, url.Values) { o.claims["nonce"] = "x"; return nil },
		"a weaker login":   func(o *op) func(*oidc.Attempt, url.Values) { o.claims["acr"] = "eidas0"; return nil },
		"nobody":           func(o *op) func(*oidc.Attempt, url.Values) { o.claims["preferred_username"] = ""; return nil },
		"another's userinfo": func(o *op) func(*oidc.Attempt, url.Values) {
			o.claims["preferred_username"], o.info = nil, map[string]any{"sub": "43", "preferred_username": "8"}
			return nil
		},
		"another key": func(o *op) func(*oidc.Attempt, url.Values) {
			o.signs, _ = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
			return nil
		},
		"another request": func(*op) func(*oidc.Attempt, url.Values) {
			return func(_ *oidc.Attempt, answer url.Values) { answer.Set("state", "x") }
		},
		"no request": func(*op) func(*oidc.Attempt, url.Values) {
			return func(a *oidc.Attempt, answer url.Values) { *a = oidc.Attempt{}; answer.Del("state") }
		},
		"another verifier": func(*op) func(*oidc.Attempt, url.Values) {
			return func(a *oidc.Attempt, _ url.Values) { a.Verifier = "x" }
		},
		"refused": func(*op) func(*oidc.Attempt, url.Values) {
			return func(_ *oidc.Attempt, answer url.Values) { answer.Set("error", "access_denied") }
		},
	} {
		o := provider(t)
		if who, err := o.login(t, wrong(o)); !errors.Is(err, oidc.ErrIdentity) {
			t.Errorf("%s: %q, %v", name, who, err)
		}
	}
}

func TestSettingsAreChecked(t *testing.T) {
	fine := oidc.Settings{Name: "PSC", Issuer: "https://op.example", ClientID: "a", Secret: "b", Redirect: "https://etalon.example/login/oidc/return", Claim: "sub"}
	must(t, fine.Check())
	if _, err := oidc.Read([]byte(`{"issuer":"https://op.example","secrret":"x"}`), http.DefaultClient); err == nil {
		t.Error("a word that is none is taken")
	}
	for name, change := range map[string]func(*oidc.Settings){
		"in clear": func(s *oidc.Settings) { s.Issuer = "http://op.example" }, "no address": func(s *oidc.Settings) { s.Redirect = "etalon.example" },
		"no secret": func(s *oidc.Settings) { s.Secret = " " }, "no claim": func(s *oidc.Settings) { s.Claim = "" }, "a page in clear": func(s *oidc.Settings) { s.Authorize = "http://op.example" },
	} {
		s := fine
		change(&s)
		if s.Check() == nil {
			t.Errorf("%s: taken", name)
		}
	}
}
