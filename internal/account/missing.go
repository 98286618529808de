package account

import (
	"context"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/validators/facts"
)

// absent is the mutant of a message that never comes: a request that the product
// does not send, an answer that it does not give.
func (st *stand) absent(at int, path string) Mutant {
	m := &st.letters[at]
	if m.exchange.Sent {
		one := st.special(at, areaCourse, path, "missing", m.letter.root())
		one.make = func() (facts.ExchangeInput, error) {
			in := m.input
			in.Response = nil
			return in, nil
		}
		return one
	}
	one := st.special(at, areaCourse, path, "missing", -1)
	one.missing = true
	return one
}

// hearWithout gives its word to the mutant whose message never came: what the rules
// say of the scenario without it, whose step waited in vain.
func (m *Mutant) hearWithout(ctx context.Context, job int) error {
	st := m.stand
	x := st.letters[m.at].exchange
	sound, err := st.whole(ctx, job, m.Scenario)
	if err != nil {
		return err
	}
	var calls []facts.Summary
	met := map[etalon.RuleID]int{}
	for i, other := range st.letters {
		if i == m.at || other.exchange.Scenario != m.Scenario || x.Step != "" && i > m.at {
			continue
		}
		calls = append(calls, other.summary)
		add(met, other.heard.Met)
	}
	heard, err := st.sittings[job].Without(ctx, x, calls)
	if err != nil {
		return err
	}
	found := news(heard, sound, st.letters[m.at].direction())
	if m.speaks(found) {
		return nil
	}
	add(met, heard.Met)
	m.silent(found, m.lost(job, met, sound))
	return nil
}
