package console_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/console"
	"github.com/etalon-dmp/etalon/internal/store"
)

// hall is an address whose sittings a test says what happens in.
type hall struct {
	mu      sync.Mutex
	rooms   map[campaign.ID]*campaign.Room
	changed chan struct{}
	said    []console.Said
	file    string
}

func newHall() *hall {
	return &hall{rooms: map[campaign.ID]*campaign.Room{}, changed: make(chan struct{})}
}

func (h *hall) Where() string { return "https://banc.example:8443" }

func (h *hall) Issue(ctx context.Context, as store.View, version campaign.ID) ([]byte, error) {
	one := campaign.Certificate{Fingerprint: fmt.Sprintf("%064d", version), Name: "structure-auth", Until: time.Now().AddDate(5, 0, 0)}
	return []byte("PK archive"), as.Certify(ctx, version, []campaign.Certificate{one})
}

func (h *hall) Begin(ctx context.Context, as store.View, wish campaign.Wish) (campaign.ID, error) {
	id, err := as.Sit(ctx, wish.Version.ID, wish.Profiles, []byte("plan"))
	if err == nil {
		h.set(id, func(r *campaign.Room) {
			r.Prompt = &campaign.Asked{Number: 1, Text: etalon.Text{FR: "Envoyez « Document A ».", EN: "Send “Document A”."}, Action: &etalon.Action{Name: "feed", Patient: etalon.Patient{Family: "FICTIF", Given: "Camille"}}, Since: time.Now()}
			r.Awaited = []campaign.Awaited{{Step: "2", Actor: etalon.Repository, Transaction: etalon.ITI41}}
		})
	}
	return id, err
}

// set changes what a room shows.
func (h *hall) set(id campaign.ID, f func(*campaign.Room)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.rooms[id] == nil {
		h.rooms[id] = &campaign.Room{Sitting: id, At: h.Where(), Scenario: "td2.1-pdf", Title: etalon.Text{FR: "Soumission", EN: "Submission"}, Total: 2}
	}
	f(h.rooms[id])
	h.rooms[id].Revision++
	close(h.changed)
	h.changed = make(chan struct{})
}

func (h *hall) Room(id campaign.ID) (campaign.Room, <-chan struct{}, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.rooms[id] == nil {
		return campaign.Room{}, nil, campaign.ErrState
	}
	return *h.rooms[id], h.changed, nil
}

func (h *hall) Say(ctx context.Context, as store.View, id campaign.ID, s console.Said) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if r := h.rooms[id]; r == nil || r.Prompt == nil || r.Prompt.Number != s.Number {
		return campaign.ErrState
	}
	if s.Shown != nil {
		b, err := io.ReadAll(s.Shown)
		if err != nil {
			return err
		}
		h.file = string(b)
	}
	h.said = append(h.said, s)
	h.rooms[id].Prompt = nil
	return as.Said(ctx, id, s.Answer)
}

func (h *hall) Stop(ctx context.Context, as store.View, id campaign.ID) error {
	return as.StopSitting(ctx, id)
}

func (h *hall) Strays(of campaign.ID) []campaign.Stray {
	return []campaign.Stray{{At: time.Now(), Remote: "192.0.2.1:1", Version: of, Certificate: strings.Repeat("c", 64), Transaction: etalon.ITI18, Why: etalon.Text{FR: fmt.Sprintf("pas de séance de %d", of), EN: "no sitting"}}}
}

