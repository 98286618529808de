package xpath

import (
	"context"
	"math/rand"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/lestrrat-go/helium"
	"github.com/lestrrat-go/helium/xpath3"
)

// TestSpansAgreeWithPeer has every node of random documents ask random steps on the long
// axes, so that each is asked often enough to be looked up, and wants of all of them what
// helium's evaluator gives, which looks at every node.
func TestSpansAgreeWithPeer(t *testing.T) {
	rnd := rand.New(rand.NewSource(peerSeed))
	g := &spanGenerator{generator{rnd}}
	compared, errors, found := 0, 0, 0
	for range 5 {
		var b strings.Builder
		for b.Len() < largeSubtree*14 {
			b.WriteString(randomDocument(rnd, 2))
			if rnd.Intn(9) == 0 {
				b.WriteString("</b><b x='1'>")
			}
		}
		text := "<a><b>" + b.String() + "</b></a>"
		d, err := xmldoc.Parse([]byte(text), xmldoc.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		peer, err := helium.NewParser().Parse(context.Background(), []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		for range 40 {
			one := g.question()
			for _, src := range []string{
				"string-join(for $n in //*, $w in string($n/@x) return string(boolean($n/(" + one + "))), '')",
				"string-join(for $n in //@x, $w in string($n) return string(boolean($n/(" + one + "))), '')",
			} {
				c := NewCompiler(nil)
				x, err := c.Compile(src, nil)
				if err != nil {
					t.Fatalf("%s: %v", src, err)
				}
				r := c.NewRun(context.Background(), c.Tree(d), nil)
				r.Fire(int32(d.Root().ID()))
				got, ourErr := r.Text(x)
				want, peerErr := peerText(peer, src)
				if ourErr != nil || peerErr != nil {
					errors++
					continue
				}
				compared++
				if got != want {
					t.Fatalf("%s\nhere %s\npeer %s\non\n%s", src, got, want, text)
				}
				for _, x := range r.spans {
					if x != nil && x.ready {
						found++
					}
				}
			}
		}
	}
	t.Logf("%d compared, %d with an error on a side, %d spans looked up", compared, errors, found)
	if compared < 350 || found < compared/2 {
		t.Errorf("%d compared, %d with an error on a side, %d spans looked up", compared, errors, found)
	}
}

func peerText(doc *helium.Document, src string) (string, error) {
	compiled, err := xpath3.NewCompiler().Compile("string(" + src + ")")
	if err != nil {
		return "", err
	}
	res, err := xpath3.NewEvaluator(xpath3.DefaultEvaluatorOptions).Evaluate(context.Background(), compiled, doc.DocumentElement())
	if err != nil {
		return "", err
	}
	return res.StringValue(), nil
}

// spanGenerator writes questions about much of a document.
type spanGenerator struct{ generator }

func (g *spanGenerator) question() string {
	return g.pick(
		func() string { return g.wide() + g.tail() },
		func() string { return "not(" + g.wide() + g.tail() + ")" },
		func() string { return "@x = " + g.wide() + g.tail() + "/@x" },
		func() string { return "(" + g.wide() + g.tail() + "/@x) = $w" },
		func() string { return "(@y, @x) = (" + g.wide() + "/@x, " + g.wide() + g.tail() + "/@y, 'z')" },
		func() string { return "$w = ancestor::a/" + g.wide() + g.tail() },
		func() string { return "count(" + g.wide() + ") > " + g.word("0 1 5 20") },
		func() string { return "(" + g.wide() + ")[" + g.word("1 last()") + "]/@x = " + g.word("$w @x '1'") },
		func() string { return "empty(ancestor-or-self::*/" + g.wide() + g.tail() + ")" },
		func() string { return "(some $s in " + g.wide() + " satisfies $s/@x != $w)" },
	)
}

func (g *spanGenerator) wide() string {
	out := g.word("preceding following preceding-sibling following-sibling") + "::" + g.word("a b c")
	for range g.Intn(4) {
		out += "[" + g.pick(
			func() string { return "@y" },
			func() string { return "not(b)" },
			func() string { return "@x = $w" },
			func() string { return "c/@x = $w and @x" },
			func() string { return "b[@x = $w and not(@y = '1')]" },
			func() string { return "(substring(@x, 1, 1), string(@y))[1] = $w" },
			func() string { return "@x != $w" },
			func() string { return "(preceding::b[@x = $w])[last()]/@y" },
			func() string { return "every $c in c satisfies $c/@x = $w" },
			func() string { return g.word("1 last() 2 position()>2") },
		) + "]"
	}
	return out
}

func (g *spanGenerator) tail() string {
	return g.word("/b /@x /b[@x=$w] /c/a[@x=$w] //b[@y] /. /b[1] /self::*[@x]")
}

// A node with many children is asked for some of them by a value: those, and no others
// below or elsewhere, in whichever way the step is written.
func TestChildrenAreFoundByValue(t *testing.T) {
	var b strings.Builder
	for i := range manyBelow {
		b.WriteString("<b x='" + formatInt(int64(i%50)) + "'><c x='" + formatInt(int64(i%7)) + "'/></b>")
	}
	text := "<a><b x='3'><b x='3'/></b>" + b.String() + "</a>"
	d, err := xmldoc.Parse([]byte(text), xmldoc.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	peer, err := helium.NewParser().Parse(context.Background(), []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range []string{
		"count(/a/b[@x = $w])", "count(//b[@x = $w])", "count(//b[@x = $w and not(. is $n)])", "count($n/../b[@x = $w][c/@x = $w])", "count(/a/b[c/@x = $w]/c)",
		"count(/a/b[@x = $w][last()]/preceding-sibling::b)", "count(/a/b[@x = $w][1]/preceding-sibling::b)", "count(/a//b[@x = $w])", "count(/a/b[@x = $w]/b[@x = $w])", "count(//a/b[@x = $w][2]/c)",
	} {
		src := "string-join(for $n in //b[position() < 60], $w in string($n/@x) return string(" + one + "), ' ')"
		c := NewCompiler(nil)
		x, err := c.Compile(src, nil)
		if err != nil {
			t.Fatal(err)
		}
		r := c.NewRun(context.Background(), c.Tree(d), nil)
		r.Fire(int32(d.Root().ID()))
		got, err := r.Text(x)
		if err != nil {
			t.Fatal(err)
		}
		want, err := peerText(peer, src)
		if err != nil || got != want {
			t.Errorf("%s, %v\nhere %s\npeer %s", one, err, got, want)
		}
	}
}
