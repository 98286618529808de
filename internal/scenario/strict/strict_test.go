package strict_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/etalon-dmp/etalon/internal/scenario/strict"
)

func said(rep *strict.Report) []string {
	var out []string
	for _, p := range rep.Problems() {
		out = append(out, p.In("en"))
	}
	return out
}

func TestParseRefuses(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"nothing", "", "f.yaml:1:1: the file is empty"},
		{"only a comment", "# hello\n", "f.yaml:1:1: the file is empty"},
		{"syntax", "a: b: c\n", "f.yaml:1:4: unreadable YAML: mapping value is not allowed in this context — check indentation, quotes and colons around this place"},
		{"not UTF-8", "a: \xff\n", "f.yaml: the file is not UTF-8"},
		{"two documents", "a: 1\n---\nb: 2\n", "f.yaml:3:2: second document in the file — one file per document: remove the ---"},
		{"directive", "%YAML 1.1\n---\na: 1\n", "f.yaml:1:1: YAML directive — remove the line that begins with %"},
		{"flow too deep", strings.Repeat("[", 100_000), "f.yaml: the file nests more than 64 levels"},
		{"block too deep", strings.Repeat("- ", 100_000) + "a", "f.yaml: the file nests more than 64 levels"},
		{"too large", "a: " + strings.Repeat("x", 512<<10), "f.yaml: the file is larger than 524288 bytes"},
		{"alias", "a: *b\n", "f.yaml:1:4: YAML anchor, alias, tag or merge key — write the value out"},
		{"tag", "a: !!str 1\n", "f.yaml:1:4: YAML anchor, alias, tag or merge key — write the value out"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, rep := strict.Parse("f.yaml", []byte(c.src))
			if got := strings.Join(said(rep), "\n"); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestValues(t *testing.T) {
	src := `word: no
folded: >
  one
  two
number: 1.0
empty:
time: 2m
items: [a, , b]
`
	doc, rep := strict.Parse("f.yaml", []byte(strings.Replace(src, ", ,", ",", 1)))
	o := doc.Object()
	if got := o.Need("word").String(); got != "no" {
		t.Errorf("YAML 1.2 has no booleans called no: %q", got)
	}
	if got := o.Get("folded").String(); got != "one two\n" {
		t.Errorf("folded: %q", got)
	}
	if got := o.Get("time").Duration(time.Second, time.Hour); got != 2*time.Minute {
		t.Errorf("time: %v", got)
	}
	if got := len(o.Get("items").List()); got != 2 {
		t.Errorf("items: %d", got)
	}
	if !rep.OK() {
		t.Fatal(said(rep))
	}
	_ = o.Get("number").String()
	_ = o.Need("empty").String()
	o.Get("word").Object()
	_ = o.Get("items").String()
	o.Close()
	want := []string{
		`f.yaml:1:7: a mapping is expected here, not text`,
		`f.yaml:5:9: text is expected, here 1.0 — put it in quotes: "1.0"`,
		`f.yaml:6:7: "empty" is missing`,
		`f.yaml:8:8: text is expected here, not a list`,
	}
	if diff := cmp.Diff(want, said(rep)); diff != "" {
		t.Error(diff)
	}
}

func TestAbsentValuesAreSafe(t *testing.T) {
	var v strict.Value
	o := v.Object()
	o.Need("x").Object().Get("y").List()
	o.Each(func(string, strict.Value, strict.Value) { t.Error("a pair of nothing") })
	o.Close()
	if v.OK() || v.String() != "" || v.Text().FR != "" || v.Duration(0, 1) != 0 || o.Has("x") {
		t.Error("nothing holds something")
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"a: [1, {b: c}]\n", "? x\n: y\n", "- |\n  a\n- &a b\n- *a\n", "\"\\u12", "<<: {a: 1}\n", "{", "a:\n\t- b"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		doc, rep := strict.Parse("f.yaml", src)
		doc.Object().Each(func(_ string, k, v strict.Value) {
			_, _ = k.Pos(), v.Text()
			for _, x := range v.List() {
				x.Object().Close()
			}
		})
		if !doc.OK() && rep.OK() {
			t.Error("nothing was read and nothing is wrong")
		}
	})
}
