package xmldoc

import "sync"

// elementLists holds the elements of a document by name, in document order:
// those of name number n are nodes[start[n]:start[n+1]]. Made when first asked
// for: every engine that looks at the document shares them.
type elementLists struct {
	once  sync.Once
	start []int32
	nodes []int32
}

// Elements are the elements with name number n, in document order. They must
// not be changed.
func (d *Doc) Elements(n int32) []int32 {
	l := &d.elements
	l.once.Do(func() { l.fill(d) })
	return l.nodes[l.start[n]:l.start[n+1]]
}

func (l *elementLists) fill(d *Doc) {
	start := make([]int32, len(d.names)+2) // start[n+2] counts, then start[n+1] is where to put the next
	for i := range d.rows {
		if r := &d.rows[i]; r.kind == ElementNode {
			start[r.name+2]++
		}
	}
	for n := 2; n < len(start); n++ {
		start[n] += start[n-1]
	}
	l.nodes = make([]int32, start[len(start)-1])
	for i := range d.rows {
		if r := &d.rows[i]; r.kind == ElementNode {
			l.nodes[start[r.name+1]] = int32(i)
			start[r.name+1]++
		}
	}
	l.start = start[:len(start)-1]
}
