package console_test

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"github.com/etalon-dmp/etalon"
)

// patient guards against a browser that hangs: it asserts nothing.
const patient = 10 * time.Minute

// chromium is a browser that is open for one test, and axe the rules of accessibility.
type chromium struct {
	ctx context.Context
	axe string
}

// browse opens the browser that scripts/browser brings, or leaves the test out.
func browse(t *testing.T) chromium {
	t.Helper()
	program, err := exec.LookPath("chromium")
	if err != nil || os.Getenv("ETALON_AXE") == "" {
		t.Skip("needs what scripts/browser brings; make test runs it")
	}
	axe, err := os.ReadFile(os.Getenv("ETALON_AXE"))
	must(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), patient)
	t.Cleanup(cancel)
	ctx, closed := chromedp.NewExecAllocator(ctx, chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.Headless, chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true))
	t.Cleanup(closed)
	ctx, closed = chromedp.NewContext(ctx)
	t.Cleanup(closed)
	must(t, chromedp.Do(ctx))
	return chromium{ctx, string(axe)}
}

// window is a window of somebody who shares no cookie with the others.
func (c chromium) window(t *testing.T) context.Context {
	t.Helper()
	ctx, closed := chromedp.NewContext(c.ctx, chromedp.WithNewBrowserContext())
	t.Cleanup(closed)
	must(t, chromedp.Do(ctx))
	return ctx
}

// entered is a window of somebody who is logged in.
func (c chromium) entered(t *testing.T, v *visitor) context.Context {
	t.Helper()
	ctx := c.window(t)
	if v.cookie == nil {
		return ctx
	}
	_, err := chromedp.Call(ctx, network.SetCookie, network.SetCookieParams{Name: v.cookie.Name, Value: v.cookie.Value, URL: v.b.server.URL})
	must(t, err)
	return ctx
}

// Each page in a real browser: no rule of accessibility is broken (axe-core: WCAG 2.2 A
// and AA), and nothing has to be scrolled sideways on a phone, a tablet or a desk.
func TestPagesInABrowser(t *testing.T) {
	c := browse(t)
	b := open(t)
	b.enter("officer").ask("POST", "/versions/1/decisions", url.Values{"outcome": {"accepted"}, "reason": {strings.Repeat("conforme", 30)}})
	b.enter("second-officer").ask("POST", "/decisions/1/confirm", nil)
	b.enter("head").ask("POST", "/decisions/1/sign", nil)
	b.enter("vendor-admin-1").ask("POST", "/decisions/1/appeals", url.Values{"text": {"non"}})
	b.enter("head").ask("POST", "/campaigns", url.Values{"title": {"Automne"}})
	b.enter("officer").ask("POST", "/versions/1/campaigns", url.Values{"campaign": {"1"}})
	b.drawn(1)
	b.enter("officer").ask("POST", "/versions/1/waivers", url.Values{"rule": {"V05.role"}, "why": {"une table de 2025"}, "owner": {"N. Om"}, "last": {"2099-01-01"}})
	pictures := os.Getenv("ETALON_PICTURES") // a folder to leave pictures in, for whoever wants to look
	for who, paths := range map[string][]string{
		"":               {"/register", "/register/1", "/login", "/nowhere"},
		"officer":        {"/work", "/products", "/products/1", "/versions/1", "/sessions/1", "/sessions/1/exchanges", "/sessions/1/compare", "/statistics", "/campaigns", "/campaigns/1", "/impacts", "/decisions/1"},
		"head":           {"/decisions/1", "/audit"},
		"admin":          {"/people", "/password", "/strays"},
		"vendor-admin-1": {"/products", "/products/1/tokens", "/versions/1", "/versions/1/bench", "/sittings/1"},
	} {
		visitor := &visitor{b: b}
		if who != "" {
			visitor = b.enter(who)
		}
		ctx := c.entered(t, visitor)
		for _, path := range paths {
			for _, width := range []int64{390, 768, 1440} {
				must(t, chromedp.Do(ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate(b.server.URL+path)))
				over, err := chromedp.Run(ctx, chromedp.Evaluate[int]("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
				must(t, err)
				if over > 0 {
					t.Errorf("%s as %q, %d px wide: %d px to the side", path, who, width, over)
				}
				if pictures != "" {
					shot, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
					must(t, err, os.WriteFile(filepath.Join(pictures, fmt.Sprintf("%s-%d.png", strings.ReplaceAll(who+path, "/", "_"), width)), shot, 0o600))
				}
			}
			for _, told := range c.broken(t, ctx) {
				t.Errorf("%s as %q: %s", path, who, told)
			}
		}
	}
}

// broken tells the rules of accessibility that the page of a window breaks.
func (c chromium) broken(t *testing.T, ctx context.Context) []string { //nolint:revive // the context is a window
	t.Helper()
	_, err := chromedp.Run(ctx, chromedp.Evaluate[any](c.axe+";0"))
	must(t, err)
	told, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](
		`axe.run({runOnly:["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa","best-practice"]}).then(r => (r.passes.length < 5 ? ["axe did not look"] : []).concat(r.violations.map(v => v.id + ": " + v.help + " – " + v.nodes.map(n => n.html).slice(0,3).join(" | "))))`,
		chromedp.EvalAwaitPromise))
	must(t, err)
	return told
}

