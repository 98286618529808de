package mutate

import (
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// mutation is a mutant in the making.
type mutation struct {
	*Origin
	dice
	templates []string
}

// operator proposes one move; nil when the document has nothing for it.
type operator func(mutation) []Edit

// light has each operator once, so that all are as frequent; heavy has those
// about templateIds more often: they are what makes rare rules fire.
var (
	light = []operator{
		dropAttribute, alterAttribute, alterVocabulary("code", "ZZZ9"), alterVocabulary("codeSystem", "1.2.3.4.5"), alterVocabulary("root", "1.2.3.4.5"),
		alterDate, nullFlavor, xsiType, alterText, renameElement,
		drop("drop-empty", leavesOf), drop("drop-subtree", treesOf), double("duplicate-empty", leavesOf), double("duplicate-subtree", treesOf),
	}
	heavy = slices.Concat(light, slices.Repeat([]operator{addTemplate}, 6), slices.Repeat([]operator{retargetTemplate}, 3))
)

func leavesOf(o *Origin) []xmldoc.Node { return o.leaves }
func treesOf(o *Origin) []xmldoc.Node  { return o.trees }

// replace is the edit of the bytes from to to, offsets in the parsed text.
func (m mutation) replace(kind string, n xmldoc.Node, from, to int64, by string) []Edit {
	return []Edit{{Kind: kind, Path: n.XPath(), Offset: from + m.shift, From: string(m.doc.Source()[from:to]), To: by}}
}

// written is the text of a node.
func (m mutation) written(n xmldoc.Node) string { return string(m.doc.Source()[n.Offset():n.End()]) }

// alter replaces the value of an attribute, between its quotes.
func (m mutation) alter(kind string, attr xmldoc.Node, value string) []Edit {
	text := m.written(attr)
	from := strings.IndexAny(text, `"'`) + 1
	if from == 0 || value == attr.Value() {
		return nil
	}
	return m.replace(kind, attr, attr.Offset()+int64(from), attr.End()-1, escape(value))
}

var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", `"`, "&quot;", "'", "&apos;", "\t", "&#9;", "\n", "&#10;", "\r", "&#13;").Replace

func dropAttribute(m mutation) []Edit {
	all := [][]xmldoc.Node{m.plain, m.types, m.dates, m.flavours, m.vocab["code"], m.vocab["codeSystem"], m.vocab["root"]}
	all = slices.DeleteFunc(all, func(l []xmldoc.Node) bool { return len(l) == 0 })
	if len(all) == 0 {
		return nil
	}
	n := pick(m.dice, pick(m.dice, all))
	from := n.Offset()
	for strings.IndexByte(" \t\r\n", m.doc.Source()[from-1]) >= 0 {
		from--
	}
	return m.replace("drop-attribute", n, from, n.End(), "")
}

func alterAttribute(m mutation) []Edit {
	if len(m.plain) == 0 {
		return nil
	}
	n := pick(m.dice, m.plain)
	value, _ := other(m.dice, []string{"", "X", "-1", "0", " " + n.Value(), n.Value() + "X"}, n.Value())
	return m.alter("alter-attribute", n, value)
}

// alterVocabulary gives an attribute a value unknown to every rule, or, half of
// the time, one that another element of the document has.
func alterVocabulary(name, unknown string) operator {
	kind := map[string]string{"code": "alter-code", "codeSystem": "alter-code-system", "root": "alter-root"}[name]
	return func(m mutation) []Edit {
		if len(m.vocab[name]) == 0 {
			return nil
		}
		n := pick(m.dice, m.vocab[name])
		if m.below(2) == 0 {
			if value, ok := other(m.dice, m.values[name], n.Value()); ok {
				return m.alter(kind, n, value)
			}
		}
		return m.alter(kind, n, unknown)
	}
}

// wrongDates are dates cut short, that no calendar has, out of any range, or
// not in the form of HL7.
var wrongDates = []string{"", "2024", "20241340", "20240230", "00000101", "20240101120000+9999", "2024-01-01", "demain"}

func alterDate(m mutation) []Edit {
	if len(m.dates) == 0 {
		return nil
	}
	n := pick(m.dice, m.dates)
	value, _ := other(m.dice, wrongDates, n.Value())
	return m.alter("alter-date", n, value)
}

func nullFlavor(m mutation) []Edit {
	values := []string{"NA", "UNK", "NI", "NASK", "OTH", "MSK", "ZZZ"}
	if len(m.flavours) > 0 && m.below(2) == 0 {
		n := pick(m.dice, m.flavours)
		value, _ := other(m.dice, values, n.Value())
		return m.alter("null-flavor", n, value)
	}
	if len(m.elements) == 0 {
		return nil
	}
	n := pick(m.dice, m.elements)
	if _, has := n.LookupAttr("", "nullFlavor"); has {
		return nil
	}
	at := n.Offset() + int64(len("<")+len(n.Name()))
	return m.replace("null-flavor", n, at, at, ` nullFlavor="`+pick(m.dice, values)+`"`)
}

func xsiType(m mutation) []Edit {
	if len(m.types) == 0 {
		return nil
	}
	n := pick(m.dice, m.types)
	prefix, local, prefixed := strings.Cut(n.Value(), ":")
	if !prefixed {
		prefix, local = "", n.Value()
	} else {
		prefix += ":"
	}
	value, _ := other(m.dice, []string{"CD", "CE", "II", "ST", "TS", "PQ", "INT", "BL", "IVL_TS"}, local)
	return m.alter("xsi-type", n, prefix+value)
}

func alterText(m mutation) []Edit {
	if len(m.texts) == 0 {
		return nil
	}
	n := pick(m.dice, m.texts)
	text := m.written(n)
	by, _ := other(m.dice, []string{"", " ", "ZZZ9", "&#233;"}, text)
	return m.replace("alter-text", n, n.Offset(), n.End(), by)
}

func renameElement(m mutation) []Edit {
	if len(m.elements) == 0 {
		return nil
	}
	return m.rename(pick(m.dice, m.elements))
}

// rename gives an element another local name, in its start and its end tag.
func (m mutation) rename(n xmldoc.Node) []Edit {
	local := "foo"
	if n.Local() == local {
		local = "bar"
	}
	from := n.Offset() + int64(len("<")+len(n.Name())-len(n.Local()))
	edits := m.replace("rename-element", n, from, from+int64(len(n.Local())), local)
	text := m.written(n)
	if closing := strings.LastIndex(text, "</"); !strings.HasSuffix(text, "/>") && closing >= 0 {
		from = n.Offset() + int64(closing+len("</")+len(n.Name())-len(n.Local()))
		edits = append(edits, m.replace("rename-element", n, from, from+int64(len(n.Local())), local)...)
	}
	return edits
}

func drop(kind string, from func(*Origin) []xmldoc.Node) operator {
	return func(m mutation) []Edit {
		list := from(m.Origin)
		if len(list) == 0 {
			return nil
		}
		n := pick(m.dice, list)
		return m.replace(kind, n, n.Offset(), n.End(), "")
	}
}

// double writes an element a second time behind itself.
func double(kind string, from func(*Origin) []xmldoc.Node) operator {
	return func(m mutation) []Edit {
		list := from(m.Origin)
		if len(list) == 0 {
			return nil
		}
		n := pick(m.dice, list)
		return m.replace(kind, n, n.End(), n.End(), m.written(n))
	}
}

// addTemplate gives an element one more templateId, before those it has.
func addTemplate(m mutation) []Edit {
	if len(m.hosts) == 0 || len(m.templates) == 0 {
		return nil
	}
	n := pick(m.dice, m.hosts)
	at := n.Child("*", "templateId")
	if !at.OK() {
		at = n.FirstChild()
	}
	prefix := strings.TrimSuffix(n.Name(), n.Local())
	return m.replace("add-template", n, at.Offset(), at.Offset(), "<"+prefix+`templateId root="`+escape(pick(m.dice, m.templates))+`"/>`)
}

func retargetTemplate(m mutation) []Edit {
	if len(m.Origin.templates) == 0 || len(m.templates) == 0 {
		return nil
	}
	n := pick(m.dice, m.Origin.templates)
	value, ok := other(m.dice, m.templates, n.Value())
	if !ok {
		return nil
	}
	return m.alter("retarget-template", n, value)
}
