package xpath

import (
	"fmt"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/lestrrat-go/helium/xpath3"
)

// path is a start and the steps from it.
type path struct {
	absolute bool
	from     *code // nil: the context item
	steps    []step
	ordered  bool // a depth-first walk meets the nodes in document order, once each
	shape    shape
}

// step is one axis step.
type step struct {
	axis       xpath3.AxisType
	test       test
	predicates []*code
	positional bool      // a predicate may ask for the position
	find       *equality // of a descendant step: how its nodes can be looked up
	span       *span     // of a long axis: how its nodes can be found
	signature  string    // in a context: equal for steps that select equally
}

func (c *Compiler) path(p *xpath3.LocationPath, from *code, scope *Scope) (*code, error) {
	out := &path{absolute: p.Absolute, from: from}
	c.usesFocus = c.usesFocus || from == nil
	for _, s := range p.Steps {
		st, err := c.step(s, scope)
		if err != nil {
			return nil, err
		}
		out.add(st)
	}
	if from != nil && from.path != nil && !p.Absolute {
		joined := &path{absolute: from.path.absolute, from: from.path.from, steps: slices.Clone(from.path.steps)}
		for _, s := range out.steps {
			joined.add(s)
		}
		out = joined
	}
	c.ahead(out)
	found := out.code()
	found.knows = c.pathFacts(out)
	return found, nil
}

// add appends a step; //x becomes descendant::x where positions are not asked.
func (p *path) add(s step) {
	if n := len(p.steps); n > 0 && s.axis == xpath3.AxisChild && !s.positional {
		if last := p.steps[n-1]; last.axis == xpath3.AxisDescendantOrSelf && last.test.kind == testNode && len(last.predicates) == 0 {
			s.axis, s.span = xpath3.AxisDescendant, nil // which was one of children
			p.steps = p.steps[:n-1]
		}
	}
	p.steps = append(p.steps, s)
}

