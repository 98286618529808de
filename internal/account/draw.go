package account

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
)

// draw takes a sample of mutants by a seed. Whether a mutant is taken depends on what
// it is and not on its place among the others, whose number may differ by a few from one
// session to the next: the same seed takes the same mutants.
func draw(all []Mutant, size int, seed uint64) []Mutant {
	type ticket struct {
		number uint64
		at     int
	}
	var tickets []ticket
	twins := map[string]int{}
	for i := range all {
		m := &all[i]
		name := fmt.Sprint(m.Product, "\x00", m.Message, "\x00", m.Scenario, "\x00", m.Action, "\x00", m.Path, "\x00", m.Operator)
		twins[name]++
		h := fnv.New64a()
		_, _ = fmt.Fprint(h, name, "\x00", twins[name]) // a hash does not fail
		tickets = append(tickets, ticket{rand.New(rand.NewPCG(seed, h.Sum64())).Uint64(), i})
	}
	slices.SortFunc(tickets, func(a, b ticket) int { return cmp.Or(cmp.Compare(a.number, b.number), a.at-b.at) })
	var out []Mutant
	for _, t := range tickets[:size] {
		out = append(out, all[t.at])
	}
	return out
}
