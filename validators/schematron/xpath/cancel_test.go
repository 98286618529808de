package xpath

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// TestCancelledOverLongLists: an expression over a long list ends when
// the run is cancelled, and does not first go through the list.
func TestCancelledOverLongLists(t *testing.T) {
	c := NewCompiler(nil)
	long, err := c.Let("long", "1 to 100000", nil, true)
	if err != nil {
		t.Fatal(err)
	}
	scope := (*Scope)(nil).With("long", long)
	d, err := xmldoc.Parse([]byte(sample), xmldoc.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	have, err := c.Compile("count($long) = 100000", scope)
	if err != nil {
		t.Fatal(err)
	}
	for _, src := range []string{
		"count(1 to 100000) > 1", "exists(index-of($long, 5))", "count(distinct-values($long)) > 3", "exists($long[. = 3])", "exists($long[3])",
		"string-join(for $x in $long return 'x', '') = ''", "exists(reverse($long))", "exists(subsequence($long, 2, 3))", "count(insert-before($long, 1, 2)) = 2",
		"count(remove($long, 1)) = 2", "sum($long) = 3", "avg($long) = 3", "max($long) = 3", "min($long) = 3", "deep-equal($long, 1)", "deep-equal($long, $long)",
		"some $x in $long satisfies $x = 0", "every $x in $long satisfies $x > 0", "exists(for $x in $long return ())", "$long = 0", "0 = $long",
		"$long instance of xs:string*", "exists($long treat as xs:integer*)", "count(($long, $long)) = 1", "exists(codepoints-to-string($long))",
		"exists(unordered($long)[2])", "count(data($long)) = 1", "exists(one-or-more($long))", "count(if ($long = 0) then 1 else $long) = 1",
	} {
		e, err := c.Compile(src, scope)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(context.Background())
		r := c.NewRun(ctx, c.Tree(d), nil)
		r.Fire(0)
		if ok, err := r.Truth(have); !ok || err != nil {
			t.Fatal(ok, err)
		}
		cancel()
		if got, err := r.Truth(e); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v, %v", src, got, err)
		}
	}
}

// TestListsAreBounded: what would hold more items than a run may hold is an
// error, however it is written.
func TestListsAreBounded(t *testing.T) {
	check(t, map[string]string{
		"count(1 to 100000000)":                                 "XPDY0130",
		"count(for $x in 1 to 2000 return 1 to 2000)":           "XPDY0130",
		"count((1 to 2000000, 1 to 2000000))":                   "XPDY0130",
		"count(for $x in 1 to 1500000 return $x)":               "1500000",
		"count(insert-before(1 to 1500000, 2, 1 to 1500000))":   "XPDY0130",
		"count(for $s in 1 to 3, $x in 1 to 1000000 return $s)": "XPDY0130",
	})
	c := NewCompiler(nil)
	var scope *Scope
	src := "1 to 1000000"
	for _, name := range []string{"a", "b", "c"} {
		v, err := c.Let(name, src, scope, true)
		if err != nil {
			t.Fatal(err)
		}
		scope = scope.With(name, v)
		src = strings.ReplaceAll("($v, $v, $v)", "v", name)
	}
	e, err := c.Compile("count($c) > 0", scope)
	if err != nil {
		t.Fatal(err)
	}
	d, err := xmldoc.Parse([]byte(sample), xmldoc.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	r := c.NewRun(context.Background(), c.Tree(d), nil)
	r.Fire(0)
	if _, err := r.Truth(e); !IsDynamic(err) || !strings.HasPrefix(err.Error(), "XPDY0130") {
		t.Errorf("lists of lists: %v", err)
	}
}

// TestTranslateLong: translate() looks a character up at once in a long list.
func TestTranslateLong(t *testing.T) {
	check(t, map[string]string{
		"translate('abcz', 'aabcdefghijklmnopqrstuvwxyABCDEFGHIJ', '1234')": "134z",
		"translate('Jéz', 'aabcdefghijklmnopqrstuvwxyABCDEFGHIJé', 'x')":    "z",
	})
}
