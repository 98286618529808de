package account

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/judge"
	"github.com/etalon-dmp/etalon/internal/xmlsec"
	"github.com/etalon-dmp/etalon/simulators/pki"
	"github.com/etalon-dmp/etalon/validators/facts"
)

// workshop makes and judges.
type workshop struct {
	order   Order
	memory  memory
	engines []*remembering // one for each job
	stands  []*stand
	pool    *pool
}

func (w *workshop) close() {
	for _, e := range w.engines {
		_ = e.Close()
	}
}

// hear puts the sessions on the bench and has every message of them heard as it
// is.
func (w *workshop) hear(ctx context.Context) error {
	w.pool = newPool()
	type place struct {
		stand *stand
		at    int
	}
	var all []place
	for _, s := range w.order.Sessions {
		packs, err := w.order.Packs.Of(s.Product.Packs...)
		if err != nil {
			return err
		}
		if err := w.pool.learn(packs); err != nil {
			return err
		}
		book, err := judge.Compile(packs)
		if err != nil {
			return err
		}
		st, err := newStand(s, book, w.engines)
		if err != nil {
			return err
		}
		for _, p := range packs {
			st.judges, st.packs = append(st.judges, p.Name), append(st.packs, p)
		}
		w.stands = append(w.stands, st)
		for i := range st.letters {
			all = append(all, place{st, i})
		}
	}
	err := w.each(len(all), func(job, i int) error { return all[i].stand.hear(ctx, job, all[i].at) })
	w.memory.full = true
	return err
}

// each does something n times, by as many jobs as there are engines.
func (w *workshop) each(n int, do func(job, i int) error) error {
	work := make(chan int)
	errs := make([]error, len(w.engines))
	var wg sync.WaitGroup
	for job := range w.engines {
		wg.Go(func() {
			for i := range work {
				if errs[job] == nil {
					errs[job] = do(job, i)
				}
			}
		})
	}
	for i := range n {
		work <- i
	}
	close(work)
	wg.Wait()
	return errors.Join(errs...)
}

// candidates are the mutants: of each node that has a path of its own under the
// same rules and the same action, every edit.
func (w *workshop) candidates() []Mutant {
	for _, st := range w.stands {
		for at := range st.letters {
			for _, n := range st.nodes(at) {
				w.pool.note(st.Product.Name, n)
			}
		}
	}
	var out []Mutant
	for _, st := range w.stands {
		seen, once := map[string]bool{}, map[string]bool{}
		for at := range st.letters {
			for _, n := range st.nodes(at) {
				if k := st.letters[at].group(n) + "\x00" + n.path; !seen[k] {
					seen[k] = true
					out = append(out, w.mutants(st, at, n, once)...)
				}
			}
		}
		for _, more := range [][]Mutant{w.linked(st), w.overExchanges(st), w.payloads(st), w.course(st), w.trust(st), w.equal(st), w.packets(st), w.greetings(st), w.manifests(st)} {
			for _, m := range more {
				if len(w.order.Areas) == 0 || slices.Contains(w.order.Areas, m.Area) {
					out = append(out, m)
				}
			}
		}
	}
	return out
}

// mutants are those of one node. Where nothing may be said to be missing does not
// depend on what was asked: once keeps what was said so of messages before.
func (w *workshop) mutants(st *stand, at int, n node, once map[string]bool) []Mutant {
	if len(w.order.Areas) > 0 && !slices.Contains(w.order.Areas, n.area) {
		return nil
	}
	var out []Mutant
	for _, e := range edits(n, st.letters[at].letter.source(n), st.Product.Name, w.pool) {
		if k := st.letters[at].what() + n.path + string(e.op); e.op.null() {
			if once[k] {
				continue
			}
			once[k] = true
		}
		out = append(out, st.mutant(at, n, e))
	}
	return out
}

// mutant is that of an edit, or of what a caller makes of it.
func (st *stand) mutant(at int, n node, e edit) Mutant {
	m := &st.letters[at]
	return Mutant{
		Product: st.Product.Name, Message: m.what(), Exchange: m.exchange.ID, Scenario: m.exchange.Scenario, Action: m.action(),
		Packs: st.Product.Packs, Area: n.area, Path: n.path, Operator: e.op, Before: clip(e.before), After: clip(e.after),
		stand: st, judges: st.judging(m), at: at, node: n, edit: e,
		make: func() (facts.ExchangeInput, error) { return m.broken(n, e, st.signer()) },
	}
}

// judging are the packs that judge a message: those of its scenario's profile, which may
// be fewer than the product's.
func (st *stand) judging(m *message) []string {
	if len(m.packs) > 0 {
		return m.packs
	}
	return st.judges
}

// broken is the exchange with an edit made.
func (m *message) broken(n node, e edit, key xmlsec.Signer) (facts.ExchangeInput, error) {
	l, err := made(m.letter, n, e, key)
	if err != nil {
		return facts.ExchangeInput{}, err
	}
	return m.echoed(m.with(l.bytes(n.key != "content-length" && n.key != "declared-length")), n, e), nil
}

func clip(s string) string {
	const most = 160
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// own are the keys of a session's product: those of a card, or of the structure.
func (s Session) own() keys {
	if s.Mode == etalon.ModeDirect {
		return keys{pki.CardSign, pki.CardAuth}
	}
	return keys{pki.StructureSign, pki.StructureAuth}
}

// signer is the key that a session's product signs with.
func (s Session) signer() xmlsec.Signer {
	c := s.Keys.Get(s.own().sign)
	return xmlsec.Signer{Key: c.Key, Chain: c.Chain()}
}

// equal are the equivalences: of one message of each transaction, with and
// without parts, every form that it can be written in.
func (w *workshop) equal(st *stand) []Mutant {
	var out []Mutant
	seen := map[string]bool{}
	for at := range st.letters {
		m := &st.letters[at]
		if m.letter == nil {
			continue
		}
		for _, form := range m.letter.forms() {
			k := fmt.Sprint(m.exchange.Transaction, len(m.letter.parts) > 1, form.name)
			if seen[k] || form.write(m.letter) == nil {
				continue
			}
			seen[k] = true
			n := node{path: "(" + m.what() + ")", area: areaEqual, part: -1}
			one := st.mutant(at, n, edit{op: form.name})
			one.equal, one.Why = true, form.clause
			one.make = func() (facts.ExchangeInput, error) { return m.with(form.write(m.letter).bytes(true)), nil }
			out = append(out, one)
		}
	}
	return out
}
