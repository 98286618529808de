package xpath

import (
	"fmt"
	"slices"
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
	any    edgeSet            // any node; the test decides
	filled bool
	open   bool // some edge may be passed by a node of any name, with any children
}

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
	set := &b.any
	if e.step.test.kind == testName && e.step.test.of == xmldoc.ElementNode {
		set = b.at(e.step.test.name)
		mark(&a.names, e.step.test.name)
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

// level is an open node of the walk that a state was reached on.
type level struct {
	node     int32
	end      int32
	matched  int  // the states of this node are walk.matched[matched:next.matched]
	inherits int  // of walk.deep: the states that look at everything below
	open     bool // one of matched has open branches
}

// walk is one pass over a document. Its memory is used again by the next.
type walk struct {
	r       *Run
	top     level    // the innermost open level
	levels  []level  // those above it
	matched []*state // states with edges to children, of all open levels
	deep    []*state // states with edges to descendants, of all open levels, each once
	isDeep  []bool   // by number of a state: it is in deep
	tags    []Tag    // of the node at hand
	open    int      // states in deep with open branches

	names   []bool   // by number of a name of the document: a step looks for it
	parents []uint64 // a bit for each node: some group looks for a child it has
	failed  func(node int32, below []Tag, err error)
	stop    error
}

// Walk calls visit for each node of the document that contexts match, in
// document order, with their tags in no order. failed is called where a
// predicate has no value, with all the tags it stands before. The error is one
// that ends the run.
func (a *Automaton) Walk(r *Run, visit func(node int32, tags []Tag), failed func(node int32, below []Tag, err error)) (err error) {
	defer r.guard(&err)
	w := &r.walk
	w.begin(a, r, failed)
	d := r.main.doc
	if len(a.root.accept) > 0 {
		visit(0, a.root.accept)
	}
	for id, size := int32(1), int32(d.Len()); id < size && w.stop == nil; id++ {
		kind, named, end := d.Look(id)
		if kind == xmldoc.AttributeNode || kind == xmldoc.TextNode {
			continue
		}
		for id >= w.top.end {
			w.pop()
		}
		if w.open == 0 && !w.top.open && kind == xmldoc.ElementNode && !w.names[named] && w.parents[id/64]&(1<<(id%64)) == 0 {
			continue
		}
		r.tick(r.ctx)
		var name int32
		if kind == xmldoc.ElementNode {
			name = r.main.ids[named]
		}
		if w.node(id, end, name); len(w.tags) > 0 {
			visit(id, w.tags)
		}
	}
	return w.stop
}

func (w *walk) begin(a *Automaton, r *Run, failed func(node int32, below []Tag, err error)) {
	for _, s := range w.deep { // of a walk that was cut short
		w.isDeep[s.number] = false
	}
	w.r, w.failed, w.stop = r, failed, nil
	w.levels, w.deep, w.tags = w.levels[:0], w.deep[:0], w.tags[:0]
	if len(w.isDeep) <= a.states {
		w.isDeep = make([]bool, a.states+1)
	}
	w.matched = append(w.matched[:0], &a.root)
	w.top, w.open = level{end: int32(r.main.doc.Len()), open: a.root.below.open}, 0
	w.look(a, r.main)
	if a.root.deep.filled {
		w.lookDeep(&a.root)
		w.top.inherits = 1
	}
}

// look finds the nodes that can pass an edge of the automaton at all, by their
// name or that of a child.
func (w *walk) look(a *Automaton, t *Tree) {
	w.names = slices.Grow(w.names[:0], len(t.ids))[:len(t.ids)]
	words := t.doc.Len()/64 + 1
	w.parents = slices.Grow(w.parents[:0], words)[:words]
	clear(w.parents)
	for n, id := range t.ids {
		w.names[n] = int(id) < len(a.names) && a.names[id]
		if int(id) < len(a.first) && a.first[id] {
			for _, child := range t.doc.Elements(int32(n)) {
				p := t.doc.ParentOf(child)
				w.parents[p/64] |= 1 << (p % 64)
			}
		}
	}
}

func (w *walk) pop() {
	w.matched = w.matched[:w.top.matched]
	n := len(w.levels) - 1
	w.top, w.levels = w.levels[n], w.levels[:n]
	for _, s := range w.deep[w.top.inherits:] {
		w.isDeep[s.number] = false
		if s.deep.open {
			w.open--
		}
	}
	w.deep = w.deep[:w.top.inherits]
}

// node tries a node, and opens a level for its content when a state is reached.
func (w *walk) node(id, end, name int32) {
	w.tags = w.tags[:0]
	first, inherits := len(w.matched), w.top.inherits
	if w.r.main.doc.ParentOf(id) == w.top.node {
		for _, s := range w.matched[w.top.matched:first] {
			w.try(&s.below, id, name)
		}
	}
	for _, s := range w.deep[:inherits] {
		w.try(&s.deep, id, name)
	}
	if len(w.matched) > first || len(w.deep) > inherits {
		w.levels = append(w.levels, w.top)
		w.top = level{node: id, end: end, matched: first, inherits: len(w.deep)}
		for _, s := range w.matched[first:] {
			w.top.open = w.top.open || s.below.open
		}
	}
}

func (w *walk) try(b *branches, id, name int32) {
	if name != 0 {
		if set := b.named(name); set != nil {
			w.trySet(set, id)
		}
	}
	if len(b.any.plain)+len(b.any.groups) > 0 {
		w.trySet(&b.any, id)
	}
}

func (w *walk) trySet(s *edgeSet, id int32) {
	for _, e := range s.plain {
		w.edge(e, id, false)
	}
	f := &w.r.frame
	for _, g := range s.groups {
		if g.child != 0 && w.r.main.children(f, id, g.child, 1) == 0 {
			continue
		}
		path := g.path
		if path == nil {
			if path, w.stop = g.late.path(); w.stop != nil {
				return
			}
		}
		values := w.r.valuesOf(path, id)
		for n, v := range values {
			for _, e := range g.byValue[v] {
				if !g.before(values[:n], e) {
					w.edge(e, id, true)
				}
			}
		}
		f.stack = f.stack[:0]
	}
}

// before says whether one of the values already led to the edge.
func (g *group) before(values []string, e *edge) bool {
	for _, v := range values {
		for _, x := range g.byValue[v] {
			if x == e {
				return true
			}
		}
	}
	return false
}

// valuesOf gives the string values of the nodes of a path from a node; good
// until the next call.
func (r *Run) valuesOf(p *path, id int32) []string {
	s := sink{want: values}
	r.values = r.values[:0]
	p.walk(&r.frame, r.main, id, 0, &s)
	return r.values
}

// edge tests one step on a node, and takes the node to its state.
func (w *walk) edge(e *edge, id int32, byValue bool) {
	if !w.holds(e, id, byValue) {
		return
	}
	w.tags = append(w.tags, e.to.accept...)
	if e.to.below.filled {
		w.matched = append(w.matched, &e.to)
	}
	if e.to.deep.filled {
		w.lookDeep(&e.to)
	}
}

// lookDeep lets a state look at everything below the node at hand, unless it
// does so already for a node above.
func (w *walk) lookDeep(s *state) {
	if !w.isDeep[s.number] {
		w.isDeep[s.number] = true
		w.deep = append(w.deep, s)
		if s.deep.open {
			w.open++
		}
	}
}

func (w *walk) holds(e *edge, id int32, byValue bool) (ok bool) {
	st, f := &e.step, &w.r.frame
	if !st.test.matches(w.r.main, id) {
		return false
	}
	quiet, sure := e.quiet, e.sure
	if e.late != nil {
		whole, err := e.late.compiled()
		if err != nil {
			w.stop = err
			return false
		}
		st, quiet, sure = &whole.step, whole.quiet, whole.sure
	}
	if len(st.predicates) == 0 || sure && byValue {
		return true
	}
	if quiet {
		return st.holds(f, w.r.main, id, 1, 1)
	}
	var err error
	func() {
		defer w.r.guard(&err)
		if !st.positional {
			ok = st.holds(f, w.r.main, id, 1, 1)
			return
		}
		for _, n := range st.selected(f, w.r.main, w.r.main.doc.ParentOf(id)) {
			ok = ok || n == id
		}
	}()
	switch {
	case err == nil:
		return ok
	case IsDynamic(err):
		w.failed(id, e.to.tags(nil), err)
	default:
		w.stop = err
	}
	return false
}
