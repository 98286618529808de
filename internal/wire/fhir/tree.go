package fhir

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
)

// The formats of a resource.
const (
	JSON = "json"
	XML  = "xml"
)

// The limits of one message: beyond them nothing more of it is read.
const (
	mostNodes = 200_000
	mostDepth = 64
)

var errTooLarge = errors.New("the resource is too large or too deep")

// Node is a value of a resource: a primitive, an object, or neither. Its methods
// take nil for a node without anything.
type Node struct {
	Type  string // resourceType of a resource
	Value string // of a primitive, as it is written
	kids  map[string][]*Node
}

// All are the values of one name, in order.
func (n *Node) All(name string) []*Node {
	if n == nil {
		return nil
	}
	return n.kids[name]
}

// One is the first value at the end of a path of names; nil for none.
func (n *Node) One(path ...string) *Node {
	for _, name := range path {
		all := n.All(name)
		if len(all) == 0 {
			return nil
		}
		n = all[0]
	}
	return n
}

// Text is the primitive at the end of a path; "" for none.
func (n *Node) Text(path ...string) string {
	if at := n.One(path...); at != nil {
		return at.Value
	}
	return ""
}

// Has tells whether something of that name is there.
func (n *Node) Has(name string) bool { return len(n.All(name)) > 0 }

func (n *Node) add(name string, kid *Node) {
	if n.kids == nil {
		n.kids = map[string][]*Node{}
	}
	n.kids[name] = append(n.kids[name], kid)
}

// Read reads a resource. The node is what could be read before the error, if any; the
// format is what its octets look like.
func Read(raw []byte) (resource *Node, format string, err error) {
	text := bytes.TrimLeft(bytes.TrimPrefix(raw, []byte("\xEF\xBB\xBF")), " \t\r\n")
	if len(text) > 0 && text[0] == '<' {
		resource, err = readXML(text)
		return resource, XML, err
	}
	resource, err = readJSON(text)
	return resource, JSON, err
}

// nodes counts what is read of one message.
type nodes int

func (n *nodes) more(depth int) error {
	if *n++; *n > mostNodes || depth > mostDepth {
		return errTooLarge
	}
	return nil
}

func malformed(format string, args ...any) error {
	return errors.New(strings.TrimSpace(fmt.Sprintf(format, args...)))
}
