package strict

import (
	"slices"

	"github.com/goccy/go-yaml/ast"

	"github.com/etalon-dmp/etalon"
)

// Object is a mapping being read: each key asked for is known, and Close
// reports every other.
type Object struct {
	of    Value
	keys  []Value // as written, keys[i] names vals[i]
	vals  []Value
	known []string
}

// Object gives a mapping, or nil, noted, when the value is something else.
// Every method is safe on nil.
func (v Value) Object() *Object {
	if !v.OK() {
		return nil
	}
	var pairs []*ast.MappingValueNode
	switch n := v.node.(type) {
	case *ast.MappingNode:
		pairs = n.Values
	case *ast.MappingValueNode:
		pairs = []*ast.MappingValueNode{n}
	default:
		v.wrongType(Text("une suite de clés", "a mapping"))
		return nil
	}
	o := &Object{of: v}
	for _, p := range pairs {
		o.keys = append(o.keys, Value{node: p.Key, rep: v.rep})
		o.vals = append(o.vals, Value{node: p.Value, rep: v.rep, near: posOf(p.Key.GetToken())})
	}
	return o
}

// Pos is where the mapping begins.
func (o *Object) Pos() Pos {
	if o == nil {
		return Pos{}
	}
	return o.of.Pos()
}

// Problem notes something wrong with the mapping as a whole.
func (o *Object) Problem(what, hint etalon.Text) {
	if o != nil {
		o.of.Problem(what, hint)
	}
}

// Get gives the value of a key that may be absent.
func (o *Object) Get(key string) Value {
	if o == nil {
		return Value{}
	}
	o.known = append(o.known, key)
	for i, k := range o.keys {
		if k.keyName() == key {
			return o.vals[i]
		}
	}
	return Value{rep: o.of.rep, near: o.of.Pos()}
}

// Need gives the value of a key that must be there.
func (o *Object) Need(key string) Value {
	v := o.Get(key)
	if o != nil && !v.OK() {
		v.Problem(Text("il manque « %s »", "%q is missing", key), etalon.Text{})
	}
	return v
}

// Has tells whether a key was written, known or not.
func (o *Object) Has(key string) bool {
	return o != nil && slices.ContainsFunc(o.keys, func(k Value) bool { return k.keyName() == key })
}

// Each gives the pairs of a free mapping (all keys are then known), in file order.
func (o *Object) Each(f func(key string, k, v Value)) {
	if o == nil {
		return
	}
	for i, k := range o.keys {
		name := k.keyName()
		o.known = append(o.known, name)
		f(name, k, o.vals[i])
	}
}

// Close reports keys never asked for, with the nearest known one, and keys
// written twice.
func (o *Object) Close() {
	if o == nil {
		return
	}
	seen := map[string]bool{}
	for _, k := range o.keys {
		name := k.keyName()
		switch {
		case seen[name]:
			k.Problem(Text("clé « %s » en double", "key %q is written twice", name),
				Text("gardez-en une", "keep one"))
		case !slices.Contains(o.known, name):
			k.Problem(Text("clé inconnue « %s »", "unknown key %q", name), Choices(name, o.known))
		}
		seen[name] = true
	}
}

// keyName is the text of a key; a key that is not plain text has the name it
// was written with, which no known key has.
func (v Value) keyName() string {
	if s, ok := v.node.(*ast.StringNode); ok {
		return s.Value
	}
	return v.node.GetToken().Value
}
