package xmldoc

import "math"

// written is an attribute as it stands in a tag.
type written struct {
	name       string
	colon      int // length of the prefix, -1 without
	start, end int
	value      value
}

// qname reads prefix:local at pos; colon is -1 without a prefix.
func (p *parser) qname(what string) (name string, colon int, err error) {
	start := p.pos
	end := scanName(p.s, start)
	if end == start {
		return "", 0, p.bad(start, "expected "+what)
	}
	colon = -1
	if end < len(p.s) && p.s[end] == ':' {
		colon = end - start
		local := scanName(p.s, end+1)
		if local == end+1 {
			return "", 0, p.bad(local, "no name after the colon")
		}
		end = local
	}
	p.pos = end
	return p.s[start:end], colon, nil
}

// startTag reads "<name …>" or "<name …/>".
func (p *parser) startTag() error {
	start := p.pos
	p.pos++
	name, colon, err := p.qname("the name of an element")
	if err != nil {
		return err
	}
	if len(p.open) > p.l.Depth {
		return p.fail(start, TooDeep, "elements nested deeper than the limit")
	}
	mark, empty := len(p.ns.log), false
	if empty, err = p.attributes(int32(len(p.d.rows))); err != nil {
		return err
	}
	space, err := p.resolve(name, colon, start+1, true)
	if err != nil {
		return err
	}
	id, err := p.add(ElementNode, p.t.name(name, colon, space), start, p.pos, value{})
	if err != nil {
		return err
	}
	p.open = append(p.open, frame{id, mark})
	if err := p.addAttributes(id); err != nil {
		return err
	}
	if empty {
		p.close()
	}
	return nil
}

func (p *parser) resolve(name string, colon, at int, element bool) (int32, error) {
	if colon < 0 {
		if !element {
			return 0, nil
		}
		return p.ns.plain.space, nil
	}
	b, ok := p.ns.find(name[:colon])
	if !ok {
		return 0, p.bad(at, "prefix "+name[:colon]+" is not bound to a namespace")
	}
	return b.space, nil
}

// attributes reads the rest of a start tag into p.tag, binds its namespace
// declarations and says whether the element is empty.
func (p *parser) attributes(element int32) (empty bool, err error) {
	p.tag = p.tag[:0]
	declared := len(p.d.spaces)
	for {
		before := p.pos
		if p.pos < len(p.s) && p.s[p.pos] == ' ' {
			p.pos++
		}
		p.space()
		if p.pos >= len(p.s) {
			return false, p.bad(p.pos, "a tag is not closed")
		}
		switch c := p.s[p.pos]; {
		case c == '>':
			p.pos++
			return false, nil
		case p.has("/>"):
			p.pos += 2
			return true, nil
		case before == p.pos:
			return false, p.bad(p.pos, "expected a space, \"/>\" or \">\" in a tag")
		}
		if len(p.tag)+len(p.d.spaces)-declared >= min(p.l.Attributes, math.MaxInt16) {
			return false, p.fail(p.pos, TooManyAttrs, "more attributes on an element than the limit")
		}
		w := written{start: p.pos}
		if w.name, w.colon, err = p.qname("the name of an attribute"); err != nil {
			return false, err
		}
		if !p.has("=") { // most often it is there at once
			if p.space(); !p.has("=") {
				return false, p.bad(p.pos, "no \"=\" after the name of an attribute")
			}
		}
		p.pos++
		p.space()
		if w.value, err = p.quoted(); err != nil {
			return false, err
		}
		w.end = p.pos
		switch {
		case w.colon < 0 && w.name == "xmlns":
			err = p.declare(element, "", w)
		case w.colon == 5 && w.name[:5] == "xmlns":
			err = p.declare(element, w.name[6:], w)
		default:
			p.tag = append(p.tag, w)
		}
		if err != nil {
			return false, err
		}
	}
}

