package mutate

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// Edit is one piece of text replaced. From is empty for an insertion, To for a
// deletion.
type Edit struct {
	Kind   string // what it does: drop-attribute, alter-code, …
	Path   string // XPath of the node in the origin
	Offset int64  // 0-based bytes in the origin, where From begins
	From   string // text of the origin
	To     string // what stands there in the mutant
}

func (e Edit) end() int64 { return e.Offset + int64(len(e.From)) }

// meets says whether two edits are about the same text: they overlap, begin at
// the same place, or one inserts at the edge of the other. Edits that meet
// could undo each other or depend on their order.
func (e Edit) meets(o Edit) bool {
	if e.From == "" || o.From == "" {
		return e.Offset <= o.end() && o.Offset <= e.end()
	}
	return e.Offset < o.end() && o.Offset < e.end()
}

// ErrEdits says that a list of edits is not about the document it is applied to.
var ErrEdits = errors.New("the edits are not of this document")

// Apply makes a mutant from its origin and its edits, which are in the order of
// their offsets.
func Apply(origin []byte, edits []Edit) ([]byte, error) {
	var out bytes.Buffer
	var at int64
	for i, e := range edits {
		if e.Offset < at || e.end() > int64(len(origin)) || string(origin[e.Offset:e.end()]) != e.From {
			return nil, fmt.Errorf("%w: edit %d, %s at %d", ErrEdits, i, e.Kind, e.Offset)
		}
		out.Write(origin[at:e.Offset])
		out.WriteString(e.To)
		at = e.end()
	}
	out.Write(origin[at:])
	return out.Bytes(), nil
}

// flat is the edits of all moves in the order of their offsets.
func flat(moves [][]Edit) []Edit {
	edits := slices.Concat(moves...)
	slices.SortFunc(edits, func(a, b Edit) int { return cmp.Compare(a.Offset, b.Offset) })
	return edits
}

func meetsAny(move []Edit, moves [][]Edit) bool {
	for _, other := range moves {
		for _, a := range move {
			for _, b := range other {
				if a.meets(b) {
					return true
				}
			}
		}
	}
	return false
}
