package xpath

import (
	"context"
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// settled says what the facts alone tell of an expression on the node fired on.
func settled(r *Run, e *Expr) string {
	if e.known == nil {
		return "?"
	}
	r.countAttributes()
	r.countChildren()
	defer r.here.clear()
	switch {
	case r.holds(e.known.yes):
		return "true"
	case r.holds(e.known.no):
		return "false"
	}
	return "?"
}

// TestFactsTellWithoutEvaluating asks for what attributes and children alone
// tell of a test, on <a n="1" m=""><b/><b/><c/></a>, and on <e/>.
func TestFactsTellWithoutEvaluating(t *testing.T) {
	d, err := xmldoc.Parse([]byte(`<r><a n="1" m=""><b/><b/><c/></a><e/></r>`), xmldoc.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	for src, want := range map[string][2]string{
		"@n":                             {"true", "false"},
		"not(@n)":                        {"false", "true"},
		"not(@n) or @n = '2'":            {"?", "true"},
		"@n = '1' or @m":                 {"true", "false"},
		"@n and not(@m)":                 {"false", "false"},
		"not(@x) or matches(@x, '^a')":   {"true", "true"},
		"matches(@n, 'a') or not(@x)":    {"true", "true"},
		"@n + 'x' = 2 or not(@x)":        {"?", "?"}, // may raise before it is known
		"not(@x) or @n + 'x' = 2":        {"true", "true"},
		"('a', 'b') or not(@x)":          {"?", "?"},
		"string-length(@x) <= 3":         {"true", "true"},
		"not(string-length(@m) > 0)":     {"?", "true"},
		"count(b) = 2":                   {"?", "false"}, // two, or more
		"count(b) >= 2":                  {"true", "false"},
		"count(c) <= 1":                  {"true", "true"},
		"count(c) = 1":                   {"true", "false"},
		"count(c[@x]) <= 1":              {"true", "true"},
		"count(b[@x]) <= 1":              {"?", "true"},
		"count(c/b) >= 1":                {"?", "false"},
		"1 < count(*)":                   {"true", "false"},
		"every $x in b satisfies $x/@n":  {"?", "true"},
		"some $x in b satisfies error()": {"?", "false"},
		"b[error()] = 'x'":               {"?", "false"},
		"if (@n) then c else error()":    {"true", "?"},
		"exists(@* except @n)":           {"?", "false"},
		"(@x | b)":                       {"true", "false"},
		"@n castable as xs:integer":      {"?", "false"},
		"@x castable as xs:integer?":     {"true", "true"},
		"c[not(@x)]":                     {"?", "false"},
		"@n = (@x, b)":                   {"?", "false"},
		"@n eq @x":                       {"false", "false"},
		"b eq @x":                        {"?", "false"},
		"contains(@x, 'a')":              {"false", "false"},
		"contains(@x, '')":               {"?", "?"},
		"..":                             {"?", "?"},
		"self::a":                        {"?", "?"},
		"/r/a":                           {"?", "?"},
		".//b":                           {"?", "?"},
		"empty(@n[. = '1'])":             {"?", "true"},
		"c and true()":                   {"true", "false"},
		"not(@x and error())":            {"true", "true"},
		"not(error() and @x)":            {"?", "?"},
		"string(@x) = 'DOC' or not(@x)":  {"true", "true"},
		"concat(@n, 'y') = 'y' or (@n and count(c) < 2)": {"true", "?"},
	} {
		for i, name := range []string{"a", "e"} {
			c := NewCompiler(nil)
			e, err := c.Compile(src, nil)
			if err != nil {
				t.Fatal(err)
			}
			r := c.NewRun(context.Background(), c.Tree(d), nil)
			r.Fire(int32(d.Root().Child("", name).ID()))
			got := settled(r, e)
			if got != want[i] {
				t.Errorf("%s on %s: the facts tell %s, want %s", src, name, got, want[i])
			}
			agrees(t, r, e)
		}
	}
}

// agrees holds what the facts tell to the evaluation.
func agrees(t *testing.T, r *Run, e *Expr) {
	t.Helper()
	short := settled(r, e)
	long := *e
	long.known = nil
	truth, err := r.Truth(&long)
	if short != "?" && r.ctx.Err() == nil && (err != nil || boolean(truth).text() != short) {
		t.Errorf("%s: the facts tell %s, it is %v, %v", e, short, truth, err)
	}
}

// TestFactsOfLets are of the node of the rule, and of no other.
func TestFactsOfLets(t *testing.T) {
	d, err := xmldoc.Parse([]byte(`<r><a n="1"><b/></a></r>`), xmldoc.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	c := NewCompiler(nil)
	let, err := c.Let("v", "@n", nil, false)
	if err != nil {
		t.Fatal(err)
	}
	root, err := c.Let("g", "@n", nil, true)
	if err != nil {
		t.Fatal(err)
	}
	var scope *Scope
	scope = scope.With("v", let).With("g", root)
	for src, want := range map[string]string{
		"not($v)": "false", "b[$v]": "?", "b/$v": "?", "not(b[not($v)])": "?", "$g": "?", "not($g) and $v": "?",
		"$v or $g": "true", "b[not(@n)]": "?", "every $x in b satisfies $v": "?",
	} {
		e, err := c.Compile(src, scope)
		if err != nil {
			t.Fatal(err)
		}
		r := c.NewRun(context.Background(), c.Tree(d), nil)
		r.Fire(int32(d.Root().Child("", "a").ID()))
		if got := settled(r, e); got != want {
			t.Errorf("%s: the facts tell %s, want %s", src, got, want)
		}
		agrees(t, r, e)
	}
}

// TestFactsBeforeTheTree: what is compiled after a tree was made is evaluated.
func TestFactsBeforeTheTree(t *testing.T) {
	d, err := xmldoc.Parse([]byte(`<r n="1"/>`), xmldoc.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	c := NewCompiler(nil)
	if _, err := c.Compile("@n", nil); err != nil {
		t.Fatal(err)
	}
	r := c.NewRun(context.Background(), c.Tree(d), nil)
	e, err := c.Compile("not(@other)", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Fire(int32(d.Root().ID()))
	if got := settled(r, e); got != "?" {
		t.Errorf("the facts tell %s of a name they do not count", got)
	}
}