// declare binds one xmlns attribute.
func (p *parser) declare(element int32, prefix string, w written) error {
	uri := p.read(w.value)
	switch {
	case prefix == "xmlns", uri == xmlnsSpace:
		return p.bad(w.start, "the prefix xmlns and its namespace cannot be declared")
	case (prefix == "xml") != (uri == xmlSpace):
		return p.bad(w.start, "the prefix xml and its namespace belong together")
	case prefix != "" && uri == "":
		return p.bad(w.start, "a prefix cannot be bound to no namespace")
	}
	p.d.spaces = append(p.d.spaces, declaration{element, prefix, uri})
	if !p.ns.bind(prefix, bound{p.t.uri(uri), element}) {
		return p.bad(w.start, "attribute "+w.name+" written twice")
	}
	return nil
}

// addAttributes makes nodes of p.tag and checks that no name comes twice.
func (p *parser) addAttributes(element int32) error {
	many := len(p.tag) > 12
	if many {
		p.seen = make(map[int32]bool, len(p.tag))
	}
	first := len(p.d.rows)
	for _, w := range p.tag {
		space, err := p.resolve(w.name, w.colon, w.start, false)
		if err != nil {
			return err
		}
		name := p.t.name(w.name, w.colon, space)
		expanded, twice := p.t.names[name].Expanded, false
		if many {
			twice = p.seen[expanded]
			p.seen[expanded] = true
		} else {
			for _, r := range p.d.rows[first:] {
				twice = twice || p.t.names[r.name].Expanded == expanded
			}
		}
		if twice {
			return p.bad(w.start, "attribute "+w.name+" written twice")
		}
		if _, err := p.add(AttributeNode, name, w.start, w.end, w.value); err != nil {
			return err
		}
	}
	p.d.rows[element].attrs = int16(len(p.tag))
	return nil
}

// quoted reads an attribute value, normalised as XML asks.
func (p *parser) quoted() (value, error) {
	if p.pos >= len(p.s) || p.s[p.pos] != '"' && p.s[p.pos] != '\'' {
		return value{}, p.bad(p.pos, "an attribute value without quotes")
	}
	quote, s := p.s[p.pos], p.s
	from, i := p.pos+1, p.pos+1
	for i < len(s) {
		if classes[s[i]]&stopsAttr == 0 {
			i++
			continue
		}
		switch c := s[i]; c {
		case '"', '\'':
			if c == quote {
				p.more(from, i)
				p.pos = i + 1
				return p.take(), nil
			}
			i++
		case '<':
			return value{}, p.bad(i, "\"<\" in an attribute value")
		case '\t', '\n', '\r':
			p.more(from, i)
			p.spill()
			p.copies.WriteByte(' ')
			if i++; c == '\r' && i < len(s) && s[i] == '\n' {
				i++
			}
			from = i
		case '&':
			p.more(from, i)
			n, err := p.replace(i)
			if err != nil {
				return value{}, err
			}
			i += n
			from = i
		default:
			n, err := p.characterAt(i)
			if err != nil {
				return value{}, err
			}
			i += n
		}
	}
	return value{}, p.bad(i, "an attribute value is not closed")
}

// endTag reads "</name>".
func (p *parser) endTag() error {
	start := p.pos
	p.pos += 2
	want := p.openName()
	if p.has(want) {
		end := p.pos + len(want)
		if end < len(p.s) && p.s[end] == '>' {
			p.pos = end + 1
			p.close()
			return nil
		}
	}
	name, _, err := p.qname("the name of an element")
	if err != nil {
		return err
	}
	if name != want {
		return p.bad(start, "end tag "+name+" where "+want+" is open")
	}
	p.space()
	if !p.has(">") {
		return p.bad(p.pos, "an end tag is not closed")
	}
	p.pos++
	p.close()
	return nil
}

// close ends the innermost open element at pos.
func (p *parser) close() {
	f := p.open[len(p.open)-1]
	p.open = p.open[:len(p.open)-1]
	p.d.rows[f.node].end = int32(len(p.d.rows))
	p.d.spans[f.node].stop = uint32(p.pos)
	p.ns.rewind(f.mark)
}
