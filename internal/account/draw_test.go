package account

import (
	"fmt"
	"testing"

	"github.com/etalon-dmp/etalon"
)

// The same seed draws the same mutants, whatever others there are; another seed draws
// others.
func TestDraw(t *testing.T) {
	many := func(n int) []Mutant {
		var out []Mutant
		for i := range n {
			for _, op := range []Operator{Removed, Other, Other} { // two of one name
				out = append(out, Mutant{Scenario: etalon.ScenarioID(fmt.Sprint(i % 7)), Path: fmt.Sprint("/a/", i), Operator: op})
			}
		}
		return out
	}
	names := func(all []Mutant) map[string]int {
		out := map[string]int{}
		for _, m := range all {
			out[fmt.Sprint(m.Scenario, m.Path, m.Operator)]++
		}
		return out
	}
	common := func(a, b map[string]int) int {
		n := 0
		for k := range a {
			n += min(a[k], b[k])
		}
		return n
	}
	first := names(draw(many(500), 300, 1))
	if got := common(first, names(draw(many(503), 300, 1))); got < 295 {
		t.Errorf("%d of 300 again among three more", got)
	}
	if got := common(first, names(draw(many(500), 300, 2))); got > 120 {
		t.Errorf("%d of 300 by another seed", got)
	}
}
