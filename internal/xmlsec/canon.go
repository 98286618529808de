package xmlsec

import (
	"fmt"
	"maps"

	"github.com/lestrrat-go/helium"
	"github.com/lestrrat-go/helium/c14n"
)

// canonMode maps a canonicalization URI to helium's mode.
func canonMode(uri string) (mode c14n.Mode, comments, ok bool) {
	switch uri {
	case C14N:
		return c14n.C14N10, false, true
	case C14NComments:
		return c14n.C14N10, true, true
	case C14N11:
		return c14n.C14N11, false, true
	case C14N11Comment:
		return c14n.C14N11, true, true
	case ExcC14N:
		return c14n.ExclusiveC14N10, false, true
	case ExcComments:
		return c14n.ExclusiveC14N10, true, true
	}
	return 0, false, false
}

// nodeSet is a subtree of a document, less one signature, with or without
// comments: what a same-document reference selects (XML-DSig core, 4.4.3.3).
type nodeSet struct {
	doc      *helium.Document
	elements int             // of the whole document, 0 when it is our own: see canonicalize
	top      *helium.Element // nil: the whole document
	without  *helium.Element
	comments bool
}

// canonicalize gives the canonical octets of a node set. budget is what may
// still be spent on nodes; it is lowered by all that is looked at. The library
// walks the whole document however small the set is, so that each use costs the
// elements of the document too.
func canonicalize(s nodeSet, uri string, prefixes []string, budget *Budget) (out []byte, err error) {
	mode, comments, ok := canonMode(uri)
	if !ok {
		return nil, fmt.Errorf("unknown canonicalization %q", uri)
	}
	defer func() {
		if r := recover(); r != nil {
			out, err = nil, fmt.Errorf("canonicalization gave up: %v", r)
		}
	}()
	if budget.nodes -= 2 * s.elements; budget.spent() != nil { // such a step takes as long as two nodes that are gathered
		return nil, budget.spent()
	}
	g := gatherer{set: s, budget: budget}
	if mode == c14n.ExclusiveC14N10 {
		g.prefixes = len(prefixes)
	}
	if s.top == nil {
		for n := range helium.Children(s.doc) {
			g.walk(n, nil, 0)
		}
	} else {
		scope, depth := g.inScope(s.top.Parent())
		g.walk(s.top, scope, depth)
	}
	if err := budget.spent(); err != nil {
		return nil, err
	}
	c := c14n.NewCanonicalizer(mode).NodeSet(g.nodes)
	if comments {
		c = c.Comments()
	}
	if len(prefixes) > 0 && mode == c14n.ExclusiveC14N10 {
		c = c.InclusiveNamespaces(prefixes)
	}
	if out, err = c.CanonicalizeTo(s.doc); err == nil {
		err = budget.read(out) // the one that goes over is the last
	}
	return out, err
}

// canonicalDocument canonicalizes a whole document given as octets.
func canonicalDocument(b []byte, uri string, prefixes []string, l Limits, budget *Budget) ([]byte, error) {
	if err := budget.read(b); err != nil {
		return nil, err
	}
	doc, err := parse(b, l)
	if err != nil {
		return nil, err
	}
	return canonicalize(nodeSet{doc: doc, comments: true}, uri, prefixes, budget)
}

type gatherer struct {
	set      nodeSet
	prefixes int // that are written wherever they are in scope
	nodes    []helium.Node
	budget   *Budget
}

func (g *gatherer) add(n helium.Node) { g.nodes = append(g.nodes, n); g.budget.nodes-- }

// ordinary is how deep a message nests and how many namespaces it has in scope
// before they cost more than the nodes themselves.
const ordinary = 32

// charge pays for an element beside its nodes: each namespace in scope is looked for
// among those of the parent, and each prefix written among those of all ancestors.
func (g *gatherer) charge(scope, depth int) {
	g.budget.nodes -= scope*(scope/ordinary) + g.prefixes + (1+min(g.prefixes, scope))*(depth/ordinary)
}

// walk gathers n and what is below it. scope holds the namespaces in scope at
// n's parent, depth is how many elements are around n.
func (g *gatherer) walk(n helium.Node, scope map[string]*helium.Namespace, depth int) {
	if g.budget.nodes < 0 || (n.Type() == helium.CommentNode && !g.set.comments) {
		return
	}
	e, ok := helium.AsNode[*helium.Element](n)
	if !ok {
		g.add(n)
		return
	}
	if e == g.set.without {
		return
	}
	g.add(n)
	scope = g.declare(e, scope)
	g.charge(len(scope), depth)
	if g.budget.nodes < 0 {
		return
	}
	for _, ns := range scope {
		g.add(helium.NewNamespaceNodeWrapper(ns, e))
	}
	for _, a := range e.Attributes() {
		g.add(a)
	}
	for c := range helium.Children(e) {
		g.walk(c, scope, depth+1)
		if g.budget.nodes < 0 {
			return
		}
	}
}

// declare gives the scope inside e: a new map only where e declares something.
func (g *gatherer) declare(e *helium.Element, scope map[string]*helium.Namespace) map[string]*helium.Namespace {
	decls := e.Namespaces()
	if len(decls) == 0 {
		return scope
	}
	if g.budget.nodes -= len(scope) + len(decls); g.budget.nodes < 0 {
		return scope
	}
	inner := make(map[string]*helium.Namespace, len(scope)+len(decls))
	maps.Copy(inner, scope)
	for _, ns := range decls {
		switch {
		case ns.Prefix() == "xml":
		case ns.URI() == "": // xmlns="" takes the default namespace away
			delete(inner, ns.Prefix())
		default:
			inner[ns.Prefix()] = ns
		}
	}
	return inner
}

// inScope gives the namespaces in scope inside n, and how many elements are around
// what is in it.
func (g *gatherer) inScope(n helium.Node) (map[string]*helium.Namespace, int) {
	if n == nil {
		return nil, 0
	}
	e, ok := helium.AsNode[*helium.Element](n)
	if !ok {
		return nil, 0
	}
	scope, depth := g.inScope(e.Parent())
	return g.declare(e, scope), depth + 1
}
