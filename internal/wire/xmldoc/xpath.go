package xmldoc

import (
	"slices"
	"strconv"
	"strings"
)

// XPath is a path to the node with names as written: "/s:Envelope/s:Body/x[2]/@id".
// A number follows a step only where a sibling of the same name exists. The
// document is "/", the zero Node "". Long names and long paths are cut, and end in "…":
// a path is for people, and a message has as many as it likes.
func (n Node) XPath() string {
	if n.Kind() == DocumentNode {
		return "/"
	}
	var steps []string
	for ; n.OK() && n.Kind() != DocumentNode; n = n.Parent() {
		steps = append(steps, n.step())
	}
	slices.Reverse(steps)
	return Short(strings.Join(steps, ""), maxPath)
}

// The lengths of what stands in a path, in bytes.
const (
	maxName = 256
	maxPath = 16 << 10
)

// Short is a text of at most so many bytes, and "…" where it was cut.
func Short(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}

func (n Node) step() string {
	var step string
	switch n.Kind() {
	case AttributeNode:
		return "/@" + Short(n.Name(), maxName)
	case ElementNode:
		step = "/" + Short(n.Name(), maxName)
	case TextNode:
		step = "/text()"
	case CommentNode:
		step = "/comment()"
	case PINode:
		step = "/processing-instruction('" + Short(n.Name(), maxName) + "')"
	case NoNode, DocumentNode: // where a path begins
	}
	if p := n.doc.position(n.id); p > 0 {
		step += "[" + strconv.Itoa(int(p)) + "]"
	}
	return step
}

// position is the place of a node among its siblings of the same kind and
// name, from 1; 0 when it has none. The places of all nodes are counted when
// first asked for, in time proportional to the document.
func (d *Doc) position(id int32) int32 {
	d.counting.Do(func() {
		type alike struct {
			kind Kind
			name string // as written: the path must be read without namespaces
		}
		type run struct{ last, count int32 }
		d.positions = make([]int32, len(d.rows))
		seen := map[alike]run{}
		for p := range d.rows {
			if k := d.rows[p].kind; k != ElementNode && k != DocumentNode {
				continue
			}
			if len(seen) > 64 { // clearing takes as long as what it held at most
				seen = map[alike]run{}
			}
			clear(seen)
			for c := int32(p) + 1 + int32(d.rows[p].attrs); c < d.rows[p].end; c = d.rows[c].end {
				key := alike{d.rows[c].kind, d.names[d.rows[c].name].Written}
				r := seen[key]
				if r.count++; r.count > 1 {
					d.positions[c] = r.count
					d.positions[r.last] = r.count - 1
				}
				r.last = c
				seen[key] = r
			}
		}
	})
	return d.positions[id]
}
