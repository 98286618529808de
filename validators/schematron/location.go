package schematron

import (
	"slices"
	"strconv"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// locator writes the paths of nodes as the official chain does. It remembers
// where it counted to among siblings, so that asking for many nodes in
// document order takes time in proportion to the document.
type locator struct {
	counted map[siblings]counted
	steps   []string
}

// siblings are the children of a node that count for each other's position.
type siblings struct {
	parent int
	kind   xmldoc.Kind
	name   string
}

type counted struct {
	node     xmldoc.Node
	position int
}

// of is the path of a node: /a/b[2], with a number from the second on; that of
// the root element for the document node.
func (l *locator) of(n xmldoc.Node) string {
	if n.Kind() == xmldoc.DocumentNode {
		n = n.Doc().Root()
	}
	l.steps = l.steps[:0]
	for ; n.OK() && n.Kind() != xmldoc.DocumentNode; n = n.Parent() {
		step := xmldoc.Short(n.Name(), 256)
		switch n.Kind() {
		case xmldoc.CommentNode:
			step = "comment()"
		case xmldoc.PINode:
			step = "processing-instruction()"
		case xmldoc.TextNode:
			step = "text()"
		case xmldoc.AttributeNode:
			l.steps = append(l.steps, "@"+step)
			continue
		default: // an element, by its name
		}
		if p := l.position(n); p > 1 {
			step += "[" + strconv.Itoa(p) + "]"
		}
		l.steps = append(l.steps, step)
	}
	slices.Reverse(l.steps)
	return xmldoc.Short("/"+strings.Join(l.steps, "/"), 16<<10)
}

func (l *locator) position(n xmldoc.Node) int {
	key := siblings{parent: n.Parent().ID(), kind: n.Kind()}
	if n.Kind() == xmldoc.ElementNode {
		key.name = n.Name()
	}
	c, ok := l.counted[key]
	from := n.Parent().FirstChild()
	if ok && c.node.ID() <= n.ID() {
		from = c.node
	} else {
		c.position = 0
	}
	for s := from; s.OK() && s.ID() <= n.ID(); s = s.NextSibling() {
		if s.Kind() == key.kind && (key.name == "" || s.Name() == key.name) && s != c.node {
			c.position++
		}
	}
	c.node = n
	if l.counted == nil {
		l.counted = map[siblings]counted{}
	}
	l.counted[key] = c
	return c.position
}
