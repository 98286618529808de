package schemas_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/etalon-dmp/etalon/scenarios"
	"github.com/etalon-dmp/etalon/schemas"
	"github.com/etalon-dmp/etalon/validators/schematron"
)

// set is one compiled entry of an embedded pack.
type set struct {
	pack, name string
	*schematron.Schema
}

// load compiles every entry of the embedded packs.
func load(t *testing.T) []set {
	t.Helper()
	packs := own(t)
	var all []set
	for _, pack := range packs {
		for _, e := range pack.Entries {
			s, defects, err := schematron.Load(pack.FS, e.File, schematron.Options{CaseSensitive: true})
			if err != nil {
				t.Fatalf("%s: %s: %v", pack.Name, e.File, err)
			}
			for _, d := range defects {
				t.Errorf("%s: %s:%d: %s: %s", pack.Name, d.File, d.Line, d.Code, d.Text)
			}
			all = append(all, set{pack.Name, e.Name, s})
		}
	}
	return all
}

var (
	ruleID    = regexp.MustCompile(`^[A-Z]{1,3}[0-9]{2}\.[a-z0-9][a-z0-9-]*$`)
	xmlID     = regexp.MustCompile(`<sch:(assert|report)\b`)
	suffixes  = []string{"en", "expected", "observed", "hint.fr", "hint.en"}
	allRoles  = []string{"error", "warning", "info", "harness"}
	allGrades = []string{"A", "B", "C", "D"}
)

// known gives the ids of the requirements of each pack and what it extends, and
// the groups that scenarios name.
func known(t *testing.T) (ids map[string][]string, groups map[string][]string) {
	t.Helper()
	l, err := schemas.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	ids = map[string][]string{}
	for _, name := range l.Names() {
		packs, err := l.Of(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range packs {
			for _, r := range p.Requirements {
				ids[name] = append(ids[name], string(r.ID))
			}
		}
	}
	text, err := scenarios.FS().Open("groups.yaml")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = text.Close() }()
	var c struct {
		Groups map[string]struct {
			Requirements []string `yaml:"requirements"`
		} `yaml:"groups"`
	}
	if err := yaml.NewDecoder(text).Decode(&c); err != nil {
		t.Fatal(err)
	}
	groups = map[string][]string{}
	for name, g := range c.Groups {
		groups[name] = g.Requirements
	}
	return ids, groups
}

// TestEveryRuleSaysWhatItIs is the lint of the pack: identity, provenance and
// messages of each rule.
func TestEveryRuleSaysWhatItIs(t *testing.T) {
	ids, _ := known(t)
	packs := own(t)
	seen := map[string]bool{}
	for _, s := range load(t) {
		for _, r := range s.Rules() {
			id := string(r.ID)
			fault := func(format string, args ...any) {
				t.Helper()
				t.Errorf("%s:%d: "+format, append([]any{r.File, r.Line}, args...)...)
			}
			if !ruleID.MatchString(id) {
				fault("the id %q is not CHECK.aspect", id)
			}
			if seen[id] {
				fault("the id %s is taken", id)
			}
			seen[id] = true
			if !slices.Contains(allRoles, r.Role) {
				fault("%s: role is %q", id, r.Role)
			}
			grade := r.Attrs["confidence"]
			if !slices.Contains(allGrades, grade) {
				fault("%s: confidence is %q", id, grade)
			}
			if (grade == "C" || grade == "D") && r.Role == "error" {
				fault("%s: confidence %s only warns", id, grade)
			}
			if r.Attrs["source"] == "" {
				fault("%s: no source", id)
			}
			requirements := strings.Fields(r.Attrs["requirements"])
			if len(requirements) == 0 {
				fault("%s: no requirement", id)
			}
			for _, q := range requirements {
				if !slices.Contains(ids[s.pack], q) {
					fault("%s: requirement %s is not of pack %s nor of what it extends", id, q, s.pack)
				}
			}
			if sut := strings.Contains(r.Context, "@sent-by='sut'"); s.name == "exchange" && sut == (r.Role == "harness") && !strings.Contains(r.Context, "@sent-by='etalon'") {
				fault("%s: it does not say whose message it judges", id)
			}
		}
	}
	if len(seen) < 100 {
		t.Errorf("%d rules", len(seen))
	}
	checkMessages(t, packs, seen)
}

