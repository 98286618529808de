package xpath

import (
	"slices"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// Tree is a document seen by the expressions of one compiler: its names are
// numbered as the compiler numbers them.
type Tree struct {
	doc     *xmldoc.Doc
	ids     []int32 // by name number of the document: number in the compiler; 0 when no expression names it
	indexes *indexes
	counts  int     // slots there are
	began   int     // Run.began when order was given
	slots   []slots // by name number of the document; 0: of any name
	order   int     // between documents: 0 the one judged, then as they were opened
}

// Tree prepares a document. It must be called after everything is compiled.
func (c *Compiler) Tree(d *xmldoc.Doc) *Tree {
	t := &Tree{}
	c.aim(t, d)
	return t
}

// aim makes t the tree of d.
func (c *Compiler) aim(t *Tree, d *xmldoc.Doc) {
	names := d.Names()
	t.doc, t.indexes = d, &indexes{}
	t.ids = slices.Grow(t.ids[:0], len(names))[:len(names)]
	for i, n := range names {
		t.ids[i] = c.numberOf(n.Space, n.Local)
	}
	t.slots = c.slotsOf(t.slots, t.ids)
	t.counts = 2 * len(c.counts)
}

// Doc is the document.
func (t *Tree) Doc() *xmldoc.Doc { return t.doc }

func (t *Tree) atom(id int32) Item {
	switch t.doc.KindOf(id) {
	case xmldoc.CommentNode, xmldoc.PINode:
		return stringItem(t.doc.TextOf(id))
	case xmldoc.ElementNode, xmldoc.DocumentNode:
		return untyped(t.doc.ValueOf(id))
	default:
		return untyped(t.doc.TextOf(id))
	}
}

func (t *Tree) name(id int32) xmldoc.Name { return t.doc.Names()[t.doc.NameOf(id)] }

// before says whether node a comes before node b in document order.
func before(a, b Item) bool {
	if a.tree != b.tree {
		return a.tree.order < b.tree.order
	}
	return a.n < b.n
}

type nameKey struct{ space, local string }
