package account

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/validators/facts"
)

// overExchanges are the mutants of a fact in all messages of a scenario at once: what
// these say agrees, and only what was asked, held, sent by étalon, a value set or a
// certificate can tell.
func (w *workshop) overExchanges(st *stand) []Mutant {
	scenarios := map[etalon.ScenarioID][]int{}
	for at, m := range st.letters {
		if m.letter != nil {
			scenarios[m.exchange.Scenario] = append(scenarios[m.exchange.Scenario], at)
		}
	}
	var out []Mutant
	seen := map[string]bool{}
	for _, id := range slices.Sorted(maps.Keys(scenarios)) {
		places, order := map[string]map[int]fact{}, []string{}
		for _, at := range scenarios[id] {
			for _, f := range facted(st.nodes(at)) {
				if places[f.atom] == nil {
					places[f.atom] = map[int]fact{}
					order = append(order, f.atom)
				}
				places[f.atom][at] = f
			}
		}
		for _, atom := range order {
			if k := st.key(places[atom]); len(places[atom]) > 1 && !seen[k] {
				seen[k] = true
				out = append(out, w.over(st, places[atom]))
			}
		}
	}
	return out
}

// key names a fact of several messages: where it is said first, and of which
// transactions they are. One stands for all that agree in that.
func (st *stand) key(places map[int]fact) string {
	all := slices.Sorted(maps.Keys(places))
	var transactions []string
	for _, at := range all {
		transactions = append(transactions, st.letters[at].what())
	}
	slices.Sort(transactions)
	return strings.Join(slices.Compact(transactions), ", ") + ": " + places[all[0]].nodes[0].path
}

// over is the mutant of a fact in all its places in a scenario.
func (w *workshop) over(st *stand, places map[int]fact) Mutant {
	all := slices.Sorted(maps.Keys(places))
	f := places[all[0]]
	first := f.nodes[0]
	first.area, first.kind = areaLinked, text
	e := edit{op: "linked-over", before: f.atom, after: w.otherAtom(st, f)}
	one := st.mutant(all[0], first, e)
	for _, at := range all {
		for _, n := range places[at].nodes {
			if !slices.Contains(one.places, n.path) {
				one.places = append(one.places, n.path)
			}
		}
	}
	one.Why = fmt.Sprintf("%d messages: %s", len(all), clip(st.key(places)))
	one.over = func() (map[int]facts.ExchangeInput, error) {
		made := map[int]facts.ExchangeInput{}
		for at, f := range places {
			in, err := st.everywhere(at, f, e.after)
			if err != nil {
				return nil, err
			}
			made[at] = in
		}
		st.learnAnew(st.letters[all[0]].exchange.Scenario, made)
		return made, nil
	}
	return one
}

// learnAnew has the messages of a mutant know what the others of the scenario say, as
// they are now.
func (st *stand) learnAnew(id etalon.ScenarioID, made map[int]facts.ExchangeInput) {
	known := &facts.Knowledge{}
	for at, m := range st.letters {
		if m.exchange.Scenario != id {
			continue
		}
		in, changed := made[at]
		if !changed {
			in = m.input
		}
		known.Learn(in)
	}
	for at, in := range made {
		in.Known = known
		made[at] = in
	}
}

// hearOver gives its word to a mutant of several messages.
func (m *Mutant) hearOver(ctx context.Context, job int) error {
	st := m.stand
	made, err := m.over()
	if err != nil {
		m.Word, m.Why = Unmade, err.Error()
		return nil
	}
	var found []etalon.Finding
	instead, met := map[int]facts.Summary{}, map[etalon.RuleID]int{}
	for _, at := range slices.Sorted(maps.Keys(made)) {
		heard, summary, err := st.sittings[job].Exchange(ctx, made[at])
		if err != nil {
			return err
		}
		instead[at] = summary
		add(met, heard.Met)
		found = append(found, news(heard, st.letters[at].heard, st.letters[at].direction())...)
		if m.speaks(found) {
			return nil
		}
	}
	sound, err := st.whole(ctx, job, m.Scenario)
	if err != nil {
		return err
	}
	var calls []facts.Summary
	for at, other := range st.letters {
		if other.exchange.Scenario != m.Scenario {
			continue
		}
		summary, changed := instead[at]
		if !changed {
			summary = other.summary
			add(met, other.heard.Met)
		}
		calls = append(calls, summary)
	}
	scenario, err := st.sittings[job].Scenario(ctx, m.Scenario, calls)
	if err != nil {
		return err
	}
	found = append(found, news(scenario, sound, st.letters[m.at].direction())...)
	if m.speaks(found) {
		return nil
	}
	more, err := m.overSession(ctx, job, instead)
	if err != nil {
		return err
	}
	if found = append(found, more...); m.speaks(more) {
		return nil
	}
	add(met, scenario.Met)
	m.silent(found, m.lost(job, met, sound))
	return nil
}

// overSession is what the rules say of the whole session: what a scenario says
// throughout may differ from what the others say.
func (m *Mutant) overSession(ctx context.Context, job int, instead map[int]facts.Summary) ([]etalon.Finding, error) {
	sound, err := m.stand.throughout(ctx, job, m.Scenario)
	if err != nil {
		return nil, err
	}
	calls := m.stand.all(-1, nil)
	for at, summary := range instead {
		calls[at] = summary
	}
	heard, err := m.stand.sittings[job].Session(ctx, m.Scenario, calls)
	return news(heard, sound, m.stand.letters[m.at].direction()), err
}
