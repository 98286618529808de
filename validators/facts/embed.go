package facts

import (
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// cutAbove is the length of base64 text, in bytes of source, above which it is
// replaced by its facts.
const cutAbove = 4 << 10

// Budgets of all verbatim text of one document together, so that it can be
// parsed whatever the message was.
const (
	maxVerbatim      = 256 << 20 // bytes
	maxVerbatimNodes = 4_000_000
)

// verbatim ties the text inside one ev:xml to the source of a part.
type verbatim struct {
	start, end int // in the evidence text
	side       *side
	part       *part
	segments   []segment
}

// segment says that n bytes of the evidence text from text are those of the
// part's source from source.
type segment struct {
	text   int
	source int64
	n      int
}

// sourceOffset translates an offset in the evidence text.
func (v *verbatim) sourceOffset(text int) int64 {
	for i := len(v.segments) - 1; i >= 0; i-- {
		if s := v.segments[i]; text >= s.text {
			return s.source + int64(min(text-s.text, s.n))
		}
	}
	return 0
}

// cut is base64 text found in a part.
type cut struct {
	node xmldoc.Node // the text node
	drop bool        // long enough to be left out of the evidence
}

// findCuts lists the base64 texts of a part: those an element declares
// (representation="B64", as CDA does, or a ds:Object with its Encoding) and those too long to keep.
func findCuts(doc *xmldoc.Doc) []cut {
	var cuts []cut
	for i := range doc.Len() {
		if doc.KindOf(int32(i)) != xmldoc.TextNode {
			continue
		}
		n := doc.Node(i)
		long := n.End()-n.Offset() > cutAbove
		object := n.Parent().Is(nsDSig, "Object") // of an enveloping signature
		declared := n.Parent().Attr("", "representation") == "B64" || object && n.Parent().Attr("", "Encoding") == nsDSig+"base64"
		if !long && !declared || n.Parent().Space() == nsDSig && !object {
			continue
		}
		if value := n.Value(); isBase64(value, declared) {
			cuts = append(cuts, cut{n, long})
		}
	}
	return cuts
}

// isBase64 says whether text is base64. Prose has none of its punctuation by
// chance now and then; it does not have lines of 16 letters or more.
func isBase64(s string, declared bool) bool {
	letters, groups, pads, inside := 0, 0, 0, false
	for i := range len(s) {
		c := s[i]
		switch {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			inside = false
			continue
		case c == '=':
			pads++
		case pads > 0:
			return false
		case c >= 'A' && c <= 'Z', c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '+', c == '/':
		default:
			return false
		}
		if letters++; !inside {
			inside = true
			groups++
		}
	}
	return letters > 0 && pads <= 2 && (declared || letters/groups >= 16)
}

// embed copies what stands at the top of a part (its root element, comments
// and instructions) verbatim, without the texts cut and without the blanks around
// values that XML Schema collapses.
func (w *writer) embed(s *side, p *part, cuts []cut) *verbatim {
	v := &verbatim{start: len(w.buf), side: s, part: p}
	source := p.doc.Source()
	need := len(source)
	for _, c := range cuts {
		if c.drop {
			need -= int(c.node.End() - c.node.Offset())
		}
	}
	w.buf = slices.Grow(w.buf, need+need/64) // what follows is short: a text this long is not to be copied again
	left := omitted(p.doc, cuts)
	for n := range p.doc.Document().Nodes() {
		at := n.Offset()
		for _, c := range left {
			if c.from >= at && c.to <= n.End() {
				w.copy(v, source, at, c.from)
				at = c.to
			}
		}
		w.copy(v, source, at, n.End())
	}
	v.end = len(w.buf)
	return v
}

func (w *writer) copy(v *verbatim, source []byte, from, to int64) {
	v.segments = append(v.segments, segment{len(w.buf), from, int(to - from)})
	w.buf = append(w.buf, source[from:to]...)
}

// relativeXPath is the path of a node of an evidence document inside the part
// it came from.
func (v *verbatim) relativeXPath(n xmldoc.Node) string {
	wrapper := n
	for wrapper.OK() && wrapper.Offset() >= int64(v.start) {
		wrapper = wrapper.Parent()
	}
	return strings.TrimPrefix(n.XPath(), wrapper.XPath())
}
