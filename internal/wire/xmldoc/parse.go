package xmldoc

import (
	"strings"
	"unicode/utf8"
)

// Parse reads a document. The error is always a *SyntaxError. The bytes are
// kept by the Doc and must not change afterwards.
func Parse(b []byte, l Limits) (*Doc, error) {
	l = l.filled()
	if len(b) > l.Bytes {
		return nil, &SyntaxError{Code: TooLarge, Line: 1, Column: 1, Msg: "the document is larger than the limit"}
	}
	text, same, bad := decode(b, l.Shared)
	if bad != nil {
		return nil, bad
	}
	p := &parser{s: text, l: l, d: &Doc{text: text}, t: newNameTable()}
	if same {
		p.d.source = b
	}
	if err := p.document(); err != nil {
		return nil, err
	}
	p.d.names, p.d.expanded, p.d.copied = p.t.names, len(p.t.expanded)+1, p.copies.String()
	return p.d, nil
}

// parser is one run over the text.
type parser struct {
	s    string
	pos  int
	l    Limits
	d    *Doc
	t    *nameTable
	ns   scope
	open []frame
	tag  []written // attributes of the tag being read

	// Character data not yet a node: s[lo:hi], or copies from lo on when it is
	// not one piece of the source.
	pending, copied bool
	lo, hi, at      int
	copies          strings.Builder // becomes Doc.copied; never longer than the text
	seen            map[int32]bool
}

type frame struct {
	node int32
	mark int // of scope.log
}

func (p *parser) fail(at int, code, msg string) error { return syntaxError(p.s, at, code, msg) }

func (p *parser) bad(at int, msg string) error {
	if at >= len(p.s) {
		msg = "the document ends too early: " + msg
	}
	return p.fail(at, NotWellFormed, msg)
}

func (p *parser) has(prefix string) bool { return strings.HasPrefix(p.s[p.pos:], prefix) }

func (p *parser) space() {
	for p.pos < len(p.s) && isSpace(p.s[p.pos]) {
		p.pos++
	}
}

// add appends a node below the innermost open element.
func (p *parser) add(kind Kind, name int32, start, stop int, v value) (int32, error) {
	id := len(p.d.rows)
	if id >= p.l.Nodes {
		return 0, p.fail(start, TooManyNodes, "more nodes than the limit")
	}
	parent := int32(-1)
	if n := len(p.open); n > 0 {
		parent = p.open[n-1].node
	}
	p.d.rows = append(p.d.rows, row{name: name, parent: parent, end: int32(id) + 1, kind: kind, copied: v.copied})
	p.d.spans = append(p.d.spans, span{v.piece, uint32(start), uint32(stop)})
	return int32(id), nil
}

func (p *parser) document() error {
	estimate := min(strings.Count(p.s, "<")*9/4+16, p.l.Nodes) // an element, its end and the white space around
	if p.l.Expect > 0 {
		estimate = min(p.l.Expect, p.l.Nodes)
	}
	p.d.rows, p.d.spans = make([]row, 0, estimate), make([]span, 0, estimate)
	p.ns.bound = map[string]bound{"xml": {p.t.uri(xmlSpace), -1}}
	p.ns.plain.element = -1
	if _, err := p.add(DocumentNode, 0, 0, len(p.s), value{}); err != nil {
		return err
	}
	p.open = append(p.open, frame{0, 0})
	if strings.HasPrefix(p.s, "\uFEFF") {
		p.pos = len("\uFEFF")
	}
	if err := p.declaration(); err != nil {
		return err
	}
	if err := p.prolog(); err != nil {
		return err
	}
	p.d.root = int32(len(p.d.rows))
	if err := p.startTag(); err != nil {
		return err
	}
	for len(p.open) > 1 {
		if err := p.content(); err != nil {
			return err
		}
	}
	for p.space(); p.pos < len(p.s); p.space() {
		if err := p.misc("after the document element"); err != nil {
			return err
		}
	}
	p.d.rows[0].end = int32(len(p.d.rows))
	return nil
}

// prolog reads up to the document element.
func (p *parser) prolog() error {
	doctype := false
	for {
		p.space()
		switch {
		case p.has("<!DOCTYPE"):
			if !p.l.AllowDTD {
				return p.fail(p.pos, HasDTD, "a document type declaration is not accepted")
			}
			if doctype {
				return p.bad(p.pos, "second document type declaration")
			}
			doctype = true
			if err := p.skipDoctype(); err != nil {
				return err
			}
		case p.has("<!"), p.has("<?"), p.pos < len(p.s) && p.s[p.pos] != '<', p.pos >= len(p.s):
			if err := p.misc("before the document element"); err != nil {
				return err
			}
		default:
			return nil
		}
	}
}

// misc reads a comment or processing instruction.
func (p *parser) misc(where string) error {
	switch {
	case p.has("<!--"):
		return p.comment()
	case p.has("<?"):
		return p.instruction()
	default:
		return p.bad(p.pos, "this may not stand "+where)
	}
}

// content reads one item inside the innermost open element.
func (p *parser) content() error {
	if p.pos >= len(p.s) {
		return p.bad(p.pos, "element "+p.openName()+" is not closed")
	}
	switch {
	case p.s[p.pos] != '<':
		return p.characters()
	case p.has("<![CDATA["):
		return p.cdata()
	}
	if err := p.flush(); err != nil {
		return err
	}
	switch {
	case p.has("</"):
		return p.endTag()
	case p.has("<!--"):
		return p.comment()
	case p.has("<?"):
		return p.instruction()
	case p.has("<!"):
		return p.bad(p.pos, "a declaration inside the document element")
	}
	return p.startTag()
}

func (p *parser) openName() string {
	return p.t.names[p.d.rows[p.open[len(p.open)-1].node].name].Written
}

// characterAt gives the width of the character at i where a scanning loop
// stopped, or an error when XML does not allow it.
func (p *parser) characterAt(i int) (int, error) {
	if forbidden(p.s, i) {
		return 0, p.bad(i, "a character that XML does not allow")
	}
	_, n := utf8.DecodeRuneInString(p.s[i:])
	return n, nil
}
