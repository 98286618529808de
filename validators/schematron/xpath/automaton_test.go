package xpath

import (
	"context"
	"fmt"
	"math/rand"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/lestrrat-go/helium/xpath3"
)

// matches says whether the node is one the pattern matches: the definition,
// against which the automaton is held.
func (r *Run) matches(p *Pattern, id int32) (ok bool, err error) {
	defer r.guard(&err)
	r.frame.stack = r.frame.stack[:0]
	for _, a := range p.alternatives {
		if a.matches(&r.frame, r.main, id, len(a.steps)-1) {
			return true, nil
		}
	}
	return false, nil
}

// matches says whether steps[:i+1] lead to the node.
func (a *alternative) matches(f *frame, t *Tree, id int32, i int) bool {
	if i < 0 {
		return !a.absolute || t.doc.KindOf(id) == xmldoc.DocumentNode
	}
	st := &a.steps[i]
	parent := t.doc.ParentOf(id)
	if st.axis == xpath3.AxisDescendantOrSelf { // "//": any node above, or this one
		for n := id; n >= 0; n = t.doc.ParentOf(n) {
			if a.matches(f, t, n, i-1) {
				return true
			}
		}
		return false
	}
	if parent < 0 || (t.doc.KindOf(id) == xmldoc.AttributeNode) != (st.axis == xpath3.AxisAttribute) || !st.test.matches(t, id) {
		return false
	}
	if st.positional {
		found := false
		for _, n := range st.selected(f, t, parent) {
			found = found || n == id
		}
		if !found {
			return false
		}
	} else if len(st.predicates) > 0 && !st.holds(f, t, id) {
		return false
	}
	if i == 0 && !a.absolute {
		return true
	}
	return a.matches(f, t, parent, i-1)
}

// TestAutomatonAgreesWithDefinition tries many contexts on random documents.
func TestAutomatonAgreesWithDefinition(t *testing.T) {
	contexts := []string{
		"/", "/a", "a", "*", "a/b", "a//b", "/a/b", "//b", "b[@x='1']", "*[c/@x='1']", "*[c/@x='2']", "a[b/@x='1' and c]/c", "*[c[@x='1']]/b",
		"*[@x='1' or @x='2']", "a[1]", "b[2]/c", "b[last()]", "comment()", "a/comment()", "processing-instruction()", "a | b//c", "a[b][c]", "a/*/b",
		"a[not(b)]", "*[@x=('1','2')]//b[@x='1']", "/a//b/c", "b[position() < 2]", "*[local-name()='c']", "a[.//b/@x='1']", "node()", "*[c/b/@x='1']", "c[$v]", "a/b | a/c", "//a/b[@x='1'][2]",
		"@x", "@*", "a/@x", "/a/@x", "//@x", "a//@*", "@x[. = '1']", "@node()", "attribute()", "attribute(x)", "@*[../c/@x = '1']", "@*[last()]", "b/@x[..[not(a)]]",
		"text()", "a/text()", "text()[2]", "text()[../@x = '1']", "//text()[normalize-space()]", "a//node()", "node()[1]", "node()[@x='1']", "*/text()[last()]",
		"document-node()", "document-node()/a", "document-node()//b", "self::document-node()/a/b",
		"(a|b)[@x='1']", "(a|b)/c", "a//(b|@x)[. = '1']", "(a)[b]", "(/a | b[1])[c]/(@x|text())", "//(a|b)[c]", "(/|a)/b",
	}
	c := NewCompiler(nil)
	v, err := c.Let("v", "count(//b) > 2", nil, true)
	if err != nil {
		t.Fatal(err)
	}
	var a Automaton
	var patterns []*Pattern
	for i, src := range contexts {
		p, err := c.Pattern(src, (*Scope)(nil).With("v", v))
		if err != nil {
			t.Fatal(err)
		}
		a.Add(p, Tag{Pattern: int32(i)})
		patterns = append(patterns, p)
	}
	rnd := rand.New(rand.NewSource(1))
	matched := 0
	for range 200 {
		d, err := xmldoc.Parse([]byte(randomDocument(rnd, 0)), xmldoc.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]bool{}
		r := c.NewRun(context.Background(), c.Tree(d), nil)
		last := int32(-1)
		err = a.Walk(r, func(node int32, tags []Tag) {
			if node <= last {
				t.Errorf("node %d after %d", node, last)
			}
			last = node
			for _, tag := range tags {
				got[fmt.Sprint(contexts[tag.Pattern], " on ", node)] = true
			}
		}, func(int32, []Tag, error) { t.Error("a predicate failed") })
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range patterns {
			for id := range int32(d.Len()) {
				want, err := r.matches(p, id)
				if err != nil {
					t.Fatal(err)
				}
				key := fmt.Sprint(contexts[i], " on ", id)
				if want != got[key] {
					t.Fatalf("%s: automaton %v, definition %v\n%s", key, got[key], want, d.Source())
				}
				if want {
					matched++
				}
			}
		}
	}
	if matched < 5000 {
		t.Errorf("only %d matches", matched)
	}
}

