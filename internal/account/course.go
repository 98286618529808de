package account

import (
	"fmt"
	"slices"

	"github.com/etalon-dmp/etalon/validators/facts"
)

// course are the mutants of the course of a scenario: a message missing, twice, one before
// the one that it comes after, the message of another step, of another patient.
func (w *workshop) course(st *stand) []Mutant {
	var out []Mutant
	seen := map[string]bool{}
	for at := range st.letters {
		m := &st.letters[at]
		k := fmt.Sprint(m.exchange.Transaction, m.action())
		if m.letter == nil || seen[k] {
			continue
		}
		seen[k] = true
		path := "(" + m.what() + ")"
		out = append(out, st.absent(at, path))
		twice := st.special(at, areaCourse, path, "twice", -1)
		twice.make = func() (facts.ExchangeInput, error) { return m.input, nil }
		twice.calls = func(calls []facts.Summary) []facts.Summary { return again(calls, m) }
		if !m.exchange.Sent { // an answer is not sent twice
			out = append(out, twice)
		}
		if other := st.instead(at); other != nil {
			one := st.special(at, areaCourse, path, "another-message", m.letter.root())
			one.Before, one.After = string(m.exchange.ID), string(other.exchange.ID)
			one.make = func() (facts.ExchangeInput, error) { return m.with(other.raw()), nil }
			out = append(out, one)
		}
		if next := st.following(at); next >= 0 && !m.exchange.Sent {
			one := st.special(at, areaCourse, path, "out-of-order", -1)
			one.make = func() (facts.ExchangeInput, error) { return m.input, nil }
			one.calls = func(calls []facts.Summary) []facts.Summary { return swappedCalls(calls, m, &st.letters[next]) }
			out = append(out, one)
		}
	}
	return out
}

// again is a course with a message sent once more, as it was.
func again(calls []facts.Summary, m *message) []facts.Summary {
	i := slices.IndexFunc(calls, func(s facts.Summary) bool { return s.Exchange == m.exchange.ID })
	if i < 0 {
		return calls
	}
	twin := calls[i]
	twin.Exchange, twin.Step = twin.Exchange+"-again", ""
	return slices.Insert(slices.Clone(calls), i+1, twin)
}

// swappedCalls is a course with two messages in the other order.
func swappedCalls(calls []facts.Summary, a, b *message) []facts.Summary {
	out := slices.Clone(calls)
	i := slices.IndexFunc(out, func(s facts.Summary) bool { return s.Exchange == a.exchange.ID })
	j := slices.IndexFunc(out, func(s facts.Summary) bool { return s.Exchange == b.exchange.ID })
	if i < 0 || j < 0 {
		return calls
	}
	out[i], out[j] = out[j], out[i]
	out[i].Received, out[j].Received = out[j].Received, out[i].Received
	return out
}

// following is the next message that the same step asked for, of another transaction:
// what another step asks for comes after its answer.
func (st *stand) following(at int) int {
	m := &st.letters[at]
	for i := at + 1; i < len(st.letters); i++ {
		if n := &st.letters[i]; n.exchange.Scenario == m.exchange.Scenario && n.input.Asked.Step == m.input.Asked.Step && n.exchange.Transaction != m.exchange.Transaction {
			return i
		}
	}
	return -1
}

// instead is a message of the same transaction and action about another patient,
// or for another step where étalon asks for no one: what the product should not
// have sent here.
func (st *stand) instead(at int) *message {
	m := &st.letters[at]
	for i := range st.letters {
		o := &st.letters[(at+1+i)%len(st.letters)]
		if o.letter == nil || o.exchange.ID == m.exchange.ID || o.exchange.Transaction != m.exchange.Transaction {
			continue
		}
		a, b := m.input.Asked.Action, o.input.Asked.Action
		if m.exchange.Sent && o.exchange.Scenario != m.exchange.Scenario ||
			a != nil && b != nil && a.Name == b.Name && a.Patient.INS != b.Patient.INS {
			return o
		}
	}
	return nil
}
