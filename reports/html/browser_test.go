package html_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports/html"
	"github.com/etalon-dmp/etalon/reports/internal/sample"
)

// The screens on which a page is looked at: a telephone, a tablet, a desk.
var screens = []struct{ width, height int64 }{{390, 844}, {768, 1024}, {1440, 900}}

// browser starts the Chromium of the machine, with nothing of its owner's and
// no wish to call home; the test is skipped where there is none.
func browser(t *testing.T) context.Context {
	t.Helper()
	if testing.Short() {
		t.Skip("a browser is slow: not with -short")
	}
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		t.Skip("no chromium on this machine: how the page lies on a screen is not tested")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	t.Cleanup(cancel)
	ctx, stop := chromedp.NewExecAllocator(ctx, chromedp.ExecPath(path), chromedp.Headless, chromedp.NoFirstRun, chromedp.DisableGPU, chromedp.NoSandbox,
		chromedp.UserDataDir(t.TempDir()), chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true))
	t.Cleanup(stop)
	ctx, closed := chromedp.NewContext(ctx)
	t.Cleanup(closed)
	return ctx
}

// lies is how a page lies on a screen.
type lies struct {
	Over    int            // pixels by which it is wider than the screen
	Widest  string         // an element that sticks out
	Tops    map[string]int // of what must be seen at once
	Height  int
	Unnamed int // stops of the keyboard without a name
}

const measure = `(() => {
  const root = document.documentElement, tops = {};
  for (const id of ["verdict", "suite", "portee", "assise"]) {
    const e = document.getElementById(id);
    tops[id] = e ? Math.round(e.getBoundingClientRect().bottom) : -1;
  }
  let widest = "", far = root.clientWidth;
  if (root.scrollWidth > root.clientWidth) for (const e of document.querySelectorAll("body *")) {
    const r = e.getBoundingClientRect();
    if (r.right > far) { far = r.right; widest = e.tagName + "." + e.className; }
  }
  return {Over: root.scrollWidth - root.clientWidth, Widest: widest, Tops: tops, Height: innerHeight,
    Unnamed: [...document.querySelectorAll("a, summary, [tabindex='0']")].filter(e => !(e.getAttribute("aria-label") || e.getAttribute("aria-labelledby") || e.textContent.trim())).length};
})()`

// TestPageFitsItsScreen: no page scrolls sideways, and what a reader comes for
// stands on the first screen: the verdict, what to do, its scope, its grounds.
func TestPageFitsItsScreen(t *testing.T) {
	ctx := browser(t)
	dir := t.TempDir()
	long := sample.Result()
	long.SUT.Name = strings.Repeat("Logiciel-de-cabinet", 6)
	long.Findings[0].Observed = strings.Repeat("urn:oid:1.2.250.", 40)
	long.Findings[0].Location.XPath = strings.Repeat("/ns:"+strings.Repeat("Élément", 9), 4)
	for name, r := range map[string]etalon.Result{
		"sample": sample.Result(), "part": sample.Partial(), "whole": sample.Whole(), "empty": {},
		"many": sample.Many(300), "wide": sample.Wide(26, 40), "long": long,
	} {
		in := input(r)
		file := filepath.Join(dir, name+".html")
		if err := os.WriteFile(file, []byte(write(t, in)), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, s := range screens {
			if err := chromedp.Do(ctx, chromedp.EmulateViewport(s.width, s.height)); err != nil {
				t.Fatal(err)
			}
			if err := chromedp.Do(ctx, chromedp.Navigate("file://"+file)); err != nil {
				t.Fatal(err)
			}
			got, err := chromedp.Run(ctx, chromedp.Evaluate[lies](measure))
			if err != nil {
				t.Fatal(err)
			}
			on := fmt.Sprintf("%s at %d px", name, s.width)
			if got.Over != 0 {
				t.Errorf("%s scrolls sideways by %d px, because of %s", on, got.Over, got.Widest)
			}
			if got.Unnamed > 0 {
				t.Errorf("%s: %d stops of the keyboard have no name", on, got.Unnamed)
			}
			for id, bottom := range got.Tops {
				if name != "long" && (bottom < 0 || bottom > got.Height) {
					t.Errorf("%s: #%s ends at %d px, the screen at %d", on, id, bottom, got.Height)
				}
			}
		}
	}
}

// TestKeyboardMeetsTheSkipLinkFirst, and sees it.
func TestKeyboardMeetsTheSkipLinkFirst(t *testing.T) {
	ctx := browser(t)
	file := filepath.Join(t.TempDir(), "report.html")
	if err := os.WriteFile(file, []byte(write(t, html.Input{Result: sample.Result()})), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.Navigate("file://"+file)); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.KeyEvent(kb.Tab)); err != nil {
		t.Fatal(err)
	}
	got, err := chromedp.Run(ctx, chromedp.Evaluate[string](`(() => { const e = document.activeElement, r = e.getBoundingClientRect();
		return e.className + " " + (r.top >= 0 && r.height > 10) + " " + (parseFloat(getComputedStyle(e).outlineWidth) >= 2); })()`))
	if err != nil || got != "skip true true" {
		t.Errorf("the first stop is %q (class, on the screen, with a frame), %v", got, err)
	}
}
