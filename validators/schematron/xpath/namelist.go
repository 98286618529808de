package xpath

import (
	"sort"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// largeSubtree is from how many nodes on a search below a node is worth the
// lists of elements by name.
const largeSubtree = 128

// elements gives the elements of the document that a test names, below a node
// and in document order; false when one list cannot tell.
func (t *Tree) elements(x *test, id int32) ([]int32, bool) {
	end := t.doc.EndOf(id)
	if x.of != xmldoc.ElementNode || x.kind != testName && x.kind != testLocal || end-id < largeSubtree {
		return nil, false
	}
	var nodes []int32
	for n, name := range t.ids {
		if n == 0 || x.kind == testName && name != x.name || x.kind == testLocal && t.doc.Names()[n].Local != x.local {
			continue
		}
		switch list := t.doc.Elements(int32(n)); {
		case nodes == nil:
			nodes = list
		case len(list) > 0: // written with two prefixes, or of two namespaces
			return nil, false
		}
	}
	if len(nodes) == 0 {
		return nil, true
	}
	from := sort.Search(len(nodes), func(i int) bool { return nodes[i] > id })
	to := from + sort.Search(len(nodes)-from, func(i int) bool { return nodes[from+i] >= end })
	return nodes[from:to], true
}
