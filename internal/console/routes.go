package console

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/login"
	"github.com/etalon-dmp/etalon/internal/oidc"
)

// route is one page or deed, and what it takes to be let in.
type route struct {
	pattern string
	deed    campaign.Deed
	do      func(*visit) error
}

// routes are all of them. Who may do what is in the domain: a route names the deed.
func (c *Console) routes() []route {
	return []route{
		{"GET /{$}", campaign.ReadRegister, c.home},
		{"GET /register", campaign.ReadRegister, c.register},
		{"GET /register.json", campaign.ReadRegister, c.registerJSON},
		{"GET /register/{id}", campaign.ReadRegister, c.certificate},
		{"GET /register/{id}/statements.jws", campaign.ReadRegister, c.statements},
		{"GET /register/{id}/attestation.pdf", campaign.ReadRegister, c.attested},
		{"GET /register/{id}/badge.svg", campaign.ReadRegister, c.badge},
		{"GET /statements/{id}", campaign.ReadRegister, c.statement},
		{"GET /statements/{id}/stamp.tst", campaign.ReadRegister, c.stamp},
		{"GET /style.css", campaign.ReadRegister, c.style},
		{"GET /live.js", campaign.ReadRegister, c.script},
		{"GET /openapi.json", campaign.ReadRegister, c.openapi},
		{"GET /healthz", campaign.ReadRegister, c.healthy},
		{"GET /readyz", campaign.ReadRegister, c.ready},
		{"GET /login", campaign.ReadRegister, c.loginPage},
		{"GET /login/oidc", campaign.ReadRegister, c.identify},
		{"GET /login/oidc/return", campaign.ReadRegister, c.identified},
		{"POST /login", campaign.ReadRegister, c.login},
		{"POST /logout", campaign.ReadRegister, c.logout},

		{"GET /work", campaign.Claim, c.work},
		{"POST /versions/{id}/claim", campaign.Claim, c.claim},
		{"POST /versions/{id}/release", campaign.Claim, c.release},
		{"GET /products", campaign.ReadProducts, c.products},
		{"POST /products", campaign.Declare, c.addProduct},
		{"GET /products/{id}", campaign.ReadProducts, c.product},
		{"POST /products/{id}/versions", campaign.Declare, c.addVersion},
		{"GET /products/{id}/tokens", campaign.Tokens, c.tokens},
		{"POST /products/{id}/tokens", campaign.Tokens, c.addToken},
		{"POST /products/{id}/hooks", campaign.Tokens, c.addHook},
		{"POST /hooks/{id}/end", campaign.Tokens, c.endHook},
		{"POST /tokens/{id}/end", campaign.Tokens, c.endToken},
		{"GET /versions/{id}", campaign.ReadProducts, c.version},
		{"POST /versions/{id}/scope", campaign.Declare, c.declare},
		{"POST /versions/{id}/sessions", campaign.HandIn, c.handIn},
		{"GET /versions/{id}/uploads/{digest}", campaign.HandIn, c.uploaded},
		{"PUT /versions/{id}/uploads/{digest}", campaign.HandIn, c.upload},
		{"POST /versions/{id}/remarks", campaign.Comment, c.remark},
		{"GET /remarks/{id}/file", campaign.ReadDossiers, c.piece},
		{"POST /versions/{id}/waivers", campaign.Waive, c.waive},
		{"POST /waivers/{id}/end", campaign.Waive, c.endWaiver},
		{"POST /versions/{id}/decisions", campaign.Propose, c.propose},
		{"GET /sessions/{id}", campaign.ReadDossiers, c.session},
		{"GET /sessions/{id}/events", campaign.ReadDossiers, c.sessionEvents},
		{"GET /sessions/{id}/report.html", campaign.ReadDossiers, c.report},
		{"GET /sessions/{id}/verdict.json", campaign.ReadDossiers, c.verdict},
		{"GET /sessions/{id}/exchanges", campaign.ReadDossiers, c.exchanges},
		{"GET /sessions/{id}/exchanges/{exchange}/{what}", campaign.ReadDossiers, c.message},
		{"GET /sessions/{id}/compare", campaign.ReadDossiers, c.compare},
		{"POST /sessions/{id}/again", campaign.JudgeAgain, c.again},
		{"POST /sessions/{id}/look", campaign.Look, c.look},
		{"GET /sessions/{id}/shown/{what}", campaign.ReadDossiers, c.shown},
		{"GET /versions/{id}/bench", campaign.ReadDossiers, c.bench},
		{"POST /versions/{id}/certificates", campaign.Play, c.issue},
		{"POST /versions/{id}/certificates/end", campaign.Play, c.endCertificates},
		{"POST /versions/{id}/sittings", campaign.Play, c.sit},
		{"GET /sittings/{id}", campaign.ReadDossiers, c.sitting},
		{"GET /sittings/{id}/events", campaign.ReadDossiers, c.sittingEvents},
		{"POST /sittings/{id}/answers", campaign.Play, c.say},
		{"POST /sittings/{id}/stop", campaign.Play, c.stopSitting},
		{"GET /strays", campaign.ReadStrays, c.strays},

		{"GET /decisions/{id}", campaign.ReadProducts, c.decision},
		{"GET /decisions/{id}/attestation.pdf", campaign.ReadDossiers, c.attestedWhole},
		{"POST /decisions/{id}/confirm", campaign.Confirm, c.confirm},
		{"POST /decisions/{id}/sign", campaign.Sign, c.sign},
		{"POST /decisions/{id}/withdraw", campaign.Withdraw, c.withdraw},
		{"POST /decisions/{id}/correct", campaign.Correct, c.correct},
		{"POST /decisions/{id}/revoke", campaign.Revoke, c.revoke},
		{"POST /decisions/{id}/appeals", campaign.Appeal, c.appeal},
		{"POST /appeals/{id}/answer", campaign.Answer, c.answer},
		{"GET /campaigns", campaign.ReadProducts, c.campaigns},
		{"POST /campaigns", campaign.Plan, c.addCampaign},
		{"GET /campaigns/{id}", campaign.ReadProducts, c.campaign},
		{"POST /campaigns/{id}/close", campaign.Plan, c.closeCampaign},
		{"POST /versions/{id}/campaigns", campaign.Enrol, c.enrol},
		{"GET /impacts", campaign.ReadImpact, c.impacts},
		{"POST /impacts", campaign.AskImpact, c.addImpact},
		{"GET /impacts/{id}", campaign.ReadImpact, c.impact},
		{"GET /impacts/{id}/events", campaign.ReadImpact, c.impactEvents},
		{"GET /statistics", campaign.ReadFigures, c.statistics},
		{"GET /audit", campaign.ReadAudit, c.audit},
		{"GET /people", campaign.Accounts, c.people},
		{"POST /people", campaign.Accounts, c.addPerson},
		{"POST /people/{id}/end", campaign.Accounts, c.endPerson},
		{"POST /people/{id}/password", campaign.Accounts, c.renewPerson},
		{"GET /password", campaign.OwnAccount, c.passwordPage},
		{"POST /password", campaign.OwnAccount, c.password},
		{"POST /organisations", campaign.Accounts, c.addOrganisation},
	}
}

