package console_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/console"
	"github.com/etalon-dmp/etalon/internal/login"
	"github.com/etalon-dmp/etalon/internal/store"
)

func must(t testing.TB, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

// shelf is a vault that takes everything that begins with "dossier ".
type shelf struct{}

func (shelf) Take(_ context.Context, _ campaign.Version, r io.Reader) (string, error) {
	b, err := io.ReadAll(r)
	if err != nil {
		return "", err
	}
	head, ok := strings.CutPrefix(string(b), "dossier ")
	if !ok {
		return "", fmt.Errorf("%w: ce n'est pas un dossier", campaign.ErrInvalid)
	}
	return strings.Repeat(head, 64)[:64], nil
}

func (shelf) Report(_, name string) ([]byte, error) {
	if name == "report.html" {
		return []byte("<!DOCTYPE html><p>rapport"), nil
	}
	if name == console.ShownFile {
		return []byte(`["` + strings.Repeat("ab", 32) + `"]`), nil
	}
	if name == "shown-"+strings.Repeat("ab", 32) {
		return []byte("a picture"), nil
	}
	if strings.HasPrefix(name, "verdict-") {
		return []byte(`{"profiles":[{"requirements":[{"id":"DMP-V06","verdict":"FAIL"},{"id":"DMP-V07","verdict":"PASS"}]}]}`), nil
	}
	return nil, fs.ErrNotExist
}

func (shelf) Propose(_ context.Context, r io.Reader) (string, error) {
	b, err := io.ReadAll(r)
	if err != nil || string(b) != "packs" {
		return "", errors.Join(err, campaign.ErrInvalid)
	}
	return strings.Repeat("a", 64), nil
}

func (shelf) Exchanges(s campaign.Session) ([]console.Crossed, error) {
	head := []byte("POST /dmp HTTP/1.1\r\nHost: a\r\nX: it's\r\nContent-Length: 1\r\n\r\n")
	return []console.Crossed{{ExchangeSummary: etalon.ExchangeSummary{ID: "x0001", Transaction: etalon.ITI18}, Size: [2]int64{70, 3}, Curl: console.Curl(head, "b")}}, nil
}

func (shelf) Bytes(_ campaign.Session, x etalon.ExchangeID) (request, response []byte, err error) {
	if x != "x0001" {
		return nil, nil, campaign.ErrUnknown
	}
	return []byte("POST / HTTP/1.1\r\n\r\n<a/>"), []byte("<b/>"), nil
}

func (shelf) Compare(from, to campaign.Session) (says, stands []campaign.Change, err error) {
	return []campaign.Change{{What: "verdict", From: from.Verdict.String(), To: to.Verdict.String()}}, nil, nil
}

func (shelf) Concluded(v campaign.Version, _ []campaign.Session) ([]campaign.Concluded, error) {
	return []campaign.Concluded{{ID: v.Scope.Profiles[0], Verdict: etalon.Inconclusive, Scenarios: map[string]int{"PASS": 3, "INCONCLUSIVE": 1}}}, nil
}

func (shelf) Contradictions(campaign.Version, []campaign.Session) ([]campaign.Contradiction, error) {
	return []campaign.Contradiction{{Kind: campaign.TrafficUnasked, Subject: "ITI-62", N: 3}}, nil
}

func (shelf) Uploaded(campaign.Version, string) (int64, error) { return 0, nil }

func (shelf) Upload(_ campaign.Version, _ string, at int64, r io.Reader) (int64, error) {
	n, err := io.Copy(io.Discard, r)
	return at + n, err
}

func (shelf) TakeUploaded(context.Context, campaign.Version, string) (string, error) {
	return "", campaign.ErrInvalid
}

func (shelf) Attach(r io.Reader) (string, int64, error) {
	raw, err := io.ReadAll(r)
	return "joined:" + string(raw), int64(len(raw)), err
}

func (shelf) Piece(digest string) ([]byte, error) {
	return []byte(strings.TrimPrefix(digest, "joined:")), nil
}

func (shelf) Waived(_ []campaign.Session, waivers []campaign.Waiver) ([]campaign.Waived, error) {
	out := []campaign.Waived{}
	for _, w := range campaign.Standing(waivers) {
		out = append(out, campaign.Waived{ID: w.ID, Rule: w.Rule, Scenario: w.Scenario, Reason: w.Reason, Owner: w.Owner, Until: "2027-01-01", State: "unneeded"})
	}
	return out, nil
}

// bench is a console with two vendors, each with a version in a scope, and a person of
// each role, all with the same password.
type bench struct {
	t      testing.TB
	server *httptest.Server
	store  *store.Store
	hall   *hall
	log    bytes.Buffer
}

const password = "correct cheval pile"

var profiles = []console.Profile{{ID: "acces", Title: etalon.Text{FR: "Accès", EN: "Access"}}}

func open(t *testing.T) *bench {
	t.Helper()
	return openOn(t, filepath.Join(t.TempDir(), "etalon.db"))
}

// openOn opens it on a database that is a file, or at an address.
func openOn(t testing.TB, where string) *bench {
	t.Helper()
	ctx := t.Context()
	s, err := store.Open(ctx, where, time.Now)
	must(t, err)
	t.Cleanup(func() { _ = s.Close() })
	secret, err := login.Secret(password)
	must(t, err, s.First(ctx, "admin", "Admin", secret))
	b := &bench{t: t, store: s, hall: newHall()}
	admin := s.As(b.person("admin"))
	add := func(login string, r campaign.Role, org campaign.ID) {
		_, err := admin.AddPerson(ctx, campaign.Person{Login: login, Name: "Nom de " + login, Role: r, Organisation: org}, secret)
		must(t, err)
	}
	for i, org := range []string{"Un", "Deux"} {
		id, err := admin.AddOrganisation(ctx, org)
		must(t, err)
		add(fmt.Sprintf("vendor-admin-%d", i+1), campaign.VendorAdmin, id)
		v := s.As(b.person(fmt.Sprintf("vendor-admin-%d", i+1)))
		p, err := v.AddProduct(ctx, "LPS "+org)
		must(t, err)
		version, err := v.AddVersion(ctx, p, "1", "")
		must(t, err, v.Declare(ctx, version, []etalon.ProfileID{"acces"}, []etalon.ProfileID{"acces"}))
		session, err := v.HandIn(ctx, version, strings.Repeat(fmt.Sprint(i+1), 64), func(*sql.Tx, campaign.ID) error { return nil })
		must(t, err, s.Settle(ctx, session, etalon.Pass, strings.Repeat("d", 64)))
		sitting, err := v.Sit(ctx, version, []etalon.ProfileID{"acces"}, []byte("plan"))
		must(t, err, s.Abandon(ctx, sitting, "tried"))
		if i == 0 {
			add("vendor-tester", campaign.Tester, id)
		}
	}
	for _, r := range campaign.Roles() {
		if !r.Vendor() && r != campaign.Administrator {
			add(string(r), r, 0)
		}
	}
	c, err := console.New(console.Config{
		Store: s, Vault: shelf{}, Hall: b.hall, Profiles: profiles, Clock: time.Now, MostUpload: 1 << 10, Errors: &b.log,
		Order: func(context.Context, *sql.Tx, campaign.ID) error { return nil },
		CheckHook: func(address string) error {
			if !strings.HasPrefix(address, "https://") {
				return errors.New("https")
			}
			return nil
		},
		Ask:  func(context.Context, *sql.Tx, campaign.ID) error { return nil },
		Sign: func(what campaign.Saying) (string, error) { return "jws of a " + string(what.Kind), nil },
	})
	must(t, err)
	b.server = httptest.NewServer(c)
	t.Cleanup(b.server.Close)
	return b
}

func (b *bench) person(login string) campaign.Person {
	b.t.Helper()
	p, _, err := b.store.ByLogin(b.t.Context(), login)
	must(b.t, err)
	return p
}

func nothing(*sql.Tx, campaign.ID) error { return nil }

// visitor is somebody before a browser.
type visitor struct {
	b      *bench
	cookie *http.Cookie
	token  string
}

// enter gives somebody a login without its password, which other tests try.
func (b *bench) enter(name string) *visitor {
	b.t.Helper()
	token, hash, err := login.Token()
	must(b.t, err, b.store.Enter(b.t.Context(), b.person(name), hash, time.Now().Add(time.Hour)))
	return &visitor{b: b, cookie: &http.Cookie{Name: "etalon", Value: token}}
}

func (v *visitor) ask(method, path string, form url.Values, header ...string) (int, string, http.Header) {
	v.b.t.Helper()
	r, err := http.NewRequestWithContext(v.b.t.Context(), method, v.b.server.URL+path, strings.NewReader(form.Encode()))
	must(v.b.t, err)
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	if v.cookie != nil {
		r.AddCookie(v.cookie)
	}
	if v.token != "" {
		r.Header.Set("Authorization", "Bearer "+v.token)
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(r)
	must(v.b.t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	must(v.b.t, err)
	return resp.StatusCode, string(body), resp.Header
}

// Every route with every role: who may not gets 401, 403 or 404 and nothing is done.
// What is of another vendor is not there, whoever asks among vendors.
func TestEveryRouteWithEveryRole(t *testing.T) {
	b := open(t)
	everybody := append(campaign.Roles(), campaign.Public, campaign.Pipeline)
	deeds := map[string]campaign.Deed{}
	for _, r := range console.Routes() {
		if !strings.HasPrefix(r.Pattern, "POST /log") { // in and out: tried below
			deeds[r.Pattern] = r.Deed
		}
	}
	if len(deeds) < 40 {
		t.Fatalf("%d routes", len(deeds))
	}
	for _, role := range everybody {
		v := &visitor{b: b}
		switch role {
		case campaign.Public:
		case campaign.Administrator:
			v = b.enter("admin")
		case campaign.VendorAdmin:
			v = b.enter("vendor-admin-1")
		case campaign.Pipeline:
			v = &visitor{b: b, token: b.token("vendor-admin-1", 1)}
		default:
			v = b.enter(string(role))
		}
		for pattern, deed := range deeds {
			method, path, _ := strings.Cut(pattern, " ")
			before := len(b.acts())
			status, _, _ := v.ask(method, strings.NewReplacer("{id}", "1", "{exchange}", "x0001", "{what}", "body", "{digest}", strings.Repeat("a", 64), "{$}", "").Replace(path), nil)
			refused := status == http.StatusForbidden
			if refused == role.May(deed) {
				t.Errorf("%s as %s: %d", pattern, role, status)
			}
			if refused && len(b.acts()) != before {
				t.Errorf("%s as %s: refused, and done", pattern, role)
			}
			if !role.Vendor() || !strings.Contains(path, "{id}") || strings.HasPrefix(path, "/statements") || strings.HasPrefix(path, "/register") {
				continue
			}
			if status, body, _ := v.ask(method, strings.NewReplacer("{id}", "2", "{exchange}", "x0001", "{what}", "body", "{digest}", strings.Repeat("a", 64)).Replace(path), nil); status != http.StatusForbidden && status != http.StatusNotFound && status != http.StatusUnprocessableEntity ||
				strings.Contains(body, "Deux") {
				t.Errorf("%s as %s, of another vendor: %d", pattern, role, status)
			}
		}
	}
	if b.log.Len() > 0 {
		t.Errorf("the machine did not manage:\n%s", b.log.String())
	}
}

func (b *bench) acts() []campaign.Act {
	b.t.Helper()
	all, err := b.store.As(campaign.Person{Role: campaign.Auditor}).Acts(b.t.Context())
	must(b.t, err, campaign.Broken(all))
	return all
}

// A vendor hands in a session, two officers and the head decide, and everybody reads
// it: as persons do it, form by form.
func TestTheWholeWay(t *testing.T) {
	b := open(t)
	vendor, officer, second, head := b.enter("vendor-tester"), b.enter("officer"), b.enter("second-officer"), b.enter("head")
	status, _, _ := vendor.ask("POST", "/versions/1/sessions", nil, "Content-Type", "application/gzip")
	if status != http.StatusUnprocessableEntity {
		t.Errorf("no dossier: %d", status)
	}
	r, err := http.NewRequestWithContext(t.Context(), "POST", b.server.URL+"/versions/1/sessions", strings.NewReader("dossier 9"))
	must(t, err)
	r.AddCookie(vendor.cookie)
	resp, err := (&http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}).Do(r)
	must(t, err, resp.Body.Close())
	if resp.StatusCode != http.StatusSeeOther || resp.Header.Get("Location") != "/sessions/3" {
		t.Fatalf("handed in: %d, %s", resp.StatusCode, resp.Header.Get("Location"))
	}
	_, page, _ := vendor.ask("GET", "/sessions/3", nil)
	if !strings.Contains(page, "En attente de jugement") || !strings.Contains(page, `data-live="/sessions/3/events"`) || !strings.Contains(page, "<noscript><meta http-equiv") {
		t.Errorf("while it waits: %s", page)
	}
	must(t, b.store.Settle(t.Context(), 3, etalon.Fail, strings.Repeat("e", 64)))
	if _, page, _ = vendor.ask("GET", "/sessions/3", nil); !strings.Contains(page, "FAIL, non conforme") {
		t.Errorf("judged: %s", page)
	}
	if _, page, h := vendor.ask("GET", "/sessions/3/report.html", nil); !strings.Contains(page, "rapport") || !strings.Contains(h.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("report: %s, %v", page, h)
	}

	if _, page, _ := officer.ask("GET", "/sessions/3/compare", nil); !strings.Contains(page, "verdict : PASS → FAIL") {
		t.Errorf("beside the one before: %s", page)
	}
	if status, page, _ := officer.ask("GET", "/sessions/3/compare?with=2", nil); status != http.StatusNotFound {
		t.Errorf("beside one of another version: %d %s", status, page)
	}
	if _, page, _ := vendor.ask("GET", "/sessions/3/exchanges", nil); !strings.Contains(page, "curl --request &#39;POST&#39; &#34;$URL&#34;&#39;/dmp&#39; --header &#39;X: it&#39;\\&#39;&#39;s&#39; --data-binary @b") {
		t.Errorf("exchanges: %s", page)
	}
	for what, want := range map[string]string{"request": "POST / HTTP/1.1\r\n\r\n<a/>", "body": "<a/>", "response": "<b/>"} {
		_, raw, h := vendor.ask("GET", "/sessions/3/exchanges/x0001/"+what, nil)
		if raw != want || !strings.HasPrefix(h.Get("Content-Disposition"), "attachment") {
			t.Errorf("%s: %q", what, raw)
		}
	}
	if _, page, _ := vendor.ask("GET", "/sessions/3", nil); !strings.Contains(page, "/shown/"+strings.Repeat("ab", 32)) {
		t.Errorf("what was left with answers: %s", page)
	}
	if status, raw, h := vendor.ask("GET", "/sessions/3/shown/"+strings.Repeat("ab", 32), nil); status != http.StatusOK || raw != "a picture" || !strings.HasPrefix(h.Get("Content-Disposition"), "attachment") {
		t.Errorf("%d %q", status, raw)
	}
	if status, _, _ := vendor.ask("GET", "/sessions/3/shown/"+strings.Repeat("a", 64), nil); status != http.StatusNotFound {
		t.Errorf("another file: %d", status)
	}
	if status, _, _ := vendor.ask("GET", "/sessions/3/exchanges/x0001/other", nil); status != http.StatusNotFound {
		t.Errorf("another part of a message: %d", status)
	}
	status, _, h := officer.ask("POST", "/versions/1/decisions", url.Values{"outcome": {"accepted"}, "reason": {"<script>alert(1)</script>"}})
	if status != http.StatusSeeOther {
		t.Fatalf("propose: %d", status)
	}
	at := h.Get("Location")
	if _, page, _ := second.ask("GET", at, nil); !strings.Contains(page, "INCONCLUSIVE 1 PASS 3") || strings.Contains(page, "ont changé") {
		t.Errorf("what is to be confirmed: %s", page)
	}
	if status, page, _ := officer.ask("POST", at+"/confirm", nil); status != http.StatusForbidden {
		t.Errorf("confirmed by who proposed: %d %s", status, page)
	}
	if status, page, _ := vendor.ask("GET", at, nil); status != http.StatusNotFound {
		t.Errorf("the vendor reads what is under way: %d %s", status, page)
	}
	if _, page, _ := second.ask("GET", "/work", nil); !strings.Contains(page, "<strong>une seconde personne</strong>") || !strings.Contains(page, "<td>une proposition</td>") {
		t.Errorf("what waits for the second officer: %s", page)
	}
	second.ask("POST", "/versions/1/claim", nil)
	if status, page, _ := officer.ask("POST", "/versions/1/claim", nil); status != http.StatusConflict || !strings.Contains(page, "second-officer") {
		t.Errorf("taken by two: %d %s", status, page)
	}
	if status, _, _ := officer.ask("POST", "/versions/1/release", nil); status != http.StatusConflict {
		t.Errorf("given back by another: %d", status)
	}
	if status, _, _ := head.ask("POST", "/versions/1/release", nil); status != http.StatusSeeOther {
		t.Errorf("given back by the head: %d", status)
	}
	for _, step := range []struct {
		who  *visitor
		what string
	}{{second, "/confirm"}, {head, "/sign"}} {
		if status, page, _ := step.who.ask("POST", at+step.what, nil); status != http.StatusSeeOther {
			t.Fatalf("%s: %d %s", step.what, status, page)
		}
	}
	if _, page, _ = head.ask("GET", at, nil); strings.Contains(page, "<script>") || !strings.Contains(page, "&lt;script&gt;") {
		t.Errorf("what a person wrote: %s", page)
	}
	anybody := &visitor{b: b}
	if _, page, _ := anybody.ask("GET", "/register", nil); !strings.Contains(page, "LPS Un") || strings.Contains(page, "LPS Deux") {
		t.Errorf("register: %s", page)
	}
	if status, raw, _ := anybody.ask("GET", "/register/1/attestation.pdf", nil); status != http.StatusOK || !strings.HasPrefix(raw, "%PDF-") || strings.Count(raw, "/Type /EmbeddedFile") != 1 {
		t.Errorf("on paper: %d", status)
	}
	if status, _, _ := anybody.ask("GET", "/decisions/1/attestation.pdf", nil); status != http.StatusForbidden {
		t.Errorf("verdicts to anybody: %d", status)
	}
	if _, body, _ := anybody.ask("GET", "/statements/1", nil); body != "jws of a decision\n" {
		t.Errorf("statement: %s", body)
	}
	if status, _, _ := head.ask("POST", at+"/revoke", url.Values{"why": {"erreur"}}); status != http.StatusSeeOther {
		t.Errorf("revoke: %d", status)
	}
	if _, body, _ := anybody.ask("GET", "/register.json", nil); !strings.Contains(body, `"revoked":"`) || !strings.Contains(body, `"standing":"revoked"`) ||
		!strings.Contains(body, `"sha256":"`+campaign.Digest("jws of a revocation")) {
		t.Errorf("register: %s", body)
	}
	if _, body, _ := anybody.ask("GET", "/register/1/statements.jws", nil); body != "jws of a decision\njws of a revocation\n" {
		t.Errorf("statements: %s", body)
	}
	if status, page, _ := anybody.ask("GET", "/register/1", nil); status != http.StatusOK || !strings.Contains(page, "révoquée") {
		t.Errorf("certificate: %d %s", status, page)
	}
}

func TestAPasswordIsNotGuessed(t *testing.T) {
	b := open(t)
	v := &visitor{b: b}
	form := func(name, word string) url.Values { return url.Values{"login": {name}, "password": {word}} }
	status, _, h := v.ask("POST", "/login", form("officer", password))
	if status != http.StatusSeeOther {
		t.Fatalf("%d", status)
	}
	set := h.Get("Set-Cookie")
	if !strings.Contains(set, "HttpOnly") || !strings.Contains(set, "SameSite=Strict") {
		t.Errorf("cookie %q", set)
	}
	v.cookie = &http.Cookie{Name: "etalon", Value: strings.TrimPrefix(strings.Split(set, ";")[0], "etalon=")}
	if _, page, _ := v.ask("GET", "/products", nil); !strings.Contains(page, "Nom de officer") {
		t.Errorf("logged in: %s", page)
	}
	if status, _, _ := v.ask("POST", "/logout", nil, "Sec-Fetch-Site", "cross-site"); status != http.StatusForbidden {
		t.Errorf("logged out from another site: %d", status)
	}
	v.ask("POST", "/logout", nil)
	if status, _, _ := v.ask("GET", "/products", nil); status != http.StatusForbidden {
		t.Errorf("after logging out: %d", status)
	}
	last := 0
	for range 12 {
		if last, _, _ = v.ask("POST", "/login", form("nobody", "x")); last == http.StatusSeeOther {
			t.Fatal("let in")
		}
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("after twelve tries: %d", last)
	}
}

// Every page is whole in both languages: one title, labels for its fields, no script,
// and nothing that comes from elsewhere.
func TestPagesAreReadable(t *testing.T) {
	b := open(t)
	b.enter("officer").ask("POST", "/versions/1/decisions", url.Values{"outcome": {"accepted"}, "reason": {"conforme"}})
	b.enter("second-officer").ask("POST", "/decisions/1/confirm", nil)
	b.enter("head").ask("POST", "/decisions/1/sign", nil)
	b.enter("vendor-admin-1").ask("POST", "/decisions/1/appeals", url.Values{"text": {"non"}})
	b.enter("head").ask("POST", "/campaigns", url.Values{"title": {"Automne"}})
	b.enter("officer").ask("POST", "/versions/1/campaigns", url.Values{"campaign": {"1"}})
	label, field := regexp.MustCompile(`<label for="([^"]+)"`), regexp.MustCompile(`<(?:input|textarea|select) id="([^"]+)"`)
	for who, paths := range map[string][]string{
		"officer": {"/work", "/products", "/products/1", "/versions/1", "/sessions/1", "/sessions/1/exchanges", "/sessions/1/compare", "/statistics", "/campaigns", "/campaigns/1", "/register", "/impacts", "/decisions/1", "/register/1"},
		"admin":   {"/people", "/audit", "/password"}, "vendor-admin-1": {"/products", "/products/1", "/products/1/tokens", "/versions/1"},
	} {
		v := b.enter(who)
		for _, path := range paths {
			for _, lang := range []string{"fr", "en"} {
				status, page, h := v.ask("GET", path+"?lang="+lang, nil)
				if status != http.StatusOK || strings.Count(page, "<h1>") != 1 || !strings.Contains(page, `<html lang="`+lang+`">`) ||
					strings.Contains(page, "<script") || strings.Contains(page, "style=") || strings.Contains(page, "http://") || strings.Contains(page, "https://") {
					t.Errorf("%s as %s: %d\n%s", path, who, status, page)
				}
				if !strings.Contains(h.Get("Content-Security-Policy"), "default-src 'none'") {
					t.Errorf("%s: %q", path, h.Get("Content-Security-Policy"))
				}
				labels := map[string]bool{}
				for _, m := range label.FindAllStringSubmatch(page, -1) {
					labels[m[1]] = true
				}
				for _, m := range field.FindAllStringSubmatch(page, -1) {
					if !labels[m[1]] {
						t.Errorf("%s: the field %s has no label", path, m[1])
					}
				}
			}
		}
	}
}

// An account is ended at once, wherever it is logged in; a password is changed by who
// knows it, or given anew by the administrator.
func TestAnAccountEnds(t *testing.T) {
	b := open(t)
	admin, officer, again := b.enter("admin"), b.enter("officer"), b.enter("officer")
	const word = "un autre mot de passe"
	if status, _, _ := officer.ask("POST", "/password", url.Values{"current": {"faux faux faux"}, "password": {word}}); status != http.StatusUnauthorized {
		t.Errorf("changed by who does not know it: %d", status)
	}
	if status, page, _ := officer.ask("POST", "/password", url.Values{"current": {password}, "password": {word}}); status != http.StatusSeeOther {
		t.Fatalf("changed: %d %s", status, page)
	}
	if status, _, _ := again.ask("GET", "/products", nil); status != http.StatusForbidden {
		t.Errorf("logged in elsewhere after a change: %d", status)
	}
	if _, secret, err := b.store.ByLogin(t.Context(), "officer"); err != nil || !login.Check(word, secret) {
		t.Errorf("the new password does not open: %v", err)
	}
	officer = b.enter("officer")
	id := b.person("officer").ID
	if status, page, _ := admin.ask("POST", fmt.Sprintf("/people/%d/end", id), nil); status != http.StatusSeeOther {
		t.Fatalf("%d %s", status, page)
	}
	if status, _, _ := officer.ask("GET", "/products", nil); status != http.StatusForbidden {
		t.Errorf("after its end: %d", status)
	}
	if status, _, _ := (&visitor{b: b}).ask("POST", "/login", url.Values{"login": {"officer"}, "password": {word}}); status != http.StatusUnauthorized {
		t.Errorf("logged in after its end: %d", status)
	}
	for _, path := range []string{fmt.Sprintf("/people/%d/end", id), fmt.Sprintf("/people/%d/end", b.person("admin").ID)} {
		if status, _, _ := admin.ask("POST", path, nil); status != http.StatusConflict {
			t.Errorf("%s: %d", path, status)
		}
	}
	if status, _, _ := admin.ask("POST", fmt.Sprintf("/people/%d/password", id), url.Values{"password": {word}}); status != http.StatusConflict {
		t.Errorf("a password for an account that is ended: %d", status)
	}
}

// A campaign has the versions that were entered into it; a vendor sees its own there, and
// nothing that is under way.
func TestACampaign(t *testing.T) {
	b := open(t)
	head, officer, vendor := b.enter("head"), b.enter("officer"), b.enter("vendor-admin-1")
	head.ask("POST", "/campaigns", url.Values{"title": {"Automne"}})
	in := url.Values{"campaign": {"1"}}
	for _, c := range []struct {
		who    *visitor
		path   string
		status int
	}{
		{vendor, "/versions/2/campaigns", http.StatusNotFound},
		{vendor, "/versions/1/campaigns", http.StatusSeeOther},
		{officer, "/versions/1/campaigns", http.StatusUnprocessableEntity},
		{officer, "/versions/2/campaigns", http.StatusSeeOther},
	} {
		if status, page, _ := c.who.ask("POST", c.path, in); status != c.status {
			t.Errorf("%s: %d %s", c.path, status, page)
		}
	}
	officer.ask("POST", "/versions/1/decisions", url.Values{"outcome": {"accepted"}, "reason": {"conforme"}})
	if _, page, _ := officer.ask("GET", "/campaigns/1", nil); !strings.Contains(page, "LPS Un 1") || !strings.Contains(page, "LPS Deux 1") || !strings.Contains(page, "acceptée, proposée") ||
		!strings.Contains(page, `<th scope="row">DMP-V06</th><td>2</td><td>0</td>`) {
		t.Errorf("to the officer: %s", page)
	}
	if _, page, _ := vendor.ask("GET", "/campaigns/1", nil); !strings.Contains(page, "LPS Un 1") || strings.Contains(page, "LPS Deux") || strings.Contains(page, "acceptée") ||
		!strings.Contains(page, `<th scope="row">DMP-V06</th><td>1</td><td>0</td>`) {
		t.Errorf("to the vendor: %s", page)
	}
	if status, _, _ := head.ask("POST", "/campaigns/1/close", nil); status != http.StatusSeeOther {
		t.Errorf("closed: %d", status)
	}
	for path, form := range map[string]url.Values{"/campaigns/1/close": nil, "/versions/1/campaigns": in} {
		if status, _, _ := head.ask("POST", path, form); status != http.StatusConflict {
			t.Errorf("%s once it is closed: %d", path, status)
		}
	}
}

// A vendor has an address told of its product's sessions; its secret is shown once, and
// another vendor's are not there.
func TestHooks(t *testing.T) {
	b := open(t)
	vendor := b.enter("vendor-admin-1")
	hook := url.Values{"url": {"https://ci.example/hook"}}
	if status, page, _ := vendor.ask("POST", "/products/1/hooks", url.Values{"url": {"file:///etc"}}); status != http.StatusUnprocessableEntity {
		t.Errorf("no address: %d %s", status, page)
	}
	status, page, _ := vendor.ask("POST", "/products/1/hooks", hook)
	secret := regexp.MustCompile(`<code>([A-Za-z0-9_-]{40,})</code>`).FindStringSubmatch(page)
	if status != http.StatusCreated || secret == nil {
		t.Fatalf("%d %s", status, page)
	}
	if _, page, _ := vendor.ask("GET", "/products/1/tokens", nil); !strings.Contains(page, "https://ci.example/hook") || strings.Contains(page, secret[1]) {
		t.Errorf("%s", page)
	}
	must(t, b.store.Settle(t.Context(), 1, etalon.Fail, strings.Repeat("f", 64)), b.store.Settle(t.Context(), 2, etalon.Fail, strings.Repeat("f", 64)))
	due, err := b.store.Due(t.Context(), 9)
	if err != nil || len(due) != 1 || due[0].Session != 1 || due[0].Verdict != etalon.Fail || due[0].URL != hook.Get("url") || due[0].Secret != secret[1] || due[0].Product != "LPS Un" {
		t.Fatalf("%+v %v", due, err)
	}
	must(t, b.store.Told(t.Context(), due[0].ID, "HTTP 500", time.Now().Add(time.Hour)))
	if due, err := b.store.Due(t.Context(), 9); err != nil || len(due) != 0 {
		t.Errorf("before its time: %+v %v", due, err)
	}
	if _, page, _ := vendor.ask("GET", "/products/1/tokens", nil); !strings.Contains(page, "HTTP 500") {
		t.Errorf("the trouble is not shown: %s", page)
	}
	must(t, b.store.Settle(t.Context(), 1, etalon.Pass, strings.Repeat("e", 64)))
	if status, _, _ := b.enter("vendor-admin-2").ask("POST", "/hooks/1/end", nil); status != http.StatusNotFound {
		t.Errorf("another vendor ends it: %d", status)
	}
	vendor.ask("POST", "/hooks/1/end", nil)
	if due, err := b.store.Due(t.Context(), 9); err != nil || len(due) != 0 {
		t.Errorf("after its end: %+v %v", due, err)
	}
	for range 5 {
		vendor.ask("POST", "/products/1/hooks", hook)
	}
	if status, _, _ := vendor.ask("POST", "/products/1/hooks", hook); status != http.StatusConflict {
		t.Errorf("a sixth: %d", status)
	}
}
