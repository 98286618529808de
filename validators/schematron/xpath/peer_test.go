package xpath

import (
	"context"
	"fmt"
	"math/rand"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/lestrrat-go/helium"
	"github.com/lestrrat-go/helium/xpath3"
)

const peerSeed = 7

// TestAgreesWithPeer evaluates random expressions on random documents here and
// with helium's evaluator, an implementation of its own: values must be the
// same. This holds the short ways (values looked up, lists of elements, early
// exits) to the long way.
func TestAgreesWithPeer(t *testing.T) {
	rnd := rand.New(rand.NewSource(peerSeed))
	g := &generator{rnd}
	compared, errors := 0, 0
	for n := range 60 {
		text := randomDocument(rnd, 0)
		expressions, depth := 60, 3
		if n%6 == 0 { // large enough for lists and indexes
			var b strings.Builder
			expressions, depth = 25, 2
			for _, size := range []int{1, 2} {
				for b.Len() < size*largeSubtree*14 {
					b.WriteString(randomDocument(rnd, 2))
				}
				b.WriteString("</b><b x='1'>")
			}
			text = "<a><b>" + b.String() + "</b></a>"
		}
		d, err := xmldoc.Parse([]byte(text), xmldoc.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		peer, err := helium.NewParser().Parse(context.Background(), []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		for range expressions {
			src := g.truth(depth)
			c := NewCompiler(nil)
			v, err := c.Let("v", "//b/@x", nil, true)
			if err != nil {
				t.Fatal(err)
			}
			e, err := c.Compile(src, (*Scope)(nil).With("v", v))
			if err != nil {
				t.Fatalf("%s: %v", src, err)
			}
			r := c.NewRun(context.Background(), c.Tree(d), nil)
			r.Fire(int32(d.Root().ID()))
			got, ourErr := r.Truth(e)
			want, peerErr := peerTruth(peer, src)
			switch {
			case ourErr != nil || peerErr != nil:
				errors++ // which operand is evaluated first is free
			case got != want:
				t.Fatalf("%s\nhere %v, peer %v, on\n%s", src, got, want, text)
			default:
				compared++
			}
		}
	}
	if compared < 2500 || errors > compared/5 {
		t.Errorf("%d compared, %d with an error on a side", compared, errors)
	}
}

func peerTruth(doc *helium.Document, src string) (bool, error) {
	compiled, err := xpath3.NewCompiler().Compile("let $v := //b/@x return boolean(" + src + ")")
	if err != nil {
		return false, err
	}
	res, err := xpath3.NewEvaluator(xpath3.DefaultEvaluatorOptions).Evaluate(context.Background(), compiled, doc.DocumentElement())
	if err != nil {
		return false, err
	}
	b, ok := res.IsBoolean()
	if !ok {
		return false, fmt.Errorf("no boolean")
	}
	return b, nil
}

// generator writes random expressions of the kinds rules are made of.
type generator struct{ *rand.Rand }

func (g *generator) pick(options ...func() string) string { return options[g.Intn(len(options))]() }
func (g *generator) word(words string) string {
	all := strings.Fields(words)
	return all[g.Intn(len(all))]
}

func (g *generator) literal() string { return "'" + g.word("0 1 2 t tt") + "'" }

func (g *generator) truth(depth int) string {
	if depth == 0 {
		return g.path(0)
	}
	sub := func() string { return g.truth(depth - 1) }
	return g.pick(
		func() string { return "(" + g.path(depth) + " = " + g.literal() + ")" },
		func() string { return g.literal() + " = " + g.path(depth) },
		func() string { return g.path(depth) + " = (" + g.literal() + ", " + g.literal() + ")" },
		func() string { return g.path(depth) + " != " + g.path(depth) },
		func() string { return g.path(depth) + " = $v" },
		func() string { return "//" + g.word("a b c") + "[@x = $v][" + sub() + "]" },
		func() string { return "//" + g.word("a b c") + "[b/@x = " + g.literal() + "]/" + g.step(depth) },
		func() string { return "(" + sub() + " and " + sub() + ")" },
		func() string { return "(" + sub() + " or " + sub() + ")" },
		func() string { return "(@x = '0' or @x = '1' or " + sub() + ")" },
		func() string { return "not(" + sub() + ")" },
		func() string { return "exists(" + g.path(depth) + ")" },
		func() string { return "empty(" + g.path(depth) + ")" },
		func() string {
			return "count(" + g.path(depth) + ") " + g.word("= != < <= > >=") + " " + g.word("0 1 2 3")
		},
		func() string { return g.word("0 1 2") + " " + g.word("= < >=") + " count(" + g.path(depth) + ")" },
		func() string { return "(some $i in " + g.path(depth) + " satisfies $i/@x = " + g.literal() + ")" },
		func() string { return "(every $i in " + g.path(depth) + " satisfies (" + sub() + "))" },
		func() string {
			return "string-join(" + g.path(depth) + ", '-') = string-join(" + g.path(depth) + ", '-')"
		},
		func() string {
			return "distinct-values(" + g.path(depth) + "/@x) = " + g.literal()
		},
		func() string { return "count(" + g.path(depth) + " | " + g.path(depth) + ") > 1" },
		func() string { return "exists(" + g.path(depth) + " except " + g.path(depth) + ")" },
		func() string { return "(if (" + sub() + ") then " + sub() + " else " + sub() + ")" },
		func() string { return "sum(" + g.path(depth) + "/number(concat('0', @x))) > 1" },
		func() string { return "contains(string(" + g.path(depth) + "[1]/@x), " + g.literal() + ")" },
		func() string { return "(" + g.path(depth) + ")[" + g.word("1 2 last()") + "]/@x = " + g.literal() },
		func() string { return "string-length(name((" + g.path(depth) + ")[1])) > 0" },
	)
}

func (g *generator) path(depth int) string {
	start := g.word(". .. / // .// self::* ancestor::* preceding-sibling::* following::*")
	switch start {
	case "/", "//", ".//":
	default:
		start += "/"
	}
	out := start + g.step(depth)
	for range g.Intn(3) {
		out += g.word("/ / //") + g.step(depth)
	}
	return out
}

func (g *generator) step(depth int) string {
	out := g.word("a b c * node() b c @x descendant::b descendant-or-self::* following-sibling::* preceding-sibling::a ancestor::* parent::* text()")
	if depth > 0 && g.Intn(3) == 0 {
		out += g.pick(
			func() string { return "[" + g.word("1 2 last() position()>1") + "]" },
			func() string { return "[@x = " + g.literal() + "]" },
			func() string { return "[" + g.truth(depth-1) + "]" },
		)
	}
	return out
}
