package console

import (
	"errors"
	"net/http"
	"time"

	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/login"
)

var (
	errLogin = errors.New("identifiant ou mot de passe inconnu (unknown login or password)")
	errToken = errors.New("jeton inconnu, échu ou terminé (unknown, expired or ended token)")
	errTries = errors.New("trop d'essais : attendez un quart d'heure (too many tries: wait a quarter of an hour)")
)

// stay is how long a login lasts.
const stay = 8 * time.Hour

func (c *Console) loginPage(v *visit) error {
	by := ""
	if c.Identity != nil {
		by = c.Identity.Title()
	}
	return v.show("login", v.say("Se connecter", "Log in"), by)
}

// login checks a password. An account that is not there takes as long as a wrong
// password.
func (c *Console) login(v *visit) error {
	name := v.r.PostFormValue("login")
	if !c.tries.more(name, c.from(v.r)) {
		return errTries
	}
	p, secret, unknown := c.Store.ByLogin(v.r.Context(), name)
	right := false
	if err := c.gate.Do(v.r.Context(), func() { right = login.Check(v.r.PostFormValue("password"), secret) }); err != nil {
		return err
	}
	if !right || unknown != nil {
		return errLogin
	}
	if err := c.admit(v, p); err != nil {
		return err
	}
	return v.to("/")
}

// admit gives a browser the token of a login.
func (c *Console) admit(v *visit, p campaign.Person) error {
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
	return nil
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
