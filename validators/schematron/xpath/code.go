package xpath

import (
	"math"
)

// static is what is known of the items of an expression before it runs.
type static uint8

const (
	anything static = iota
	isNodes
	isBoolean
	isNumber
	isString // string, untyped or URI
	isOther  // another atomic type
)

func staticOf(k Kind) static {
	switch {
	case k == KindNode:
		return isNodes
	case k == KindBoolean:
		return isBoolean
	case k.numeric():
		return isNumber
	case k.stringy():
		return isString
	default:
		return isOther
	}
}

// code is a compiled expression. push is always there; the others are shorter
// ways to one answer, when there is one.
type code struct {
	push       func(*frame)        // pushes the value
	truth      func(*frame) bool   // its effective boolean value
	text       func(*frame) string // its value as xs:string?, "" when empty
	path       *path               // when it is a path
	implies    *condition          // what its truth implies
	equals     *equality           // what must be equal for it to be true
	focus      bool                // may depend on the context item, its position or size
	is         static
	one        bool  // never more than one item
	literalDoc bool  // a document that a literal names
	counts     *code // of count(E): E
	length     *code // of string-length(E): E
	knows      *facts
	let        *Var    // a variable
	free       bool    // may depend on a variable or on current()
	byPosition bool    // as a predicate it may ask for the position
	isLast     bool    // last()
	both       []*code // of "l and r": l, r
	pair       []*code // of "l = r": l, r
	items      []*code // of "(a, b)": a, b
	then       []*code // of "l/r" where r asks for no position: l, r
	bound      int     // 1 + the slot of a variable of for, some or every
	filter     *filtered
	// at is truth with a node as the context item, for code that asks for no
	// more of the focus.
	at func(*frame, *Tree, int32) bool
	// textAt is string in the same way.
	textAt    func(*frame, *Tree, int32) string
	item      func(*frame) (Item, bool) // its one optional item
	known     bool                      // value is known
	isContext bool                      // "."
	value     []Item
}

// filtered is from[predicates], where the predicates ask for no position.
type filtered struct {
	from       *code
	predicates []*code
}

// ebv is the effective boolean value.
func (c *code) ebv(f *frame) bool {
	if c.truth != nil {
		return c.truth(f)
	}
	mark := len(f.stack)
	c.push(f)
	items := f.pop(mark)
	b, ok := ebv(items)
	if !ok {
		raise("FORG0006", "no effective boolean value for %s", describe(items))
	}
	return b
}

func ebv(items []Item) (value, ok bool) {
	switch {
	case len(items) == 0:
		return false, true
	case items[0].kind == KindNode:
		return true, true
	case len(items) > 1:
		return false, false
	}
	switch i := items[0]; {
	case i.kind == KindBoolean:
		return i.n != 0, true
	case i.kind == KindInteger:
		return i.n != 0, true
	case i.kind == KindDecimal:
		return i.more.rat.Sign() != 0, true
	case i.kind.numeric():
		v := i.float()
		return v != 0 && !math.IsNaN(v), true
	case i.kind.stringy():
		return i.s != "", true
	}
	return false, false
}

func describe(items []Item) string {
	switch len(items) {
	case 0:
		return "an empty sequence"
	case 1:
		return "a value of type " + items[0].kind.String()
	default:
		return "a sequence of " + formatInt(int64(len(items))) + " items"
	}
}

// atoms evaluates and atomizes; the slice is good until the next push.
func (c *code) atoms(f *frame) []Item {
	mark := len(f.stack)
	c.push(f)
	items := f.run.all(f.pop(mark))
	for i := range items {
		if items[i].kind == KindNode {
			items[i] = items[i].atom()
		}
	}
	return items
}

// atom is the value as an optional atomic item.
func (c *code) atom(f *frame) (Item, bool) {
	if c.path != nil {
		t, id, ok := c.path.single(f)
		if !ok {
			return Item{}, false
		}
		return t.atom(id), true
	}
	if c.item != nil {
		i, ok := c.item(f)
		if i.kind == KindNode {
			i = i.atom()
		}
		return i, ok
	}
	items := c.atoms(f)
	switch len(items) {
	case 0:
		return Item{}, false
	case 1:
		return items[0], true
	}
	raise("XPTY0004", "%s where one item at most is allowed", describe(items))
	return Item{}, false
}

