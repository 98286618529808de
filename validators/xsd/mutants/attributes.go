package mutants

import (
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// attributes removes, empties and changes the attributes, and adds others.
func (s site) attributes() []edit {
	list := []edit{}
	for a := range s.e.Attrs() {
		at := s
		at.place += "/@" + a.Local()
		from, to := valueOf(a)
		value := string(s.source[from:to])
		list = append(list, at.edit("remove", change{a.Offset(), a.End(), ""}))
		set := func(op, with string) {
			if with != value {
				list = append(list, at.edit(op, change{from, to, with}))
			}
		}
		offered := values
		if a.Is(instance, "type") {
			offered = types
		}
		for _, v := range offered {
			set("set "+v, v)
		}
		set("pad", " "+value+" ")
		set("twice", value+" "+value)
		set("lengthen", value+strings.Repeat("x", 3000))
		set("upper", strings.ToUpper(value))
		set("lower", strings.ToLower(value))
		set("cut", value[:len(value)/2])
	}
	for _, g := range given {
		if name, _, _ := strings.Cut(g, "="); !s.has(name) {
			list = append(list, s.edit("give "+g, change{s.name, s.name, s.declared(g)}))
		}
	}
	return list
}

// has tells an attribute by the local part of a written name; what is given
// twice would not be well-formed.
func (s site) has(name string) bool {
	_, local, qualified := strings.Cut(name, ":")
	if !qualified {
		local = name
	}
	return s.e.Attribute("*", local).OK()
}

// valueOf is the range between the quotes of an attribute.
func valueOf(a xmldoc.Node) (from, to int64) {
	text := a.Doc().Source()
	to = a.End() - 1
	for from = a.Offset(); text[from] != text[to]; from++ {
	}
	return from + 1, to
}

// text changes the text of an element that holds nothing else.
func (s site) text() []edit {
	if s.empty || s.e.FirstChild().Kind() != xmldoc.TextNode || s.e.FirstChild().NextSibling().OK() {
		return nil
	}
	list := []edit{}
	for _, v := range values {
		list = append(list, s.edit("text "+v, change{s.open, s.close, v}))
	}
	was := string(s.source[s.open:s.close])
	list = append(list,
		s.edit("text pad", change{s.open, s.close, " " + was + " "}),
		s.edit("text lengthen", change{s.open, s.close, was + strings.Repeat("x", 3000)}))
	return list
}
