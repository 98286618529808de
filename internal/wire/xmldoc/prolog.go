package xmldoc

import "strings"

// declaration reads the XML declaration, if there is one.
func (p *parser) declaration() error {
	if !p.has("<?xml") || p.pos+5 >= len(p.s) || !isSpace(p.s[p.pos+5]) {
		return nil
	}
	start := p.pos
	p.pos += len("<?xml")
	stage := 0
	for {
		before := p.pos
		p.space()
		if p.has("?>") {
			if stage == 0 {
				return p.bad(start, "an XML declaration without a version")
			}
			p.pos += 2
			return nil
		}
		if before == p.pos {
			return p.bad(p.pos, "expected a space in the XML declaration")
		}
		at := p.pos
		end := scanName(p.s, at)
		name := p.s[at:end]
		p.pos = end
		p.space()
		if !p.has("=") {
			return p.bad(p.pos, "the XML declaration is not well formed")
		}
		p.pos++
		p.space()
		quoted, err := p.quoted()
		if err != nil {
			return err
		}
		value := p.read(quoted)
		switch {
		case name == "version" && stage == 0:
			stage = 1
			if rest, ok := strings.CutPrefix(value, "1."); !ok || rest == "" || strings.Trim(rest, "0123456789") != "" {
				return p.bad(at, "XML version "+value+" is not read")
			}
		case name == "encoding" && stage == 1:
			stage = 2
			if !encodingName(value) {
				return p.bad(at, "not the name of an encoding")
			}
		case name == "standalone" && (stage == 1 || stage == 2) && (value == "yes" || value == "no"):
			stage = 3
		default:
			return p.bad(at, "the XML declaration is not well formed")
		}
	}
}

func encodingName(s string) bool {
	for i := range len(s) {
		c := s[i]
		letter := c|0x20 >= 'a' && c|0x20 <= 'z'
		if !letter && (i == 0 || !(c >= '0' && c <= '9' || c == '.' || c == '_' || c == '-')) {
			return false
		}
	}
	return s != ""
}

// skipDoctype passes over a document type declaration. Its declarations are
// not read: only quotes, comments, instructions and brackets are followed, to
// find the end.
func (p *parser) skipDoctype() error {
	start := p.pos
	subset := false
	for i := start + len("<!DOCTYPE"); i < len(p.s); i++ {
		switch c := p.s[i]; {
		case c == '"' || c == '\'':
			n := strings.IndexByte(p.s[i+1:], c)
			if n < 0 {
				return p.bad(len(p.s), "a literal in the document type declaration is not closed")
			}
			i += n + 1
		case strings.HasPrefix(p.s[i:], "<!--"), strings.HasPrefix(p.s[i:], "<?"):
			mark, from := "-->", i+4
			if p.s[i+1] == '?' {
				mark, from = "?>", i+2
			}
			n := strings.Index(p.s[min(from, len(p.s)):], mark)
			if n < 0 {
				return p.bad(len(p.s), "markup in the document type declaration is not closed")
			}
			i = from + n + len(mark) - 1
		case c == '[':
			subset = true
		case c == ']':
			subset = false
		case c == '>' && !subset:
			p.pos = i + 1
			return nil
		}
	}
	return p.bad(len(p.s), "the document type declaration is not closed")
}
