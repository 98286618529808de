package packdiff

import (
	"io/fs"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/validators/schematron"
)

const schematronSpace = "http://purl.oclc.org/dsdl/schematron"

// sources are the texts of rules, read from the files they are written in.
type sources struct {
	fsys  fs.FS
	files map[string]*source
}

// source is one file: its checks by line, its diagnostics and properties by id.
type source struct {
	checks map[int][]xmldoc.Node
	notes  map[string]string
	words  map[xmldoc.Node]words // read so far: many rules share one check
}

// words is what a check says.
type words struct{ message, notes, variables string }

func (s *sources) open(name string) *source {
	if f := s.files[name]; f != nil {
		return f
	}
	f := &source{checks: map[int][]xmldoc.Node{}, notes: map[string]string{}, words: map[xmldoc.Node]words{}}
	s.files[name] = f
	text, err := fs.ReadFile(s.fsys, name)
	if err != nil {
		return f
	}
	doc, err := xmldoc.Parse(text, xmldoc.Limits{AllowDTD: true})
	if err != nil {
		return f // the engine has read it: there is no rule whose text is missing
	}
	for n := range doc.Document().Descendants() {
		if n.Space() != schematronSpace {
			continue
		}
		switch n.Local() {
		case "assert", "report":
			f.checks[n.Line()] = append(f.checks[n.Line()], n)
		case "diagnostic", "property":
			f.notes[n.Attr("", "id")] = written(n)
		}
	}
	return f
}

// rule describes a rule with its texts. entry is the file of its entry, where
// diagnostics may stand.
func (s *sources) rule(info schematron.RuleInfo, entry string) Rule {
	r := Rule{
		ID: info.ID, Pattern: info.Pattern, Context: info.Context, Report: info.Report, Test: info.Test,
		Role: info.Role, Flag: info.Flag, Severity: string(info.Severity), File: info.File, Line: info.Line,
	}
	var attributes []string
	for name, value := range info.Attrs {
		attributes = append(attributes, name+"="+value)
	}
	slices.Sort(attributes)
	r.Attributes = strings.Join(attributes, " ")
	f := s.open(info.File)
	n := f.find(info)
	if !n.OK() {
		return r
	}
	w, known := f.words[n]
	if !known {
		w = words{message: written(n), variables: variables(n), notes: s.notesOf(n, f, s.open(entry))}
		f.words[n] = w
	}
	r.Message, r.Diagnostics, r.Variables = w.message, w.notes, w.variables
	return r
}

// find is the check that a rule was made of: the one of its line with its test,
// or the first where parameters have made the test another.
func (f *source) find(info schematron.RuleInfo) xmldoc.Node {
	var first xmldoc.Node
	for _, n := range f.checks[info.Line] {
		if n.Is("*", "report") != info.Report {
			continue
		}
		if id := n.Attr("", "id"); n.Attr("", "test") == info.Test && (id == "" || id == string(info.ID)) {
			return n
		}
		if !first.OK() {
			first = n
		}
	}
	return first
}

func (s *sources) notesOf(check xmldoc.Node, files ...*source) string {
	var out []string
	for _, id := range strings.Fields(check.Attr("", "diagnostics") + " " + check.Attr("", "properties")) {
		for _, f := range files {
			if text, ok := f.notes[id]; ok {
				out = append(out, id+": "+text)
				break
			}
		}
	}
	return strings.Join(out, "\n")
}

// variables are the lets of the rule and the pattern that a check stands in.
func variables(check xmldoc.Node) string {
	var out []string
	for _, n := range []xmldoc.Node{check.Parent(), check.Parent().Parent()} {
		if n.Local() != "rule" && n.Local() != "pattern" {
			continue
		}
		for let := range n.ChildrenNamed(schematronSpace, "let") {
			out = append(out, oneLine(let.Attr("", "name"))+" = "+oneLine(let.Attr("", "value")))
		}
	}
	return strings.Join(out, "\n")
}

// written is the text of a check or diagnostic on one line, with {…} for the
// values that are computed.
func written(n xmldoc.Node) string {
	var b strings.Builder
	for c := range n.Nodes() {
		switch {
		case c.Kind() == xmldoc.TextNode:
			b.WriteString(c.Value())
		case c.Kind() != xmldoc.ElementNode:
		case c.Is(schematronSpace, "value-of"):
			b.WriteString("{" + c.Attr("", "select") + "}")
		case c.Is(schematronSpace, "name"):
			b.WriteString("{name(" + c.Attr("", "path") + ")}")
		default:
			b.WriteString(written(c))
		}
	}
	return oneLine(b.String())
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
