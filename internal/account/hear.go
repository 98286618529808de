package account

import (
	"bytes"
	"context"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/judge"
	"github.com/etalon-dmp/etalon/validators/facts"
)

// judge gives every mutant its word.
func (w *workshop) judge(ctx context.Context, all []Mutant) error {
	var mu sync.Mutex
	done := 0
	return w.each(len(all), func(job, i int) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := all[i].hear(ctx, job); err != nil {
			return err
		}
		mu.Lock()
		defer mu.Unlock()
		done++
		w.order.Progress(done, len(all))
		return nil
	})
}

// hear makes a mutant and gives it its word. Errors are the harness's.
func (m *Mutant) hear(ctx context.Context, job int) error {
	if m.missing {
		return m.hearWithout(ctx, job)
	}
	if m.over != nil {
		return m.hearOver(ctx, job)
	}
	msg := &m.stand.letters[m.at]
	in, err := m.make()
	if err != nil {
		m.Word, m.Why = Unmade, err.Error()
		return nil
	}
	sitting := m.stand.sittings[job]
	if m.otherwise { // the session says of connections what the exchange does
		sitting = sitting.Over(in.Connection)
	}
	heard, summary, err := sitting.Exchange(ctx, in)
	if err != nil {
		return err
	}
	found := news(heard, msg.heard, msg.direction())
	if !m.equal && m.speaks(found) {
		return nil
	}
	sound, err := m.stand.whole(ctx, job, m.Scenario)
	if err != nil {
		return err
	}
	calls, met := m.stand.of(m.Scenario, m.at, &summary)
	if m.calls != nil {
		calls = m.calls(calls)
	}
	scenario, err := sitting.Scenario(ctx, m.Scenario, calls)
	if err != nil {
		return err
	}
	found = append(found, news(scenario, sound, msg.direction())...)
	if m.equal {
		m.unchanged(found)
		return nil
	}
	if m.speaks(found) {
		return nil
	}
	if m.calls == nil && !sameCall(summary, msg.summary) {
		more, err := m.elsewhere(ctx, job, summary)
		if err != nil {
			return err
		}
		if found = append(found, more...); m.speaks(more) {
			return nil
		}
	}
	add(met, heard.Met)
	add(met, scenario.Met)
	m.silent(found, m.lost(job, met, sound))
	return nil
}

// elsewhere is what the rules say of the whole session: the value may be that of a
// message of another scenario, or differ from it.
func (m *Mutant) elsewhere(ctx context.Context, job int, summary facts.Summary) ([]etalon.Finding, error) {
	sound, err := m.stand.throughout(ctx, job, m.Scenario)
	if err != nil {
		return nil, err
	}
	heard, err := m.stand.sittings[job].Session(ctx, m.Scenario, m.stand.all(m.at, &summary))
	return news(heard, sound, m.stand.letters[m.at].direction()), err
}

// sameCall tells whether rules over sessions see no difference between two
// exchanges but in the objects that they carry, which are those of one scenario.
func sameCall(a, b facts.Summary) bool {
	a.Asked, a.Answered, b.Asked, b.Answered = facts.Cargo{}, facts.Cargo{}, facts.Cargo{}, facts.Cargo{}
	return reflect.DeepEqual(a, b)
}

func add(to, more map[etalon.RuleID]int) {
	for id, n := range more {
		to[id] += n
	}
}

// speaks gives the mutant its word where a rule fails it, and says whether one
// did about the node.
func (m *Mutant) speaks(found []etalon.Finding) bool {
	direction := m.stand.letters[m.at].direction()
	for _, f := range found {
		switch {
		case f.Verdict() == etalon.Broken:
			m.Word, m.Why, m.Rules = Unmade, "harness: "+f.Observed, []etalon.RuleID{f.Rule}
			return true
		case f.Verdict() != etalon.Fail:
			continue
		}
		if about(f, m.node, m.edit, direction, m.stand.rules[f.Rule].text) {
			if m.Word != Failed {
				m.Word, m.Rules = Failed, nil
			}
		} else if m.Word != Failed {
			m.Word = Elsewhere
		} else {
			continue
		}
		if !slices.Contains(m.Rules, f.Rule) {
			m.Rules = append(m.Rules, f.Rule)
			m.Why = clip(f.Location.XPath + ": " + f.Observed)
		}
	}
	return m.Word == Failed
}

