package account

import (
	"fmt"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon/validators/facts"
)

// fact is one thing that a message says in several places: an atom of their values.
type fact struct {
	atom  string
	nodes []node
}

// linked are the mutants of a fact in all its places at once: comparisons inside
// the message agree, and only what was asked, a value set or a certificate can tell.
func (w *workshop) linked(st *stand) []Mutant {
	var out []Mutant
	seen := map[string]bool{}
	for at := range st.letters {
		m := &st.letters[at]
		for _, f := range facted(st.nodes(at)) {
			var paths []string
			for _, n := range f.nodes {
				if !slices.Contains(paths, n.path) {
					paths = append(paths, n.path)
				}
			}
			k := fmt.Sprint(m.exchange.Transaction, m.action(), paths)
			if len(paths) < 2 || seen[k] {
				continue
			}
			seen[k] = true
			first := f.nodes[0]
			first.area, first.kind = areaLinked, text
			e := edit{op: "linked", before: f.atom, after: w.otherAtom(st, f)}
			one := st.mutant(at, first, e)
			one.places = paths
			one.Why = fmt.Sprintf("%d places: %s", len(paths), clip(strings.Join(paths, " ")))
			one.make = func() (facts.ExchangeInput, error) { return st.everywhere(at, f, e.after) }
			out = append(out, one)
		}
	}
	return out
}

// facted groups the values of a message by what they say. A value of a signature
// follows from others.
func facted(all []node) []fact {
	var out []fact
	index := map[string]int{}
	for _, n := range all {
		if n.inHead || n.kind == element || n.doc.Space() == nsDSig || n.area == areaSignature {
			continue
		}
		for _, a := range atoms(n.value) {
			i, ok := index[a]
			if !ok {
				i = len(out)
				index[a] = i
				out = append(out, fact{atom: a})
			}
			out[i].nodes = append(out[i].nodes, n)
		}
	}
	return out
}

// atoms are the components of a value: of CX, XCN, XON, HD, of a list in
// parentheses, of a URN of an OID.
func atoms(v string) []string {
	const least = 5 // shorter ones are codes that many things have
	var out []string
	for _, a := range strings.FieldsFunc(v, func(r rune) bool { return strings.ContainsRune("^&()',", r) }) {
		a = strings.TrimPrefix(strings.TrimSpace(a), "urn:oid:")
		if len(a) >= least && formOf(a) != formBoolean && !strings.HasPrefix(a, "urn:oasis:") && !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	return out
}

// otherAtom is another value for a fact: one that another message has in its first
// place, where that is a value of its own, or one of the same form.
func (w *workshop) otherAtom(st *stand, f fact) string {
	for _, n := range f.nodes {
		if other := w.pool.other(st.Product.Name, n); n.value == f.atom && other != "" {
			return other
		}
	}
	return sibling(f.atom)
}

// everywhere is an exchange with a fact changed in all places of the product's
// message.
func (st *stand) everywhere(at int, f fact, atom string) (facts.ExchangeInput, error) {
	m := &st.letters[at]
	l := m.letter.clone()
	patches := map[int][]patch{}
	for _, n := range f.nodes {
		patches[n.part] = append(patches[n.part], patch{n.from, n.to, escaped(strings.ReplaceAll(n.value, f.atom, atom))})
	}
	for part, all := range patches {
		l.parts[part].body = patched(l.parts[part].body, all)
	}
	documents := map[string][]byte{}
	for id, body := range l.documents(m.letter) {
		documents[strings.ReplaceAll(id, f.atom, atom)] = body
	}
	for i, p := range l.parts {
		if p.role == "signature" { // what the manifest says of a document follows
			l.parts[i].body = []byte(strings.ReplaceAll(string(p.body), `"urn:oid:`+f.atom+`"`, `"urn:oid:`+atom+`"`))
		}
		if p.role == "signature" || p.role == "root" {
			if err := l.sign(i, node{}, st.signer(), documents); err != nil {
				return facts.ExchangeInput{}, err
			}
		}
	}
	if err := l.describe(m.letter); err != nil {
		return facts.ExchangeInput{}, err
	}
	in := m.with(l.bytes(true))
	if !m.exchange.Sent && len(f.atom) >= 20 {
		in.Response = []byte(strings.ReplaceAll(string(in.Response), f.atom, atom))
	}
	return in, nil
}
