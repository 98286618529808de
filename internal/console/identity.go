package console

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/oidc"
)

// attempt is the cookie of a login by a provider that is under way, for ten minutes.
const (
	attempt     = "etalon-oidc"
	attemptTime = 600 // seconds
)

var (
	errProvider = errors.New("le fournisseur d'identité ne répond pas (the identity provider does not answer)")
	errAccount  = errors.New("identité établie, mais sans compte ici : l'administration les crée (identity established, and no account here: the administrator makes them)")
)

// identify sends somebody to the provider.
func (c *Console) identify(v *visit) error {
	if c.Identity == nil {
		return campaign.ErrUnknown
	}
	to, a, err := c.Identity.Begin(v.r.Context())
	if err != nil {
		return errors.Join(errProvider, err)
	}
	raw, err := json.Marshal(a)
	if err != nil {
		return err
	}
	// Lax: whoever comes back comes from the provider's site.
	http.SetCookie(v.w, &http.Cookie{ //nolint:gosec // Secure where there is TLS
		Name: attempt, Value: base64.RawURLEncoding.EncodeToString(raw), Path: "/login/oidc", MaxAge: attemptTime, HttpOnly: true, Secure: c.Secure, SameSite: http.SameSiteLaxMode,
	})
	http.Redirect(v.w, v.r, to, http.StatusSeeOther)
	return nil
}

// identified lets in who comes back, when the identity is that of an account.
func (c *Console) identified(v *visit) error {
	if c.Identity == nil {
		return campaign.ErrUnknown
	}
	from := c.from(v.r)
	if !c.tries.more("oidc "+from, from) {
		return errTries
	}
	var a oidc.Attempt
	if k, err := v.r.Cookie(attempt); err == nil {
		if raw, err := base64.RawURLEncoding.DecodeString(k.Value); err == nil {
			_ = json.Unmarshal(raw, &a) // what cannot be read is no attempt
		}
	}
	http.SetCookie(v.w, &http.Cookie{Name: attempt, Path: "/login/oidc", MaxAge: -1, HttpOnly: true, Secure: c.Secure, SameSite: http.SameSiteLaxMode}) //nolint:gosec // Secure where there is TLS
	name, err := c.Identity.End(v.r.Context(), a, v.r.URL.Query())
	if err != nil {
		_, _ = fmt.Fprintf(c.Errors, "login: %v\n", err) // a log that cannot be written stops nobody
		if errors.Is(err, oidc.ErrIdentity) {
			return oidc.ErrIdentity
		}
		return errProvider
	}
	p, _, err := c.Store.ByLogin(v.r.Context(), name)
	if errors.Is(err, campaign.ErrUnknown) || err == nil && !p.Ended.IsZero() {
		return errAccount
	}
	if err != nil {
		return err
	}
	if err := c.admit(v, p); err != nil {
		return err
	}
	// A page, not a redirection: the browser gives the cookie to what our own page asks for,
	// not to what the provider's led to.
	v.w.Header().Set("Refresh", "0; url=/")
	return v.show("entered", v.say("Connexion faite", "Logged in"), nil)
}