// typed fills the fields of a form, by their names, and sends it by its button.
func typed(t *testing.T, ctx context.Context, button string, fields ...string) { //nolint:revive // the context is a window
	t.Helper()
	for i := 0; i < len(fields); i += 2 {
		must(t, chromedp.Do(ctx, chromedp.SendKeys(chromedp.CSS(`[name="`+fields[i]+`"]`), fields[i+1])))
	}
	_, err := chromedp.RunResponse(ctx, chromedp.Click(chromedp.Search(`//button[normalize-space()="`+button+`"]`)))
	must(t, err)
}

// A vendor hands in a session and watches it being judged; two officers and the head
// decide; anybody reads it: each in a browser of their own, by keyboard and buttons.
func TestTheWholeWayInBrowsers(t *testing.T) {
	c := browse(t)
	b := open(t)
	window := map[string]context.Context{}
	for _, who := range []string{"vendor-tester", "officer", "second-officer", "head"} {
		window[who] = c.window(t)
		must(t, chromedp.Do(window[who], chromedp.Navigate(b.server.URL+"/login")))
		typed(t, window[who], "Se connecter", "login", who, "password", password)
	}
	see := func(who, path string) {
		t.Helper()
		must(t, chromedp.Do(window[who], chromedp.Navigate(b.server.URL+path)))
	}
	has := func(who, what string) {
		t.Helper()
		text, err := chromedp.Run(window[who], chromedp.Text(chromedp.CSS("main")))
		must(t, err)
		if !strings.Contains(text, what) {
			t.Errorf("%s does not see %q: %s", who, what, text)
		}
	}

	archive := filepath.Join(t.TempDir(), "dossier.tar.gz")
	must(t, os.WriteFile(archive, []byte("dossier 9"), 0o600))
	see("vendor-tester", "/versions/1")
	must(t, chromedp.Do(window["vendor-tester"], chromedp.SetUploadFiles(chromedp.ID("dossier"), []string{archive})))
	typed(t, window["vendor-tester"], "Remettre la session")
	has("vendor-tester", "En attente de jugement")
	must(t, b.store.Settle(t.Context(), 3, etalon.Fail, strings.Repeat("e", 64)))
	// The page tells by itself: nobody loads it again.
	must(t, chromedp.Do(window["vendor-tester"], chromedp.WaitVisible(chromedp.Search(`//*[@role="status"]/strong[contains(., "FAIL")]`))))
	has("vendor-tester", "verdict.json")

	see("officer", "/versions/1")
	must(t, chromedp.Do(window["officer"], chromedp.Click(chromedp.CSS(`[name=outcome][value=rejected]`))))
	typed(t, window["officer"], "Proposer la décision", "reason", "Une exigence n'est pas tenue.")
	has("officer", "proposée")
	see("second-officer", "/decisions/1")
	typed(t, window["second-officer"], "Confirmer, en second")
	see("head", "/decisions/1")
	typed(t, window["head"], "Signer et publier")
	has("head", "signée")

	anybody := c.window(t)
	window["anybody"] = anybody
	see("anybody", "/register/1")
	has("anybody", "rejetée")
	must(t, chromedp.Do(anybody, chromedp.Navigate(b.server.URL+"/versions/1")))
	if text, err := chromedp.Run(anybody, chromedp.Text(chromedp.CSS("main"))); err != nil || strings.Contains(text, "LPS Un") {
		t.Errorf("anybody reads a version: %v %s", err, text)
	}
}