// Route is a page or a deed, and what it takes.
type Route struct {
	Pattern string
	Deed    campaign.Deed
}

// Routes lists all of them, for whoever documents or tries them.
func Routes() []Route {
	var out []Route
	for _, r := range (&Console{}).routes() {
		out = append(out, Route{r.pattern, r.deed})
	}
	return out
}

// cookie is the name of the one that holds the token of a login.
const cookie = "etalon"

// guarded lets in whoever may do the deed of a route, and tells the others why not.
func (c *Console) guarded(rt route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := c.visited(w, r)
		if rt.deed != campaign.ReadRegister && v.barred != nil {
			v.refuse(v.barred)
			return
		}
		err := v.who.May(rt.deed)
		if err == nil {
			r.Body = http.MaxBytesReader(w, r.Body, c.most(r))
			err = rt.do(v)
		}
		if err != nil {
			v.refuse(err)
		}
	})
}

// visited is a request, of whoever is logged in.
func (c *Console) visited(w http.ResponseWriter, r *http.Request) *visit {
	v := &visit{Console: c, w: w, r: r, lang: language(r)}
	if token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		v.who, v.barred = c.bearer(r, token)
	} else if token, err := r.Cookie(cookie); err == nil {
		if p, err := c.Store.Entered(r.Context(), login.Hash(token.Value)); err == nil {
			v.who = p
		}
	}
	if v.who.Role == "" {
		v.who.Role = campaign.Public
	}
	v.view = c.Store.As(v.who)
	return v
}