// checkMessages looks at the text of the rule files: each assert names its five
// diagnostics, each is there and says something.
func checkMessages(t *testing.T, packs []*schemas.Pack, ids map[string]bool) {
	t.Helper()
	texts := ""
	for _, pack := range packs {
		for _, name := range ruleFiles(t, pack) {
			text := read(t, pack.FS, name)
			texts += text
			if n := len(strings.Split(strings.TrimSpace(text), "\n")); n > 500 {
				t.Errorf("%s has %d lines", name, n)
			}
		}
	}
	if n := len(xmlID.FindAllString(texts, -1)); n != len(ids) {
		t.Errorf("%d asserts in the files, %d rules loaded", n, len(ids))
	}
	for id := range ids {
		var names []string
		for _, s := range suffixes {
			names = append(names, id+"."+s)
			lang := map[string]string{"en": ` xml:lang="en"`, "hint.fr": ` xml:lang="fr"`, "hint.en": ` xml:lang="en"`}[s]
			_, after, ok := strings.Cut(texts, `<sch:diagnostic id="`+id+"."+s+`"`+lang+`>`)
			if body, _, _ := strings.Cut(after, "</sch:diagnostic>"); !ok || strings.TrimSpace(body) == "" {
				t.Errorf("%s.%s is missing, empty, or in no language", id, s)
			}
		}
		if !strings.Contains(texts, `diagnostics="`+strings.Join(names, " ")+`"`) {
			t.Errorf("%s does not name its diagnostics in the usual order", id)
		}
	}
}

// TestProofsAreOfRulesThatSpeakForThem: a rule that does not exist, or does not
// speak for the requirement, could never prove it, and the requirement would stay
// open for ever.
func TestProofsAreOfRulesThatSpeakForThem(t *testing.T) {
	speaks := map[string][]string{}
	for _, s := range load(t) {
		for _, r := range s.Rules() {
			speaks[string(r.ID)] = strings.Fields(r.Attrs["requirements"])
		}
	}
	for _, p := range own(t) {
		for _, b := range p.Published {
			for _, id := range b.Requirements {
				speaks[string(b.ID)] = append(speaks[string(b.ID)], string(id))
			}
		}
	}
	proven := 0
	for _, p := range own(t) {
		for _, q := range p.Requirements {
			for _, proof := range q.Proof {
				for _, id := range proof.Of() {
					proven++
					if !slices.Contains(speaks[string(id)], string(q.ID)) {
						t.Errorf("%s: %s does not speak for it", q.ID, id)
					}
				}
			}
		}
	}
	if proven < 100 {
		t.Errorf("%d rules prove something", proven)
	}
}

// TestWhatMakesADocumentWholeIsThere: a rule that does not exist would keep every
// document open.
func TestWhatMakesADocumentWholeIsThere(t *testing.T) {
	ids := map[string]bool{}
	for _, s := range load(t) {
		for _, r := range s.Rules() {
			ids[string(r.ID)] = true
		}
	}
	for _, p := range own(t) {
		for _, id := range p.Whole {
			if !ids[string(id)] {
				t.Errorf("%s: whole names %s, which is no rule", p.Name, id)
			}
		}
	}
}

// TestEveryGroupHasWitnesses: a scenario that cites a group must find a rule
// for each of its requirements, or it could never pass.
func TestEveryGroupHasWitnesses(t *testing.T) {
	_, groups := known(t)
	witnessed := map[string]bool{}
	for _, s := range load(t) {
		for _, r := range s.Rules() {
			for _, q := range strings.Fields(r.Attrs["requirements"]) {
				witnessed[q] = true
			}
		}
	}
	for _, p := range own(t) {
		for _, b := range p.Schemas {
			for _, q := range b.Requirements {
				witnessed[string(q)] = true
			}
		}
	}
	for name, requirements := range groups {
		if len(requirements) == 0 {
			t.Errorf("group %s is empty", name)
		}
		for _, q := range requirements {
			if !witnessed[q] {
				t.Errorf("group %s: no rule speaks for %s", name, q)
			}
		}
	}
}
