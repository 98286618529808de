package facts

import (
	"encoding/base64"

	"github.com/etalon-dmp/etalon/internal/wire/mtom"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// text is the XML of a part as it is meant: a signature is over the message
// before it was optimized (XOP 1.0 §3), and so is a schema.
func (p *part) text() []byte {
	if p.infoset != nil {
		return p.infoset
	}
	return p.content
}

// reconstitute puts back into the root part the texts that lie in other parts,
// but for the documents: those are parts of their own to the rules. Any base64
// text may be optimized, that of a certificate too. Nothing in the part has a
// place in the message from then on.
func (s *side) reconstitute(m mtom.Message, root *part) {
	type text struct {
		node xmldoc.Node
		part *part
	}
	var texts []text
	size, looked := len(root.doc.Source()), 0
	for n := range root.doc.Root().Descendants() {
		if !n.Is(nsXOP, "Include") || n.Parent().Is(nsXDSB, "Document") || !alone(n) {
			continue
		}
		if looked++; looked > maxShown {
			return
		}
		target, ok := m.Resolve(n.Attr("", "href"))
		if !ok || s.parts[target.Index].root {
			continue
		}
		p := s.parts[target.Index]
		if size += base64.StdEncoding.EncodedLen(len(p.content)); size > xmlLimits.Bytes {
			return // one part named again and again
		}
		texts = append(texts, text{n, p})
	}
	if len(texts) == 0 {
		return
	}
	source, at := root.doc.Source(), int64(0)
	whole := make([]byte, 0, size)
	for _, t := range texts {
		whole = append(whole, source[at:t.node.Offset()]...)
		whole = base64.StdEncoding.AppendEncode(whole, t.part.content)
		at = t.node.End()
	}
	whole = append(whole, source[at:]...)
	again := *root
	again.content, again.at = whole, -1
	if s.readPart(&again); again.doc == nil {
		return
	}
	for _, t := range texts {
		s.include(m, root, t.node)
	}
	root.doc, root.env, root.infoset, root.at = again.doc, again.env, whole, -1
}

// alone tells an element that is all its parent holds.
func alone(n xmldoc.Node) bool {
	for other := range n.Parent().Nodes() {
		if other.Offset() != n.Offset() && other.Kind() != xmldoc.CommentNode {
			return false
		}
	}
	return true
}

// include notes one xop:Include of the root part.
func (s *side) include(m mtom.Message, root *part, n xmldoc.Node) {
	inc := include{href: n.Attr("", "href"), loc: root.placeOf(s, n), part: -1}
	if target, ok := m.Resolve(inc.href); ok {
		inc.part = target.Index
		p := s.parts[target.Index]
		p.referenced = true
		if id := documentID(n.Parent()); p.documentID == "" {
			p.documentID = id
		}
	}
	s.includes = append(s.includes, inc)
}
