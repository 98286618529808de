package xsd

import (
	"bytes"
	"errors"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// document is one that may be shown to an engine: UTF-8, no XML declaration,
// no document type declaration, within the limits of xmldoc.
type document struct {
	tree *xmldoc.Doc // the document as it came
	text []byte      // what engines read; lines are those of the input
}

// read gives the document, or the violation that makes it no document.
func read(b []byte) (*document, *Violation) {
	d, err := xmldoc.Parse(b, xmldoc.Limits{Shared: true})
	if err != nil {
		v := Violation{Line: 1, Message: cut(err.Error())}
		var s *xmldoc.SyntaxError
		if errors.As(err, &s) {
			v.Line, v.Message = s.Line, cut(s.Msg+" ("+s.Code+")")
		}
		return nil, &v
	}
	return &document{tree: d, text: trimmed(d, restored(d, withoutDeclaration(d.Source())))}, nil
}

// trimmed moves the blanks around the value of an xsi:type out of it: a QName
// has none, and libxml2 takes them for a part of it.
func trimmed(d *xmldoc.Doc, text []byte) []byte {
	cloned := false
	for e := range d.Document().Descendants() {
		a := e.Attribute(instanceNS, "type")
		if !a.OK() {
			continue
		}
		end := a.End() - 1 // of the closing quote
		raw := text[a.Offset():end]
		open := bytes.IndexByte(raw, text[end])
		value := raw[open+1:]
		kept := bytes.Trim(value, " \t\r\n")
		if len(kept) == len(value) {
			continue
		}
		moved := slices.Concat(raw[:open+1], kept, text[end:end+1])
		if !cloned {
			text, cloned = bytes.Clone(text), true
		}
		for i := copy(text[a.Offset():], moved) + int(a.Offset()); i <= int(end); i++ {
			text[i] = ' '
		}
		// Lines stay as they were: a line end inside the value is one after it.
		for i, lines := int(end), bytes.Count(value, []byte("\n")); lines > 0; i, lines = i-1, lines-1 {
			text[i] = '\n'
		}
	}
	return text
}

// Presented gives a document as the engines see it: UTF-8, base64 in the place
// of each xop:Include. What no engine would see comes back as it is.
func Presented(b []byte) []byte {
	d, refused := read(b)
	if refused != nil {
		return b
	}
	return d.text
}

// withoutDeclaration blanks the byte order mark and the XML declaration: the
// text is UTF-8 by now, whatever the declaration said. Line ends stay.
func withoutDeclaration(text []byte) []byte {
	from := len(text) - len(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")))
	end := from
	if bytes.HasPrefix(text[from:], []byte("<?xml")) && len(text) > from+5 && strings.IndexByte(" \t\r\n", text[from+5]) >= 0 {
		end = from + bytes.Index(text[from:], []byte("?>")) + 2
	}
	if end == 0 {
		return text
	}
	out := bytes.Clone(text)
	for i := range end {
		if out[i] != '\n' && out[i] != '\r' {
			out[i] = ' '
		}
	}
	return out
}

// elements lists the elements that an engine sees, in document order.
func (d *document) elements() []xmldoc.Node {
	root := d.tree.Root()
	list := []xmldoc.Node{root}
	for e := range root.Descendants() {
		if !included(e) {
			list = append(list, e)
		}
	}
	return list
}

// at fills in where a violation is.
func (v Violation) at(n xmldoc.Node) Violation {
	if n.OK() {
		v.Line, v.Path = n.Line(), n.XPath()
	}
	return v
}

// follow walks a path as libxml2 writes it: "*" for an element of a default
// namespace, [k] counted among the siblings that the step's name covers. It
// gives the zero Node when the path leads nowhere.
func (d *document) follow(path string) xmldoc.Node {
	n := d.tree.Document()
	for step := range strings.SplitSeq(strings.TrimPrefix(path, "/"), "/") {
		if strings.HasPrefix(step, "@") || step == "text()" {
			break
		}
		name, k := indexed(step)
		var next xmldoc.Node
		for c := range n.Children() {
			if name != "*" && c.Name() != name {
				continue
			}
			if k--; k == 0 {
				next = c
				break
			}
		}
		if n = next; !n.OK() {
			return n
		}
	}
	return n
}

func indexed(step string) (name string, k int) {
	name, rest, ok := strings.Cut(step, "[")
	if !ok {
		return name, 1
	}
	for _, c := range strings.TrimSuffix(rest, "]") {
		if c < '0' || c > '9' || k > 1<<30 {
			return name, 0
		}
		k = k*10 + int(c-'0')
	}
	return name, k
}

// cut bounds a text that may carry a value of any length.
func cut(s string) string {
	s = strings.ToValidUTF8(strings.TrimSpace(s), "\uFFFD")
	if len(s) <= maxText {
		return s
	}
	return strings.ToValidUTF8(s[:maxText], "") + "…"
}
