package xpath

import (
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/lestrrat-go/helium/xpath3"
)

// TestElementLists holds the lists of elements to a plain walk, below every
// node of a document that is large enough for them.
func TestElementLists(t *testing.T) {
	rnd := rand.New(rand.NewSource(3))
	var b strings.Builder
	for b.Len() < 40*largeSubtree {
		b.WriteString("<b>")
		for range 30 {
			b.WriteString(randomDocument(rnd, 1))
		}
		b.WriteString("</b><p:b xmlns:p='u'/>")
	}
	d, err := xmldoc.Parse([]byte("<a>"+b.String()+"</a>"), xmldoc.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	c := NewCompiler(map[string]string{"p": "u"})
	var tests []step
	for _, n := range []xpath3.NameTest{{Local: "a"}, {Local: "b"}, {Prefix: "p", Local: "b"}, {Local: "none"}, {Prefix: "*", Local: "c"}, {Prefix: "*", Local: "b"}} {
		nt, err := c.nodeTest(n, false)
		if err != nil {
			t.Fatal(err)
		}
		tests = append(tests, step{axis: xpath3.AxisDescendant, test: nt})
	}
	tree := c.Tree(d)
	listed := 0
	for id := range int32(d.Len()) {
		for i := range tests {
			got, ok := tree.elements(&tests[i].test, id)
			if !ok {
				continue
			}
			listed++
			if want := tests[i].candidates(tree, id, nil); !slices.Equal(got, want) {
				t.Fatalf("test %d below node %d: %v, want %v", i, id, got, want)
			}
		}
	}
	if listed < 20 {
		t.Errorf("only %d lists", listed)
	}
}
