//go:build linux

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/store"
)

var (
	kills    = flag.Int("kills", 4, "how often the console and its workers are killed")
	handed   = flag.Int("handed", 4, "how many sessions are handed in meanwhile")
	killSeed = flag.Int64("kill-seed", 1, "what decides on who is killed when")
)

// crew is a console with its workers, which somebody keeps killing.
type crew struct {
	t        *testing.T
	data     string
	database []string // the flag that names it, if any
	members  [][]string
	alive    []*console
	mu       sync.Mutex
	base     string // address of the console that is alive

	dossiers []played
	persons  map[string]*asked
	over     chan struct{}       // closed once nobody is killed any more
	taken    map[campaign.ID]int // which dossier
}

// played is a dossier, what it is judged to be when nobody is killed, and how long that
// took here and now: nobody is to live long enough, and some are.
type played struct {
	digest, verdict string
	archive         []byte
	took            time.Duration
}

// Whoever is killed whenever: a session that was acknowledged is judged, once, to be what
// it is; a decision is made once; the log holds.
func TestTheConsoleIsKilledAtRandom(t *testing.T) {
	dossiers := []played{
		dossierOf(t, "td0.2-active"),
		dossierOf(t, "td0.4-list"),
	}
	data := func() string { return filepath.Join(t.TempDir(), "data") }
	t.Run("SQLite", func(t *testing.T) {
		c := &crew{t: t, data: data(), dossiers: dossiers}
		c.members = [][]string{{"serve", "--jobs", "2", "--listen", "127.0.0.1:0"}}
		c.strike(filepath.Join(c.data, "etalon.db"))
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		where := databases.Database(t)
		c := &crew{t: t, data: data(), dossiers: dossiers, database: []string{"--database", where}}
		c.members = [][]string{{"serve", "--jobs", "0", "--listen", "127.0.0.1:0"}, {"worker"}, {"worker"}}
		c.strike(where)
	})
}

// dossierOf plays a session and judges it.
func dossierOf(t *testing.T, filter string) played {
	t.Helper()
	out := filepath.Join(t.TempDir(), "run")
	command(t, etalon.ExitPass, nil, "run", "--sut", builtin, "--profile", "acces", "--label-filter", filter, "--out", out)
	text := read(t, filepath.Join(out, verdictFile))
	var said struct{ Verdict string }
	must(t, json.Unmarshal([]byte(text), &said))
	began := time.Now()
	command(t, etalon.ExitPass, nil, "judge", filepath.Join(out, "dossier"))
	return played{campaign.Digest(text), said.Verdict, archived(t, filepath.Join(out, "dossier")), time.Since(began)}
}

func (c *crew) strike(where string) {
	t := c.t
	c.over, c.taken, c.persons = make(chan struct{}), map[campaign.ID]int{}, map[string]*asked{}
	c.alive = make([]*console, len(c.members))
	command(t, etalon.ExitPass, []byte(longWord+"\n"), slices.Concat([]string{"people", "--data", c.data, "--login", "admin", "--name", "A"}, c.database)...)
	for i := range c.members {
		c.start(i)
	}
	c.populate()
	var people sync.WaitGroup
	for i := range (*handed + len(c.dossiers) - 1) / len(c.dossiers) {
		people.Go(func() { c.vendor(i + 1) })
	}
	random, began := rand.New(rand.NewSource(*killSeed)), time.Now()
	for range *kills {
		<-time.After(time.Duration(random.ExpFloat64() * float64(c.dossiers[0].took)))
		c.kill(random.Intn(len(c.members)))
	}
	close(c.over)
	people.Wait()
	c.settled(where)
	for _, one := range c.alive {
		must(t, one.cmd.Process.Signal(syscall.SIGTERM))
		<-one.left
	}
	c.examine(where)
	t.Logf("%d fois tués (killed), %d sessions remises (handed in), en (in) %s", *kills, len(c.taken), time.Since(began).Round(time.Second))
}

// start starts a member of the crew.
func (c *crew) start(i int) {
	one := open(c.t, slices.Concat(c.members[i], []string{"--data", c.data}, c.database)...)
	if i == 0 {
		base := strings.TrimSpace(one.await(one.out, "http://"))
		c.mu.Lock()
		defer c.mu.Unlock()
		c.base = base
	}
	c.alive[i] = one
}

func (c *crew) kill(i int) {
	must(c.t, syscall.Kill(-c.alive[i].cmd.Process.Pid, syscall.SIGKILL))
	<-c.alive[i].left
	c.start(i)
}

