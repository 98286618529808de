package xmldoc

import (
	"strings"
	"sync"
)

// Kind is the kind of a node in the XPath data model.
type Kind uint8

// The kinds. NoNode is the kind of the zero Node.
const (
	NoNode Kind = iota
	DocumentNode
	ElementNode
	AttributeNode
	TextNode
	CommentNode
	PINode
)

// row is what navigation needs of a node.
type row struct {
	name   int32 // into Doc.names; 0 none
	parent int32 // -1 for the document
	end    int32 // first node after this one and all below it
	attrs  int16 // attributes that follow an element; at most 32767
	kind   Kind
	copied bool // its text is in Doc.copied, because the source writes it with references or line ends
}

// span is where a node is and what it says: the text of text, attribute,
// comment and PI nodes. It holds no pointer, so that a document costs the
// garbage collector nothing by its nodes.
type span struct {
	piece
	start, stop uint32
}

// piece is a part of Doc.text, or of Doc.copied.
type piece struct{ lo, hi uint32 }

// declaration is one xmlns attribute.
type declaration struct {
	element     int32
	prefix, uri string
}

// Doc is a parsed document. It never changes.
type Doc struct {
	text   string
	copied string // texts that are not in the source as they read
	source []byte // the input, when it is UTF-8
	rows   []row
	spans  []span
	names  []Name
	root   int32
	spaces []declaration // by element

	expanded int
	lines    sync.Once
	breaks   []uint32 // newlines before each stretch of the text

	elements elementLists

	counting  sync.Once
	positions []int32 // see position
}

// Document is the document node, parent of the root element.
func (d *Doc) Document() Node { return Node{d, 0} }

// Root is the document element.
func (d *Doc) Root() Node { return Node{d, d.root} }

// Source is the UTF-8 text that offsets refer to: the input itself when that is UTF-8.
func (d *Doc) Source() []byte {
	if d.source == nil {
		return []byte(d.text)
	}
	return d.source
}

// Len is the number of nodes; their numbers are 0 to Len()-1.
func (d *Doc) Len() int { return len(d.rows) }

// Node gives node number i; the zero Node when there is no such number.
func (d *Doc) Node(i int) Node {
	if i < 0 || i >= len(d.rows) {
		return Node{}
	}
	return Node{d, int32(i)}
}

// The methods below read one column of a node by its number, which must be
// valid: they are for engines that walk the arrays.

// KindOf is the kind of node i.
func (d *Doc) KindOf(i int32) Kind { return d.rows[i].kind }

// NameOf is the number of the name of node i in [Doc.Names]; 0 for none.
func (d *Doc) NameOf(i int32) int32 { return d.rows[i].name }

// ParentOf is the parent of node i, -1 for the document.
func (d *Doc) ParentOf(i int32) int32 { return d.rows[i].parent }

// EndOf is the first node after node i and everything below it.
func (d *Doc) EndOf(i int32) int32 { return d.rows[i].end }

// Look is the kind, the number of the name and the end of node i at once.
func (d *Doc) Look(i int32) (kind Kind, name, end int32) {
	r := &d.rows[i]
	return r.kind, r.name, r.end
}

// AttrsOf is how many attributes element i has: nodes i+1 to i+AttrsOf(i).
func (d *Doc) AttrsOf(i int32) int32 { return int32(d.rows[i].attrs) }

// TextOf is the text of a text, attribute, comment or PI node; "" for others.
func (d *Doc) TextOf(i int32) string {
	s := &d.spans[i]
	if d.rows[i].copied {
		return d.copied[s.lo:s.hi]
	}
	return d.text[s.lo:s.hi]
}

// Names are the names of the document by number; 0 stands for none.
func (d *Doc) Names() []Name { return d.names }

// ExpandedNames is one more than the largest Expanded number of a name.
func (d *Doc) ExpandedNames() int { return d.expanded }

// ValueOf is the XPath string value of node i.
func (d *Doc) ValueOf(i int32) string {
	r := &d.rows[i]
	if r.kind != ElementNode && r.kind != DocumentNode {
		return d.TextOf(i)
	}
	first, many := "", false
	for j := i + 1; j < r.end; j++ {
		if d.rows[j].kind != TextNode {
			continue
		}
		if first != "" {
			many = true
			break
		}
		first = d.TextOf(j)
	}
	if !many {
		return first
	}
	var b strings.Builder
	for j := i + 1; j < r.end; j++ {
		if d.rows[j].kind == TextNode {
			b.WriteString(d.TextOf(j))
		}
	}
	return b.String()
}

// Line is the line that an offset in the source is on, from 1.
func (d *Doc) Line(offset int64) int { return d.line(uint32(offset)) }

// stretch is how much of the text is looked through to find a line, in bytes.
const stretch = 4 << 10

func (d *Doc) line(offset uint32) int {
	d.lines.Do(func() {
		before := uint32(0)
		for i := 0; i < len(d.text); i += stretch {
			d.breaks = append(d.breaks, before)
			before += uint32(strings.Count(d.text[i:min(i+stretch, len(d.text))], "\n"))
		}
	})
	if len(d.breaks) == 0 {
		return 1
	}
	offset = min(offset, uint32(len(d.text)))
	n := min(int(offset/stretch), len(d.breaks)-1)
	return 1 + int(d.breaks[n]) + strings.Count(d.text[n*stretch:offset], "\n")
}