func (c *Compiler) step(s xpath3.Step, scope *Scope) (step, error) {
	out := step{axis: s.Axis}
	if s.Axis == xpath3.AxisNamespace {
		return out, fmt.Errorf("the namespace axis is not supported")
	}
	var err error
	if out.test, err = c.nodeTest(s.NodeTest, s.Axis == xpath3.AxisAttribute); err != nil {
		return out, err
	}
	if out.predicates, out.positional, err = c.predicates(s.Predicates, scope); err != nil {
		return out, err
	}
	if !out.positional && out.test.kind != testNode {
		for _, p := range out.predicates {
			if out.find == nil && p.equals != nil {
				own := *p.equals
				own.key = fmt.Sprintf("%v %s", out.test, own.key)
				out.find = &own
			}
		}
	}
	out.span = c.spanOf(&out)
	if !c.inPattern {
		return out, nil
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d %v", out.axis, out.test)
	for _, p := range s.Predicates {
		b.WriteByte('[')
		signature(&b, p, scope)
		b.WriteByte(']')
	}
	out.signature = b.String()
	return out, nil
}

// predicates compiles predicates and says whether one may ask for a position.
func (c *Compiler) predicates(asts []xpath3.Expr, scope *Scope) (codes []*code, positional bool, err error) {
	outer := c.usesPosition
	defer func() { c.usesPosition = outer }()
	for _, a := range asts {
		c.usesPosition = false
		code, err := c.expr(a, scope)
		if err != nil {
			return nil, false, err
		}
		if c.usesPosition || code.is == isNumber || code.is == anything {
			positional, code.byPosition = true, true
		}
		codes = append(codes, code)
	}
	return codes, positional, nil
}

// order finds out whether a walk meets nodes in document order without
// repetition: apart says that no node met holds another.
func (p *path) order() bool {
	if p.from != nil && !p.absolute && !p.from.one {
		return false
	}
	single, apart := true, true
	for _, s := range p.steps {
		switch s.axis {
		case xpath3.AxisSelf:
		case xpath3.AxisChild:
			if !apart {
				return false
			}
			single = false
		case xpath3.AxisAttribute:
			single, apart = false, true
		case xpath3.AxisDescendant, xpath3.AxisDescendantOrSelf:
			if !apart {
				return false
			}
			single, apart = false, false
		case xpath3.AxisParent:
			if !single {
				return false
			}
		case xpath3.AxisFollowingSibling, xpath3.AxisPrecedingSibling: // both are walked in document order
			if !single || s.positional && s.axis == xpath3.AxisPrecedingSibling {
				return false
			}
			single = false
		default:
			return false
		}
	}
	return true
}

// one says whether the path has one node at most.
func (p *path) one() bool {
	if p.from != nil && !p.from.one {
		return false
	}
	for _, s := range p.steps {
		switch {
		case s.axis == xpath3.AxisSelf, s.axis == xpath3.AxisParent:
		case s.axis == xpath3.AxisAttribute && s.test.kind == testName:
		case slices.ContainsFunc(s.predicates, func(c *code) bool { return c.picks() != byPlace }):
		default:
			return false
		}
	}
	return true
}

func (p *path) code() *code {
	p.ordered, p.shape = p.order(), p.shapeOf()
	out := &code{path: p, is: isNodes, one: p.one()}
	if p.from == nil {
		out.asked(p.existsAt)
	}
	out.truth, out.push = p.exists, p.push
	if p.shape == ofAttribute {
		name := p.steps[0].test.name
		out.textAt = func(_ *frame, t *Tree, id int32) string {
			if a := t.attribute(id, name); a != 0 {
				return t.doc.TextOf(a)
			}
			return ""
		}
	}
	return out
}

// begin calls walk for each node the path starts from, until it gives false.
func (p *path) begin(f *frame, s *sink) {
	switch {
	case p.from != nil:
		mark := len(f.stack)
		p.from.push(f)
		end := len(f.stack)
		for i := mark; i < end; i++ {
			it := f.stack[i]
			if it.kind != KindNode {
				raise("XPTY0019", "a step from %s", it.kind)
			}
			if p.absolute {
				it.n = 0
			}
			if !p.walk(f, it.tree, int32(it.n), 0, s) {
				break
			}
		}
		f.stack = append(f.stack[:mark], f.stack[end:]...)
	default:
		it := f.contextNode()
		p.walkFrom(f, it.tree, int32(it.n), s)
	}
}

// push pushes the nodes in document order.
func (p *path) push(f *frame) {
	mark := len(f.stack)
	s := sink{want: collect}
	p.begin(f, &s)
	if !p.ordered {
		f.stack = f.stack[:mark+len(sorted(f.stack[mark:]))]
	}
}

// exists says whether there is a node.
func (p *path) exists(f *frame) bool {
	if p.from == nil {
		i := f.contextNode()
		return p.existsAt(f, i.tree, int32(i.n))
	}
	s := sink{want: first}
	p.begin(f, &s)
	return s.n > 0
}

// equals says whether a node has that string value.
func (p *path) equals(f *frame, text string) bool {
	if p.from == nil {
		i := f.contextNode()
		return p.equalsAt(f, i.tree, int32(i.n), text)
	}
	s := sink{want: equal, text: text}
	p.begin(f, &s)
	return s.n > 0
}

// among says whether a node has a string value of the set.
func (p *path) among(f *frame, set map[string]bool) bool {
	if p.from == nil {
		i := f.contextNode()
		return p.amongAt(f, i.tree, int32(i.n), set)
	}
	s := sink{want: among, set: set}
	p.begin(f, &s)
	return s.n > 0
}

// count counts the nodes, no further than limit when that is positive.
func (p *path) count(f *frame, limit int) int {
	if p.shape == ofChild {
		i := f.contextNode()
		return i.tree.children(f, int32(i.n), p.steps[0].test.name, limit)
	}
	if p.ordered {
		s := sink{want: counting, limit: limit}
		p.begin(f, &s)
		return s.n
	}
	mark := len(f.stack)
	p.push(f)
	return len(f.pop(mark))
}

// single is the one node of the path, if there is one; more are an error.
func (p *path) single(f *frame) (*Tree, int32, bool) {
	if !p.ordered {
		mark := len(f.stack)
		p.push(f)
		items := f.pop(mark)
		if len(items) > 1 {
			raise("XPTY0004", "%s where one item at most is allowed", describe(items))
		}
		if len(items) == 0 {
			return nil, 0, false
		}
		return items[0].tree, int32(items[0].n), true
	}
	if p.shape == ofAttribute {
		i := f.contextNode()
		a := i.tree.attribute(int32(i.n), p.steps[0].test.name)
		return i.tree, a, a != 0
	}
	s := sink{want: two}
	p.begin(f, &s)
	if s.n > 1 {
		raise("XPTY0004", "several nodes where one item at most is allowed")
	}
	return s.tree, s.id, s.n == 1
}

// sorted puts nodes in document order, once each, in place.
func sorted(items []Item) []Item {
	ordered := true
	for i := 1; i < len(items) && ordered; i++ {
		ordered = before(items[i-1], items[i])
	}
	if ordered {
		return items
	}
	slices.SortFunc(items, func(a, b Item) int {
		switch {
		case before(a, b):
			return -1
		case before(b, a):
			return 1
		}
		return 0
	})
	return slices.CompactFunc(items, func(a, b Item) bool { return a.tree == b.tree && a.n == b.n })
}

// want is what a walk is for.
type want uint8

const (
	collect  want = iota // push every node
	first                // stop at the first
	two                  // remember the first, stop at the second
	equal                // stop at the first whose string value is text
	counting             // count, up to limit
	among                // stop at the first whose string value is in set
	values               // append the string value to Run.values
	visited              // give to see, until it says false
)

// sink receives the nodes of a walk.
type sink struct {
	want  want
	n     int
	limit int
	text  string
	set   map[string]bool
	tree  *Tree
	id    int32
	see   func(t *Tree, id int32) bool
}

// take receives a node and says whether to go on.
func (s *sink) take(f *frame, t *Tree, id int32) bool {
	switch s.want {
	case collect:
		f.push(nodeItem(t, id))
		return true
	case first:
		s.n = 1
		return false
	case two:
		if s.n++; s.n == 1 {
			s.tree, s.id = t, id
		}
		return s.n < 2
	case among:
		if !s.set[t.doc.ValueOf(id)] {
			return true
		}
		s.n = 1
		return false
	case values:
		f.run.values = append(f.run.values, t.doc.ValueOf(id))
		return true
	case visited:
		return s.see(t, id)
	case equal:
		if !t.valueIs(id, s.text) {
			return true
		}
		s.n = 1
		return false
	default:
		s.n++
		return s.limit <= 0 || s.n < s.limit
	}
}

// valueIs compares the string value of a node without building it.
func (t *Tree) valueIs(id int32, text string) bool {
	k := t.doc.KindOf(id)
	if k != xmldoc.ElementNode && k != xmldoc.DocumentNode {
		return t.doc.TextOf(id) == text
	}
	return t.doc.ValueOf(id) == text
}
