package xpath

import (
	"sort"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// nameList holds the elements of a document by name, in document order: those
// of name number n are nodes[start[n]:start[n+1]].
type nameList struct {
	start []int32
	nodes []int32

	byID    map[int32]int32  // name number by number in the compiler; several when written with two prefixes
	byLocal map[string]int32 // and by local name
}

const several = -1

// largeSubtree is from how many nodes on a search below a node is worth the list.
const largeSubtree = 128

// elements gives the elements of the document that a test names, below a node
// and in document order; false when the list cannot tell.
func (t *Tree) elements(x *test, id int32) ([]int32, bool) {
	end := t.doc.EndOf(id)
	if x.of != xmldoc.ElementNode || x.kind != testName && x.kind != testLocal || end-id < largeSubtree {
		return nil, false
	}
	t.indexes.named.Do(func() { t.indexes.list = newNameList(t) })
	l := t.indexes.list
	number, ok := int32(0), false
	if x.kind == testName {
		number, ok = l.byID[x.name]
	} else {
		number, ok = l.byLocal[x.local]
	}
	if !ok || number == several {
		return nil, !ok
	}
	nodes := l.nodes[l.start[number]:l.start[number+1]]
	from := sort.Search(len(nodes), func(i int) bool { return nodes[i] > id })
	to := from + sort.Search(len(nodes)-from, func(i int) bool { return nodes[from+i] >= end })
	return nodes[from:to], true
}

func newNameList(t *Tree) *nameList {
	d := t.doc
	l := &nameList{start: make([]int32, len(d.Names())+1), byID: map[int32]int32{}, byLocal: map[string]int32{}}
	for id := range int32(d.Len()) {
		if d.KindOf(id) == xmldoc.ElementNode {
			l.start[d.NameOf(id)+1]++
		}
	}
	for n := 1; n < len(l.start); n++ {
		l.start[n] += l.start[n-1]
	}
	l.nodes = make([]int32, l.start[len(l.start)-1])
	next := append([]int32(nil), l.start...)
	for id := range int32(d.Len()) {
		if d.KindOf(id) == xmldoc.ElementNode {
			n := d.NameOf(id)
			l.nodes[next[n]] = id
			next[n]++
		}
	}
	for n, name := range d.Names() {
		if l.start[n] == l.start[n+1] {
			continue // of attributes only
		}
		record(l.byLocal, name.Local, int32(n))
		if t.ids[n] != 0 {
			record(l.byID, t.ids[n], int32(n))
		}
	}
	return l
}

func record[K comparable](m map[K]int32, k K, n int32) {
	if _, twice := m[k]; twice {
		n = several
	}
	m[k] = n
}
