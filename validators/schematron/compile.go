package schematron

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon/validators/schematron/xpath"
)

// bodyKey names an abstract rule that was laid in: the same element in the same
// pattern.
type bodyKey struct {
	el      *element
	pattern int32
}

// pattern lays one pattern of the phase in, and compiles it.
func (l *loader) pattern(in instance, id string) error {
	o := l.program.outline
	p := patternText{id: id, severity: in.severity(), number: in.number, first: int32(len(o.rules))}
	if t := in.el.first("title"); t != nil {
		p.title = t.words()
	}
	at := int32(len(o.patterns))
	o.patterns = append(o.patterns, p)
	for _, r := range in.body.named("rule") {
		if r.attr("abstract") == "true" {
			continue
		}
		if err := l.rule(r, in, at); err != nil {
			return fmt.Errorf("%s: pattern %s: %w", r.at(), id, err)
		}
		o.patterns[at].rules++
	}
	return nil
}

func (l *loader) rule(e *element, in instance, pattern int32) error {
	o := l.program.outline
	r := ruleText{
		id: e.attr("id"), severity: e.severity(), context: in.params.in(e.attr("context")), file: e.file, line: e.node.Line(),
		pattern: pattern, first: int32(o.count),
	}
	context, err := l.program.context(&r)
	if err != nil {
		return err
	}
	if !context.CanMatch() {
		l.defect(e, NeverFires, "context %s: nothing stands below an attribute, a text, a comment or a processing instruction", r.context)
	}
	if r.checks, err = l.whole(e, in); err != nil {
		return err
	}
	o.count += len(r.checks)
	if l.forget {
		r.sketch = string(context.Sketch(nil))
	} else {
		l.contexts = append(l.contexts, context)
	}
	o.rules = append(o.rules, r)
	return nil
}

const maxExtends = 32

// laidBody is a rule, or an abstract rule, that was laid in.
type laidBody struct {
	checks []int32
	end    scopeRef // with all its lets
	later  []int32  // checks that ask for a let that is not before them
}

// whole lays in and compiles the lets and checks of a rule, with those of the
// rules it extends in their place: each sees the lets before it, of whichever
// rule, the last of a name, as in the stylesheet of the official chain; and
// then those behind it.
func (l *loader) whole(e *element, in instance) ([]int32, error) {
	b, err := l.body(e, in, ^scopeRef(in.number), 0)
	if err != nil {
		return nil, err
	}
	for _, n := range b.later {
		c := &l.program.outline.checks[n]
		c.scope = b.end
		if err := l.program.check(n); err != nil {
			return nil, fmt.Errorf("%s:%d: check %s: %w", c.file, c.line, c.id, err)
		}
	}
	return b.checks, nil
}

func (l *loader) body(e *element, in instance, scope scopeRef, depth int) (b laidBody, err error) {
	b.end = scope
	lets := map[string]bool{}
	for _, c := range e.content {
		switch {
		case c.el == nil:
		case c.el.is("let"):
			name := strings.TrimSpace(c.el.attr("name"))
			if lets[name] {
				l.defect(c.el, DuplicateName, "a second let %s", name)
			}
			lets[name] = true
			if b.end, err = l.ruleLet(c.el, b.end); err != nil {
				return b, err
			}
		case c.el.is("extends"):
			more, err := l.extends(c.el, in, b.end, depth)
			if err != nil {
				return b, err
			}
			b.checks, b.later, b.end = append(b.checks, more.checks...), append(b.later, more.later...), more.end
		case c.el.is("assert"), c.el.is("report"):
			n, err := l.check(c.el, in.params, b.end)
			if k := &l.program.outline.checks[n]; k.severity == "" && depth > 0 {
				k.severity = e.severity()
			}
			if errors.Is(err, xpath.ErrUndeclared) {
				b.later = append(b.later, n)
			} else if err != nil {
				return b, fmt.Errorf("%s: %s %s: %w", c.el.at(), c.el.node.Local(), c.el.attr("id"), err)
			}
			b.checks = append(b.checks, n)
		}
	}
	return b, nil
}

// ruleLet lays in and compiles a let of a rule, and gives the scope with it.
func (l *loader) ruleLet(e *element, outer scopeRef) (scopeRef, error) {
	o := l.program.outline
	o.lets = append(o.lets, ruleLet{l.letText(e), outer})
	l.program.lets = append(l.program.lets, nil)
	scope := scopeRef(len(o.lets) - 1)
	_, err := l.program.ruleLet(scope)
	return scope, err
}

// extends lays in the abstract rule that is named: once for all that extend it
// where no rule's let is in sight, which may be one that it uses.
func (l *loader) extends(e *element, in instance, scope scopeRef, depth int) (laidBody, error) {
	id := e.attr("rule")
	of := e.first("rule") // of a file
	if _, ok := e.node.LookupAttr("", "href"); !ok {
		var err error
		if of, err = l.abstractRule(e, id, in); err != nil {
			return laidBody{end: scope}, err
		}
	}
	if of == nil {
		return laidBody{end: scope}, nil
	}
	if depth >= maxExtends {
		return laidBody{}, fmt.Errorf("%s: extends %s: rules extend each other in a circle", e.at(), id)
	}
	key := bodyKey{of, in.number}
	if b, ok := l.bodies[key]; ok && scope < 0 {
		return b, nil
	}
	b, err := l.body(of, in, scope, depth+1)
	if err == nil && len(in.params) == 0 && scope < 0 && len(b.later) == 0 {
		l.bodies[key] = b
	}
	return b, err
}

