package schematron

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

const schNamespace = "http://purl.oclc.org/dsdl/schematron"

// element is an element of a schema, after includes: where it stands, its
// attributes, and its content.
type element struct {
	node    xmldoc.Node
	file    string
	content []content
}

// content is an element or text.
type content struct {
	el   *element // nil for text
	text string
}

func (e *element) is(local string) bool { return e.node.Is(schNamespace, local) }

// attr is an attribute of no namespace.
func (e *element) attr(name string) string { return e.node.Attr("", name) }

func (e *element) at() string { return fmt.Sprintf("%s:%d", e.file, e.node.Line()) }

// named yields the children that are Schematron elements of one of the names.
func (e *element) named(names ...string) []*element {
	var out []*element
	for _, c := range e.content {
		for _, n := range names {
			if c.el != nil && c.el.is(n) {
				out = append(out, c.el)
			}
		}
	}
	return out
}

// first is the first child of a name, or nil.
func (e *element) first(name string) *element {
	for _, c := range e.named(name) {
		return c
	}
	return nil
}

// words is the text inside, white space collapsed.
func (e *element) words() string { return strings.Join(strings.Fields(e.node.Value()), " ") }

// reader reads a schema and its includes.
type reader struct {
	files   *files
	limits  xmldoc.Limits
	defects []Defect
	depth   int
	count   int
}

// Bounds on includes, against cycles and explosions.
const (
	maxIncludeDepth = 32
	maxIncludes     = 20_000
)

func (r *reader) defect(e *element, code, format string, args ...any) {
	r.defects = append(r.defects, Defect{code, e.file, e.node.Line(), fmt.Sprintf(format, args...)})
}

// file reads one file as an element.
func (r *reader) file(name string) (*element, error) {
	d, err := r.files.parse(name, r.limits)
	if err != nil {
		return nil, err
	}
	return r.element(d.Root(), name)
}

func (r *reader) element(n xmldoc.Node, file string) (*element, error) {
	e := &element{node: n, file: file}
	for c := range n.Nodes() {
		switch c.Kind() {
		case xmldoc.TextNode: // what a comment parts is one text, as after the official chain's first step
			if n := len(e.content); n > 0 && e.content[n-1].el == nil {
				e.content[n-1].text += c.Value()
				continue
			}
			e.content = append(e.content, content{text: c.Value()})
		case xmldoc.ElementNode:
			if c.Space() == xiNamespace {
				more, err := r.xinclude(&element{node: c, file: file})
				if err != nil {
					return nil, err
				}
				e.content = append(e.content, more...)
				continue
			}
			child, err := r.element(c, file)
			if err != nil {
				return nil, err
			}
			switch {
			case child.is("include"):
				if child, err = r.include(child); err != nil {
					return nil, err
				}
			case child.is("extends"):
				if err := r.extended(child); err != nil {
					return nil, err
				}
			}
			if child != nil {
				e.content = append(e.content, content{el: child})
			}
		default: // comments and instructions say nothing to a schema
		}
	}
	return e, nil
}

// extended puts the rule of the file that an extends names into it.
func (r *reader) extended(e *element) error {
	if _, ok := e.node.LookupAttr("", "href"); !ok {
		return nil
	}
	if _, ok := e.node.LookupAttr("", "rule"); ok {
		return fmt.Errorf("%s: extends names a rule and a file", e.at())
	}
	root, err := r.include(e)
	if root == nil || err != nil {
		return err
	}
	if !root.is("rule") {
		return fmt.Errorf("%s: extends %s: the root element there is not sch:rule", e.at(), e.attr("href"))
	}
	e.content = []content{{el: root}}
	return nil
}

// include gives the root element of the file included, nil when there is none.
func (r *reader) include(e *element) (*element, error) {
	href := e.attr("href")
	if strings.Contains(href, "#") || href == "" {
		return nil, fmt.Errorf("%s: include of %q: a whole file must be named", e.at(), href)
	}
	name, err := r.find(e, href)
	if name == "" || err != nil {
		return nil, err
	}
	return r.included(e, href, name)
}

// find gives the name in the pack of a file to include; "" when there is none,
// which is a defect.
func (r *reader) find(e *element, href string) (string, error) {
	name, otherCase, err := r.files.resolve(path.Dir(e.file), href)
	switch {
	case errors.Is(err, errEmpty):
		r.defect(e, EmptyFile, "include %s: %v", href, err)
		return "", nil
	case errors.Is(err, fs.ErrNotExist) && otherCase:
		r.defect(e, CaseMismatch, "include %s is not found: the file is %s", href, name)
		return "", nil
	case errors.Is(err, fs.ErrNotExist):
		r.defect(e, MissingInclude, "include %s: there is no such file", href)
		return "", nil
	case err != nil:
		return "", fmt.Errorf("%s: include %s: %w", e.at(), href, err)
	case otherCase:
		r.defect(e, CaseMismatch, "include %s: the file is %s", href, name)
	}
	return name, nil
}

// included reads a file to include.
func (r *reader) included(e *element, href, name string) (*element, error) {
	if r.count++; r.depth >= maxIncludeDepth || r.count > maxIncludes {
		return nil, fmt.Errorf("%s: include %s: too many includes, or includes in a circle", e.at(), href)
	}
	r.depth++
	defer func() { r.depth-- }()
	root, err := r.file(name)
	if err != nil {
		return nil, fmt.Errorf("%s: include %s: %w", e.at(), href, err)
	}
	return root, nil
}
