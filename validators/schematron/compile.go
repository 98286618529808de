package schematron

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/validators/schematron/xpath"
)

// bodyKey names a compiled abstract rule: the same element in the same pattern scope.
type bodyKey struct {
	el      *element
	pattern string
}

// body is what an abstract rule brings to the rules that extend it.
type body struct {
	scope  *xpath.Scope
	checks []compiledCheck
}

// compiledCheck is a check before it belongs to a rule.
type compiledCheck struct {
	el *element
	check
}

// pattern compiles one pattern of the phase.
func (l *loader) pattern(in instance, id string) (*pattern, error) {
	p := &pattern{id: id}
	if t := in.el.first("title"); t != nil {
		p.title = t.words()
	}
	number := in.number
	scope := l.scope(number)
	for _, r := range in.body.named("rule") {
		if r.attr("abstract") == "true" {
			continue
		}
		compiled, err := l.rule(r, in.params, number, scope, p)
		if err != nil {
			return nil, fmt.Errorf("%s: pattern %s: %w", r.at(), id, err)
		}
		p.rules = append(p.rules, compiled)
	}
	return p, nil
}

func (l *loader) rule(e *element, params parameters, number string, scope *xpath.Scope, p *pattern) (*rule, error) {
	written := params.in(e.attr("context"))
	context, err := l.c.Pattern(written, scope)
	if err != nil {
		return nil, err
	}
	l.lookups(e)
	fires := false
	for _, k := range context.Keys() {
		fires = fires || k.Kind != xmldoc.AttributeNode && k.Kind != xmldoc.TextNode
	}
	if !fires {
		l.defect(e, NeverFires, "context %s: a rule fires on the document, elements, comments and processing instructions only", written)
	}
	r := &rule{context: context, written: written, id: e.attr("id")}
	b, err := l.body(e, params, number, scope, 0)
	if err != nil {
		return nil, err
	}
	for n, c := range b.checks {
		own := c.check
		own.info = len(l.s.infos)
		l.s.infos = append(l.s.infos, l.info(c.el, params, p, len(p.rules), n, written))
		r.checks = append(r.checks, &own)
	}
	return r, nil
}

func (l *loader) info(e *element, params parameters, p *pattern, rule, n int, context string) RuleInfo {
	info := RuleInfo{
		ID: etalon.RuleID(e.attr("id")), Pattern: p.id, Context: context, Test: params.in(e.attr("test")),
		Report: e.is("report"), Role: e.attr("role"), Flag: e.attr("flag"), File: e.file, Line: e.node.Line(),
	}
	if info.ID == "" {
		info.ID = etalon.RuleID(fmt.Sprintf("%s/%d/%d", p.id, rule+1, n+1))
	}
	for a := range e.node.Attrs() {
		if a.Space() != "" && a.Space() != schNamespace {
			if info.Attrs == nil {
				info.Attrs = map[string]string{}
			}
			info.Attrs[a.Local()] = a.Value()
		}
	}
	return info
}

const maxExtends = 32

// body compiles the lets and checks of a rule, with those of the rules it
// extends in their place.
func (l *loader) body(e *element, params parameters, number string, scope *xpath.Scope, depth int) (*body, error) {
	b := &body{scope: scope}
	for _, let := range e.named("let") {
		name := l.letName(let)
		v, err := l.let(let, name, b.scope, false)
		if err != nil {
			return nil, err
		}
		b.scope = b.scope.With(name, v)
	}
	for _, c := range e.content {
		switch {
		case c.el == nil:
		case c.el.is("extends"):
			more, err := l.extends(c.el, params, number, scope, b.scope, depth)
			if err != nil {
				return nil, err
			}
			if more != nil {
				b.checks = append(b.checks, more.checks...)
			}
		case c.el.is("assert"), c.el.is("report"):
			check, err := l.check(c.el, params, b.scope)
			if err != nil {
				return nil, fmt.Errorf("%s: %s %s: %w", c.el.at(), c.el.node.Local(), c.el.attr("id"), err)
			}
			b.checks = append(b.checks, compiledCheck{c.el, *check})
		}
	}
	return b, nil
}

