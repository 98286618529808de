package xpath

import (
	"fmt"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/lestrrat-go/helium/xpath3"
)

type testKind uint8

const (
	testNode   testKind = iota // node()
	testKindOf                 // any node of kind
	testName                   // kind and expanded name
	testLocal                  // kind and local name, any namespace
	testSpace                  // kind and namespace, any local name
	testNever
)

// test is a node test, resolved.
type test struct {
	kind  testKind
	of    xmldoc.Kind
	name  int32
	local string
	space string
}

func (x *test) matches(t *Tree, n int32) bool {
	d := t.doc
	switch x.kind {
	case testNode:
		return true
	case testKindOf:
		return d.KindOf(n) == x.of
	case testName:
		return d.KindOf(n) == x.of && t.ids[d.NameOf(n)] == x.name
	case testLocal:
		return d.KindOf(n) == x.of && t.name(n).Local == x.local
	case testSpace:
		return d.KindOf(n) == x.of && t.name(n).Space == x.space
	default:
		return false
	}
}

func (c *Compiler) nodeTest(nt xpath3.NodeTest, attribute bool) (test, error) {
	principal := xmldoc.ElementNode
	if attribute {
		principal = xmldoc.AttributeNode
	}
	switch n := nt.(type) {
	case xpath3.NameTest:
		return c.nameTest(n, principal)
	case xpath3.TypeTest:
		switch n.Kind {
		case xpath3.NodeKindText:
			return test{kind: testKindOf, of: xmldoc.TextNode}, nil
		case xpath3.NodeKindComment:
			return test{kind: testKindOf, of: xmldoc.CommentNode}, nil
		case xpath3.NodeKindProcessingInstruction:
			return test{kind: testKindOf, of: xmldoc.PINode}, nil
		default:
			return test{kind: testNode}, nil
		}
	case xpath3.PITest:
		if n.Target == "" {
			return test{kind: testKindOf, of: xmldoc.PINode}, nil
		}
		return test{kind: testName, of: xmldoc.PINode, name: c.name("", n.Target)}, nil
	case xpath3.ElementTest:
		if n.TypeName != "" {
			return test{}, fmt.Errorf("element(…, type) needs a schema")
		}
		return c.namedKind(n.Name, xmldoc.ElementNode)
	case xpath3.AttributeTest:
		if n.TypeName != "" {
			return test{}, fmt.Errorf("attribute(…, type) needs a schema")
		}
		return c.namedKind(n.Name, xmldoc.AttributeNode)
	case xpath3.DocumentTest:
		if n.Inner != nil {
			return test{}, fmt.Errorf("document-node(element()) is not supported")
		}
		return test{kind: testKindOf, of: xmldoc.DocumentNode}, nil
	default:
		return test{}, fmt.Errorf("node test %T: %w", nt, errXPath3)
	}
}

func (c *Compiler) namedKind(name string, of xmldoc.Kind) (test, error) {
	if name == "" || name == "*" {
		return test{kind: testKindOf, of: of}, nil
	}
	prefix, local, ok := strings.Cut(name, ":")
	if !ok {
		prefix, local = "", name
	}
	return c.nameTest(xpath3.NameTest{Prefix: prefix, Local: local}, of)
}

func (c *Compiler) nameTest(n xpath3.NameTest, of xmldoc.Kind) (test, error) {
	switch {
	case n.URI != "" || n.Local == "" || strings.HasPrefix(n.Local, "Q{"):
		return test{}, fmt.Errorf("Q{…}name: %w", errXPath3)
	case n.Prefix == "*":
		return test{kind: testLocal, of: of, local: n.Local}, nil
	case n.Prefix == "" && n.Local == "*":
		return test{kind: testKindOf, of: of}, nil
	case n.Prefix == "":
		return test{kind: testName, of: of, name: c.name("", n.Local)}, nil
	}
	space, err := c.prefix(n.Prefix)
	if err != nil {
		return test{}, err
	}
	if n.Local == "*" {
		return test{kind: testSpace, of: of, space: space}, nil
	}
	return test{kind: testName, of: of, name: c.name(space, n.Local)}, nil
}
