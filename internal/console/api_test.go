package console_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/console"
	"github.com/etalon-dmp/etalon/internal/login"
	"github.com/etalon-dmp/etalon/internal/oidc"
)

// token makes one without the page, which another test tries.
func (b *bench) token(who string, product campaign.ID) string {
	b.t.Helper()
	token, hash, err := login.Token()
	must(b.t, err)
	_, err = b.store.As(b.person(who)).AddToken(b.t.Context(), product, "ci", hash, time.Now().Add(time.Hour))
	must(b.t, err)
	return token
}

// A token hands in sessions of its product, of no other of the same vendor, until it is
// ended.
func TestATokenIsOfOneProduct(t *testing.T) {
	b := open(t)
	admin := b.enter("vendor-admin-1")
	admin.ask("POST", "/products", url.Values{"name": {"Autre"}})
	admin.ask("POST", "/products/3/versions", url.Values{"label": {"1"}})
	admin.ask("POST", "/versions/3/scope", url.Values{"profile": {"acces"}})
	for _, days := range []string{"", "0", "400", "x"} {
		if status, page, _ := admin.ask("POST", "/products/1/tokens", url.Values{"name": {"ci"}, "days": {days}}); status != http.StatusUnprocessableEntity {
			t.Errorf("%q days: %d %s", days, status, page)
		}
	}
	status, body, _ := admin.ask("POST", "/products/1/tokens", url.Values{"name": {"ci"}, "days": {"30"}}, "Accept", "application/json")
	var made struct{ Token string }
	must(t, json.Unmarshal([]byte(body), &made))
	if status != http.StatusCreated || len(made.Token) < 40 {
		t.Fatalf("%d %s", status, body)
	}
	if _, body, _ := admin.ask("GET", "/products/1/tokens", nil); strings.Contains(body, made.Token) {
		t.Error("a token is shown twice")
	}
	pipeline := &visitor{b: b, token: made.Token}
	ask := func(method, path, body string) (int, string) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), method, b.server.URL+path, strings.NewReader(body))
		must(t, err)
		r.Header.Set("Accept", "application/json")
		r.Header.Set("Authorization", "Bearer "+pipeline.token)
		resp, err := http.DefaultClient.Do(r)
		must(t, err)
		defer resp.Body.Close()
		var got bytes.Buffer
		_, err = got.ReadFrom(resp.Body)
		must(t, err)
		return resp.StatusCode, got.String()
	}
	if _, body := ask("GET", "/products", ""); !strings.Contains(body, "LPS Un") || strings.Contains(body, "Autre") || strings.Contains(body, "Deux") {
		t.Errorf("products: %s", body)
	}
	if status, body := ask("POST", "/versions/3/sessions", "dossier 8"); status != http.StatusNotFound {
		t.Errorf("handed in for another product: %d %s", status, body)
	}
	if status, body := ask("POST", "/versions/1/sessions", "dossier 9"); status != http.StatusOK || !strings.Contains(body, `"location":"/sessions/3"`) {
		t.Errorf("handed in: %d %s", status, body)
	}
	if acts := b.acts(); acts[len(acts)-1].Who != "token-1" {
		t.Errorf("%+v", acts[len(acts)-1])
	}
	admin.ask("POST", "/tokens/1/end", nil)
	if status, body := ask("GET", "/products", ""); status != http.StatusUnauthorized || !strings.Contains(body, `"detail":"jeton`) {
		t.Errorf("after its end: %d %s", status, body)
	}
	if status, _, _ := b.enter("vendor-admin-2").ask("POST", "/tokens/1/end", nil); status != http.StatusNotFound {
		t.Errorf("ended by another vendor: %d", status)
	}
}

// Who waits for a session is told once it is judged.
func TestASessionIsAwaited(t *testing.T) {
	b := open(t)
	v := b.enter("vendor-tester")
	must(t, b.store.Refuse(t.Context(), 1, "altéré"))
	if _, body, _ := v.ask("GET", "/sessions/1?wait=50", nil, "Accept", "application/json"); !strings.Contains(body, `"why":"altéré"`) {
		t.Errorf("what is over is not awaited: %s", body)
	}
	id, err := b.store.As(b.person("vendor-tester")).HandIn(t.Context(), 1, "head", nothing)
	must(t, err)
	changed := b.store.Changed()
	go func() { _ = b.store.Settle(t.Context(), id, etalon.Pass, strings.Repeat("f", 64)) }()
	if _, body, _ := v.ask("GET", "/sessions/3?wait=50", nil, "Accept", "application/json"); !strings.Contains(body, `"verdict":"PASS"`) {
		t.Errorf("%s", body)
	}
	<-changed
	if status, _, _ := v.ask("GET", "/sessions/3?wait=-1", nil); status != http.StatusUnprocessableEntity {
		t.Errorf("%d", status)
	}
}