// unchanged gives an equivalence its word.
func (m *Mutant) unchanged(found []etalon.Finding) {
	m.Word = Kept
	for _, f := range found {
		if f.Verdict() <= etalon.Pass {
			continue // a remark changes no verdict
		}
		m.Word = FalseRed
		if !slices.Contains(m.Rules, f.Rule) {
			m.Rules = append(m.Rules, f.Rule)
		}
		m.Why = clip(m.Why + ": " + f.Message.EN + " " + f.Observed)
	}
}

// silent gives the mutant its word where no rule fails it about the node.
func (m *Mutant) silent(found []etalon.Finding, lost []string) {
	direction := m.stand.letters[m.at].direction()
	if m.Word == Elsewhere {
		return
	}
	for _, f := range found {
		if f.Verdict() == etalon.Inconclusive && about(f, m.node, m.edit, direction, m.stand.rules[f.Rule].text) {
			m.Word, m.Rules, m.Why = Inconclusive, []etalon.RuleID{f.Rule}, "the rule could not be evaluated"
			return
		}
		if f.Severity != etalon.SeverityWarning {
			continue
		}
		m.Rules = append(m.Rules, f.Rule)
		if about(f, m.node, m.edit, direction, m.stand.rules[f.Rule].text) && (f.Confidence == etalon.ConfidenceC || f.Confidence == etalon.ConfidenceD) {
			m.Word = Warned
		} else {
			m.Why = "only a warning, of confidence " + string(f.Confidence)
		}
	}
	if m.Word == Warned {
		return
	}
	m.Word, m.Lost = Unaccounted, lost
	if len(lost) > 0 {
		m.Word = Inconclusive
	}
	if len(m.Rules) == 0 {
		m.Rules = m.nearest()
	}
}

// lost are the requirements of the scenario that the rules no longer prove, and
// whose rules speak of the node.
func (m *Mutant) lost(job int, met map[etalon.RuleID]int, sound judge.Hearing) []string {
	proof := func(q string, met map[etalon.RuleID]int) bool {
		for id, n := range met {
			if n > 0 && slices.Contains(m.stand.rules[id].requirements, q) {
				return true
			}
		}
		return false
	}
	_, was := m.stand.of(m.Scenario, -1, nil)
	add(was, sound.Met)
	var out []string
	for _, q := range m.stand.sittings[job].Requirements(m.Scenario) {
		if proof(string(q), was) && !proof(string(q), met) && m.concerns(string(q)) {
			out = append(out, string(q))
		}
	}
	return out
}

// concerns tells whether a rule of a requirement names the node.
func (m *Mutant) concerns(requirement string) bool {
	for _, r := range m.stand.rules {
		if slices.Contains(r.requirements, requirement) && slices.ContainsFunc(names(m.node), func(w string) bool { return strings.Contains(r.text, w) }) {
			return true
		}
	}
	return false
}

// nearest are rules that met something in the exchange and name the node: where a
// hole is, they are what should have spoken.
func (m *Mutant) nearest() []etalon.RuleID {
	const most = 4
	var out []etalon.RuleID
	words := names(m.node)
	for _, id := range slices.Sorted(maps.Keys(m.stand.letters[m.at].heard.Met)) {
		r := m.stand.rules[id]
		if len(out) < most && slices.ContainsFunc(words, func(w string) bool { return strings.Contains(r.text, w) }) {
			out = append(out, id)
		}
	}
	return out
}

// echoed makes the answer of étalon echo an identifier that the product changed:
// what a message is called, its answer calls it too.
func (m *message) echoed(in facts.ExchangeInput, n node, e edit) facts.ExchangeInput {
	const least = 20 // shorter values are not identifiers
	if m.exchange.Sent || e.after == "" || len(e.before) < least || n.kind == element {
		return in
	}
	switch n.key {
	case "MessageID", "id/@extension", "queryId/@extension":
		in.Response = bytes.ReplaceAll(in.Response, []byte(escaped(e.before)), []byte(escaped(e.after)))
	}
	return in
}

// source is the piece that a node is in.
func (l *letter) source(n node) []byte {
	switch {
	case n.part < 0:
		return l.head
	case n.inHead:
		return l.parts[n.part].head
	}
	return l.parts[n.part].body
}

// action is what the step asked that the message came of, or the case that étalon
// sent.
func (m *message) action() string {
	if a := m.input.Asked.Action; a != nil {
		return string(a.Name)
	}
	return m.exchange.Behaviour
}
