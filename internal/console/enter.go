package console

import (
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/etalon-dmp/etalon/internal/login"
)

var (
	errLogin = errors.New("identifiant ou mot de passe inconnu (unknown login or password)")
	errTries = errors.New("trop d'essais : attendez un quart d'heure (too many tries: wait a quarter of an hour)")
)

// The limits of logging in.
const (
	mostTries = 10 // for one login in one pause
	pause     = 15 * time.Minute
	stay      = 8 * time.Hour // how long a login lasts
	mostKept  = 10_000        // logins whose tries are counted at one time
)

// tries counts who tried to log in, in memory: it bounds guessing, it proves nothing.
type tries struct {
	clock func() time.Time
	mu    sync.Mutex
	began time.Time
	count map[string]int
}

func newTries(clock func() time.Time) *tries {
	return &tries{clock: clock, count: map[string]int{}}
}

// more tells whether a login may be tried once more.
func (t *tries) more(name string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if now := t.clock(); now.Sub(t.began) > pause || len(t.count) > mostKept {
		t.began, t.count = now, map[string]int{}
	}
	t.count[name]++
	return t.count[name] <= mostTries
}

func (c *Console) loginPage(v *visit) error {
	return v.show("login", v.say("Se connecter", "Log in"), nil)
}

// login checks a password. An account that is not there takes as long as a wrong
// password.
func (c *Console) login(v *visit) error {
	name := v.r.PostFormValue("login")
	if !c.tries.more(name) {
		return errTries
	}
	p, secret, err := c.Store.ByLogin(v.r.Context(), name)
	if !login.Check(v.r.PostFormValue("password"), secret) || err != nil {
		return errLogin
	}
	token, hash, err := login.Token()
	if err != nil {
		return err
	}
	until := c.Clock().Add(stay)
	if err := c.Store.Enter(v.r.Context(), p, hash, until); err != nil {
		return err
	}
	http.SetCookie(v.w, &http.Cookie{ //nolint:gosec // Secure where there is TLS
		Name: cookie, Value: token, Path: "/", Expires: until, HttpOnly: true, Secure: c.Secure, SameSite: http.SameSiteStrictMode,
	})
	return v.to("/")
}

func (c *Console) logout(v *visit) error {
	if token, err := v.r.Cookie(cookie); err == nil {
		if err := c.Store.Leave(v.r.Context(), login.Hash(token.Value)); err != nil {
			return err
		}
	}
	http.SetCookie(v.w, &http.Cookie{Name: cookie, Path: "/", MaxAge: -1, HttpOnly: true, Secure: c.Secure, SameSite: http.SameSiteStrictMode}) //nolint:gosec // Secure where there is TLS
	return v.to("/")
}