// The description has every route and no other, and what a program is answered is of the
// form that it describes.
func TestTheDescriptionIsOfWhatIsAnswered(t *testing.T) {
	b := open(t)
	officer := b.enter("officer")
	officer.ask("POST", "/versions/1/decisions", url.Values{"outcome": {"accepted"}, "reason": {"conforme"}, "until": {"2099-12-31"}})
	b.enter("second-officer").ask("POST", "/decisions/1/confirm", nil)
	b.enter("head").ask("POST", "/decisions/1/sign", nil)
	b.enter("vendor-admin-1").ask("POST", "/decisions/1/appeals", url.Values{"text": {"non"}})
	officer.ask("POST", "/versions/1/remarks", url.Values{"text": {"vu"}})
	b.enter("head").ask("POST", "/campaigns", url.Values{"title": {"Automne"}})
	officer.ask("POST", "/versions/1/campaigns", url.Values{"campaign": {"1"}})
	b.token("vendor-admin-1", 1)
	_, err := b.store.As(b.person("rule-author")).AddImpact(t.Context(), "V2", "digest", nothing)
	must(t, err, b.store.Affect(t.Context(), 1, campaign.Effect{Session: 2, Before: etalon.Pass, After: etalon.Fail, Changes: []campaign.Change{{What: "verdict", From: "PASS", To: "FAIL"}}}))

	_, raw, _ := officer.ask("GET", "/openapi.json", nil)
	whole, err := jsonschema.UnmarshalJSON(strings.NewReader(raw))
	must(t, err)
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	must(t, compiler.AddResource("openapi.json", whole))
	paths := whole.(map[string]any)["paths"].(map[string]any)
	described := 0
	for _, item := range paths {
		described += len(item.(map[string]any))
	}
	if routes := console.Routes(); described != len(routes) {
		t.Errorf("%d operations for %d routes", described, len(routes))
	}
	held := 0
	for _, r := range console.Routes() {
		method, path, _ := strings.Cut(r.Pattern, " ")
		path = strings.TrimSuffix(path, "{$}")
		at := "/paths/" + strings.ReplaceAll(path, "/", "~1") + "/" + strings.ToLower(method)
		item, _ := paths[path].(map[string]any)
		op, _ := item[strings.ToLower(method)].(map[string]any)
		if op == nil || len(op["summary"].(string)) < 8 || op["x-deed"] != string(r.Deed) {
			t.Errorf("%s is not described", r.Pattern)
			continue
		}
		who := officer
		for name, deed := range map[string]campaign.Deed{"admin": campaign.Accounts, "auditor": campaign.ReadAudit, "vendor-admin-1": campaign.Tokens, "vendor-tester": campaign.HandIn} {
			if r.Deed == deed {
				who = b.enter(name)
			}
		}
		if r.Deed == campaign.ReadStrays {
			who = b.enter("admin")
		}
		content := op["responses"].(map[string]any)["200"].(map[string]any)["content"].(map[string]any)
		if method != http.MethodGet || content["application/json"] == nil || path == "/openapi.json" || strings.HasSuffix(path, "verdict.json") {
			continue
		}
		s, err := compiler.Compile("openapi.json#" + strings.NewReplacer("{", "%7B", "}", "%7D").Replace(at) + "/responses/200/content/application~1json/schema")
		must(t, err)
		status, body, _ := who.ask(method, strings.NewReplacer("{id}", "1", "{digest}", strings.Repeat("a", 64)).Replace(path), nil, "Accept", "application/json")
		answer, err := jsonschema.UnmarshalJSON(strings.NewReader(body))
		if err != nil || status != http.StatusOK {
			t.Errorf("%s: %d %s", r.Pattern, status, body)
			continue
		}
		if err := s.Validate(answer); err != nil {
			t.Errorf("%s: %v\n%s", r.Pattern, err, body)
		}
		held++
	}
	if held < 14 {
		t.Errorf("%d answers were held against the description", held)
	}
	s, err := compiler.Compile("openapi.json#/paths/~1products/get/responses/200/content/application~1json/schema")
	must(t, err)
	if s.Validate([]any{map[string]any{"id": "one"}}) == nil {
		t.Error("the description holds of anything")
	}
}