// abstractRule finds the abstract rule of a name: in the pattern (ISO 19757-3),
// in the libraries of the schema, or else in any pattern, as the official chain
// does. Two of a name where it is looked for are refused: processors differ in
// which they take.
func (l *loader) abstractRule(e *element, id string, in instance) (*element, error) {
	for _, from := range []map[string][]*element{l.abstractIn(in.body), l.libraries, l.patterns} {
		switch found := from[id]; {
		case len(found) == 1:
			return found[0], nil
		case len(found) > 1:
			return nil, fmt.Errorf("%s: extends %s: there are two abstract rules of that id, at %s and %s", e.at(), id, found[0].at(), found[1].at())
		}
	}
	l.defect(e, MissingAbstract, "extends %s, and there is no such abstract rule", id)
	return nil, nil
}

// abstractIn gives the abstract rules of patterns or libraries, by id.
func (l *loader) abstractIn(groups ...*element) map[string][]*element {
	if len(groups) == 1 {
		if known := l.local[groups[0]]; known != nil {
			return known
		}
	}
	out := map[string][]*element{}
	for _, g := range groups {
		for _, c := range g.content {
			if r := c.el; r != nil && r.is("rule") && r.attr("abstract") == "true" {
				out[r.attr("id")] = append(out[r.attr("id")], r)
			}
		}
	}
	if len(groups) == 1 {
		l.local[groups[0]] = out
	}
	return out
}

// check lays in and compiles an assert or report, and gives its number.
func (l *loader) check(e *element, params parameters, scope scopeRef) (int32, error) {
	o := l.program.outline
	c := checkText{
		id: e.attr("id"), test: params.in(e.attr("test")), role: e.attr("role"), flag: e.attr("flag"), severity: e.severity(),
		file: e.file, line: e.node.Line(), report: e.is("report"), scope: scope, text: l.message(e, params, nil),
	}
	for a := range e.node.Attrs() {
		if a.Space() != "" && a.Space() != schNamespace {
			c.attrs = append(c.attrs, a.Local(), a.Value())
		}
	}
	for id := range strings.FieldsSeq(e.attr("diagnostics") + " " + e.attr("properties")) {
		d := l.diagnostics[id]
		if d == nil {
			l.defect(e, UnknownDiagnostic, "diagnostic or property %s is not there", id)
			continue
		}
		t := diagnosticText{id: id, file: d.file, line: d.node.Line(), text: l.message(d, params, nil)}
		for n := d.node; n.OK() && t.lang == ""; n = n.Parent() {
			t.lang = n.Attr("http://www.w3.org/XML/1998/namespace", "lang")
		}
		c.diagnostics = append(c.diagnostics, t)
	}
	o.checks = append(o.checks, c)
	l.program.grow()
	n := int32(len(o.checks) - 1)
	return n, l.program.check(n)
}

// message lays in mixed content.
func (l *loader) message(e *element, params parameters, out []pieceText) []pieceText {
	for _, c := range e.content {
		switch {
		case c.el == nil:
			if strings.TrimSpace(c.text) != "" {
				out = append(out, pieceText{text: params.in(c.text)})
			}
		case c.el.is("value-of"):
			out = append(out, pieceText{text: params.in(c.el.attr("select")), from: "value-of", line: c.el.node.Line()})
		case c.el.is("name"):
			path := c.el.attr("path")
			if path == "" {
				path = "."
			}
			out = append(out, pieceText{text: "name(" + path + ")", from: "name", line: c.el.node.Line()})
		default:
			out = l.message(c.el, params, out)
		}
	}
	return out
}

// lookups checks the documents that the last expression reads by a known name.
func (l *loader) lookups(file string, line int) {
	before := len(l.defects)
	defect := func(code, format string, args ...any) {
		d := Defect{code, file, line, fmt.Sprintf(format, args...)}
		if !slices.Contains(l.defects[before:], d) { // once for all ways through a context
			l.defects = append(l.defects, d)
		}
	}
	c := l.program.c
	for ; l.seen < len(c.Lookups); l.seen++ {
		uri := c.Lookups[l.seen].URI
		name, otherCase, err := l.files.resolve(l.dir, uri)
		switch {
		case errors.Is(err, errEmpty):
			defect(EmptyFile, "document %s: %v", uri, err)
		case errors.Is(err, fs.ErrNotExist) && !otherCase:
			defect(MissingDocument, "document %s is read and there is no such file", uri)
		case otherCase:
			defect(CaseMismatch, "document %s: the file is %s", uri, name)
		}
	}
}