// A tester begins a sitting, sees what is awaited, what came and why it did not count,
// answers, and stops; others read it or do not, and nobody but the vendor answers.
func TestAWaitingRoom(t *testing.T) {
	b := open(t)
	tester, officer, other := b.enter("vendor-tester"), b.enter("officer"), b.enter("vendor-admin-2")
	status, page, _ := tester.ask("GET", "/versions/1/bench", nil)
	if status != http.StatusOK || !strings.Contains(page, "https://banc.example:8443") || !strings.Contains(page, "pas de séance de 1") {
		t.Fatalf("%d %s", status, page)
	}
	status, _, h := tester.ask("POST", "/versions/1/sittings", url.Values{"profile": {"acces"}, "mode": {"DIRECTE"}})
	at := h.Get("Location")
	if status != http.StatusSeeOther || !strings.HasPrefix(at, "/sittings/") {
		t.Fatalf("begin: %d %s", status, at)
	}
	var id campaign.ID
	_, err := fmt.Sscanf(at, "/sittings/%d", &id)
	must(t, err)
	for _, want := range []string{"Envoyez « Document A »", "FICTIF", "ITI-41", "attendue", `data-live="` + at + `/events"`, "Rien pour l&#39;instant"} {
		if _, page, _ := tester.ask("GET", at, nil); !strings.Contains(page, want) && !strings.Contains(page, strings.ReplaceAll(want, "&#39;", "'")) {
			t.Errorf("the room does not say %q: %s", want, page)
		}
	}
	b.hall.set(id, func(r *campaign.Room) {
		r.Came = []campaign.Came{{Exchange: "x0001", At: time.Now(), Transaction: etalon.ITI18, Why: etalon.Text{FR: "ITI-41 est attendue", EN: "ITI-41 is awaited"}}}
	})
	if _, page, _ := officer.ask("GET", at, nil); !strings.Contains(page, "non : ITI-41 est attendue") || strings.Contains(page, "/answers") {
		t.Errorf("an officer looks: %s", page)
	}
	_, raw, _ := tester.ask("GET", at, nil, "Accept", "application/json")
	var told struct{ Room campaign.Room }
	must(t, json.Unmarshal([]byte(raw), &told))
	if told.Room.Prompt == nil || told.Room.Prompt.Action.Name != "feed" || len(told.Room.Came) != 1 {
		t.Errorf("to a program: %s", raw)
	}
	for who, v := range map[string]*visitor{"an officer": officer, "another vendor": other} {
		status, _, _ := v.ask("POST", at+"/answers", url.Values{"number": {"1"}, "status": {"done"}})
		if status != http.StatusForbidden && status != http.StatusNotFound {
			t.Errorf("%s answers: %d", who, status)
		}
	}
	if status, page, _ := other.ask("GET", at, nil); status != http.StatusNotFound {
		t.Errorf("another vendor looks: %d %s", status, page)
	}
	if status, _, _ := tester.ask("POST", at+"/answers", url.Values{"number": {"7"}, "status": {"done"}}); status != http.StatusConflict {
		t.Errorf("to what is not asked: %d", status)
	}
	if status, page, _ := tester.ask("POST", at+"/answers", url.Values{"number": {"1"}, "status": {"error"}, "code": {"E1"}, "value.uniqueId": {"1.2"}}); status != http.StatusSeeOther {
		t.Errorf("answer: %d %s", status, page)
	}
	if s := b.hall.said[0]; s.Reaction.Status != "error" || s.Reaction.Code != "E1" || s.Reaction.Values["uniqueId"] != "1.2" {
		t.Errorf("%+v", s)
	}
	b.hall.set(id, func(r *campaign.Room) {
		r.Prompt = &campaign.Asked{Number: 2, Question: true, Text: etalon.Text{FR: "Affiché ?", EN: "Shown?"}, Since: time.Now()}
	})
	if status := tester.upload(at+"/answers", "a picture", "number", "2", "answer", "no"); status != http.StatusSeeOther || b.hall.file != "a picture" || b.hall.said[1].Answer != "no" {
		t.Errorf("a question, with a file: %d, %q", status, b.hall.file)
	}
	if status := tester.upload(at+"/answers", strings.Repeat("x", 11<<20), "number", "2", "answer", "no"); status != http.StatusRequestEntityTooLarge {
		t.Errorf("a file that is too large: %d", status)
	}
	if status, _, _ := tester.ask("POST", at+"/stop", nil); status != http.StatusSeeOther {
		t.Errorf("stop: %d", status)
	}
	if _, page, _ := tester.ask("GET", at, nil); !strings.Contains(page, "s&#39;arrête") && !strings.Contains(page, "s'arrête") {
		t.Errorf("stopping: %s", page)
	}
	session, err := b.store.Conclude(t.Context(), id, strings.Repeat("f", 64), nothing)
	must(t, err)
	if _, page, _ := tester.ask("GET", at, nil); !strings.Contains(page, fmt.Sprintf("/sessions/%d", session)) || strings.Contains(page, "data-live") {
		t.Errorf("handed in: %s", page)
	}
	said := -2 // the two of before
	for _, a := range b.acts() {
		if a.What == campaign.Play && strings.HasPrefix(a.Subject, "sitting") {
			said++
		}
	}
	if said != 4 { // begun, answered twice, stopped
		t.Errorf("%d lines of the log", said)
	}
}

// upload posts a form with a file.
func (v *visitor) upload(path, file string, fields ...string) int {
	v.b.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for i := 0; i < len(fields); i += 2 {
		must(v.b.t, w.WriteField(fields[i], fields[i+1]))
	}
	f, err := w.CreateFormFile("file", "ecran.png")
	must(v.b.t, err)
	_, err = io.WriteString(f, file)
	must(v.b.t, err, w.Close())
	r, err := http.NewRequestWithContext(v.b.t.Context(), "POST", v.b.server.URL+path, &body)
	must(v.b.t, err)
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.AddCookie(v.cookie)
	resp, err := (&http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}).Do(r)
	must(v.b.t, err, resp.Body.Close())
	return resp.StatusCode
}

