package xmldoc

import "iter"

// Attrs yields the attributes of an element, in the order written.
func (n Node) Attrs() iter.Seq[Node] {
	return func(yield func(Node) bool) {
		if n.doc == nil {
			return
		}
		for i := range int32(n.doc.rows[n.id].attrs) {
			if !yield(Node{n.doc, n.id + 1 + i}) {
				return
			}
		}
	}
}

// Nodes yields all child nodes in document order.
func (n Node) Nodes() iter.Seq[Node] {
	return func(yield func(Node) bool) {
		if n.doc == nil {
			return
		}
		r := n.doc.rows[n.id]
		for i := n.id + 1 + int32(r.attrs); i < r.end; i = n.doc.rows[i].end {
			if !yield(Node{n.doc, i}) {
				return
			}
		}
	}
}

// FirstChild is the first child node of any kind but attribute.
func (n Node) FirstChild() Node {
	if n.doc == nil {
		return Node{}
	}
	r := n.doc.rows[n.id]
	if c := n.id + 1 + int32(r.attrs); c < r.end {
		return Node{n.doc, c}
	}
	return Node{}
}

// NextSibling is the node after this one below the same parent; none for an attribute.
func (n Node) NextSibling() Node {
	if n.doc == nil || n.id == 0 || n.Kind() == AttributeNode {
		return Node{}
	}
	r := n.doc.rows[n.id]
	if r.end < n.doc.rows[r.parent].end {
		return Node{n.doc, r.end}
	}
	return Node{}
}

// Children yields the child elements in document order.
func (n Node) Children() iter.Seq[Node] {
	return func(yield func(Node) bool) {
		for c := range n.Nodes() {
			if c.Kind() == ElementNode && !yield(c) {
				return
			}
		}
	}
}

// ChildrenNamed yields the child elements of that name. Space "*" is any.
func (n Node) ChildrenNamed(space, local string) iter.Seq[Node] {
	return func(yield func(Node) bool) {
		for c := range n.Children() {
			if c.Is(space, local) && !yield(c) {
				return
			}
		}
	}
}

// Descendants yields the elements below the node in document order.
func (n Node) Descendants() iter.Seq[Node] {
	return func(yield func(Node) bool) {
		if n.doc == nil {
			return
		}
		for i := n.id + 1; i < n.doc.rows[n.id].end; i++ {
			if n.doc.rows[i].kind == ElementNode && !yield(Node{n.doc, i}) {
				return
			}
		}
	}
}

// Child is the first child element of that name, or the zero Node. Space "*" is any.
func (n Node) Child(space, local string) Node {
	for c := range n.ChildrenNamed(space, local) {
		return c
	}
	return Node{}
}

// Path walks down by the first child of each name, all in one namespace ("*" is any).
func (n Node) Path(space string, locals ...string) Node {
	for _, local := range locals {
		n = n.Child(space, local)
	}
	return n
}
