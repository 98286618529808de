package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/postgres"
	"github.com/etalon-dmp/etalon/internal/store"
)

// world is a store with two vendors that each have one version with a scope, and one
// person of each role.
type world struct {
	*store.Store
	t        *testing.T
	people   map[string]campaign.Person
	versions [2]campaign.ID
}

var known = []etalon.ProfileID{"acces", "alimentation"}

func must(t *testing.T, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

// databases are a PostgreSQL for these tests.
var databases postgres.Tests

func TestMain(m *testing.M) { os.Exit(databases.Run(m)) }

// both runs a test on each kind of database.
func both(t *testing.T, test func(t *testing.T, where string)) {
	t.Run("SQLite", func(t *testing.T) { test(t, filepath.Join(t.TempDir(), "etalon.db")) })
	t.Run("PostgreSQL", func(t *testing.T) { test(t, databases.Database(t)) })
}

func open(t *testing.T, where string) world {
	t.Helper()
	ctx := t.Context()
	now := time.Date(2026, 11, 27, 10, 0, 0, 0, time.UTC)
	var mu sync.Mutex
	clock := func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		now = now.Add(time.Second)
		return now
	}
	s, err := store.Open(ctx, where, clock)
	must(t, err)
	t.Cleanup(func() { _ = s.Close() })
	must(t, s.First(ctx, "admin", "A. Admin", "x"))
	w := world{Store: s, t: t, people: map[string]campaign.Person{}}
	w.enter("admin")
	admin := s.As(w.people["admin"])
	for i, vendor := range []string{"un", "deux"} {
		org, err := admin.AddOrganisation(ctx, "Éditeur "+vendor)
		must(t, err)
		for _, r := range []campaign.Role{campaign.Tester, campaign.VendorAdmin} {
			w.add(string(r)+"-"+vendor, r, org)
		}
		v := s.As(w.people["vendor-admin-"+vendor])
		p, err := v.AddProduct(ctx, "LPS "+vendor)
		must(t, err)
		w.versions[i], err = v.AddVersion(ctx, p, "1.0", "")
		must(t, err, v.Declare(ctx, w.versions[i], known, known, etalon.ModeDirect, etalon.ModeAIR))
	}
	for _, r := range campaign.Roles() {
		if !r.Vendor() && r != campaign.Administrator {
			w.add(string(r), r, 0)
		}
	}
	return w
}

func (w world) add(login string, r campaign.Role, org campaign.ID) {
	w.t.Helper()
	_, err := w.As(w.people["admin"]).AddPerson(w.t.Context(), campaign.Person{Login: login, Name: login, Role: r, Organisation: org}, "x")
	must(w.t, err)
	w.enter(login)
}

func (w world) enter(login string) {
	w.t.Helper()
	p, _, err := w.ByLogin(w.t.Context(), login)
	must(w.t, err)
	w.people[login] = p
}

func nothing(*sql.Tx, campaign.ID) error { return nil }

// signs names what it signs.
func signs(what campaign.Saying) (string, error) {
	return fmt.Sprintf("%s after %d", what.Kind, len(what.Previous)), nil
}

// A vendor sees and touches nothing of another's, whichever question is asked.
func TestAVendorSeesItsOwnAlone(t *testing.T) { both(t, aVendorSeesItsOwnAlone) }

