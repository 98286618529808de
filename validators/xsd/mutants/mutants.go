package mutants

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"iter"
	"slices"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// Mutant is a document with one thing changed.
type Mutant struct {
	Op    string // what was done, with the value given where there is one: "set 0"
	Place string // parent/element or parent/element/@attribute, local names
	Bytes []byte
}

// Kind names what a mutant tries, whatever document it was made of.
func (m Mutant) Kind() string { return m.Op + " " + m.Place }

// Maker makes each kind of mutant once over all the documents it is given: the
// same mistake in the hundredth observation tells nothing new. Give it small
// documents first.
type Maker struct {
	Seed uint64
	// Share is how many kinds of a thousand are made; 0 is all of them.
	Share uint64
	// Only says which elements to touch; nil is every one.
	Only func(xmldoc.Node) bool
	seen map[string]bool
}

// Of yields the mutants of a document whose kinds were not met before. The
// error is that of a document which does not parse.
func (m *Maker) Of(doc []byte) (iter.Seq[Mutant], error) {
	d, err := xmldoc.Parse(doc, xmldoc.Limits{})
	if err != nil {
		return nil, err
	}
	if m.seen == nil {
		m.seen = map[string]bool{}
	}
	return func(yield func(Mutant) bool) {
		root := d.Root()
		for e := range elements(root) {
			if m.Only != nil && !m.Only(e) {
				continue
			}
			for edit := range edits(e, m.Seed) {
				mutant := Mutant{Op: edit.op, Place: edit.place}
				if m.seen[mutant.Kind()] || m.Share != 0 && m.draw(mutant.Kind())%1000 >= m.Share {
					continue
				}
				m.seen[mutant.Kind()] = true
				if mutant.Bytes = apply(d.Source(), edit); !yield(mutant) {
					return
				}
			}
		}
	}, nil
}

// Sorted gives the documents from the smallest to the largest.
func Sorted(docs [][]byte) [][]byte {
	docs = slices.Clone(docs)
	slices.SortStableFunc(docs, func(a, b []byte) int { return len(a) - len(b) })
	return docs
}

func (m *Maker) draw(kind string) uint64 { return draw(m.Seed, kind) }

// draw gives a number that depends on the seed and the text only.
func draw(seed uint64, text string) uint64 {
	h := fnv.New64a()
	fmt.Fprintf(h, "%d %s", seed, text)
	return h.Sum64() >> 7
}

// edit is a mutant before it is made: pieces to put in the place of ranges.
type edit struct {
	op, place string
	changes   []change
}

type change struct {
	from, to int64
	with     string
}

// apply makes the changes, which are in the order of the text and do not overlap.
func apply(text []byte, e edit) []byte {
	var b bytes.Buffer
	at := int64(0)
	for _, c := range e.changes {
		b.Write(text[at:c.from])
		b.WriteString(c.with)
		at = c.to
	}
	b.Write(text[at:])
	return b.Bytes()
}

func elements(root xmldoc.Node) iter.Seq[xmldoc.Node] {
	return func(yield func(xmldoc.Node) bool) {
		if !yield(root) {
			return
		}
		for e := range root.Descendants() {
			if !yield(e) {
				return
			}
		}
	}
}
