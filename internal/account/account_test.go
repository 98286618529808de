package account

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon/internal/reference"
	"github.com/etalon-dmp/etalon/internal/repertoire"
	"github.com/etalon-dmp/etalon/internal/scenario"
	"github.com/etalon-dmp/etalon/internal/session"
	"github.com/etalon-dmp/etalon/internal/xmlsec"
	"github.com/etalon-dmp/etalon/validators/xsd"
)

// played is a short conforming session of the DMP's client, for all tests.
var played = sync.OnceValues(func() (Session, error) {
	all, err := repertoire.Load(repertoire.Input{Messages: session.Messages()})
	if err != nil {
		return Session{}, err
	}
	few := func(s *scenario.Scenario) bool { return s.ID == "td2.1-certificate" || s.ID == "td0.2-active" }
	return Stage{Repertoire: all, Seed: 1, Clock: time.Now, Only: few}.Play(context.Background(), reference.Products()[0])
})

func letters(t *testing.T) (Session, map[string]*letter) {
	t.Helper()
	s, err := played()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]*letter{}
	for _, x := range s.Dossier.Exchanges {
		raw, err := s.Dossier.Bytes(x.Request)
		if err != nil {
			t.Fatal(err)
		}
		l, err := open(raw)
		if err != nil {
			t.Fatalf("%s: %v", x.ID, err)
		}
		if got := l.bytes(true); !bytes.Equal(got, raw) {
			t.Errorf("%s is not itself again", x.ID)
		}
		out[string(x.Transaction)] = l
	}
	if len(out) < 2 {
		t.Fatalf("%d kinds of message", len(out))
	}
	return s, out
}

// Every node is where it says: its value is there, and what is cut out leaves
// well-formed XML.
func TestNodesAreWhereTheySay(t *testing.T) {
	_, all := letters(t)
	for what, l := range all {
		found := nodes(l, what, false)
		if len(found) < 100 {
			t.Errorf("%s: %d nodes", what, len(found))
		}
		for _, n := range found {
			source := l.source(n)
			raw := string(source[n.from:n.to])
			if n.kind != element && !strings.Contains(raw, "&") && raw != n.value {
				t.Errorf("%s %s: %q, not %q", what, n.path, raw, n.value)
			}
			if n.lo > n.from || n.hi < n.to {
				t.Errorf("%s %s: %d-%d is not around %d-%d", what, n.path, n.lo, n.hi, n.from, n.to)
			}
		}
	}
}

// A mutant has one fault: what is signed is signed again, what describes a document
// still does, the length is right.
func TestMutantsAreConsistent(t *testing.T) {
	s, all := letters(t)
	l := all["ITI-41"]
	judged := 0
	for _, n := range nodes(l, "ITI-41", false) {
		if n.inHead || n.kind == element || insideSignature(n) {
			continue
		}
		e := edit{op: Other, lo: n.from, hi: n.to, text: escaped(sibling(n.value))}
		c, err := made(l, n, e, s.signer())
		if err != nil {
			t.Errorf("%s: %v", n.path, err)
			continue
		}
		judged++
		again, err := open(c.bytes(true))
		if err != nil {
			t.Errorf("%s: %v", n.path, err)
			continue
		}
		for _, p := range again.parts {
			if p.role == "root" && n.area == areaVIHF && !holds(p.body, nil) && n.key != "Assertion/@ID" {
				t.Errorf("%s: the assertion's signature", n.path)
			}
		}
		if n.area != areaHeader && n.area != areaBody {
			continue
		}
		for i, x := range entriesOf(again) {
			if before := entriesOf(l)[i]; x.hash.OK() != before.hash.OK() || x.size.OK() != before.size.OK() {
				t.Errorf("%s: the entry no longer describes its document", n.path)
			}
		}
	}
	if judged < 200 {
		t.Errorf("%d mutants", judged)
	}
}

// A legal form is the same to what signs: it says nothing else.
func TestLegalFormsKeepSignatures(t *testing.T) {
	_, all := letters(t)
	written := 0
	for what, l := range all {
		for _, form := range equivalences() {
			c := form.write(l)
			if c == nil {
				continue
			}
			written++
			if form.name == "chunked" {
				if _, err := open(c.bytes(true)); err == nil {
					t.Error("a body in chunks is read as if it were whole")
				}
				continue
			}
			again, err := open(c.bytes(true))
			if err != nil || len(again.parts) != len(l.parts) {
				t.Errorf("%s, %s: %v", what, form.name, err)
				continue
			}
			for _, p := range again.parts {
				if p.role == "root" && (p.doc == nil || !holds(p.body, nil)) {
					t.Errorf("%s, %s: the root part no longer is what was signed", what, form.name)
				}
			}
			if form.clause == "" {
				t.Errorf("%s has no clause", form.name)
			}
		}
	}
	if written < 40 {
		t.Errorf("%d forms", written)
	}
}