func randomDocument(rnd *rand.Rand, depth int) string {
	if depth > 0 {
		switch rnd.Intn(12) {
		case 0:
			return "<!--x-->"
		case 1:
			return "<?p x?>"
		case 2:
			return "t"
		}
	}
	name := string("abc"[rnd.Intn(3)])
	var b strings.Builder
	b.WriteString("<" + name)
	if rnd.Intn(2) == 0 {
		fmt.Fprintf(&b, " x='%d'", rnd.Intn(3))
	}
	if rnd.Intn(4) == 0 {
		b.WriteString(" y='1'")
	}
	b.WriteString(">")
	if depth < 6 {
		for range rnd.Intn(4) {
			b.WriteString(randomDocument(rnd, depth+1))
		}
	}
	b.WriteString("</" + name + ">")
	return b.String()
}

// TestFailingContext reports every rule behind a predicate without a value.
func TestFailingContext(t *testing.T) {
	c := NewCompiler(nil)
	var a Automaton
	for i, src := range []string{"a[xs:integer(@x) = 1]/b", "a[xs:integer(@x) = 1]", "a"} {
		p, err := c.Pattern(src, nil)
		if err != nil {
			t.Fatal(err)
		}
		a.Add(p, Tag{Pattern: int32(i)})
	}
	d, err := xmldoc.Parse([]byte(`<a x="?"><b/></a>`), xmldoc.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	var visited, failed []Tag
	err = a.Walk(c.NewRun(context.Background(), c.Tree(d), nil),
		func(_ int32, tags []Tag) { visited = append(visited, tags...) },
		func(_ int32, below []Tag, err error) { failed = append(failed, below...) })
	if err != nil || len(visited) != 1 || visited[0].Pattern != 2 || len(failed) != 2 {
		t.Errorf("visited %v, failed %v, %v", visited, failed, err)
	}
}

func TestContextsRefused(t *testing.T) {
	for _, src := range []string{"ancestor::a", "a/..", "1", "key('k','v')", "a/self::b", "$v", "a[current()]", "a[", ""} {
		if _, err := NewCompiler(nil).Pattern(src, nil); err == nil {
			t.Errorf("%q compiled", src)
		}
	}
}

// TestRunEnds shows that work without end stops with its context.
func TestRunEnds(t *testing.T) {
	c := NewCompiler(nil)
	e, err := c.Compile("every $x in 1 to 100000, $y in 1 to 100000 satisfies $x + $y > 0", nil)
	if err != nil {
		t.Fatal(err)
	}
	d, err := xmldoc.Parse([]byte("<a/>"), xmldoc.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	r := c.NewRun(ctx, c.Tree(d), nil)
	r.Fire(1)
	if _, err := r.Truth(e); err != context.Canceled {
		t.Errorf("got %v", err)
	}
}

// FuzzCompile holds the compiler and its code to their promise on any text: an
// error, or a value, and no panic.
func FuzzCompile(f *testing.F) {
	for _, s := range []string{
		"//a[@b='c'][1]", "for $x in 1 to 3 return $x", "some $x in a satisfies $x/@y = 'z'", "replace('a','(a)','$1')",
		"if (a) then 1 else ()", "xs:dateTime('2026-01-01T00:00:00Z') - xs:dayTimeDuration('P1D')", "a | b except c", "substring('abc', 1e0 div 0)",
		"../@*[last()]", "'a' castable as xs:date?", "sum((1,2.5,3e0))", "a/(b,c)[2]/string()", "index-of((1,2),2)", "-9223372036854775807 - 2",
	} {
		f.Add(s)
	}
	d, err := xmldoc.Parse([]byte(sample), xmldoc.Limits{})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, src string) {
		c := NewCompiler(map[string]string{"d": "urn:d"})
		p, _ := c.Pattern(src, nil)
		e, err := c.Compile(src, nil)
		if err != nil && p == nil {
			return
		}
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		defer cancel()
		r := c.NewRun(ctx, c.Tree(d), nil)
		r.Fire(1)
		if e != nil {
			b1, err1 := r.Truth(e)
			b2, err2 := r.Truth(e)
			if (b1 != b2 || (err1 == nil) != (err2 == nil)) && ctx.Err() == nil {
				t.Fatalf("%q: %v %v, then %v %v", src, b1, err1, b2, err2)
			}
		}
		if p != nil {
			var a Automaton
			a.Add(p, Tag{})
			if err := a.Walk(r, func(int32, []Tag) {}, func(int32, []Tag, error) {}); err != nil && ctx.Err() == nil {
				t.Fatal(err)
			}
		}
	})
}