// extends compiles the abstract rule that is named: once for all that extend
// it, unless it uses a variable of the rule that does.
func (l *loader) extends(e *element, params parameters, number string, global, inner *xpath.Scope, depth int) (*body, error) {
	id := e.attr("rule")
	of := l.abstractRules[id]
	if of == nil {
		l.defect(e, MissingAbstract, "extends %s, and there is no such abstract rule", id)
		return nil, nil
	}
	if depth >= maxExtends {
		return nil, fmt.Errorf("%s: extends %s: rules extend each other in a circle", e.at(), id)
	}
	key := bodyKey{of, number}
	if b := l.bodies[key]; b != nil {
		return b, nil
	}
	b, err := l.body(of, params, number, global, depth+1)
	if errors.Is(err, xpath.ErrUndeclared) {
		return l.body(of, params, number, inner, depth+1)
	}
	if err == nil && len(params) == 0 {
		l.bodies[key] = b
	}
	return b, err
}

func (l *loader) check(e *element, params parameters, scope *xpath.Scope) (*check, error) {
	c := &check{report: e.is("report")}
	var err error
	if c.test, err = l.c.Compile(params.in(e.attr("test")), scope); err != nil {
		return nil, err
	}
	l.lookups(e)
	if c.text, err = l.message(e, params, scope); err != nil {
		return nil, err
	}
	for id := range strings.FieldsSeq(e.attr("diagnostics") + " " + e.attr("properties")) {
		d := l.diagnostics[id]
		if d == nil {
			l.defect(e, UnknownDiagnostic, "diagnostic or property %s is not there", id)
			continue
		}
		text, err := l.message(d, params, scope)
		if err != nil {
			return nil, fmt.Errorf("%s: diagnostic %s: %w", d.at(), id, err)
		}
		lang := ""
		for n := d.node; n.OK() && lang == ""; n = n.Parent() {
			lang = n.Attr("http://www.w3.org/XML/1998/namespace", "lang")
		}
		c.diagnostics = append(c.diagnostics, diagnostic{id, lang, text})
	}
	return c, nil
}

// message compiles mixed content.
func (l *loader) message(e *element, params parameters, scope *xpath.Scope) (message, error) {
	var out message
	for _, c := range e.content {
		switch {
		case c.el == nil:
			if strings.TrimSpace(c.text) != "" {
				out = append(out, piece{text: params.in(c.text)})
			}
			continue
		case !c.el.is("value-of") && !c.el.is("name"):
			inner, err := l.message(c.el, params, scope)
			if err != nil {
				return nil, err
			}
			out = append(out, inner...)
			continue
		}
		src := params.in(c.el.attr("select"))
		if c.el.is("name") {
			path := c.el.attr("path")
			if path == "" {
				path = "."
			}
			src = "name(" + path + ")"
		}
		x, err := l.c.Compile(src, scope)
		if err != nil {
			return nil, fmt.Errorf("%s: %s: %w", c.el.at(), c.el.node.Local(), err)
		}
		l.lookups(c.el)
		out = append(out, piece{expr: x})
	}
	return out, nil
}

// lookups checks the documents that the last expression reads by a known name.
func (l *loader) lookups(e *element) {
	for ; l.seen < len(l.c.Lookups); l.seen++ {
		uri := l.c.Lookups[l.seen].URI
		name, otherCase, err := l.files.resolve(l.s.library.dir, uri)
		switch {
		case errors.Is(err, errEmpty):
			l.defect(e, EmptyFile, "document %s: %v", uri, err)
		case errors.Is(err, fs.ErrNotExist) && !otherCase:
			l.defect(e, MissingDocument, "document %s is read and there is no such file", uri)
		case otherCase:
			l.defect(e, CaseMismatch, "document %s: the file is %s", uri, name)
		}
	}
}
