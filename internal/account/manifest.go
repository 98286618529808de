package account

import (
	"fmt"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/dicom"
	"github.com/etalon-dmp/etalon/validators/facts"
)

// areaManifest is that of DICOM objects which messages carry.
const areaManifest = "DICOM"

// manifests are the mutants of the attributes of DICOM objects: what describes the
// object in the message is made right again.
func (w *workshop) manifests(st *stand) []Mutant {
	var out []Mutant
	seen := map[string]bool{}
	for at := range st.letters {
		m := &st.letters[at]
		if m.letter == nil {
			continue
		}
		for i, p := range m.letter.parts {
			if p.role != "document" || !dicom.Is(p.body) {
				continue
			}
			f := dicom.Read(p.body)
			visit(f.Meta, nil, "", func(a spot) {
				out = append(out, st.attribute(at, i, a, seen, func(d dicom.Dataset) []byte { return dicom.WriteMeta(due(d), f.Data, syntax(f.Meta)) })...)
			})
			visit(f.Data, nil, "", func(a spot) {
				out = append(out, st.attribute(at, i, a, seen, func(d dicom.Dataset) []byte { return dicom.WriteMeta(due(f.Meta), d, syntax(f.Meta)) })...)
			})
		}
	}
	return out
}

func syntax(meta dicom.Dataset) string { return meta.Text(0x00020010) }

// due is meta information without its length, which is written anew.
func due(meta dicom.Dataset) dicom.Dataset {
	return slices.DeleteFunc(slices.Clone(meta), func(e dicom.Element) bool { return e.Tag == 0x00020000 })
}

// spot is one attribute of a data set: with puts others in its place.
type spot struct {
	path, xpath string // keyed; as the evidence says it
	e           dicom.Element
	with        func(...dicom.Element) dicom.Dataset
}

// visit gives every attribute with the way to change it in a copy of the whole.
func visit(d dicom.Dataset, up func(dicom.Dataset) dicom.Dataset, path string, tell func(spot)) {
	if up == nil {
		up = func(d dicom.Dataset) dicom.Dataset { return d }
	}
	for i, e := range d {
		name := e.Tag.Keyword()
		if name == "" {
			name = "(" + e.Tag.String() + ")"
		}
		with := func(fresh ...dicom.Element) dicom.Dataset {
			return up(slices.Concat(d[:i:i], fresh, d[i+1:]))
		}
		tell(spot{path: unranked(path) + "/" + name, xpath: path + "/" + name, e: e, with: with})
		for k, item := range e.Items {
			visit(item.Dataset, func(inner dicom.Dataset) dicom.Dataset {
				changed := e
				changed.Items = slices.Clone(e.Items)
				changed.Items[k].Dataset = inner
				return with(changed)
			}, fmt.Sprintf("%s/%s[%d]", path, name, k+1), tell)
		}
	}
}

// attribute are the mutants of one attribute, the first of its path in messages of one
// action.
func (st *stand) attribute(at, part int, a spot, seen map[string]bool, write func(dicom.Dataset) []byte) []Mutant {
	m := &st.letters[at]
	n := node{path: "dicom" + a.path, xpath: a.xpath, owner: a.xpath, key: a.e.Tag.Keyword(), area: areaManifest, part: part, kind: field, value: valueOf(a.e)}
	k := m.group(n) + "\x00" + n.path
	if seen[k] || a.e.Tag == 0x00020000 {
		return nil
	}
	seen[k] = true
	var out []Mutant
	add := func(op Operator, after string, fresh ...dicom.Element) {
		one := st.mutant(at, n, edit{op: op, before: n.value, after: after})
		one.make = func() (facts.ExchangeInput, error) { return st.carrying(at, part, write(a.with(fresh...))) }
		out = append(out, one)
	}
	add(Removed, "")
	add(Doubled, n.value+" "+n.value, a.e, a.e)
	if a.e.Items != nil {
		empty := a.e
		empty.Items = nil
		add(Emptied, "", empty)
		if len(a.e.Items) > 0 {
			twice := a.e
			twice.Items = append(slices.Clone(a.e.Items), a.e.Items[0])
			add("item-doubled", "", twice)
		}
		return out
	}
	for _, v := range values(a.e) {
		if v.text != n.value {
			add(v.op, v.text, valued(a.e, v.text))
		}
	}
	if other := otherVR(a.e.VR); other != "" {
		changed := a.e
		changed.VR = other
		add("other-type", other, changed)
	}
	return out
}

// unranked is a path without the ranks of items.
func unranked(path string) string {
	var b strings.Builder
	for {
		i := strings.IndexByte(path, '[')
		if i < 0 {
			return b.String() + path
		}
		b.WriteString(path[:i])
		path = path[i+strings.IndexByte(path[i:], ']')+1:]
	}
}

// valueOf is the text of an attribute without its padding.
func valueOf(e dicom.Element) string { return strings.TrimRight(string(e.Value), " \x00") }