// A room tells by itself that something came.
func TestAWaitingRoomIsLive(t *testing.T) {
	b := open(t)
	tester := b.enter("vendor-tester")
	_, _, h := tester.ask("POST", "/versions/1/sittings", url.Values{"profile": {"acces"}})
	r, err := http.NewRequestWithContext(t.Context(), "GET", b.server.URL+h.Get("Location")+"/events", http.NoBody)
	must(t, err)
	r.AddCookie(tester.cookie)
	resp, err := http.DefaultClient.Do(r)
	must(t, err)
	defer resp.Body.Close()
	var id campaign.ID
	_, err = fmt.Sscanf(h.Get("Location"), "/sittings/%d", &id)
	must(t, err)
	b.hall.set(id, func(r *campaign.Room) { r.Done = 1 })
	lines := bufio.NewScanner(resp.Body)
	for lines.Scan() && lines.Text() != "data: more" {
	}
	if lines.Text() != "data: more" {
		t.Fatalf("%q %v", lines.Text(), lines.Err())
	}
	must(t, b.store.Abandon(t.Context(), id, "no dossier"))
	for lines.Scan() && lines.Text() != "data: done" {
	}
	if lines.Text() != "data: done" {
		t.Errorf("%q %v", lines.Text(), lines.Err())
	}
}

// Keys are given once and known by their certificates; who calls and is nobody's is the
// administration's to see.
func TestCertificatesAndStrays(t *testing.T) {
	b := open(t)
	tester := b.enter("vendor-tester")
	status, body, h := tester.ask("POST", "/versions/1/certificates", nil)
	if status != http.StatusCreated || body != "PK archive" || h.Get("Content-Type") != "application/zip" || !strings.HasPrefix(h.Get("Content-Disposition"), "attachment") {
		t.Errorf("%d %v", status, h)
	}
	if _, page, _ := tester.ask("GET", "/versions/1/bench", nil); !strings.Contains(page, "structure-auth") || !strings.Contains(page, "0000000000000000…") {
		t.Errorf("%s", page)
	}
	tester.ask("POST", "/versions/1/certificates/end", nil)
	if _, err := b.store.Holder(t.Context(), fmt.Sprintf("%064d", 1)); err == nil {
		t.Error("it is good still")
	}
	if _, page, _ := b.enter("admin").ask("GET", "/strays", nil); !strings.Contains(page, "192.0.2.1") || !strings.Contains(page, "pas de séance de 0") {
		t.Errorf("%s", page)
	}
}

// A waiting room in a real browser: it changes by itself, what somebody types into stays,
// and it is as accessible as the others.
func TestAWaitingRoomInABrowser(t *testing.T) {
	c := browse(t)
	b := open(t)
	tester := b.enter("vendor-tester")
	ctx := c.entered(t, tester)
	must(t, chromedp.Do(ctx, chromedp.Navigate(b.server.URL+"/versions/1/bench")))
	typed(t, ctx, "Commencer")
	at, err := chromedp.Run(ctx, chromedp.Location())
	must(t, err)
	var id campaign.ID
	_, err = fmt.Sscanf(strings.TrimPrefix(at, b.server.URL), "/sittings/%d", &id)
	must(t, err)
	must(t, chromedp.Do(ctx, chromedp.SendKeys(chromedp.CSS(`[name="code"]`), "XDSRepositoryBusy")))
	b.hall.set(id, func(r *campaign.Room) {
		r.Came = []campaign.Came{{Exchange: "x0001", At: time.Now(), Transaction: etalon.ITI18, Why: etalon.Text{FR: "ITI-41 est attendue"}}}
	})
	must(t, chromedp.Do(ctx, chromedp.WaitVisible(chromedp.Search(`//td[contains(., "ITI-41 est attendue")]`))))
	kept, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.querySelector('[name="code"]').value`))
	must(t, err)
	if kept != "XDSRepositoryBusy" {
		t.Errorf("what was typed is %q", kept)
	}
	b.hall.set(id, func(r *campaign.Room) {
		r.Prompt = &campaign.Asked{Number: 2, Question: true, Text: etalon.Text{FR: "Affiché ?", EN: "Shown?"}, Since: time.Now()}
	})
	must(t, chromedp.Do(ctx, chromedp.WaitVisible(chromedp.Search(`//button[normalize-space()="Non"]`))))
	for _, width := range []int64{390, 768, 1440} {
		must(t, chromedp.Do(ctx, chromedp.EmulateViewport(width, 900)))
		over, err := chromedp.Run(ctx, chromedp.Evaluate[int]("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
		must(t, err)
		if over > 0 {
			t.Errorf("%d px wide: %d px to the side", width, over)
		}
	}
	for _, told := range c.broken(t, ctx) {
		t.Error(told)
	}
	picture := filepath.Join(t.TempDir(), "ecran.png")
	must(t, os.WriteFile(picture, []byte("a picture"), 0o600))
	must(t, chromedp.Do(ctx, chromedp.SetUploadFiles(chromedp.ID("file"), []string{picture})))
	typed(t, ctx, "Non")
	if b.hall.file != "a picture" || b.hall.said[0].Answer != "no" {
		t.Errorf("%q %+v", b.hall.file, b.hall.said)
	}
	must(t, b.store.Abandon(t.Context(), id, "nothing came"))
	must(t, chromedp.Do(ctx, chromedp.WaitVisible(chromedp.Search(`//*[@role="status"]//*[contains(., "nothing came")]`))))
}
