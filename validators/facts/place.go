package facts

import (
	"bytes"
	"unicode/utf8"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// inMessage translates an offset in the UTF-8 source of a part into one in the
// raw message; -1 when those bytes are not in it.
func (s *side) inMessage(p *part, source int64) int64 {
	if p == nil || p.at < 0 {
		return -1
	}
	return s.offset(p.at + p.inContent(source))
}

// inContent translates an offset in the part's UTF-8 source into one in the
// part as received.
func (p *part) inContent(source int64) int64 {
	if p.doc == nil || sameBytes(p.doc.Source(), p.content) {
		return source
	}
	before := p.doc.Source()[:source]
	if len(p.content) >= 2 && (p.content[0] == 0xFE || p.content[0] == 0xFF) && p.content[0]^p.content[1] == 1 {
		units := int64(1) // the byte order mark
		for _, r := range string(before) {
			if units++; r > 0xFFFF {
				units++
			}
		}
		return 2 * units
	}
	return int64(utf8.RuneCount(before)) // one byte a character
}

// ofSyntax is where in the message a part stops being XML; -1 when the part is
// in an encoding whose offsets were lost with the parse.
func (s *side) ofSyntax(p *part) int64 {
	if p.at < 0 || !utf8.Valid(p.content) && p.syntax.Code != xmldoc.BadEncoding || bytes.HasPrefix(p.content, []byte{0xFE, 0xFF}) || bytes.HasPrefix(p.content, []byte{0xFF, 0xFE}) {
		return -1
	}
	return s.offset(p.at + p.syntax.Offset)
}

// place is the location of an offset in the source of an XML part.
func (p *part) place(s *side, source int64) etalon.Location {
	loc := etalon.Location{Direction: s.direction, Part: p.index, Offset: s.inMessage(p, source)}
	if p.doc != nil {
		loc.Line = p.doc.Line(source)
	}
	return loc
}

// placeOf is the location of a node of an XML part.
func (p *part) placeOf(s *side, n xmldoc.Node) etalon.Location {
	loc := p.place(s, n.Offset())
	loc.XPath = n.XPath()
	return loc
}