// populate makes accounts and versions, before anybody is killed.
func (c *crew) populate() {
	admin := enter(c.t, c.base, "admin")
	add := func(login, role, org string) {
		admin.fills("/people", "login", login, "name", login, "role", role, "organisation", org, "password", longWord)
		c.persons[login] = &asked{c: c, Client: enter(c.t, c.base, login).Client}
	}
	for login, role := range map[string]string{"o": "officer", "s": "second-officer", "h": "head"} {
		add(login, role, "0")
	}
	for i := range (*handed + len(c.dossiers) - 1) / len(c.dossiers) {
		n := fmt.Sprint(i + 1)
		admin.fills("/organisations", "name", "Éditeur fictif "+n)
		add("v"+n, "vendor-admin", n)
		v := &browser{c.t, c.base, c.persons["v"+n].Client}
		v.fills("/products", "name", "ETALON-LPS")
		v.fills("/products/"+n+"/versions", "label", "1.0.0")
		v.fills("/versions/"+n+"/scope", "profile", "acces")
	}
}

// calm tells that nobody is killed any more.
func (c *crew) calm() bool {
	select {
	case <-c.over:
		return true
	default:
		return false
	}
}

// asked is one who asks again until there is an answer.
type asked struct {
	c *crew
	http.Client
}

// do asks until a console answers that was not killed meanwhile: as long as anybody is
// killed, and then a while.
func (a *asked) do(method, path, media string, body []byte, into any) (status int, text string) {
	for late := (time.Time{}); ; {
		a.c.mu.Lock()
		base := a.c.base
		a.c.mu.Unlock()
		r, err := http.NewRequestWithContext(a.c.t.Context(), method, base+path, bytes.NewReader(body))
		if err != nil {
			a.c.t.Error(err)
			return 0, ""
		}
		r.Header.Set("Content-Type", media)
		r.Header.Set("Accept", "application/json")
		resp, err := a.Do(r)
		var raw []byte
		if err == nil {
			raw, err = io.ReadAll(resp.Body)
			_ = resp.Body.Close()
		}
		if err == nil && resp.StatusCode < http.StatusInternalServerError {
			if into != nil && resp.StatusCode == http.StatusOK {
				err = json.Unmarshal(raw, into)
			}
			if err != nil {
				a.c.t.Errorf("%s: %v: %s", path, err, raw)
			}
			return resp.StatusCode, string(raw)
		}
		if late.IsZero() && a.c.calm() {
			late = time.Now().Add(patient)
		}
		if !late.IsZero() && time.Now().After(late) {
			a.c.t.Errorf("%s %s: no answer: %v", method, path, err)
			return 0, ""
		}
		<-time.After(20 * time.Millisecond)
	}
}

func (a *asked) form(path string, fields ...string) (int, string) {
	form := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	return a.do(http.MethodPost, path, "application/x-www-form-urlencoded", []byte(form.Encode()), nil)
}

// vendor hands in its sessions, sees them judged, sees a decision made, and then has them
// judged again as long as anybody is killed.
func (c *crew) vendor(n int) {
	v := c.persons[fmt.Sprint("v", n)]
	var mine []campaign.ID
	for i, d := range c.dossiers {
		var at struct{ Location string }
		status, text := v.do(http.MethodPost, fmt.Sprintf("/versions/%d/sessions", n), "application/gzip", d.archive, &at)
		var id campaign.ID
		if _, err := fmt.Sscanf(at.Location, "/sessions/%d", &id); err != nil {
			c.t.Errorf("handed in: %d %s", status, text)
			return
		}
		c.mu.Lock()
		c.taken[id] = i
		c.mu.Unlock()
		mine = append(mine, id)
	}
	for _, id := range mine {
		c.judged(v, id)
	}
	c.decide(n)
	o := c.persons["o"]
	for i := 0; !c.calm(); i++ {
		id := mine[i%len(mine)]
		if status, text := o.form(fmt.Sprintf("/sessions/%d/again", id)); status != http.StatusOK {
			c.t.Errorf("again: %d %s", status, text)
			return
		}
		<-time.After(200 * time.Millisecond)
	}
}

// judged waits for a session: as long as anybody is killed, and then as long as judging
// them all takes.
func (c *crew) judged(v *asked, id campaign.ID) {
	var late time.Time
	for late.IsZero() || time.Now().Before(late) {
		var s campaign.Session
		if status, text := v.do(http.MethodGet, fmt.Sprintf("/sessions/%d?wait=5", id), "", nil, &s); status != http.StatusOK {
			c.t.Errorf("session %d: %d %s", id, status, text)
			return
		}
		if !s.Waits() {
			return
		}
		if late.IsZero() && c.calm() {
			late = time.Now().Add(patient + 10*time.Duration(*handed)*c.dossiers[0].took)
		}
	}
	c.t.Errorf("session %d is not judged", id)
}

