package account

import (
	"context"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/judge"
	"github.com/etalon-dmp/etalon/schemas"
	"github.com/etalon-dmp/etalon/validators/facts"
	"github.com/etalon-dmp/etalon/validators/xsd"
)

// memory is what engines said of the parts of conforming messages.
type memory struct {
	mu    sync.Mutex
	known map[string]xsd.Verdict
	full  bool // nothing more is learnt
}

// remembering is an engine with a memory: of a mutant, only what changed is
// validated.
type remembering struct {
	xsd.Engine
	*memory
}

// Validate implements xsd.Engine.
func (r *remembering) Validate(ctx context.Context, schema xsd.SchemaRef, doc []byte) (xsd.Verdict, error) {
	sum := sha256.Sum256(doc)
	k := string(schema) + string(sum[:])
	r.mu.Lock()
	v, ok := r.known[k]
	r.mu.Unlock()
	if ok {
		return v, nil
	}
	v, err := r.Engine.Validate(ctx, schema, doc)
	if r.mu.Lock(); err == nil && !r.full {
		r.known[k] = v
	}
	r.mu.Unlock()
	return v, err
}

// stand is a session on the bench: what is said of it as it is.
type stand struct {
	Session
	sittings []*judge.Sitting // one for each job
	letters  []message        // of the product, one an exchange; those that cannot be taken apart have no letter
	scenario map[etalon.ScenarioID]*wholly
	session  map[etalon.ScenarioID]*wholly // by the rules for a scenario, over the whole session
	rules    map[etalon.RuleID]ruleText
	packs    []*schemas.Pack // with all that they extend
	judges   []string        // their names
}

// message is the product's message of an exchange, and what is said of the
// exchange as it is.
type message struct {
	exchange etalon.Exchange
	input    facts.ExchangeInput
	packs    []string // that judge it
	letter   *letter
	heard    judge.Hearing
	summary  facts.Summary
}

// ruleText is what a rule looks at, for finding the rules that are near a node.
type ruleText struct {
	text         string // context and test
	requirements []string
}

// wholly is what the rules over sessions say of a scenario as it is, once asked.
type wholly struct {
	once  sync.Once
	heard judge.Hearing
	err   error
}

// newStand puts a session on the bench. engines are those of the jobs.
func newStand(s Session, book *judge.Book, engines []*remembering) (*stand, error) {
	st := &stand{Session: s, scenario: map[etalon.ScenarioID]*wholly{}, session: map[etalon.ScenarioID]*wholly{}, rules: map[etalon.RuleID]ruleText{}}
	for _, e := range engines {
		sitting, err := book.Sit(s.Dossier, judge.Schemas{Engine: e})
		if err != nil {
			return nil, err
		}
		st.sittings = append(st.sittings, sitting)
	}
	for _, r := range book.Rules() {
		st.rules[r.ID] = ruleText{strings.ToLower(r.Context + " " + r.Test), strings.Fields(r.Attrs["requirements"])}
	}
	for _, x := range s.Dossier.Exchanges {
		in, err := st.sittings[0].Input(x)
		if err != nil {
			return nil, err
		}
		m := message{exchange: x, input: in}
		m.packs = st.sittings[0].Packs(x.Scenario)
		m.letter = s.taken(&m)
		st.letters = append(st.letters, m)
		st.scenario[x.Scenario], st.session[x.Scenario] = &wholly{}, &wholly{}
	}
	return st, nil
}

// taken is the product's message in pieces, nil for one that cannot be taken apart: it
// is no subject, and others like it are. The messages in SOAP of a secure node are those
// of another product, under its packs.
func (s Session) taken(m *message) *letter {
	raw := m.raw()
	var l *letter
	switch {
	case len(raw) == 0 || len(raw) > largest:
	case m.exchange.Protocol.OrSOAP() == etalon.ProtocolSOAP && !s.beside():
		l, _ = open(raw)
	case m.exchange.Protocol == etalon.ProtocolSyslog && slices.Contains(m.packs, "ihe-atna"):
		l, _ = openRecord(raw)
	}
	return l
}

// beside tells a product that is judged by its records, packets and handshakes.
func (s Session) beside() bool {
	return !slices.ContainsFunc(s.Product.Packs, func(name string) bool { return name != "ihe-atna" && name != "ihe-ct" })
}

// hear says what the rules say of a message as it is.
func (st *stand) hear(ctx context.Context, job, at int) error {
	m := &st.letters[at]
	var err error
	if m.heard, m.summary, err = st.sittings[job].Exchange(ctx, m.input); err != nil {
		return fmt.Errorf("%s, %s: %w", st.Product.Name, m.exchange.ID, err)
	}
	return nil
}

