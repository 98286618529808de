package xpath

import (
	"fmt"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/lestrrat-go/helium/xpath3"
)

// Tag is what a context is added under: a rule of a pattern, by number.
type Tag struct{ Pattern, Rule int32 }

// Automaton finds, in one walk from the root down, which of many contexts
// match each node. Contexts that begin with the same steps share them: the
// predicates of a step are tested once a node for all of them. Steps that ask
// for a value, as *[id/@root='…'] does, are found by the value.
//
// An Automaton does not change once its contexts are added, and may be shared.
type Automaton struct {
	root   state
	states int // besides the root
	unique int
	names  []bool // by number: names that steps or groups look for
	first  []bool // names of children that groups need

	attributes bool // some context may match an attribute
	texts      bool // or text
}

func mark(list *[]bool, name int32) {
	for int(name) >= len(*list) {
		*list = append(*list, false)
	}
	(*list)[name] = true
}

// state is a prefix of contexts that a node has matched.
type state struct {
	below  branches // by "/": tried on the children of the node
	deep   branches // by "//": tried on everything below it
	accept []Tag
	known  map[string]*edge
	number int // the root is 0
}

// branches are the edges out of a state, by what they can match.
type branches struct {
	byName map[int32]*edgeSet // elements of that name
	few    []namedSet         // the same, while they are few
	any    edgeSet            // any node but attributes and text; the test decides
	leaves *leaves            // nil: none
	filled bool
	open   bool // some edge may be passed by a node of any name, with any children
}

// leaves are the edges for attributes and for text.
type leaves struct{ attributes, texts edgeSet }

type namedSet struct {
	name int32
	set  *edgeSet
}

// named is the edges for elements of a name.
func (b *branches) named(name int32) *edgeSet {
	if b.byName != nil {
		return b.byName[name]
	}
	for i := range b.few {
		if b.few[i].name == name {
			return b.few[i].set
		}
	}
	return nil
}

// at gives the edges for elements of a name, made when they are not there.
func (b *branches) at(name int32) *edgeSet {
	set := b.named(name)
	if set != nil {
		return set
	}
	set = &edgeSet{}
	switch {
	case b.byName != nil:
		b.byName[name] = set
	case len(b.few) < 8:
		b.few = append(b.few, namedSet{name, set})
	default:
		b.byName = map[int32]*edgeSet{name: set}
		for _, n := range b.few {
			b.byName[n.name] = n.set
		}
		b.few = nil
	}
	return set
}

// edgeSet is edges to try on one node: those to be tried, and those found by value.
type edgeSet struct {
	plain  []*edge
	groups []*group
}

// group is edges that each need some node of one path to have a given value.
type group struct {
	key     string
	path    *path // nil: that of late
	late    *late
	child   int32 // the name of a child that the path needs; 0: not known
	byValue map[string][]*edge
}

// edge is one step of contexts.
type edge struct {
	step  step
	quiet bool  // its predicates raise no error
	sure  bool  // to be found by a value is to pass
	late  *late // its predicates, when they are not compiled yet
	to    state
}

// Add puts a context in.
func (a *Automaton) Add(p *Pattern, tag Tag) {
	for _, alt := range p.alternatives {
		s, deep := &a.root, !alt.absolute
		for i := range alt.steps {
			st := &alt.steps[i]
			if st.axis == xpath3.AxisDescendantOrSelf {
				deep = true
				continue
			}
			var sk *sketched
			if alt.sketched != nil {
				sk = alt.sketched[i]
			}
			s = a.follow(s, st, sk, deep)
			deep = false
		}
		s.accept = append(s.accept, tag)
	}
}

// follow gives the state that a step leads to, made when it is not there.
func (a *Automaton) follow(s *state, st *step, sk *sketched, deep bool) *state {
	sig := st.signature
	if strings.Contains(sig, unshared) {
		a.unique++
		sig = fmt.Sprintf("%s%d", sig, a.unique)
	}
	sig = fmt.Sprintf("%v %s", deep, sig)
	if e := s.known[sig]; e != nil {
		return &e.to
	}
	a.states++
	e := newEdge(st)
	e.to.number = a.states
	if sk == nil {
		sk = e.known()
	} else if sk.predicated {
		e.late = sk.late
	}
	if s.known == nil {
		s.known = map[string]*edge{}
	}
	s.known[sig] = e
	into := &s.below
	if deep {
		into = &s.deep
	}
	into.add(e, sk, a)
	return &e.to
}

func newEdge(st *step) *edge {
	e := &edge{step: *st, quiet: !st.positional}
	for _, p := range st.predicates {
		e.quiet = e.quiet && p.asTruth().quiet
	}
	if c := st.condition(); c != nil {
		e.sure = c.exact && len(st.predicates) == 1
	}
	return e
}

// known is what a sketch would say of an edge that is compiled.
func (e *edge) known() *sketched {
	c := e.step.condition()
	if c == nil {
		return &sketched{}
	}
	return &sketched{key: c.key, child: c.path.child(), values: c.values}
}

func (b *branches) add(e *edge, sk *sketched, a *Automaton) {
	b.filled = true
	set, test := &b.any, &e.step.test
	text := test.kind == testKindOf && test.of == xmldoc.TextNode
	if b.leaves == nil && (e.step.axis == xpath3.AxisAttribute || text || test.kind == testNode) {
		b.leaves = &leaves{}
	}
	switch {
	case e.step.axis == xpath3.AxisAttribute:
		a.attributes = true
		b.leaves.attributes.add(e, sk)
		return
	case text || test.kind == testNode:
		a.texts = true
		b.leaves.texts.add(e, sk)
		if text {
			return
		}
	case test.kind == testName && test.of == xmldoc.ElementNode:
		set = b.at(test.name)
		mark(&a.names, test.name)
	}
	set.add(e, sk)
	b.open = len(b.any.plain) > 0
	for _, g := range b.any.groups {
		if g.child == 0 {
			b.open = true
		} else {
			mark(&a.first, g.child)
		}
	}
}

func (s *edgeSet) add(e *edge, sk *sketched) {
	if len(sk.values) == 0 {
		s.plain = append(s.plain, e)
		return
	}
	var g *group
	for _, known := range s.groups {
		if known.key == sk.key {
			g = known
		}
	}
	if g == nil {
		g = &group{key: sk.key, child: sk.child, late: sk.late, byValue: map[string][]*edge{}}
		if g.late == nil {
			g.path = e.step.condition().path
		}
		s.groups = append(s.groups, g)
	}
	for _, v := range sk.values {
		if n := len(g.byValue[v]); n == 0 || g.byValue[v][n-1] != e {
			g.byValue[v] = append(g.byValue[v], e)
		}
	}
}

// tags lists everything accepted at a state or beyond.
func (s *state) tags(out []Tag) []Tag {
	out = append(out, s.accept...)
	for _, e := range s.known {
		out = e.to.tags(out)
	}
	return out
}
