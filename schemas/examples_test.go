package schemas_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/internal/rules"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/schemas"
)

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
	entry := doc.Root().Local()
	if doc.Root().Attr("", "protocol") == string(schemas.OverHTTP) {
		entry = string(schemas.OverHTTP) // without an envelope: an entry of its own
	}
	for _, s := range speakFor(t, schemata, base, entry) {
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
	l, err := schemas.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	for _, pack := range l.Names() {
		trials, err := rules.Try(context.Background(), l, pack, nil)
		if err != nil {
			t.Fatal(err)
		}
		if len(trials) < 10 {
			t.Errorf("%s: %d rules", pack, len(trials))
		}
		for _, trial := range trials {
			for _, fault := range trial.Faults {
				t.Errorf("%s: %s (%s): %s", pack, trial.Rule, trial.At, fault.EN)
			}
		}
	}
}