// What proposed rules would change is asked for with an archive, and told by product to
// those who see all vendors.
func TestAnImpactIsTold(t *testing.T) {
	b := open(t)
	author := b.enter("rule-author")
	post := func(title, packs string) (int, string) {
		t.Helper()
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		must(t, form.WriteField("title", title))
		file, err := form.CreateFormFile("packs", "packs.tgz")
		must(t, err)
		_, err = io.WriteString(file, packs)
		must(t, err, form.Close())
		r, err := http.NewRequestWithContext(t.Context(), "POST", b.server.URL+"/impacts", &body)
		must(t, err)
		r.Header.Set("Content-Type", form.FormDataContentType())
		r.Header.Set("Accept", "application/json")
		r.AddCookie(author.cookie)
		resp, err := http.DefaultClient.Do(r)
		must(t, err)
		defer resp.Body.Close()
		said, err := io.ReadAll(resp.Body)
		must(t, err)
		return resp.StatusCode, string(said)
	}
	for _, bad := range [][2]string{{"", "packs"}, {"V2", "no packs"}} {
		if status, said := post(bad[0], bad[1]); status != http.StatusUnprocessableEntity {
			t.Errorf("%q: %d %s", bad, status, said)
		}
	}
	if status, said := post("V2", "packs"); status != http.StatusOK || !strings.Contains(said, "/impacts/1") {
		t.Fatalf("%d %s", status, said)
	}
	ctx := t.Context()
	next, err := b.store.NextEffect(ctx, 1)
	must(t, err, b.store.Affect(ctx, 1, campaign.Effect{Session: next.ID, Before: etalon.Pass, After: etalon.Fail, Changes: []campaign.Change{{What: "exigence DMP-V06", From: "PASS", To: "FAIL"}}}))
	must(t, b.store.Affect(ctx, 1, campaign.Effect{Session: next.ID, Before: etalon.Pass, After: etalon.Pass})) // told once
	next, err = b.store.NextEffect(ctx, 1)
	must(t, err, b.store.Affect(ctx, 1, campaign.Effect{Session: next.ID, Before: etalon.Pass, After: etalon.Pass}), b.store.EndImpact(ctx, 1, ""))
	if _, err := b.store.NextEffect(ctx, 1); !errors.Is(err, campaign.ErrUnknown) {
		t.Errorf("after the last: %v", err)
	}
	_, page, _ := b.enter("auditor").ask("GET", "/impacts/1", nil)
	for _, want := range []string{"LPS Un 1", "LPS Deux 1", "exigence DMP-V06 : PASS → FAIL", "2 / 2", "<strong>1</strong>"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q in %s", want, page)
		}
	}
	if strings.Contains(page, "data-live") {
		t.Error("it is told, and waits for more")
	}
}

// idp is a provider that says who somebody is.
type idp struct{ login string }

func (idp) Title() string { return "Fournisseur" }

func (idp) Begin(context.Context) (string, oidc.Attempt, error) {
	return "https://idp.example/auth", oidc.Attempt{State: "s"}, nil
}

func (p *idp) End(_ context.Context, a oidc.Attempt, answer url.Values) (string, error) {
	if a.State != answer.Get("state") || a.State == "" {
		return "", oidc.ErrIdentity
	}
	return p.login, nil
}

// Who comes back from the provider is let in as the account of that login, and nobody
// else; one that is ended is none.
func TestAProviderLetsInAccounts(t *testing.T) {
	b := open(t)
	who := &idp{"officer"}
	c, err := console.New(console.Config{Store: b.store, Vault: shelf{}, Clock: time.Now, Identity: who, Errors: &b.log})
	must(t, err)
	b.server.Config.Handler = c
	v := &visitor{b: b}
	if _, page, _ := v.ask("GET", "/login", nil); !strings.Contains(page, "Se connecter par Fournisseur") {
		t.Errorf("%s", page)
	}
	status, _, h := v.ask("GET", "/login/oidc", nil)
	if status != http.StatusSeeOther || h.Get("Location") != "https://idp.example/auth" || !strings.Contains(h.Get("Set-Cookie"), "SameSite=Lax") {
		t.Fatalf("%d %v", status, h)
	}
	if status, _, _ := v.ask("GET", "/login/oidc/return?state=s", nil); status != http.StatusUnauthorized {
		t.Errorf("without the cookie: %d", status)
	}
	name, value, _ := strings.Cut(strings.Split(h.Get("Set-Cookie"), ";")[0], "=")
	v.cookie = &http.Cookie{Name: name, Value: value}
	status, _, h = v.ask("GET", "/login/oidc/return?state=s", nil)
	var entered string
	for _, k := range h.Values("Set-Cookie") {
		if strings.HasPrefix(k, "etalon=") {
			entered = strings.TrimPrefix(strings.Split(k, ";")[0], "etalon=")
		}
	}
	if status != http.StatusOK || entered == "" || h.Get("Refresh") != "0; url=/" {
		t.Fatalf("%d %v", status, h)
	}
	in := &visitor{b: b, cookie: &http.Cookie{Name: "etalon", Value: entered}}
	if _, page, _ := in.ask("GET", "/products", nil); !strings.Contains(page, "Nom de officer") {
		t.Errorf("%s", page)
	}
	must(t, b.store.As(b.person("admin")).EndPerson(t.Context(), b.person("officer").ID))
	for _, login := range []string{"officer", "nobody", ""} {
		who.login = login
		if status, page, h := v.ask("GET", "/login/oidc/return?state=s", nil); status != http.StatusUnauthorized || strings.Contains(strings.Join(h.Values("Set-Cookie"), " "), "etalon=") {
			t.Errorf("%q: %d %s", login, status, page)
		}
	}
}