// bearer gives the pipeline that shows a token.
func (c *Console) bearer(r *http.Request, token string) (campaign.Person, error) {
	p, err := c.Store.Bearer(r.Context(), login.Hash(token))
	switch {
	case errors.Is(err, campaign.ErrUnknown):
		return campaign.Person{}, errToken
	case err != nil:
		return campaign.Person{}, err
	}
	return p, nil
}

// mostForm bounds a form without a file, in bytes.
const mostForm = 64 << 10

func (c *Console) most(r *http.Request) int64 {
	if strings.HasSuffix(r.URL.Path, "/sessions") || strings.Contains(r.URL.Path, "/uploads/") || r.URL.Path == "/impacts" {
		return c.MostUpload + mostForm
	}
	if strings.HasSuffix(r.URL.Path, "/answers") {
		return mostShown + mostForm
	}
	if strings.HasSuffix(r.URL.Path, "/remarks") {
		return campaign.MostPiece + mostForm
	}
	return mostForm
}

// refuse tells why something was not done: what is nobody's business is not told.
func (v *visit) refuse(err error) {
	status, why := http.StatusInternalServerError, "Étalon n'y est pas arrivé ; rien n'a été fait. (Étalon did not manage; nothing was done.)"
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		status, why = http.StatusRequestEntityTooLarge, fmt.Sprintf("plus de %d octets (more than that many bytes)", large.Limit)
	case errors.Is(err, campaign.ErrForbidden):
		status, why = http.StatusForbidden, campaign.ErrForbidden.Error()
	case errors.Is(err, campaign.ErrUnknown):
		status, why = http.StatusNotFound, campaign.ErrUnknown.Error()
	case errors.Is(err, campaign.ErrInvalid):
		status, why = http.StatusUnprocessableEntity, err.Error()
	case errors.Is(err, campaign.ErrState), errors.Is(err, campaign.ErrSame):
		status, why = http.StatusConflict, err.Error()
	case errors.Is(err, errTries):
		status, why = http.StatusTooManyRequests, err.Error()
		v.w.Header().Set("Retry-After", fmt.Sprint(int(pause.Seconds())))
	case errors.Is(err, login.ErrBusy):
		status, why = http.StatusServiceUnavailable, err.Error()
		v.w.Header().Set("Retry-After", "2")
	case errors.Is(err, errToken):
		status, why = http.StatusUnauthorized, err.Error()
		v.w.Header().Set("WWW-Authenticate", "Bearer")
	case errors.Is(err, errProvider):
		status, why = http.StatusServiceUnavailable, errProvider.Error()
		_, _ = fmt.Fprintf(v.Errors, "%s %s: %v\n", v.r.Method, v.r.URL.Path, err) // a log that cannot be written stops nobody
	case errors.Is(err, oidc.ErrIdentity), errors.Is(err, errAccount):
		status, why = http.StatusUnauthorized, err.Error()
	case errors.Is(err, errLogin):
		status, why = http.StatusUnauthorized, err.Error()
	default:
		_, _ = fmt.Fprintf(v.Errors, "%s %s: %v\n", v.r.Method, v.r.URL.Path, err) // a log that cannot be written stops nobody
	}
	v.status = status
	if v.machine() {
		if err := v.problem(status, why); err != nil {
			_, _ = fmt.Fprintln(v.Errors, err)
		}
		return
	}
	if err := v.show("refused", v.say("Ce n'est pas fait", "It was not done"), fmt.Sprintf("%s [%d]", why, status)); err != nil {
		_, _ = fmt.Fprintln(v.Errors, err)
	}
}

// id reads the number in a path.
func (v *visit) id() (campaign.ID, error) {
	n, err := strconv.ParseInt(v.r.PathValue("id"), 10, 64)
	if err != nil || n <= 0 {
		return 0, campaign.ErrUnknown
	}
	return campaign.ID(n), nil
}