// decide takes a decision through its steps. A step that was acknowledged to nobody may
// have been done: it is asked for until the decision is beyond it.
func (c *crew) decide(version int) {
	for _, step := range []struct {
		who, path string
		done      []campaign.Step
	}{
		{"o", "/versions/%d/decisions", []campaign.Step{campaign.Proposed, campaign.Confirmed, campaign.Signed}},
		{"s", "/decisions/%d/confirm", []campaign.Step{campaign.Confirmed, campaign.Signed}},
		{"h", "/decisions/%d/sign", []campaign.Step{campaign.Signed}},
	} {
		p := c.persons[step.who]
		of := version
		if d := c.decision(p, version); d.ID != 0 {
			of = int(d.ID)
		}
		status, text := p.form(fmt.Sprintf(step.path, of), "outcome", "rejected", "reason", "motif")
		if d := c.decision(p, version); !slices.Contains(step.done, d.Step) {
			c.t.Errorf("version %d, %s: %q after %d %s", version, step.path, d.Step, status, text)
			return
		}
	}
}

func (c *crew) decision(p *asked, version int) campaign.Decision {
	var page struct{ Decisions []campaign.Decision }
	p.do(http.MethodGet, fmt.Sprintf("/versions/%d", version), "", nil, &page)
	if len(page.Decisions) != 1 {
		return campaign.Decision{}
	}
	return page.Decisions[0]
}

// settled waits until nothing is ordered any more.
func (c *crew) settled(where string) {
	s, err := store.Open(c.t.Context(), where, time.Now)
	must(c.t, err)
	defer s.Close()
	for late := time.Now().Add(patient + 10*time.Duration(*handed)*c.dossiers[0].took); ; {
		figures, err := s.Figures(c.t.Context())
		must(c.t, err)
		open := slices.DeleteFunc(figures, func(f store.Figure) bool { return f.What != "job" || f.State == "completed" })
		if len(open) == 0 {
			return
		}
		if time.Now().After(late) {
			c.t.Fatalf("still ordered: %+v", open)
		}
		<-time.After(100 * time.Millisecond)
	}
}

// examine holds what is there against what was acknowledged.
func (c *crew) examine(where string) {
	t, ctx := c.t, c.t.Context()
	s, err := store.Open(ctx, where, time.Now)
	must(t, err)
	defer s.Close()
	everything, err := s.Everything(ctx)
	must(t, err)
	if len(everything) != len(c.taken) {
		t.Errorf("%d sessions, of %d acknowledged", len(everything), len(c.taken))
	}
	auditor := s.As(campaign.Person{Login: "a", Role: campaign.Auditor})
	for _, one := range everything {
		want := c.dossiers[c.taken[one.ID]]
		if one.State != campaign.Judged || one.Verdict.String() != want.verdict || one.Digest != want.digest {
			t.Errorf("session %d: %+v, want %s %s", one.ID, one, want.verdict, want.digest)
		}
		if judged, err := auditor.Judgements(ctx, one.ID); err != nil || len(judged) != 1 {
			t.Errorf("session %d: %d judgements, %v", one.ID, len(judged), err)
		}
	}
	log, err := s.Log(ctx)
	must(t, errors.Join(err, campaign.Broken(log)))
	done := map[string]int{}
	for _, a := range log {
		done[fmt.Sprint(a.What, " ", a.Subject)]++
	}
	published, err := s.Register(ctx)
	must(t, err)
	if len(published) != len(everything)/len(c.dossiers) {
		t.Errorf("%d decisions are signed", len(published))
	}
	for _, p := range published {
		if len(p.Statements) != 1 {
			t.Errorf("decision %d: %d statements", p.ID, len(p.Statements))
		}
		for _, what := range []campaign.Deed{campaign.Propose, campaign.Confirm, campaign.Sign} {
			if n := done[fmt.Sprint(what, " decision ", p.ID)]; n != 1 {
				t.Errorf("decision %d: %s %d times", p.ID, what, n)
			}
		}
	}
	copied := filepath.Join(t.TempDir(), "copy")
	command(t, etalon.ExitPass, nil, slices.Concat([]string{"backup", copied, "--data", c.data}, c.database)...)
	command(t, etalon.ExitPass, nil, "restore", copied, "--data", filepath.Join(t.TempDir(), "again")) // every byte, and the verdicts
}
