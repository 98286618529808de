package packdiff

import (
	"path"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// code is one code of a value set.
type code struct {
	code, system string
	name         string
	more         string // what else is said of it, by attribute
}

type codeKey struct{ code, system string }

const (
	skos = "http://www.w3.org/2004/02/skos/core#"
	owl  = "http://www.w3.org/2002/07/owl#"
)

// holdsCodes says whether a file may be a value set or a terminology.
func holdsCodes(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".xml", ".rdf":
		return !strings.HasPrefix(name, "infrastructure/")
	}
	return false
}

// codesOf reads a value set in any of the forms that rules look codes up in:
// elements with the attributes code and codeSystem or system (the value sets of
// ANS and IHE SVS, of ART-DECOR, our own), elements named code with text, or
// the notations of an RDF terminology, whose system is the file's name. Of a
// code written twice the first counts. It is empty for any other file.
func codesOf(name string, text []byte) []code {
	if !holdsCodes(name) || len(text) == 0 {
		return nil
	}
	doc, err := xmldoc.Parse(text, xmldoc.Limits{AllowDTD: true})
	if err != nil || doc.Root().Space() == schematronSpace {
		return nil
	}
	own := strings.TrimSuffix(path.Base(name), path.Ext(name))
	var out []code
	seen := map[codeKey]bool{}
	for n := range doc.Document().Descendants() {
		c, ok := codeOf(n, own)
		if k := (codeKey{c.code, c.system}); ok && !seen[k] {
			seen[k] = true
			out = append(out, c)
		}
	}
	return out
}

func codeOf(n xmldoc.Node, own string) (code, bool) {
	if n.Is(skos, "notation") {
		return concept(n, own), true
	}
	if _, ok := n.LookupAttr("", "code"); !ok {
		text := strings.TrimSpace(n.Value())
		return code{code: text, system: own}, n.Local() == "code" && text != "" && !n.FirstChild().NextSibling().OK()
	}
	var c code
	var more []string
	for a := range n.Attrs() {
		switch a.Name() {
		case "code":
			c.code = a.Value()
		case "codeSystem", "system":
			c.system = a.Value()
		case "displayName", "display":
			c.name = a.Value()
		default:
			more = append(more, a.Name()+"="+a.Value())
		}
	}
	slices.Sort(more)
	c.more = strings.Join(more, " ")
	return c, true
}

// concept is a code of an RDF terminology with its label, and that it is withdrawn
// when the terminology says so.
func concept(notation xmldoc.Node, system string) code {
	about := notation.Parent()
	c := code{code: strings.TrimSpace(notation.Value()), system: system, name: strings.TrimSpace(about.Child(skos, "prefLabel").Value())}
	if gone := about.Child(owl, "deprecated"); gone.OK() && strings.TrimSpace(gone.Value()) != "false" {
		c.more = "deprecated"
	}
	return c
}

// compareCodes lists the codes that a file lost, in its old order, then those
// that are other or new in its new order.
func compareCodes(file string, before, after []code) []CodeChange {
	var out []CodeChange
	old, now := map[codeKey]code{}, map[codeKey]bool{}
	for _, c := range before {
		old[codeKey{c.code, c.system}] = c
	}
	for _, c := range after {
		now[codeKey{c.code, c.system}] = true
	}
	for _, c := range before {
		if !now[codeKey{c.code, c.system}] {
			out = append(out, CodeChange{Removed, file, c.code, c.system, c.name, ""})
		}
	}
	for _, c := range after {
		was, known := old[codeKey{c.code, c.system}]
		switch {
		case !known:
			out = append(out, CodeChange{Added, file, c.code, c.system, "", c.name})
		case was.name != c.name:
			out = append(out, CodeChange{Renamed, file, c.code, c.system, was.name, c.name})
		case was.more != c.more:
			out = append(out, CodeChange{Changed, file, c.code, c.system, was.more, c.more})
		}
	}
	return out
}
