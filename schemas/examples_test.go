package schemas_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/schemas"
)

// example makes one rule fail: textual edits of a conforming document.
type example struct {
	Rule string `yaml:"rule"`
	Base string `yaml:"base"`
	// Given names the edits that make the base, conforming still, the evidence of
	// what a step asked for.
	Given string   `yaml:"given"`
	Fail  []edit   `yaml:"fail"`
	Also  []string `yaml:"also"` // other rules that may fail too

	given []edit
}

// edit replaces a text that stands exactly once.
type edit struct {
	Find    string `yaml:"find"`
	Replace string `yaml:"replace"`
}

func apply(t *testing.T, text, base string, edits []edit) string {
	t.Helper()
	for _, e := range edits {
		if n := strings.Count(text, e.Find); n != 1 {
			t.Fatalf("%q stands %d times in %s", e.Find, n, base)
		}
		text = strings.Replace(text, e.Find, e.Replace, 1)
	}
	return text
}

func examples(t *testing.T) []example {
	t.Helper()
	names, err := filepath.Glob("packs/*/examples/*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	var all []example
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var file struct {
			Givens   map[string][]edit `yaml:"givens"`
			Examples []example         `yaml:"examples"`
		}
		if err := yaml.UnmarshalWithOptions(text, &file, yaml.Strict()); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for i, ex := range file.Examples {
			given, known := file.Givens[ex.Given]
			if ex.Given != "" && !known {
				t.Fatalf("%s: %s: nothing is called %s", name, ex.Rule, ex.Given)
			}
			file.Examples[i].given = given
		}
		all = append(all, file.Examples...)
	}
	return all
}

// judged is what the rules said of one document.
type judged struct {
	fired  map[string]int    // evaluations by rule
	failed map[string]string // what each failed rule said
}

// speakFor gives the entries that judge a base document: those of the pack that
// it is an example of, and of what that extends. A fault that two packs would tell
// is seen here.
func speakFor(t *testing.T, schemata []set, base, root string) []set {
	t.Helper()
	l, err := schemas.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	packs, err := l.Of(packOf(t, base))
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(slices.Clone(schemata), func(s set) bool {
		return s.name != root || !slices.ContainsFunc(packs, func(p *schemas.Pack) bool { return p.Name == s.pack })
	})
}

// packOf is the pack in whose examples a base document stands.
func packOf(t *testing.T, base string) string {
	t.Helper()
	_, pack := findBase(t, base)
	return pack
}

func findBase(t *testing.T, name string) (file, pack string) {
	t.Helper()
	found, err := filepath.Glob("packs/*/examples/base/" + name + ".xml")
	if err != nil || len(found) != 1 {
		t.Fatalf("%d base documents are called %s", len(found), name)
	}
	return found[0], strings.Split(filepath.ToSlash(found[0]), "/")[1]
}

// judge runs the schemas that a document is for.
func judge(t *testing.T, schemata []set, base string, text []byte) judged {
	t.Helper()
	doc, err := xmldoc.Parse(text, xmldoc.Limits{})
	if err != nil {
		t.Fatalf("evidence: %v", err)
	}
	out := judged{map[string]int{}, map[string]string{}}
	for _, s := range speakFor(t, schemata, base, doc.Root().Local()) {
		out.add(t, s, doc)
	}
	return out
}

func (j judged) add(t *testing.T, s set, doc *xmldoc.Doc) {
	t.Helper()
	report, err := s.Run(context.Background(), doc)
	if err != nil {
		t.Fatal(err)
	}
	rules := s.Rules()
	for i, n := range report.Evaluated() {
		j.fired[string(rules[i].ID)] += n
	}
	for _, e := range report.Errors {
		t.Errorf("%s could not be judged: %s", rules[e.Rule].ID, e.Reason)
	}
	for _, c := range report.Checks {
		said := c.Text
		for _, d := range c.Diagnostics {
			said += " | " + strings.TrimSpace(d.Text)
			if strings.TrimSpace(d.Text) == "" && !strings.HasSuffix(d.ID, ".observed") {
				t.Errorf("%s says nothing in %s", rules[c.Rule].ID, d.ID)
			}
		}
		if len(c.Diagnostics) != 5 {
			t.Errorf("%s has %d diagnostics", rules[c.Rule].ID, len(c.Diagnostics))
		}
		j.failed[string(rules[c.Rule].ID)] = said
	}
}

func readBase(t *testing.T, name string) []byte {
	t.Helper()
	file, _ := findBase(t, name)
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestConformingDocumentsHaveNoFinding: the base documents break no rule, not
// even one that only warns.
func TestConformingDocumentsHaveNoFinding(t *testing.T) {
	schemata := load(t)
	names, err := filepath.Glob("packs/*/examples/base/*.xml")
	if err != nil || len(names) == 0 {
		t.Fatalf("no base documents: %v", err)
	}
	for _, name := range names {
		base := strings.TrimSuffix(filepath.Base(name), ".xml")
		t.Run(base, func(t *testing.T) {
			got := judge(t, schemata, base, readBase(t, base))
			if len(got.fired) == 0 {
				t.Error("no rule fired")
			}
			for id, said := range got.failed {
				t.Errorf("%s: %s", id, said)
			}
		})
	}
}

// TestEveryRuleHasItsExamples: each rule looks at its conforming document and
// holds, and fails on the edited one, where no other rule fails but those named.
func TestEveryRuleHasItsExamples(t *testing.T) {
	schemata := load(t)
	bases := map[string]judged{}
	covered := map[string]bool{}
	anomaly := func(id string) bool { return testOf(schemata, id) == "false()" }
	for _, ex := range examples(t) {
		if covered[ex.Rule] {
			t.Errorf("%s has two examples", ex.Rule)
		}
		covered[ex.Rule] = true
		t.Run(ex.Rule, func(t *testing.T) {
			text := apply(t, string(readBase(t, ex.Base)), ex.Base, ex.given)
			start := ex.Base + " " + ex.Given
			if _, ok := bases[start]; !ok {
				bases[start] = judge(t, schemata, ex.Base, []byte(text))
				for id, said := range bases[start].failed {
					t.Errorf("%s breaks %s: %s", start, id, said)
				}
			}
			if bases[start].fired[ex.Rule] == 0 && !anomaly(ex.Rule) {
				t.Errorf("it does not look at %s", start)
			}
			got := judge(t, schemata, ex.Base, []byte(apply(t, text, ex.Base, ex.Fail)))
			if _, ok := got.failed[ex.Rule]; !ok {
				t.Errorf("it does not fail (evaluated %d times); others: %v", got.fired[ex.Rule], got.failed)
			}
			for id, said := range got.failed {
				if id != ex.Rule && !slices.Contains(ex.Also, id) {
					t.Errorf("%s fails too: %s", id, said)
				}
			}
			for _, id := range ex.Also {
				if _, ok := got.failed[id]; !ok {
					t.Errorf("also: %s does not fail", id)
				}
			}
		})
	}
	for _, s := range schemata {
		for _, r := range s.Rules() {
			if !covered[string(r.ID)] {
				t.Errorf("%s: %s:%d: %s has no example", s.pack, r.File, r.Line, r.ID)
			}
		}
	}
}

// testOf is the test of a rule. That of a rule about anomalies is false(): its
// context alone is the fault, so it cannot look at a conforming document.
func testOf(schemata []set, id string) string {
	for _, s := range schemata {
		for _, r := range s.Rules() {
			if string(r.ID) == id {
				return r.Test
			}
		}
	}
	return ""
}
