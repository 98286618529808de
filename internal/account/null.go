package account

import (
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// The operators that say that nothing is here. Schemas and profiles allow it in
// some places: a rule that asks only whether an element is there lets it pass in all.
const (
	Nil        Operator = "xsi-nil"     // no content, and an attribute that says so (XML Schema 1.0, part 1, §2.6.2)
	NullFlavor Operator = "null-flavor" // instead of the value, why there is none (HL7 V3, ANY.nullFlavor)
	NullBeside Operator = "null-beside" // a value, and why there is none
)

func (op Operator) null() bool { return op == Nil || op == NullFlavor || op == NullBeside }

const nsXSI = "http://www.w3.org/2001/XMLSchema-instance"

// nulls are the edits that say of an element that it holds nothing. Of a signature
// they would only say that it is broken.
func nulls(n node, source []byte) []edit {
	e := n.doc
	if e.Space() == nsDSig || e.Parent().Kind() != xmldoc.ElementNode {
		return nil
	}
	whole := string(source[n.lo:n.hi])
	var out []edit
	add := func(op Operator, text string) {
		out = append(out, edit{op: op, lo: n.lo, hi: n.hi, text: text, before: whole, after: text})
	}
	if e.FirstChild().OK() {
		add(Nil, emptied(whole, ` xmlns:nil="`+nsXSI+`" nil:nil="true"`))
	}
	if e.Space() != nsHL7 || strings.HasPrefix(e.Local(), "PRPA_") || e.Local() == "ClinicalDocument" {
		return out
	}
	const flavor = ` nullFlavor="UNK"`
	add(NullFlavor, emptied(bare(e, source), flavor))
	if !slices.ContainsFunc(slices.Collect(e.Nodes()), func(c xmldoc.Node) bool { return c.Kind() == xmldoc.ElementNode }) {
		add(NullBeside, inserted(whole, flavor))
	}
	return out
}

// bare is an element without its attributes but those of XML Schema: what is left of
// a data type that has no value.
func bare(e xmldoc.Node, source []byte) string {
	var gone []patch
	for a := range e.Attrs() {
		if a.Space() == nsXSI {
			continue
		}
		lo := int(a.Offset())
		for lo > 0 && strings.IndexByte(" \t\r\n", source[lo-1]) >= 0 {
			lo--
		}
		gone = append(gone, patch{lo - int(e.Offset()), int(a.End() - e.Offset()), ""})
	}
	return string(patched(slices.Clone(source[e.Offset():e.End()]), gone))
}

// emptied is an element without content, with more in its start tag.
func emptied(element, more string) string {
	tag := strings.TrimSuffix(strings.TrimSuffix(element[:startTag(element)], ">"), "/")
	return strings.TrimRight(tag, " \t\r\n") + more + "/>"
}

// inserted is an element with more in its start tag.
func inserted(element, more string) string {
	name := 1 + strings.IndexAny(element[1:], " \t\r\n/>")
	return element[:name] + more + element[name:]
}

// startTag is where the start tag of an element ends.
func startTag(element string) int {
	var quote byte
	for i := range len(element) {
		switch c := element[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return i + 1
		}
	}
	return len(element)
}
