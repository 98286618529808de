//go:build unix

package bench

import (
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/judge"
	shelf "github.com/etalon-dmp/etalon/schemas"
	"github.com/etalon-dmp/etalon/validators/schematron"
)

// BenchmarkSessionRules tells which rules over sessions take the most of a session of
// 1,000 exchanges, and how many times as much of one twice as long: twice, where a rule
// is linear. Costs are nodes and items looked at, and the same on any machine.
func BenchmarkSessionRules(b *testing.B) {
	if _, err := exec.LookPath(binary); err != nil {
		b.Skip("bin/etalon manque : make build (is missing)")
	}
	const exchanges = 1000
	for b.Loop() {
		short, long := sessionCosts(b, exchanges), sessionCosts(b, 2*exchanges)
		ids := make([]etalon.RuleID, 0, len(long))
		for id := range long {
			ids = append(ids, id)
		}
		all := func(c schematron.Cost) int { return c.Context + c.Test }
		slices.SortFunc(ids, func(x, y etalon.RuleID) int { return cmp.Or(all(long[y])-all(long[x]), cmp.Compare(x, y)) })
		for _, id := range ids[:min(len(ids), 25)] {
			fmt.Fprintf(os.Stdout, "%-20s %12d = contexte (context) %12d + règle (rule) %12d   × %.1f\n", id, all(long[id]), long[id].Context, long[id].Test, float64(all(long[id]))/float64(max(1, all(short[id]))))
		}
	}
}

// sessionCosts judges a session of n exchanges.
func sessionCosts(b *testing.B, n int) map[etalon.RuleID]schematron.Cost {
	b.Helper()
	dir := filepath.Join(b.TempDir(), "dossier")
	lengthened(b, dir, n)
	d, err := dossier.Read(folder(dir))
	if err != nil {
		b.Fatal(err)
	}
	l, err := shelf.Embedded()
	if err != nil {
		b.Fatal(err)
	}
	book, err := judge.Compile(l.Packs())
	if err != nil {
		b.Fatal(err)
	}
	out := map[etalon.RuleID]schematron.Cost{}
	book.Costs = func(id etalon.RuleID, c schematron.Cost) {
		c.Context, c.Test = c.Context+out[id].Context, c.Test+out[id].Test
		out[id] = c
	}
	if _, err := book.Judge(b.Context(), d, judge.Schemas{}, etalon.ToolInfo{}, etalon.Build{}); err != nil {
		b.Fatal(err)
	}
	return out
}
