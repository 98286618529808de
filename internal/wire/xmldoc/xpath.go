package xmldoc

import (
	"slices"
	"strconv"
	"strings"
)

// XPath is a path to the node with names as written: "/s:Envelope/s:Body/x[2]/@id".
// A number follows a step only where a sibling of the same name exists. The
// document is "/", the zero Node "".
func (n Node) XPath() string {
	if n.Kind() == DocumentNode {
		return "/"
	}
	var steps []string
	for ; n.OK() && n.Kind() != DocumentNode; n = n.Parent() {
		steps = append(steps, n.step())
	}
	slices.Reverse(steps)
	return strings.Join(steps, "")
}

func (n Node) step() string {
	var step string
	switch n.Kind() {
	case AttributeNode:
		return "/@" + n.Name()
	case ElementNode:
		step = "/" + n.Name()
	case TextNode:
		step = "/text()"
	case CommentNode:
		step = "/comment()"
	case PINode:
		step = "/processing-instruction('" + n.Name() + "')"
	}
	position, count := 0, 0
	for s := range n.Parent().Nodes() {
		if n.alike(s) {
			count++
			if s == n {
				position = count
			}
		}
	}
	if count > 1 {
		step += "[" + strconv.Itoa(position) + "]"
	}
	return step
}

// alike says whether a sibling counts for the position of the node.
func (n Node) alike(s Node) bool {
	return s.Kind() == n.Kind() && n.name().Expanded == s.name().Expanded
}
