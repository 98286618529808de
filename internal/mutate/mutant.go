package mutate

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// Kind says how far a mutant is from its origin.
type Kind string

// The kinds of mutants.
const (
	Light Kind = "light" // 1 to 3 edits
	Heavy Kind = "heavy" // 4 to 12, among them templateIds added and retargeted
)

// Mutant is a faulty copy of a document.
type Mutant struct {
	Bytes []byte
	Edits []Edit // in the order of their offsets; renaming an element takes two, one for each tag
}

// ErrNothing says that a document has nothing that an edit could change.
var ErrNothing = errors.New("nothing to change in the document")

// Make reads a document and makes one mutant of it: [Open] and [Origin.Mutant].
func Make(raw []byte, seed uint64, kind Kind, templates []string) (Mutant, error) {
	o, err := Open(raw)
	if err != nil {
		return Mutant{}, err
	}
	return o.Mutant(seed, kind, templates)
}

// Mutant makes the mutant of a seed. templates are the OIDs that heavy mutants
// give to elements; their order does not matter, and without any no templateId
// is added. A small document may take fewer edits than its kind says.
func (o *Origin) Mutant(seed uint64, kind Kind, templates []string) (Mutant, error) {
	m := mutation{Origin: o, dice: roll(seed, kind, o.raw), templates: sorted(templates)}
	var wanted int
	var operators []operator
	switch kind {
	case Light:
		wanted, operators = m.between(1, 3), light
	case Heavy:
		wanted, operators = m.between(4, 12), heavy
	default:
		return Mutant{}, fmt.Errorf("kind %q: %q or %q", kind, Light, Heavy)
	}
	var moves [][]Edit
	for tries := 0; len(moves) < wanted && tries < 40*wanted; tries++ {
		if move := pick(m.dice, operators)(m); move != nil && !meetsAny(move, moves) {
			moves = append(moves, move)
		}
	}
	made, err := o.build(moves)
	if errors.Is(err, ErrNothing) {
		return o.build([][]Edit{m.rename(o.doc.Root())})
	}
	return made, err
}

// build applies the moves, without the last ones when together they come to
// nothing or leave the limits of what is read.
func (o *Origin) build(moves [][]Edit) (Mutant, error) {
	for ; len(moves) > 0; moves = moves[:len(moves)-1] {
		edits := flat(moves)
		out, err := Apply(o.raw, edits)
		if err != nil {
			return Mutant{}, err
		}
		if bytes.Equal(out, o.raw) {
			continue
		}
		if _, err := xmldoc.Parse(out, limits); err == nil {
			return Mutant{Bytes: out, Edits: edits}, nil
		}
	}
	return Mutant{}, ErrNothing
}
