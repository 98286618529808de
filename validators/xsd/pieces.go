package xsd

import (
	"bytes"
	"fmt"
	"io"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// piece is how long a text may be that the engine in Go reads at once, in bytes. It
// holds such a text four times while it reads it.
const piece = 1 << 20

// pieces reads a document whose long texts are in pieces: a letter here and there is
// written as a reference to itself, which is the same letter to whoever reads XML.
type pieces struct {
	text    []byte
	at      int
	cuts    []int // offsets of the letters
	pending []byte
}

// inPieces gives the reader, or nil for a document that has no long text.
func (d *document) inPieces() io.Reader {
	if len(d.text) <= piece {
		return nil
	}
	var cuts []int
	for i := range d.tree.Len() {
		if d.tree.KindOf(int32(i)) != xmldoc.TextNode {
			continue
		}
		n := d.tree.Node(i)
		from, end := int(n.Offset()), int(n.End())
		if end-from <= piece || bytes.IndexByte(d.text[from:end], '<') >= 0 { // a CDATA section knows no references
			continue
		}
		for at := from + piece; at < end; at += piece {
			if at = letter(d.text[:end], from, at); at >= end {
				break
			}
			cuts = append(cuts, at)
		}
	}
	if cuts == nil {
		return nil
	}
	return &pieces{text: d.text, cuts: cuts}
}

// letter is the first offset from at on of a letter or digit that is in no reference;
// the end of the text when there is none. The text begins at from.
func letter(text []byte, from, at int) int {
	open := bytes.LastIndexByte(text[from:at], '&')
	inside := open >= 0 && bytes.IndexByte(text[from+open:at], ';') < 0
	for ; at < len(text); at++ {
		switch c := text[at]; {
		case c == '&':
			inside = true
		case c == ';':
			inside = false
		case !inside && (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'):
			return at
		}
	}
	return at
}

// Read implements io.Reader.
func (p *pieces) Read(b []byte) (int, error) {
	if len(p.pending) > 0 {
		n := copy(b, p.pending)
		p.pending = p.pending[n:]
		return n, nil
	}
	end := len(p.text)
	if len(p.cuts) > 0 {
		end = p.cuts[0]
	}
	if p.at == end && len(p.cuts) > 0 {
		p.pending = fmt.Appendf(nil, "&#%d;", p.text[end])
		p.cuts, p.at = p.cuts[1:], end+1
		return p.Read(b)
	}
	if p.at == end {
		return 0, io.EOF
	}
	n := copy(b, p.text[p.at:end])
	p.at += n
	return n, nil
}
