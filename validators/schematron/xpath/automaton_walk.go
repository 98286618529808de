package xpath

import (
	"slices"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

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
	cost    func(below []Tag, work int) // what predicates cost; nil: nobody asks
	stop    error
}

// Count has cost told what the predicates of contexts take in the walks to come, in
// what [Run.Work] counts, with all the tags they stand before. nil: no longer.
func (r *Run) Count(cost func(below []Tag, work int)) { r.walk.cost = cost }

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
	leaves := a.attributes || a.texts
	for id, size := int32(1), int32(d.Len()); id < size && w.stop == nil; id++ {
		kind, named, end := d.Look(id)
		if kind == xmldoc.AttributeNode || kind == xmldoc.TextNode {
			if leaves && w.leaf(a, id, kind) {
				visit(id, w.tags)
			}
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

// leaf tries an attribute or a text, and says whether contexts match it. Nothing
// stands below it: no state that it leads to is kept.
func (w *walk) leaf(a *Automaton, id int32, kind xmldoc.Kind) bool {
	if kind == xmldoc.AttributeNode && !a.attributes || kind == xmldoc.TextNode && !a.texts {
		return false
	}
	w.r.tick(w.r.ctx)
	for id >= w.top.end {
		w.pop()
	}
	w.tags = w.tags[:0]
	first, inherits := len(w.matched), w.top.inherits
	try := func(b *branches) {
		switch {
		case b.leaves == nil:
		case kind == xmldoc.TextNode:
			w.trySet(&b.leaves.texts, id)
		default:
			w.trySet(&b.leaves.attributes, id)
		}
	}
	if w.r.main.doc.ParentOf(id) == w.top.node {
		for _, s := range w.matched[w.top.matched:first] {
			try(&s.below)
		}
	}
	for _, s := range w.deep[:inherits] {
		try(&s.deep)
	}
	for _, s := range w.deep[inherits:] {
		w.isDeep[s.number] = false
		if s.deep.open {
			w.open--
		}
	}
	w.matched, w.deep = w.matched[:first], w.deep[:inherits]
	return len(w.tags) > 0
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
	if w.cost != nil {
		before := w.r.ticks
		defer func() { w.cost(e.to.tags(nil), w.r.ticks-before) }()
	}
	if quiet {
		return st.holds(f, w.r.main, id)
	}
	var err error
	func() {
		defer w.r.guard(&err)
		if !st.positional {
			ok = st.holds(f, w.r.main, id)
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
