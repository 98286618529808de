package account

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/etalon-dmp/etalon/validators/facts"
)

// payloads are the mutants of whole documents: what describes them is made right
// again, so that only what they are can tell.
func (w *workshop) payloads(st *stand) []Mutant {
	var out []Mutant
	seen := map[string]bool{}
	for at := range st.letters {
		m := &st.letters[at]
		if m.letter == nil || len(m.letter.parts) < 2 || !m.exchange.Sent && st.plain() {
			continue // what a source of plain IHE sends is octets, and any will do
		}
		for i, p := range m.letter.parts {
			k := fmt.Sprint(m.exchange.Transaction, p.role, m.action())
			if p.role == "root" || seen[k] {
				continue
			}
			seen[k] = true
			for _, f := range []struct {
				op     Operator
				change func([]byte) []byte
			}{
				{"empty", func([]byte) []byte { return nil }},
				{"truncated", func(b []byte) []byte { return b[:len(b)/2] }},
				{"plain-text", func([]byte) []byte { return []byte("Ceci n'est pas le document annoncé.\r\n") }},
				{"other-document", func(b []byte) []byte { return st.otherDocument(at, b) }},
			} {
				one := st.special(at, areaDocument, "mime["+p.role+"]/(content)", f.op, i)
				one.make = func() (facts.ExchangeInput, error) {
					fresh := f.change(p.body)
					if bytes.Equal(fresh, p.body) {
						return facts.ExchangeInput{}, errors.New("there is no other document")
					}
					return st.carrying(at, i, fresh)
				}
				out = append(out, one)
			}
		}
	}
	return out
}

// carrying is an exchange with other octets in a part, and all that follows from
// them made right.
func (st *stand) carrying(at, part int, body []byte) (facts.ExchangeInput, error) {
	m := &st.letters[at]
	l := m.letter.clone()
	l.parts[part].body = body
	for i, p := range l.parts {
		if p.role == "signature" && i != part {
			if err := l.sign(i, node{}, st.signer(), l.documents(m.letter)); err != nil {
				return facts.ExchangeInput{}, err
			}
		}
	}
	if err := l.describe(m.letter); err != nil {
		return facts.ExchangeInput{}, err
	}
	return m.with(l.bytes(true)), nil
}

// otherDocument is a document of another message of the session, or the same where
// there is none.
func (st *stand) otherDocument(at int, body []byte) []byte {
	for i := range st.letters {
		l := st.letters[(at+i)%len(st.letters)].letter
		if l == nil {
			continue
		}
		for _, p := range l.parts {
			if p.role == "document" && !bytes.Equal(p.body, body) {
				return p.body
			}
		}
	}
	return body
}