// The account says failed of what a rule fails, and tells what no rule speaks of.
func TestAccountOfAFewScenarios(t *testing.T) {
	s, _ := letters(t)
	all, err := repertoire.Load(repertoire.Input{Messages: session.Messages()})
	if err != nil {
		t.Fatal(err)
	}
	a, err := Run(t.Context(), Order{Sessions: []Session{s}, Packs: all.Packs, Jobs: 2, Sample: 120, Seed: 7, Whole: true, Progress: func(int, int) {}})
	if err != nil {
		t.Fatal(err)
	}
	word := func(w Word) int { return a.Report.Total[slices.Index(Words(), w)] }
	if a.Report.Made != 120 || a.Report.Of < 2000 || word(Failed) < 50 || word(Unmade) > 1 {
		t.Errorf("%d of %d: %v", a.Report.Made, a.Report.Of, a.Report.Total)
	}
	for _, m := range a.Report.Mutants {
		if m.Word == string(Failed) && len(m.Rules) == 0 || m.Path == "" || m.Operator == "" {
			t.Errorf("%+v", m)
		}
	}
}

// A fact is changed in all messages of a scenario, each of them made again.
func TestAFactIsChangedInAllMessages(t *testing.T) {
	s, _ := letters(t)
	all, err := repertoire.Load(repertoire.Input{Messages: session.Messages()})
	if err != nil {
		t.Fatal(err)
	}
	a, err := Run(t.Context(), Order{Sessions: []Session{s}, Packs: all.Packs, Jobs: 1, Areas: []string{areaLinked}, Sample: 24, Seed: 1, Whole: true})
	if err != nil {
		t.Fatal(err)
	}
	over := 0
	for _, m := range a.Report.Mutants {
		if m.Word == string(Unmade) {
			t.Errorf("%s, %s: %s", m.Path, m.Operator, m.Why)
		}
		if m.Operator == "linked-over" {
			over++
		}
	}
	if over == 0 {
		t.Error("no fact of several messages")
	}
}

// A key nobody trusts makes a signature that holds: only trust can tell.
func TestAStrangersSignatureHolds(t *testing.T) {
	s, all := letters(t)
	l := all["ITI-41"]
	fresh := s.Keys.Get("inconnu-sign")
	for i, p := range l.parts {
		if p.role == "document" {
			continue
		}
		body, err := xmlsec.Renew(instead(p.body, s.Keys.Get("cps-sign"), fresh), xmlsec.Signer{Key: fresh.Key, Chain: fresh.Chain()}, xmlsec.Renewal{Documents: l.documents(l)})
		if err != nil || bytes.Equal(body, p.body) || !holds(body, l.documents(l)) {
			t.Errorf("part %d: %v", i, err)
		}
	}
}

// What a sound message has is not validated twice.
func TestEnginesRemember(t *testing.T) {
	calls := 0
	m := &memory{known: map[string]xsd.Verdict{}}
	r := &remembering{Engine: counting{&calls}, memory: m}
	for range 3 {
		if _, err := r.Validate(t.Context(), "s", []byte("<a/>")); err != nil {
			t.Fatal(err)
		}
	}
	m.full = true
	for range 2 {
		if _, err := r.Validate(t.Context(), "s", []byte("<b/>")); err != nil {
			t.Fatal(err)
		}
	}
	if calls != 3 {
		t.Errorf("%d validations", calls)
	}
}

// A ratchet allows no more than it did; of a sample, what chance may bring.
func TestRatchet(t *testing.T) {
	r := Ratchet{{"A", 1000, 100}, {"B", 1000, 0}}
	for _, c := range []struct {
		now    Tooth
		sample bool
		raised bool
	}{
		{Tooth{"A", 1000, 100}, false, false},
		{Tooth{"A", 1000, 101}, false, true},
		{Tooth{"A", 2000, 190}, false, false},
		{Tooth{"A", 100, 15}, true, false},
		{Tooth{"A", 100, 30}, true, true},
		{Tooth{"B", 50, 2}, true, true},
		{Tooth{"new", 10, 1}, false, true},
	} {
		if got := r.raised(Ratchet{c.now}, c.sample); (len(got) > 0) != c.raised {
			t.Errorf("%+v: %+v", c, got)
		}
	}
	if b, err := r.YAML(); err != nil || !strings.Contains(string(b), "area: A") {
		t.Errorf("%v %s", err, b)
	}
	if _, err := EmbeddedRatchet(); err != nil {
		t.Error(err)
	}
}

type counting struct{ calls *int }

func (counting) Name() string { return "counting" }
func (counting) Close() error { return nil }
func (c counting) Validate(context.Context, xsd.SchemaRef, []byte) (xsd.Verdict, error) {
	*c.calls++
	return xsd.Verdict{Valid: true}, nil
}
