package xmlsec

import (
	"errors"
	"fmt"
	"maps"

	"github.com/lestrrat-go/helium"
	"github.com/lestrrat-go/helium/c14n"
)

var errBudget = errors.New("too many nodes to canonicalize")

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
	top      *helium.Element // nil: the whole document
	without  *helium.Element
	comments bool
}

// canonicalize gives the canonical octets of a node set. budget is what may
// still be spent on nodes; it is lowered.
func canonicalize(s nodeSet, uri string, prefixes []string, budget *int) (out []byte, err error) {
	mode, comments, ok := canonMode(uri)
	if !ok {
		return nil, fmt.Errorf("unknown canonicalization %q", uri)
	}
	defer func() {
		if r := recover(); r != nil {
			out, err = nil, fmt.Errorf("canonicalization gave up: %v", r)
		}
	}()
	g := gatherer{set: s, budget: budget}
	if s.top == nil {
		for n := range helium.Children(s.doc) {
			g.walk(n, nil)
		}
	} else {
		g.walk(s.top, inScope(s.top.Parent()))
	}
	if *budget < 0 {
		return nil, errBudget
	}
	c := c14n.NewCanonicalizer(mode).NodeSet(g.nodes)
	if comments {
		c = c.Comments()
	}
	if len(prefixes) > 0 && mode == c14n.ExclusiveC14N10 {
		c = c.InclusiveNamespaces(prefixes)
	}
	return c.CanonicalizeTo(s.doc)
}

// canonicalDocument canonicalizes a whole document given as octets.
func canonicalDocument(b []byte, uri string, prefixes []string, l Limits, budget *int) ([]byte, error) {
	doc, err := parse(b, l)
	if err != nil {
		return nil, err
	}
	return canonicalize(nodeSet{doc: doc, comments: true}, uri, prefixes, budget)
}

type gatherer struct {
	set    nodeSet
	nodes  []helium.Node
	budget *int
}

func (g *gatherer) add(n helium.Node) { g.nodes = append(g.nodes, n); *g.budget-- }

// walk gathers n and what is below it. scope holds the namespaces in scope at
// n's parent.
func (g *gatherer) walk(n helium.Node, scope map[string]*helium.Namespace) {
	if *g.budget < 0 || (n.Type() == helium.CommentNode && !g.set.comments) {
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
	scope = declare(e, scope)
	for _, ns := range scope {
		g.add(helium.NewNamespaceNodeWrapper(ns, e))
	}
	for _, a := range e.Attributes() {
		g.add(a)
	}
	for c := range helium.Children(e) {
		g.walk(c, scope)
	}
}

// declare gives the scope inside e: a new map only where e declares something.
func declare(e *helium.Element, scope map[string]*helium.Namespace) map[string]*helium.Namespace {
	decls := e.Namespaces()
	if len(decls) == 0 {
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

// inScope gives the namespaces in scope inside n.
func inScope(n helium.Node) map[string]*helium.Namespace {
	if n == nil {
		return nil
	}
	e, ok := helium.AsNode[*helium.Element](n)
	if !ok {
		return nil
	}
	return declare(e, inScope(e.Parent()))
}