// largest is the size of a message that is worth a mutant: those above it prove
// bounds, and smaller ones have the same nodes.
const largest = 200 << 10

// raw is the product's message: what it asked, or answered to étalon.
func (m *message) raw() []byte {
	if m.exchange.Sent {
		return m.input.Response
	}
	return m.input.Request
}

// with is the input with another message of the product.
func (m *message) with(raw []byte) facts.ExchangeInput {
	in := m.input
	if m.exchange.Sent {
		in.Response = raw
	} else {
		in.Request = raw
	}
	return in
}

// direction is the way that the product's message went.
func (m *message) direction() string {
	if m.exchange.Sent {
		return "response"
	}
	return "request"
}

// what names the message: its transaction, and whether it is an answer.
func (m *message) what() string {
	if m.exchange.Sent {
		return string(m.exchange.Transaction) + ", réponse"
	}
	return string(m.exchange.Transaction)
}

// of gives the summaries of a scenario with one of them replaced, and the
// exchanges they are of.
func (st *stand) of(id etalon.ScenarioID, at int, instead *facts.Summary) (calls []facts.Summary, met map[etalon.RuleID]int) {
	met = map[etalon.RuleID]int{}
	for i, m := range st.letters {
		if m.exchange.Scenario != id {
			continue
		}
		if i == at && instead != nil {
			calls = append(calls, *instead)
			continue
		}
		calls = append(calls, m.summary)
		for r, n := range m.heard.Met {
			met[r] += n
		}
	}
	return calls, met
}

// whole is what the rules over sessions say of a scenario as it is.
func (st *stand) whole(ctx context.Context, job int, id etalon.ScenarioID) (judge.Hearing, error) {
	w := st.scenario[id]
	w.once.Do(func() {
		calls, _ := st.of(id, -1, nil)
		w.heard, w.err = st.sittings[job].Scenario(ctx, id, calls)
	})
	return w.heard, w.err
}

// all are the summaries of the session with one of them replaced.
func (st *stand) all(at int, instead *facts.Summary) []facts.Summary {
	var calls []facts.Summary
	for i, m := range st.letters {
		if i == at && instead != nil {
			m.summary = *instead
		}
		calls = append(calls, m.summary)
	}
	return calls
}

// throughout is what the rules over sessions, those for a scenario, say of the
// whole session as it is.
func (st *stand) throughout(ctx context.Context, job int, id etalon.ScenarioID) (judge.Hearing, error) {
	w := st.session[id]
	w.once.Do(func() { w.heard, w.err = st.sittings[job].Session(ctx, id, st.all(-1, nil)) })
	return w.heard, w.err
}

// metSet names the set of rules that met something.
func metSet(h judge.Hearing) string {
	var b strings.Builder
	for _, id := range slices.Sorted(maps.Keys(h.Met)) {
		b.WriteString(string(id))
		b.WriteByte(' ')
	}
	return b.String()
}

// nodes are those of a message, none of one that could not be taken apart. To a
// server and in plain IHE a document is octets.
func (st *stand) nodes(at int) []node {
	m := &st.letters[at]
	if m.letter == nil {
		return nil
	}
	return nodes(m.letter, m.what(), m.exchange.Sent || st.plain())
}

// plain tells a session of plain IHE, where a document is octets.
func (st *stand) plain() bool { return !slices.Contains(st.judges, "ci-sis") }

// group names the messages in which a node is the same: one of them stands for
// all. What carries a message does not depend on what it says; what an assertion
// says depends on what was asked; an answer is what the rules that it meets are.
func (m *message) group(n node) string {
	of := string(m.exchange.Transaction)
	switch n.area {
	case areaHTTP, areaMIME, areaSOAP, areaSignature, areaHeader, areaBody, areaINSi:
		return of
	case areaRecord:
		return of + " " + metSet(m.heard)
	case areaVIHF:
		return of + " " + metAbout(m.heard, "V")
	}
	if m.exchange.Sent {
		return of + " " + metSet(m.heard)
	}
	return of + " " + m.action()
}

// metAbout is metSet of the rules whose id begins so.
func metAbout(h judge.Hearing, prefix string) string {
	few := judge.Hearing{Met: map[etalon.RuleID]int{}}
	for id, n := range h.Met {
		if strings.HasPrefix(string(id), prefix) {
			few.Met[id] = n
		}
	}
	return metSet(few)
}