// str is the value as xs:string?: "" and false when empty.
func (c *code) str(f *frame) (string, bool) {
	if c.known && c.text != nil {
		return c.text(f), true
	}
	i, ok := c.atom(f)
	if !ok {
		return "", false
	}
	if !i.kind.stringy() {
		raise("XPTY0004", "%s where a string is required", i.kind)
	}
	return i.s, true
}

// string is the value as xs:string?, with the empty sequence as "".
func (c *code) string(f *frame) string {
	if c.text != nil {
		return c.text(f)
	}
	if c.textAt != nil {
		i := f.contextNode()
		return c.textAt(f, i.tree, int32(i.n))
	}
	s, _ := c.str(f)
	return s
}

// required is the value as xs:string, which must be there.
func (c *code) required(f *frame) string {
	if c.text != nil {
		return c.text(f)
	}
	s, ok := c.str(f)
	if !ok {
		raise("XPTY0004", "an empty sequence where a string is required")
	}
	return s
}

// number is the value as a numeric item; untyped becomes a double.
func (c *code) number(f *frame) (Item, bool) {
	i, ok := c.atom(f)
	if !ok {
		return Item{}, false
	}
	if i.kind == KindUntyped {
		return castTo(i, KindDouble), true
	}
	if !i.kind.numeric() {
		raise("XPTY0004", "%s where a number is required", i.kind)
	}
	return i, true
}

// integer is the value as xs:integer, which must be there.
func (c *code) integer(f *frame) int64 {
	i, ok := c.atom(f)
	if !ok {
		raise("XPTY0004", "an empty sequence where an integer is required")
	}
	if i.kind == KindUntyped {
		i = castTo(i, KindInteger)
	}
	if i.kind != KindInteger {
		raise("XPTY0004", "%s where an integer is required", i.kind)
	}
	return i.n
}

// double is the value as xs:double, which must be there.
func (c *code) double(f *frame) float64 {
	i, ok := c.number(f)
	if !ok {
		raise("XPTY0004", "an empty sequence where a number is required")
	}
	return i.float()
}

// node is the value as node()?.
func (c *code) node(f *frame) (Item, bool) {
	mark := len(f.stack)
	c.push(f)
	items := f.pop(mark)
	switch {
	case len(items) == 0:
		return Item{}, false
	case len(items) > 1 || items[0].kind != KindNode:
		raise("XPTY0004", "%s where one node is required", describe(items))
	}
	return items[0], true
}

// joined writes the items with a separator between them.
func joined(f *frame, c *code, separator string) string {
	items := c.atoms(f)
	switch len(items) {
	case 0:
		return ""
	case 1:
		return items[0].text()
	}
	b := f.run.buffer[:0] // nothing is evaluated while it is in use
	for n := range items {
		f.run.tick(f.run.ctx)
		if n > 0 {
			b = append(b, separator...)
		}
		if i := &items[n]; i.kind.stringy() {
			b = append(b, i.s...)
		} else {
			b = append(b, i.text()...)
		}
	}
	f.run.keep(b)
	return string(b)
}

// truthCode is code for a boolean.
func truthCode(truth func(*frame) bool) *code {
	return &code{is: isBoolean, one: true, truth: truth, push: func(f *frame) { f.push(boolean(truth(f))) }}
}

// textCode is code for a string that is always there.
func textCode(text func(*frame) string) *code {
	return &code{
		is: isString, one: true, text: text,
		item:  func(f *frame) (Item, bool) { return stringItem(text(f)), true },
		truth: func(f *frame) bool { return text(f) != "" },
		push:  func(f *frame) { f.push(stringItem(text(f))) },
	}
}

// itemCode is code for one optional item.
func itemCode(is static, item func(*frame) (Item, bool)) *code {
	return &code{is: is, one: true, item: item, push: func(f *frame) {
		if i, ok := item(f); ok {
			f.push(i)
		}
	}}
}

// optional is the one item, as it is, of code that has one at most.
func (c *code) optional(f *frame) (Item, bool) {
	if c.item != nil {
		return c.item(f)
	}
	mark := len(f.stack)
	c.push(f)
	if items := f.pop(mark); len(items) > 0 {
		return items[0], true
	}
	return Item{}, false
}
