package xsd

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"regexp"
	"slices"
	"sync"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/validators/xsd/mutants"
)

// explanation is a difference of verdicts that was looked at.
type explanation struct {
	Between string `yaml:"between"` // engines, cda, message: what is compared
	Refused string `yaml:"refused"` // who refuses what the other accepts
	Says    string `yaml:"says"`    // regular expression on the first words of the refusal
	Kind    string `yaml:"kind"`    // regular expression on the kind of mutant; "" is any
	Right   string `yaml:"right"`   // who is right
	FR      string `yaml:"fr"`
	EN      string `yaml:"en"`
}

func explanations(t *testing.T) []explanation {
	t.Helper()
	src, err := os.ReadFile("testdata/differences.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var list []explanation
	if err := yaml.UnmarshalWithOptions(src, &list, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	for i, e := range list {
		if e.Between == "" || e.Refused == "" || e.Says == "" || e.Right == "" || e.FR == "" || e.EN == "" {
			t.Fatalf("testdata/differences.yaml: entry %d is not complete", i+1)
		}
	}
	return list
}

// side is one of two that should say the same.
type side struct {
	name   string
	engine Engine
	schema SchemaRef
}

// ledger counts agreements, and differences by their kind.
type ledger struct {
	*testing.T
	between   string
	known     []explanation
	mu        sync.Mutex
	all, bad  int
	used      map[int]int
	names     map[string]int // known differences of the engines, and how often
	unknown   map[string]int
	instances map[string]string
}

func newLedger(t *testing.T, between string) *ledger {
	return &ledger{T: t, between: between, known: explanations(t), used: map[int]int{}, names: map[string]int{}, unknown: map[string]int{}, instances: map[string]string{}}
}

// compare asks two sides about a document and books what they say.
func (l *ledger) compare(kind string, doc []byte, a, b side) {
	var opinions [2]Verdict
	for i, s := range []side{a, b} {
		v, err := s.engine.Validate(context.Background(), s.schema, doc)
		if err != nil {
			l.Errorf("%s: %s: %v", kind, s.name, err)
			return
		}
		opinions[i] = v
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all++
	if !opinions[0].Valid {
		l.bad++
	}
	if opinions[0].Valid == opinions[1].Valid {
		return
	}
	refuser, said := a.name, opinions[0]
	if opinions[0].Valid {
		refuser, said = b.name, opinions[1]
	}
	first := said.Violations[0].Message
	if l.between == "engines" {
		if _, names, ok := reconcile(said); ok {
			l.names[names]++
			return
		}
	}
	for i, e := range l.known {
		if e.Between == l.between && e.Refused == refuser && match(e.Says, first) && match(e.Kind, kind) {
			l.used[i]++
			return
		}
	}
	key := refuser + " refuses: " + kind
	l.unknown[key]++
	l.instances[key] = said.Violations[0].Path + ": " + first
}

func match(pattern, text string) bool { return regexp.MustCompile(pattern).MatchString(text) }

// settle lists what nobody explained, and, after a full run, what is explained
// and not seen any more.
func (l *ledger) settle(full bool) {
	l.Logf("%s: %d documents, %d refused, %d differences explained %v", l.between, l.all, l.bad, sum(l.used), l.names)
	keys := make([]string, 0, len(l.unknown))
	for k := range l.unknown {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, cmp.Compare)
	for _, k := range keys {
		l.Errorf("%d× %s\n      %s", l.unknown[k], k, l.instances[k])
	}
	for i, e := range l.known {
		if full && e.Between == l.between && l.used[i] == 0 {
			l.Errorf("explained and not seen any more: %s refuses %q", e.Refused, e.Says)
		}
	}
}

func sum(m map[int]int) (n int) {
	for _, v := range m {
		n += v
	}
	return n
}

// mutated compares two sides over documents and their mutants, two at a time.
func (l *ledger) mutated(docs map[string][]byte, share uint64, only func(xmldoc.Node) bool, a, b side) {
	l.Helper()
	names := make([]string, 0, len(docs))
	for n := range docs {
		names = append(names, n)
	}
	slices.SortFunc(names, func(x, y string) int { return cmp.Or(len(docs[x])-len(docs[y]), cmp.Compare(x, y)) })
	for _, s := range []side{a, b} { // a schema that does not compile would be tried again for each document
		if _, err := s.engine.Validate(context.Background(), s.schema, docs[names[0]]); err != nil {
			l.Fatalf("%s: %v", s.name, err)
		}
	}
	maker := &mutants.Maker{Seed: 1, Share: share, Only: only}
	type work struct {
		kind string
		doc  []byte
	}
	todo := make(chan work)
	var group sync.WaitGroup
	for range 2 {
		group.Go(func() {
			for w := range todo {
				l.compare(w.kind, w.doc, a, b)
			}
		})
	}
	for _, n := range names {
		todo <- work{"as it is " + n, docs[n]}
		made, err := maker.Of(docs[n])
		if err != nil {
			l.Errorf("%s: %v", n, err)
			continue
		}
		for m := range made {
			todo <- work{fmt.Sprintf("%s (%s)", m.Kind(), n), m.Bytes}
		}
	}
	close(todo)
	group.Wait()
}
