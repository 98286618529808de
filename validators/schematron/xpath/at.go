package xpath

import (
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/lestrrat-go/helium/xpath3"
)

// Most of what rules ask is of an attribute or a child of the node at hand, by
// its name. Such code needs no focus to be set up and no walk to be begun.

// shape is what a path is, when it is of a common kind.
type shape uint8

const (
	anyShape    shape = iota
	ofAttribute       // @name
	ofChild           // name
	ofSelf            // self::name, with or without predicates
)

func (p *path) shapeOf() shape {
	if p.from != nil || p.absolute || len(p.steps) != 1 {
		return anyShape
	}
	s := &p.steps[0]
	switch {
	case s.positional || s.test.kind != testName:
		return anyShape
	case s.axis == xpath3.AxisSelf:
		return ofSelf
	case len(s.predicates) > 0:
		return anyShape
	case s.axis == xpath3.AxisAttribute:
		return ofAttribute
	case s.axis == xpath3.AxisChild && s.test.of == xmldoc.ElementNode:
		return ofChild
	}
	return anyShape
}

// attribute is the attribute of a name, 0 when there is none.
func (t *Tree) attribute(id, name int32) int32 {
	d := t.doc
	for n, end := id+1, id+1+d.AttrsOf(id); n < end; n++ {
		if t.ids[d.NameOf(n)] == name {
			return n
		}
	}
	return 0
}

// children counts the child elements of a name, up to limit.
func (t *Tree) children(f *frame, id, name int32, limit int) int {
	d, count := t.doc, 0
	f.run.tick(f.run.ctx)
	for n, end := id+1+d.AttrsOf(id), d.EndOf(id); n < end; {
		kind, of, next := d.Look(n)
		if kind == xmldoc.ElementNode && t.ids[of] == name {
			if count++; count == limit {
				break
			}
		}
		n = next
	}
	return count
}

// existsAt says whether the path has a node from a context node.
func (p *path) existsAt(f *frame, t *Tree, id int32) bool {
	switch p.shape {
	case ofAttribute:
		return t.attribute(id, p.steps[0].test.name) != 0
	case ofChild:
		return t.children(f, id, p.steps[0].test.name, 1) > 0
	case ofSelf:
		return p.steps[0].accepts(f, t, id)
	default:
		s := sink{want: first}
		p.walkFrom(f, t, id, &s)
		return s.n > 0
	}
}

// equalsAt says whether a node of the path has that string value.
func (p *path) equalsAt(f *frame, t *Tree, id int32, text string) bool {
	if p.shape == ofAttribute {
		a := t.attribute(id, p.steps[0].test.name)
		return a != 0 && t.doc.TextOf(a) == text
	}
	s := sink{want: equal, text: text}
	p.walkFrom(f, t, id, &s)
	return s.n > 0
}

// amongAt says whether a node of the path has a string value of the set.
func (p *path) amongAt(f *frame, t *Tree, id int32, set map[string]bool) bool {
	if p.shape == ofAttribute {
		a := t.attribute(id, p.steps[0].test.name)
		return a != 0 && set[t.doc.TextOf(a)]
	}
	s := sink{want: among, set: set}
	p.walkFrom(f, t, id, &s)
	return s.n > 0
}

func (p *path) walkFrom(f *frame, t *Tree, id int32, s *sink) {
	if p.absolute {
		id = 0
	}
	p.walk(f, t, id, 0, s)
}

// at makes code of a truth that is asked of a context node. It does so only for
// paths from the context item.
func (c *code) asked(at func(*frame, *Tree, int32) bool) *code {
	c.at = at
	c.truth = func(f *frame) bool {
		i := f.contextNode()
		return at(f, i.tree, int32(i.n))
	}
	c.push = func(f *frame) { f.push(boolean(c.truth(f))) }
	return c
}

// contextNode is the context item, for a path.
func (f *frame) contextNode() *Item {
	if f.item.kind != KindNode {
		if f.context().kind != KindNode {
			raise("XPTY0020", "a path where the context item is %s", f.item.kind)
		}
	}
	return &f.item
}

// negatedAt, andAt and orAt combine what is asked of a context node.
func negatedAt(a *code) func(*frame, *Tree, int32) bool {
	if a.at == nil {
		return nil
	}
	at := a.at
	return func(f *frame, t *Tree, id int32) bool { return !at(f, t, id) }
}

func andAt(l, r *code) func(*frame, *Tree, int32) bool {
	if l.at == nil || r.at == nil {
		return nil
	}
	a, b := l.at, r.at
	return func(f *frame, t *Tree, id int32) bool { return a(f, t, id) && b(f, t, id) }
}

func orAt(l, r *code) func(*frame, *Tree, int32) bool {
	if l.at == nil || r.at == nil {
		return nil
	}
	a, b := l.at, r.at
	return func(f *frame, t *Tree, id int32) bool { return a(f, t, id) || b(f, t, id) }
}

// said makes code of a text that is asked of a context node.
func said(text func(*frame, *Tree, int32) string) *code {
	out := textCode(func(f *frame) string {
		i := f.contextNode()
		return text(f, i.tree, int32(i.n))
	})
	out.textAt = text
	return out
}

// mapped is a function of a text, asked of a context node when the text is.
func mapped(a *code, of func(string) string) *code {
	if text := a.textAt; text != nil {
		return said(func(f *frame, t *Tree, id int32) string { return of(text(f, t, id)) })
	}
	return textCode(func(f *frame) string { return of(a.string(f)) })
}

// tested is a test of a text, asked of a context node when the text is.
func tested(a *code, holds func(string) bool) *code {
	if text := a.textAt; text != nil {
		return truthCode(nil).asked(func(f *frame, t *Tree, id int32) bool { return holds(text(f, t, id)) })
	}
	return truthCode(func(f *frame) bool { return holds(a.string(f)) })
}
