package xmldoc

import "sort"

// Node is a node of a document: a small comparable value. The zero Node is
// "absent"; every method is safe on it and gives the empty answer.
type Node struct {
	doc *Doc
	id  int32
}

// OK says whether there is a node.
func (n Node) OK() bool { return n.doc != nil }

// Doc is the document of the node, nil for the zero Node.
func (n Node) Doc() *Doc { return n.doc }

// ID is the number of the node in its document, -1 for the zero Node.
func (n Node) ID() int {
	if n.doc == nil {
		return -1
	}
	return int(n.id)
}

// Kind is the kind of the node, NoNode for the zero Node.
func (n Node) Kind() Kind {
	if n.doc == nil {
		return NoNode
	}
	return n.doc.rows[n.id].kind
}

func (n Node) name() Name {
	if n.doc == nil {
		return Name{}
	}
	return n.doc.names[n.doc.rows[n.id].name]
}

// Space is the namespace of an element or attribute.
func (n Node) Space() string { return n.name().Space }

// Local is the local name of an element or attribute, the target of a PI.
func (n Node) Local() string { return n.name().Local }

// Name is the name as written, with its prefix.
func (n Node) Name() string { return n.name().Written }

// Is says whether the node has that name. Space "*" is any.
func (n Node) Is(space, local string) bool {
	m := n.name()
	return m.Local == local && n.doc != nil && (space == "*" || m.Space == space)
}

// Attr is the value of an attribute, "" when absent. Space "*" is any.
func (n Node) Attr(space, local string) string {
	v, _ := n.LookupAttr(space, local)
	return v
}

// LookupAttr is the value of an attribute and whether it is there.
func (n Node) LookupAttr(space, local string) (string, bool) {
	a := n.Attribute(space, local)
	return a.text(), a.OK()
}

// Attribute is the attribute node of that name. Space "*" is any.
func (n Node) Attribute(space, local string) Node {
	for a := range n.Attrs() {
		if a.Is(space, local) {
			return a
		}
	}
	return Node{}
}

func (n Node) text() string {
	if n.doc == nil {
		return ""
	}
	return n.doc.TextOf(n.id)
}

// Value is the XPath string value: an attribute's value, the text of a text,
// comment or PI node, all text below an element or document.
func (n Node) Value() string {
	if n.doc == nil {
		return ""
	}
	return n.doc.ValueOf(n.id)
}

// Parent is the parent node; the element, for an attribute. Absent for the document.
func (n Node) Parent() Node {
	if n.doc == nil || n.doc.rows[n.id].parent < 0 {
		return Node{}
	}
	return Node{n.doc, n.doc.rows[n.id].parent}
}

// Offset is where the node starts in Source, in bytes. An attribute starts at
// its name, a text at its first character or CDATA mark.
func (n Node) Offset() int64 {
	if n.doc == nil {
		return 0
	}
	return int64(n.doc.spans[n.id].start)
}

// End is the first byte after the node in Source.
func (n Node) End() int64 {
	if n.doc == nil {
		return 0
	}
	return int64(n.doc.spans[n.id].stop)
}

// Line is the 1-based line of Offset, 0 for the zero Node.
func (n Node) Line() int {
	if n.doc == nil {
		return 0
	}
	return n.doc.line(n.doc.spans[n.id].start)
}

// LookupNamespace is the namespace that a prefix is bound to at the node; ""
// asks for the default namespace. False when unbound.
func (n Node) LookupNamespace(prefix string) (string, bool) {
	if prefix == "xml" {
		return xmlSpace, true
	}
	for ; n.OK(); n = n.Parent() {
		all := n.doc.spaces
		i := sort.Search(len(all), func(i int) bool { return all[i].element >= n.id })
		for ; i < len(all) && all[i].element == n.id; i++ {
			if all[i].prefix == prefix {
				return all[i].uri, all[i].uri != ""
			}
		}
	}
	return "", false
}

// Declarations are the namespace declarations written on the element itself,
// prefix to namespace, in the order written ("" for xmlns).
func (n Node) Declarations() (prefixes, uris []string) {
	if n.doc == nil {
		return nil, nil
	}
	all := n.doc.spaces
	i := sort.Search(len(all), func(i int) bool { return all[i].element >= n.id })
	for ; i < len(all) && all[i].element == n.id; i++ {
		prefixes, uris = append(prefixes, all[i].prefix), append(uris, all[i].uri)
	}
	return prefixes, uris
}