func aVendorSeesItsOwnAlone(t *testing.T, where string) {
	w, ctx := open(t, where), t.Context()
	mine, theirs := w.versions[0], w.versions[1]
	other := w.As(w.people["vendor-tester-deux"])
	session, err := other.HandIn(ctx, theirs, "head", nothing)
	must(t, err, other.Remark(ctx, theirs, "", "secret", campaign.Piece{File: "secret.png", Digest: "d", Size: 1}))
	officer := w.As(w.people["officer"])
	decision, err := officer.Propose(ctx, theirs, campaign.Accepted, "motif", time.Time{})
	must(t, err, w.As(w.people["second-officer"]).Confirm(ctx, decision))
	must(t, w.As(w.people["head"]).Sign(ctx, decision, signs))

	for _, login := range []string{"vendor-tester-un", "vendor-admin-un"} {
		v := w.As(w.people[login])
		products, err := v.Products(ctx)
		must(t, err)
		if len(products) != 1 || products[0].Vendor != "Éditeur un" {
			t.Errorf("%s sees the products %+v", login, products)
		}
		organisations, err := v.Organisations(ctx)
		must(t, err)
		if len(organisations) != 1 {
			t.Errorf("%s sees the organisations %+v", login, organisations)
		}
		for name, ask := range map[string]func() (int, error){
			"product":   func() (int, error) { _, err := v.Product(ctx, 2); return 0, err },
			"version":   func() (int, error) { _, err := v.Version(ctx, theirs); return 0, err },
			"versions":  func() (int, error) { l, err := v.Versions(ctx, 2); return len(l), err },
			"session":   func() (int, error) { _, err := v.Session(ctx, session); return 0, err },
			"sessions":  func() (int, error) { l, err := v.Sessions(ctx, theirs); return len(l), err },
			"file":      func() (int, error) { _, err := v.Piece(ctx, 1); return 0, err },
			"waivers":   func() (int, error) { l, err := v.Waivers(ctx, theirs); return len(l), err },
			"remarks":   func() (int, error) { l, err := v.Remarks(ctx, theirs); return len(l), err },
			"decision":  func() (int, error) { _, err := v.Decision(ctx, decision); return 0, err },
			"decisions": func() (int, error) { l, err := v.Decisions(ctx, theirs); return len(l), err },
			"contests":  func() (int, error) { l, err := v.Contests(ctx, decision); return len(l), err },
			"hand in":   func() (int, error) { _, err := v.HandIn(ctx, theirs, "other", nothing); return 0, err },
			"remark":    func() (int, error) { return 0, v.Remark(ctx, theirs, "", "x", campaign.Piece{}) },
			"declare":   func() (int, error) { return 0, v.Declare(ctx, theirs, known, known) },
			"appeal":    func() (int, error) { return 0, v.Appeal(ctx, decision, "x", signs) },
			"a version": func() (int, error) { _, err := v.AddVersion(ctx, 2, "9", ""); return 0, err },
		} {
			n, err := ask()
			listed := strings.HasSuffix(name, "s") && name != "contests"
			if n != 0 || !listed && !errors.Is(err, campaign.ErrUnknown) && !errors.Is(err, campaign.ErrForbidden) {
				t.Errorf("%s, %s of another vendor: %d, %v", login, name, n, err)
			}
		}
		if _, err := v.Version(ctx, mine); err != nil {
			t.Errorf("%s does not see its own: %v", login, err)
		}
	}
	if _, err := w.As(w.people["admin"]).Products(ctx); !errors.Is(err, campaign.ErrForbidden) {
		t.Errorf("the administrator sees products: %v", err)
	}
	if _, err := w.As(campaign.Person{}).Products(ctx); !errors.Is(err, campaign.ErrForbidden) {
		t.Errorf("anybody sees products: %v", err)
	}
}

// Two officers at once open one decision; a decision under way is not shown to the
// vendor; every step is in the log, and the log holds.
func TestADecisionIsMadeOnce(t *testing.T) { both(t, aDecisionIsMadeOnce) }

