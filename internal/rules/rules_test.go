package rules_test

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/rules"
	"github.com/etalon-dmp/etalon/schemas"
)

// folder is a pack of a user's, as a map of files.
type folder map[string][]byte

func (f folder) open(t *testing.T) rules.Pack {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, text := range f {
		fsys["mine/"+name] = &fstest.MapFile{Data: text}
	}
	l, err := schemas.Embedded()
	must(t, err)
	p, err := rules.InFolder(l, fsys, "mine")
	must(t, err)
	return p
}

func (f folder) edit(t *testing.T, name, from, to string) {
	t.Helper()
	if strings.Count(string(f[name]), from) != 1 {
		t.Fatalf("%q does not stand once in %s:\n%s", from, name, f[name])
	}
	f[name] = []byte(strings.Replace(string(f[name]), from, to, 1))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func order() rules.Order {
	return rules.Order{ID: "L01.title", Requirements: []string{"LOCAL-01"}, Source: "a <text>", Confidence: "B", Base: "iti41", Folder: "mine"}
}

// begun is a new pack with a new rule.
func begun(t *testing.T) folder {
	t.Helper()
	f, err := rules.NewPack(rules.PackOrder{Name: "mine", Extends: "dmp"})
	must(t, err)
	made := folder(f)
	more, err := made.open(t).New(order())
	must(t, err)
	maps.Copy(made, more)
	return made
}

func faults(t *testing.T, f folder) string {
	t.Helper()
	trials, err := f.open(t).Try(context.Background(), nil)
	must(t, err)
	var out []string
	for _, trial := range trials {
		for _, fault := range trial.Faults {
			out = append(out, fault.EN)
		}
	}
	return strings.Join(out, "\n")
}

// A new rule loads and is tried at once; what is left to do is said, thing by
// thing, until it is done.
func TestANewRuleSaysWhatIsLeftToDo(t *testing.T) {
	f := begun(t)
	if got := faults(t, f); !strings.Contains(got, "still true()") || !strings.Contains(got, "stands 0 times") {
		t.Errorf("%s", got)
	}
	lint, err := f.open(t).Lint()
	must(t, err)
	if len(lint) != 6 {
		t.Errorf("%d faults: %v", len(lint), lint)
	}
	f.edit(t, "mine/L01-title.sch", `test="true()"`, `test="@method='POST'"`)
	f.edit(t, "examples/mine.yaml", rules.ToReplace, `method="POST"`)
	f.edit(t, "examples/mine.yaml", "replace: ''", `replace: 'method="PUT"'`)
	got := faults(t, f)
	for _, line := range strings.Split(got, "\n") {
		if line != "" && !strings.Contains(line, "fails too") {
			t.Errorf("%s", line)
		}
	}
}

// Each way in which a rule and its examples can be wrong is told.
func TestWrongRulesAreTold(t *testing.T) {
	right := func(t *testing.T) folder {
		f := begun(t)
		f.edit(t, "mine/L01-title.sch", `test="true()"`, `test="not(contains(@path,'\'))"`)
		f.edit(t, "examples/mine.yaml", rules.ToReplace, `method="POST"`)
		f.edit(t, "examples/mine.yaml", "replace: ''", `replace: 'method="POST" path-of-old="\"'`)
		return f
	}
	for name, c := range map[string]struct {
		change func(*testing.T, folder)
		says   string
	}{
		"it never fails": {func(*testing.T, folder) {}, "does not fail on the failing example (evaluated 1 times)"},
		"it looks at nothing": {func(t *testing.T, f folder) {
			f.edit(t, "mine/L01-title.sch", "ITI-41", "ITI-99")
		}, "it looks at nothing"},
		"it fails on what is right": {func(t *testing.T, f folder) {
			f.edit(t, "mine/L01-title.sch", "not(contains", "(contains")
		}, "L01.title fails on the conforming document"},
		"the base is unknown": {func(t *testing.T, f folder) { f.edit(t, "examples/mine.yaml", "iti41", "iti99") }, "no base document"},
		"the rule is unknown": {func(t *testing.T, f folder) { f.edit(t, "examples/mine.yaml", "L01.title", "L09.title") }, "no rule of this pack"},
		"there is no example": {func(t *testing.T, f folder) { f["examples/mine.yaml"] = []byte("examples: []\n") }, "has no example"},
		"nothing is edited": {func(t *testing.T, f folder) {
			f["examples/mine.yaml"] = []byte("examples:\n  - {rule: L01.title, base: iti41}\n")
		}, "edits nothing"},
		"a message is empty": {func(t *testing.T, f folder) {
			f.edit(t, "mine/L01-title.sch", "not(contains(@path,'\\'))", "@method='POST'")
			f.edit(t, "examples/mine.yaml", `replace: 'method="POST" path-of-old="\"'`, `replace: 'method="PUT"'`)
			f.edit(t, "mine/L01-title.sch", "À REMPLACER: what is wrong.", "<sch:value-of select=\"@none\"/>")
		}, "message L01.title.en says nothing here"},
	} {
		t.Run(name, func(t *testing.T) {
			f := right(t)
			c.change(t, f)
			if got := faults(t, f); !strings.Contains(got, c.says) {
				t.Errorf("%q is not said:\n%s", c.says, got)
			}
		})
	}
}

// What cannot become a rule is refused before anything is written.
func TestWhatCannotBeARuleIsRefused(t *testing.T) {
	for name, change := range map[string]func(*rules.Order){
		"id":          func(o *rules.Order) { o.ID = "title" },
		"taken":       func(o *rules.Order) { o.ID = "V06.version" },
		"requirement": func(o *rules.Order) { o.Requirements = []string{"LOCAL-99"} },
		"none":        func(o *rules.Order) { o.Requirements = nil },
		"confidence":  func(o *rules.Order) { o.Confidence = "E" },
		"base":        func(o *rules.Order) { o.Base = "iti99" },
		"folder":      func(o *rules.Order) { o.Folder = "../out" },
	} {
		f, err := rules.NewPack(rules.PackOrder{Name: "mine", Extends: "dmp"})
		must(t, err)
		o := order()
		change(&o)
		if _, err := folder(f).open(t).New(o); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	f := begun(t)
	if _, err := f.open(t).New(order()); err == nil {
		t.Error("a rule is written over another")
	}
}

// Source text is text, whatever is in it, and a doubtful source only warns.
func TestTheTemplateIsWellFormed(t *testing.T) {
	f, err := rules.NewPack(rules.PackOrder{Name: "mine", Extends: "ihe-xds"})
	must(t, err)
	made := folder(f)
	made["requirements.yaml"] = []byte(strings.Replace(string(made["requirements.yaml"]), "LOCAL-01", "LOCAL-02", 1))
	for _, c := range []etalon.Confidence{"A", "B", "C", "D"} {
		o := order()
		o.ID, o.Requirements, o.Confidence = etalon.RuleID("L0"+string(rune('1'+slices.Index([]etalon.Confidence{"A", "B", "C", "D"}, c)))+".x"), []string{"LOCAL-02"}, c
		o.Source, o.Base = `"<&>'`, "xds-session"
		more, err := made.open(t).New(o)
		must(t, err)
		maps.Copy(made, more)
	}
	lint, err := made.open(t).Lint()
	must(t, err)
	for _, l := range lint {
		if strings.Contains(l.What.EN, "only warns") || strings.Contains(l.What.EN, "source") {
			t.Errorf("%s: %s", l.Rule, l.What.EN)
		}
	}
}
