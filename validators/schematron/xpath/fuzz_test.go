package xpath

import (
	"context"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// FuzzEvaluate compiles any text and evaluates what compiles in each of the
// ways there are: an error is of the expression, or of the time that ran out;
// there is no panic, and the ways to one answer agree.
func FuzzEvaluate(f *testing.F) {
	for _, s := range []string{
		`d:a[@n='1']/d:b`, `count(//d:num) > 2 and not(@x)`, `for $x in d:num, $y in (1 to 3) return $x * $y`,
		`some $v in d:a/@n satisfies $v castable as xs:integer`, `replace('a.b', '\.', '$0')`, `tokenize(d:text, '\s+')[last()]`,
		`xs:dateTime('2026-01-01T00:00:00Z') + xs:dayTimeDuration('P1D')`, `substring('abc', -1 div 0e0)`, `(d:a | d:num) except d:a[2]`,
		`document('codes.xml')//c[@k = $v]`, `if (d:a) then 1 else (2, 'x')`, `resolve-QName('p:x', .) eq QName('urn:p', 'x')`,
		`round-half-to-even(2.55, 1)`, `deep-equal(d:a, (1, 2))`, `xs:decimal('1e400')`, `1 to 999999999`, `d:a[position() = last()]`,
		`distinct-values((1, 1.0, '1', xs:date('2026-01-01')))`, `distinct-values((9007199254740993, 9007199254740992e0, xs:float(1), 1 div 3))`, `-9223372036854775808 idiv -1`, `max((xs:anyURI('a'), 'b'))`, `replace(., '^(.)$', '-$1', 'm')`, `//*[. = (1, 'a')]`, `-xs:float('1e-7')`, `x:in-value-set(d:a[1], '*', 'J1') and x:is-oid('1.2')`, `x:nir-key(d:num[1]) + 1`, `.[matches(., '[a-z-[b]]{2,}', 'i')]`,
		`not(@n) or string-length(@n) <= 3`, `count(d:a) >= 2 and not(d:x)`, `every $e in d:a satisfies $e[@n or *]`, `@* except @n`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		c := NewCompiler(map[string]string{"d": "urn:d", "p": "urn:p", "x": extensionSpace})
		e, err := c.Compile(src, nil)
		c.Pattern(src, nil)
		if err != nil {
			return
		}
		d, err := xmldoc.Parse([]byte(sample), xmldoc.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		r := c.NewRun(ctx, c.Tree(d), shelf{"codes.xml": `<l><c k="1">A</c></l>`, "valuesets/J1.xml": valueSets["valuesets/J1.xml"]}.open(c))
		r.Fire(int32(d.Root().ID()))
		began := time.Now()
		long, longErr := listed(r, e)
		truth, truthErr := r.Truth(e)
		_, textErr := r.Text(e)
		if ctx.Err() == nil {
			agrees(t, r, e)
		}
		for _, err := range []error{longErr, truthErr, textErr} {
			if err != nil && !IsDynamic(err) && ctx.Err() == nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(began); took > 2*time.Minute {
			t.Fatalf("%s took %v", src, took)
		}
		if ctx.Err() == nil && longErr == nil && truthErr == nil && e.code.is == isBoolean && long != "" && (long == "true") != truth {
			t.Fatalf("value %s, truth %v", long, truth)
		}
	})
}

// FuzzContext compiles any text as the context of a rule and holds the automaton
// to the definition, also made from a sketch.
func FuzzContext(f *testing.F) {
	for _, s := range []string{
		`d:a[@n='1']/d:b`, `//@n`, `d:a/text()`, `document-node()//p:c`, `(d:a | d:num)[. = 5]/@*`, `d:a[2]/node()`, `comment() | processing-instruction('pi')`, `/d:r//(d:b|@p:q)[../d:a or true()]`,
		`*[d:a = ('x', 'one')]`, `d:num[position() > 1][last()]`, `@*[. = ../@n]`, `attribute(n) | element(d:b)`, `d:a[xs:integer(@n) = 2]`, `d:a[d:b = ()]`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		compiler := func() *Compiler { return NewCompiler(map[string]string{"d": "urn:d", "p": "urn:p"}) }
		c := compiler()
		p, err := c.Pattern(src, nil)
		if err != nil {
			return
		}
		late := compiler()
		late.Resume(c.State())
		sketched, err := late.Sketched(src, string(p.Sketch(nil)), func() (*Pattern, error) { return late.Pattern(src, nil) })
		if err != nil {
			t.Fatal(err)
		}
		d, err := xmldoc.Parse([]byte(sample), xmldoc.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		met := func(c *Compiler, p *Pattern) (*Run, map[int32]bool, map[int32]bool) {
			a := &Automaton{}
			a.Add(p, Tag{})
			r := c.NewRun(ctx, c.Tree(d), nil)
			nodes, failed := map[int32]bool{}, map[int32]bool{}
			if err := a.Walk(r, func(n int32, _ []Tag) { nodes[n] = true }, func(n int32, _ []Tag, err error) { failed[n] = true }); err != nil && ctx.Err() == nil {
				t.Fatal(err)
			}
			return r, nodes, failed
		}
		r, nodes, failed := met(c, p)
		_, lateNodes, _ := met(late, sketched)
		if ctx.Err() != nil {
			return
		}
		for id := range int32(d.Len()) {
			want, err := r.matches(p, id)
			if ctx.Err() != nil {
				return
			}
			if len(failed) == 0 && err == nil && want != nodes[id] {
				t.Fatalf("node %d: %v, by definition %v", id, nodes[id], want)
			}
			if nodes[id] != lateNodes[id] {
				t.Fatalf("node %d: %v, from the sketch %v", id, nodes[id], lateNodes[id])
			}
		}
	})
}