func aDecisionIsMadeOnce(t *testing.T, where string) {
	w, ctx := open(t, where), t.Context()
	version := w.versions[0]
	var wg sync.WaitGroup
	made := make(chan campaign.ID, 10)
	for range 10 {
		wg.Go(func() {
			if id, err := w.As(w.people["officer"]).Propose(ctx, version, campaign.Rejected, "motif", time.Time{}); err == nil {
				made <- id
			} else if !errors.Is(err, campaign.ErrInvalid) {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	close(made)
	id := <-made
	if _, more := <-made; more {
		t.Fatal("two decisions on one version")
	}
	vendor := w.As(w.people["vendor-admin-un"])
	if l, err := vendor.Decisions(ctx, version); err != nil || len(l) != 0 {
		t.Errorf("the vendor sees what is under way: %v %v", l, err)
	}
	statement := func(what campaign.Saying) (string, error) {
		if d := what.Decision; d.Outcome != campaign.Rejected || what.Version.Label != "1.0" || d.Signed.IsZero() || d.Signed != what.At {
			t.Errorf("%+v", what)
		}
		return signs(what)
	}
	head := w.As(w.people["head"])
	if err := head.Sign(ctx, id, statement); !errors.Is(err, campaign.ErrState) {
		t.Errorf("signed before it is confirmed: %v", err)
	}
	must(t, w.As(w.people["second-officer"]).Confirm(ctx, id))
	must(t, head.Sign(ctx, id, statement))
	must(t, vendor.Appeal(ctx, id, "nous contestons", signs))
	contests, err := vendor.Contests(ctx, id)
	must(t, err)
	answer := func(who string) error {
		_, err := w.As(w.people[who]).Answer(ctx, contests[0].ID, campaign.Dismissed, "réponse", signs)
		return err
	}
	for _, part := range []string{"officer", "head"} {
		if err := answer(part); !errors.Is(err, campaign.ErrSame) {
			t.Errorf("answered by %s, who took part: %v", part, err)
		}
	}
	w.add("officer-2", campaign.Officer, 0)
	must(t, answer("officer-2"))
	if err := answer("officer-2"); !errors.Is(err, campaign.ErrState) {
		t.Errorf("answered twice: %v", err)
	}
	must(t, head.Correct(ctx, id, "lire 1.0", signs), head.Revoke(ctx, id, "erreur", signs))
	if err := head.Correct(ctx, id, "lire 1.0", signs); !errors.Is(err, campaign.ErrState) {
		t.Errorf("corrected after it was revoked: %v", err)
	}
	published, err := w.Register(ctx)
	must(t, err)
	if len(published) != 1 || published[0].Step != campaign.Revoked || published[0].Why != "erreur" {
		t.Fatalf("%+v", published)
	}
	var said []string
	for _, s := range published[0].Statements {
		said = append(said, s.JWS)
	}
	if got := strings.Join(said, ", "); got != "decision after 0, appeal after 1, answer after 2, correction after 3, revocation after 4" {
		t.Error(got)
	}
	if _, err := w.As(w.people["officer"]).Propose(ctx, version, campaign.Accepted, "à nouveau", time.Time{}); err != nil {
		t.Errorf("after a revocation: %v", err)
	}

	log, err := w.As(w.people["auditor"]).Acts(ctx)
	must(t, err, campaign.Broken(log))
	if last := log[len(log)-2]; last.What != campaign.Revoke || last.Who != "head" || last.Detail != "erreur" {
		t.Errorf("%+v", last)
	}
	for _, change := range []string{"UPDATE act SET who = 'x'", "DELETE FROM act", "UPDATE scope SET profiles = '[]'", "UPDATE statement SET jws = 'x'", "DELETE FROM statement"} {
		if _, err := w.DB().ExecContext(ctx, change); err == nil {
			t.Errorf("%s: done", change)
		}
	}
}

// A session that is handed in twice is one, and its judgement is asked for once; when
// it cannot be asked for, nothing was handed in.
func TestASessionIsHandedInOnce(t *testing.T) { both(t, aSessionIsHandedInOnce) }

func aSessionIsHandedInOnce(t *testing.T, where string) {
	w, ctx := open(t, where), t.Context()
	v, asked := w.As(w.people["vendor-tester-un"]), 0
	count := func(*sql.Tx, campaign.ID) error { asked++; return nil }
	if _, err := v.HandIn(ctx, w.versions[0], "head", func(*sql.Tx, campaign.ID) error { return context.Canceled }); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	first, err := v.HandIn(ctx, w.versions[0], "head", count)
	must(t, err)
	second, err := v.HandIn(ctx, w.versions[0], "head", count)
	must(t, err)
	if first != second || asked != 1 {
		t.Errorf("sessions %d and %d, asked %d times", first, second, asked)
	}
	must(t, w.Settle(ctx, first, etalon.Fail, "d1"), w.Settle(ctx, first, etalon.Fail, "d1"), w.Settle(ctx, first, etalon.Fail, "d2"))
	s, err := v.Session(ctx, first)
	must(t, err)
	if s.State != campaign.Judged || s.Verdict != etalon.Fail || s.By != "vendor-tester-un" {
		t.Errorf("%+v", s)
	}
	judged, err := v.Judgements(ctx, first)
	must(t, err)
	if len(judged) != 2 || judged[0].Digest != "d1" || judged[1].Digest != "d2" || judged[1].Verdict != etalon.Fail {
		t.Errorf("%+v", judged)
	}
	must(t, w.Refuse(ctx, first, "altéré"))
	if s, _ = v.Session(ctx, first); s.State != campaign.Refused || s.Why != "altéré" {
		t.Errorf("%+v", s)
	}
	if err := v.Declare(ctx, w.versions[0], known[:1], known); !errors.Is(err, campaign.ErrForbidden) {
		t.Errorf("a tester declares: %v", err)
	}
	if err := w.As(w.people["vendor-admin-un"]).Declare(ctx, w.versions[0], known[:1], known); !errors.Is(err, campaign.ErrState) {
		t.Errorf("a scope is declared twice: %v", err)
	}
}

// What is backed up is all there is, and opens, as a file and as a database of the other
// kind; numbers go on from there.
func TestABackupOpens(t *testing.T) { both(t, aBackupOpens) }

func aBackupOpens(t *testing.T, where string) {
	w, ctx := open(t, where), t.Context()
	session, err := w.As(w.people["vendor-tester-un"]).HandIn(ctx, w.versions[0], "one", nothing)
	must(t, err, w.Settle(ctx, session, etalon.Pass, "d1"))
	here, err := w.As(w.people["auditor"]).Acts(ctx)
	must(t, err)
	file := filepath.Join(t.TempDir(), "copy.db")
	must(t, w.Backup(ctx, file))
	again, err := store.Open(ctx, file, time.Now)
	must(t, err)
	t.Cleanup(func() { _ = again.Close() })
	other, err := store.Open(ctx, databases.Database(t), time.Now)
	must(t, err)
	t.Cleanup(func() { _ = other.Close() })
	must(t, again.CopyTo(ctx, other))
	for name, s := range map[string]*store.Store{"file": again, "other": other} {
		log, err := s.As(w.people["auditor"]).Acts(ctx)
		must(t, err, campaign.Broken(log))
		if len(log) == 0 || !reflect.DeepEqual(log, here) {
			t.Errorf("%s: %d acts of %d", name, len(log), len(here))
		}
		if err := s.First(ctx, "b", "B", "x"); !errors.Is(err, store.ErrFirst) {
			t.Errorf("%s: a second first account: %v", name, err)
		}
		if err := w.CopyTo(ctx, s); !errors.Is(err, store.ErrFirst) {
			t.Errorf("%s: copied over what is there: %v", name, err)
		}
		next, err := s.As(w.people["vendor-tester-un"]).HandIn(ctx, w.versions[0], "two", nothing)
		if must(t, err); next != session+1 {
			t.Errorf("%s: session %d after %d", name, next, session)
		}
		if judged, err := s.As(w.people["auditor"]).Judgements(ctx, session); err != nil || len(judged) != 1 || judged[0].Digest != "d1" {
			t.Errorf("%s: %+v, %v", name, judged, err)
		}
	}
}

// The parts of a long list make the whole of it, in its order, and no part shows a vendor
// more than the whole does.
func TestPartsMakeTheWhole(t *testing.T) { both(t, partsMakeTheWhole) }

func partsMakeTheWhole(t *testing.T, where string) {
	w, ctx := open(t, where), t.Context()
	for i := range 5 {
		v := w.As(w.people["vendor-admin-"+[]string{"un", "deux"}[i%2]])
		p, err := v.AddProduct(ctx, fmt.Sprintf("Autre %d", 9-i))
		must(t, err)
		version, err := v.AddVersion(ctx, p, "1", "")
		must(t, err, v.Declare(ctx, version, known[:1], known))
		id, err := w.As(w.people["officer"]).Propose(ctx, version, campaign.Rejected, "motif", time.Time{})
		must(t, err, w.As(w.people["second-officer"]).Confirm(ctx, id), w.As(w.people["head"]).Sign(ctx, id, signs))
	}
	for who, want := range map[string]int{"auditor": 7, "vendor-tester-un": 4} {
		v := w.As(w.people[who])
		whole, err := v.Products(ctx)
		must(t, err)
		var parts []campaign.Product
		for after := campaign.ID(0); ; after = parts[len(parts)-1].ID {
			part, err := v.ProductsAfter(ctx, after, 2)
			must(t, err)
			if parts = append(parts, part...); len(part) == 0 {
				break
			}
		}
		if len(whole) != want || !slices.Equal(parts, whole) {
			t.Errorf("%s: %+v is not %+v", who, parts, whole)
		}
	}
	whole, err := w.Register(ctx)
	must(t, err)
	var parts []store.Published
	for after := campaign.ID(0); ; after = parts[len(parts)-1].ID {
		part, err := w.RegisterAfter(ctx, after, 2)
		must(t, err)
		if parts = append(parts, part...); len(part) == 0 {
			break
		}
	}
	if len(whole) != 5 || !reflect.DeepEqual(parts, whole) {
		t.Errorf("%+v is not %+v", parts, whole)
	}
	for _, p := range whole {
		if one, err := w.Registered(ctx, p.ID); err != nil || !reflect.DeepEqual(one, p) {
			t.Errorf("%+v, %v is not %+v", one, err, p)
		}
	}
	if _, err := w.Registered(ctx, 99); !errors.Is(err, campaign.ErrUnknown) {
		t.Errorf("%v", err)
	}
}

// What is past its time is marked once, unless somebody still needs it; it is not judged
// again, and rules are no longer tried on it.
func TestWhatIsPastItsTime(t *testing.T) { both(t, whatIsPastItsTime) }

func whatIsPastItsTime(t *testing.T, where string) {
	w, ctx := open(t, where), t.Context()
	vendor, officer, head := w.As(w.people["vendor-tester-un"]), w.As(w.people["officer"]), w.As(w.people["head"])
	one, err := vendor.HandIn(ctx, w.versions[0], "one", nothing)
	must(t, err)
	_, err = w.As(w.people["vendor-tester-deux"]).HandIn(ctx, w.versions[1], "one", nothing)
	must(t, err, w.Settle(ctx, one, etalon.Pass, "d1"))
	admin, later := w.As(w.people["admin"]), time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	past := func(want ...campaign.ID) {
		t.Helper()
		all, err := admin.Past(ctx, later)
		must(t, err)
		got := []campaign.ID{}
		for _, s := range all {
			got = append(got, s.ID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("past its time: %v, want %v", got, want)
		}
	}
	past(one) // the other waits to be judged
	if early, err := admin.Past(ctx, time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)); err != nil || len(early) != 0 {
		t.Errorf("before its time: %v, %v", early, err)
	}
	if _, err := officer.Outlive(ctx, later, "délai"); !errors.Is(err, campaign.ErrForbidden) {
		t.Errorf("by an officer: %v", err)
	}
	id, err := officer.Propose(ctx, w.versions[0], campaign.Accepted, "motif", time.Time{})
	must(t, err)
	past()
	must(t, w.As(w.people["second-officer"]).Confirm(ctx, id), head.Sign(ctx, id, signs))
	past(one)
	must(t, w.As(w.people["vendor-admin-un"]).Appeal(ctx, id, "non", signs))
	past()
	w.add("officer-2", campaign.Officer, 0)
	_, err = w.As(w.people["officer-2"]).Answer(ctx, 1, campaign.Dismissed, "non", signs)
	must(t, err)
	past(one)
	marked, err := admin.Outlive(ctx, later, "délai")
	must(t, err)
	again, err := admin.Outlive(ctx, later, "délai")
	must(t, err)
	if len(marked) != 1 || marked[0].ID != one || len(again) != 0 {
		t.Errorf("%+v, then %+v", marked, again)
	}
	if heads, err := admin.Outlived(ctx); err != nil || len(heads) != 0 {
		t.Errorf("another session has the same dossier: %v, %v", heads, err)
	}
	if err := officer.Again(ctx, one, nothing); !errors.Is(err, campaign.ErrState) {
		t.Errorf("judged again: %v", err)
	}
	must(t, w.Settle(ctx, one+1, etalon.Pass, "d2"))
	impact, err := officer.AddImpact(ctx, "V2", "p", nothing)
	must(t, err)
	if next, err := w.NextEffect(ctx, impact); err != nil || next.ID != one+1 {
		t.Errorf("rules are tried on %d, %v", next.ID, err)
	}
	_, err = admin.Outlive(ctx, later, "délai")
	must(t, err)
	if heads, err := admin.Outlived(ctx); err != nil || !slices.Equal(heads, []string{"one"}) {
		t.Errorf("%v, %v", heads, err)
	}
}

// Who waits here is told of what another process judged.
func TestAnotherProcessIsHeard(t *testing.T) {
	where := databases.Database(t)
	w, ctx := open(t, where), t.Context()
	other, err := store.Open(ctx, where, time.Now)
	must(t, err)
	t.Cleanup(func() { _ = other.Close() })
	<-w.Changed() // it listens
	session, err := w.As(w.people["vendor-tester-un"]).HandIn(ctx, w.versions[0], "one", nothing)
	must(t, err)
	for name, judge := range map[string]func() error{
		"settled": func() error { return other.Settle(ctx, session, etalon.Pass, "d1") },
		"refused": func() error { return other.Refuse(ctx, session, "altéré") },
	} {
		changed := w.Changed()
		must(t, judge())
		select {
		case <-changed:
		case <-time.After(time.Minute):
			t.Fatalf("%s: not heard", name)
		}
	}
}

// A database that a newer program has changed is refused, in words.
func TestANewerDatabaseIsRefused(t *testing.T) { both(t, aNewerDatabaseIsRefused) }

func aNewerDatabaseIsRefused(t *testing.T, where string) {
	s, err := store.Open(t.Context(), where, time.Now)
	must(t, err)
	_, err = s.DB().ExecContext(t.Context(), "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, true)")
	must(t, err, s.Close())
	if _, err := store.Open(t.Context(), where, time.Now); !errors.Is(err, store.ErrNewer) {
		t.Errorf("%v", err)
	}
}

// Every table of the store is copied: one more is not forgotten.
func TestABackupHasEveryTable(t *testing.T) {
	w, ctx := open(t, filepath.Join(t.TempDir(), "etalon.db")), t.Context()
	rows, err := w.DB().QueryContext(ctx, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'goose%' AND name NOT LIKE 'sqlite%'")
	must(t, err)
	var names []string
	for rows.Next() {
		var name string
		must(t, rows.Scan(&name))
		names = append(names, name)
	}
	must(t, rows.Err(), rows.Close())
	copied := store.Tables()
	slices.Sort(names)
	slices.Sort(copied)
	if !slices.Equal(names, copied) {
		t.Errorf("copied: %v; there: %v", copied, names)
	}
}

// A decision is confirmed and signed on what it was proposed on. When a session comes or is judged
// otherwise in between, it is withdrawn and proposed anew.
func TestADecisionIsOnItsEvidence(t *testing.T) { both(t, aDecisionIsOnItsEvidence) }

func aDecisionIsOnItsEvidence(t *testing.T, where string) {
	w, ctx := open(t, where), t.Context()
	version, vendor := w.versions[0], w.As(w.people["vendor-tester-un"])
	officer, second, head := w.As(w.people["officer"]), w.As(w.people["second-officer"]), w.As(w.people["head"])
	one, err := vendor.HandIn(ctx, version, "one", nothing)
	must(t, err, w.Settle(ctx, one, etalon.Pass, "d1"))
	propose := func() campaign.ID {
		t.Helper()
		id, err := officer.Propose(ctx, version, campaign.Accepted, "motif", time.Time{})
		must(t, err)
		return id
	}
	id := propose()
	_, err = vendor.HandIn(ctx, version, "two", nothing) // nothing is known of it yet
	must(t, err, second.Confirm(ctx, id), w.Settle(ctx, one, etalon.Fail, "d2"))
	if err := head.Sign(ctx, id, signs); !errors.Is(err, campaign.ErrState) {
		t.Errorf("signed after it was judged otherwise: %v", err)
	}
	must(t, second.Withdraw(ctx, id, "rejugée"))
	if err := second.Withdraw(ctx, id, "encore"); !errors.Is(err, campaign.ErrState) {
		t.Errorf("withdrawn twice: %v", err)
	}
	id = propose()
	must(t, w.Settle(ctx, one+1, etalon.Pass, "d3"))
	if err := second.Confirm(ctx, id); !errors.Is(err, campaign.ErrState) {
		t.Errorf("confirmed after another session was judged: %v", err)
	}
	must(t, officer.Withdraw(ctx, id, "nouvelle session"))
	id = propose()
	must(t, second.Confirm(ctx, id))
	if err := head.Sign(ctx, id, func(campaign.Saying) (string, error) { return "", context.Canceled }); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if said, err := w.Statements(ctx, id); err != nil || len(said) != 0 {
		t.Errorf("%v, %v", said, err)
	}
	must(t, head.Sign(ctx, id, func(what campaign.Saying) (string, error) {
		if len(what.Sessions) != 2 || what.Sessions[1].Digest != "d2" {
			t.Errorf("%+v", what.Sessions)
		}
		return signs(what)
	}))
	if err := head.Withdraw(ctx, id, "trop tard"); !errors.Is(err, campaign.ErrState) {
		t.Errorf("withdrawn after it was signed: %v", err)
	}
	if _, err := officer.Propose(ctx, version, campaign.Accepted, "motif", time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)); !errors.Is(err, campaign.ErrInvalid) {
		t.Errorf("holds until a day that is past: %v", err)
	}
}
