package xmldoc

import (
	"strings"
	"unicode/utf8"
)

// more adds s[from:to] to the pending character data.
func (p *parser) more(from, to int) {
	switch {
	case from == to:
	case !p.pending:
		p.pending, p.copied, p.lo, p.hi = true, false, from, to
	default:
		p.spill()
		p.copies.WriteString(p.s[from:to])
	}
}

// spill moves the pending text to the end of the copies, where it can grow.
func (p *parser) spill() {
	if p.pending && p.copied {
		return
	}
	if p.copies.Len() == 0 && p.copies.Cap() == 0 && strings.HasPrefix(p.s[p.pos:], "\r") {
		p.copies.Grow(len(p.s) / 4) // a document with such line ends has them everywhere
	}
	from := p.copies.Len()
	if p.pending {
		p.copies.WriteString(p.s[p.lo:p.hi])
	}
	p.pending, p.copied, p.lo = true, true, from
}

// value is the text of a node: a piece of the source, or of the copies.
type value struct {
	piece
	copied bool
}

// take ends the pending text and returns it.
func (p *parser) take() value {
	if !p.pending {
		return value{}
	}
	p.pending = false
	if p.copied {
		return value{piece{uint32(p.lo), uint32(p.copies.Len())}, true}
	}
	return value{piece{uint32(p.lo), uint32(p.hi)}, false}
}

// read is a value as a string.
func (p *parser) read(v value) string {
	if v.copied {
		return p.copies.String()[v.lo:v.hi]
	}
	return p.s[v.lo:v.hi]
}

// flush makes a text node of the pending character data, if any.
func (p *parser) flush() error {
	if !p.pending {
		return nil
	}
	_, err := p.add(TextNode, 0, p.at, p.pos, p.take())
	return err
}

func (p *parser) beginText() {
	if !p.pending {
		p.at = p.pos
	}
}

// characters reads character data up to the next "<".
func (p *parser) characters() error {
	p.beginText()
	from, i, s := p.pos, p.pos, p.s
	for i < len(s) {
		if classes[s[i]]&stopsText == 0 {
			if i++; i < len(s) && classes[s[i]]&stopsText == 0 {
				i = plainText(s, i+1)
			}
			continue
		}
		switch s[i] {
		case '<':
			p.more(from, i)
			p.pos = i
			return nil
		case '&', '\r':
			p.more(from, i)
			n, err := p.replace(i)
			if err != nil {
				return err
			}
			i += n
			from = i
		case ']':
			if strings.HasPrefix(s[i:], "]]>") {
				return p.bad(i, `"]]>" in character data`)
			}
			i++
		default:
			n, err := p.characterAt(i)
			if err != nil {
				return err
			}
			i += n
		}
	}
	return p.bad(i, "element "+p.openName()+" is not closed")
}

// replace appends what a reference or a carriage return at i stands for and
// returns its length in the source.
func (p *parser) replace(i int) (int, error) {
	if p.s[i] == '\r' {
		p.spill()
		p.copies.WriteByte('\n')
		if strings.HasPrefix(p.s[i:], "\r\n") {
			return 2, nil
		}
		return 1, nil
	}
	r, n, err := p.reference(i)
	if err != nil {
		return 0, err
	}
	p.spill()
	p.copies.WriteRune(r)
	return n, nil
}

// reference reads a character reference or one of the five entities.
func (p *parser) reference(i int) (rune, int, error) {
	end := strings.IndexByte(p.s[i:min(len(p.s), i+64)], ';')
	if end < 0 {
		return 0, 0, p.bad(i, `"&" that begins no reference`)
	}
	name := p.s[i+1 : i+end]
	switch name {
	case "lt":
		return '<', end + 1, nil
	case "gt":
		return '>', end + 1, nil
	case "amp":
		return '&', end + 1, nil
	case "quot":
		return '"', end + 1, nil
	case "apos":
		return '\'', end + 1, nil
	}
	if !strings.HasPrefix(name, "#") {
		if scanName(name, 0) == len(name) && name != "" {
			return 0, 0, p.bad(i, "entity "+name+" is not declared")
		}
		return 0, 0, p.bad(i, `"&" that begins no reference`)
	}
	r, ok := charReference(name[1:])
	if !ok || !isChar(r) {
		return 0, 0, p.bad(i, "&"+name+"; is not a character of XML")
	}
	return r, end + 1, nil
}

func charReference(digits string) (rune, bool) {
	base := rune(10)
	if strings.HasPrefix(digits, "x") {
		base, digits = 16, digits[1:]
	}
	var r rune
	for _, c := range []byte(digits) {
		v := rune(99)
		switch {
		case c >= '0' && c <= '9':
			v = rune(c - '0')
		case c >= 'a' && c <= 'f':
			v = rune(c-'a') + 10
		case c >= 'A' && c <= 'F':
			v = rune(c-'A') + 10
		}
		if v >= base {
			return 0, false
		}
		if r = r*base + v; r > utf8.MaxRune {
			return 0, false
		}
	}
	return r, digits != ""
}

// cdata reads a CDATA section into the pending character data.
func (p *parser) cdata() error {
	p.beginText()
	start := p.pos
	from, to, err := p.until(start+len("<![CDATA["), "]]>", "CDATA section")
	if err != nil {
		return err
	}
	p.plain(from, to)
	p.pos = to + len("]]>")
	return nil
}

// plain adds s[from:to] with its line ends made \n.
func (p *parser) plain(from, to int) {
	for {
		cr := strings.IndexByte(p.s[from:to], '\r')
		if cr < 0 {
			p.more(from, to)
			return
		}
		p.more(from, from+cr)
		p.spill()
		p.copies.WriteByte('\n')
		from += cr + 1
		if from < to && p.s[from] == '\n' {
			from++
		}
	}
}

// until finds the end mark of the markup whose inside starts at from, and checks
// the characters between.
func (p *parser) until(from int, mark, what string) (int, int, error) {
	n := strings.Index(p.s[from:], mark)
	if n < 0 {
		return 0, 0, p.bad(len(p.s), what+" is not closed")
	}
	to := from + n
	for i := from; i < to; i++ {
		if c := p.s[i]; classes[c]&stopsMarkup != 0 && c != '\r' && forbidden(p.s, i) {
			return 0, 0, p.bad(i, "a character that XML does not allow")
		}
	}
	return from, to, nil
}

// comment reads a comment.
func (p *parser) comment() error {
	start := p.pos
	from, to, err := p.until(start+len("<!--"), "--", "comment")
	if err != nil {
		return err
	}
	if !strings.HasPrefix(p.s[to:], "-->") {
		return p.bad(to, `"--" inside a comment`)
	}
	p.pos = to + len("-->")
	p.plain(from, to)
	_, err = p.add(CommentNode, 0, start, p.pos, p.take())
	return err
}

// instruction reads a processing instruction.
func (p *parser) instruction() error {
	start := p.pos
	from := start + len("<?")
	end := scanName(p.s, from)
	if end == from {
		return p.bad(from, "a processing instruction without a name")
	}
	target := p.s[from:end]
	if strings.EqualFold(target, "xml") {
		return p.bad(start, "an XML declaration that is not at the very start")
	}
	_, to, err := p.until(end, "?>", "processing instruction")
	if err != nil {
		return err
	}
	if end < to && !isSpace(p.s[end]) {
		return p.bad(end, "no space after the name of a processing instruction")
	}
	for end < to && isSpace(p.s[end]) {
		end++
	}
	p.pos = to + len("?>")
	p.plain(end, to)
	_, err = p.add(PINode, p.t.name(target, -1, 0), start, p.pos, p.take())
	return err
}
