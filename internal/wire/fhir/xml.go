package fhir

import "github.com/etalon-dmp/etalon/internal/wire/xmldoc"

// Space is the namespace of FHIR in XML.
const Space = "http://hl7.org/fhir"

// readXML reads a resource in XML (FHIR R4, xml.html): an element is an object, its
// attribute value its primitive.
func readXML(text []byte) (*Node, error) {
	doc, err := xmldoc.Parse(text, xmldoc.Limits{Bytes: 16 << 20, Depth: mostDepth, Nodes: mostNodes, Attributes: 100})
	if err != nil {
		return &Node{}, malformed("%v", err)
	}
	root := doc.Root()
	if root.Space() != Space {
		return &Node{}, malformed("the namespace of %s is %q, not that of FHIR", root.Local(), root.Space())
	}
	return resourceOf(root), nil
}

func resourceOf(e xmldoc.Node) *Node {
	n := element(e)
	n.Type = e.Local()
	return n
}

// element reads an element that is no resource. The tree is as deep as its document,
// which is bounded.
func element(e xmldoc.Node) *Node {
	n := &Node{Value: e.Attr("", "value")}
	for kid := range e.Children() {
		if kid.Local() == "resource" {
			for inner := range kid.Children() {
				n.add("resource", resourceOf(inner))
			}
			continue
		}
		n.add(kid.Local(), element(kid))
	}
	return n
}
