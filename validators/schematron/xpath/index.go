package xpath

import (
	"sync"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// equality is a part of a predicate: "path = value", where the value does not
// depend on the node the predicate is asked of. It lets nodes be looked up.
type equality struct {
	path  *path
	value *code
	key   string // of the path; in a step, of its test and the path
}

// lookedUp is the equality of "l = r", or nil.
func lookedUp(l, r *code) *equality {
	if l.path == nil || l.path.from != nil || l.path.absolute || r.focus {
		return nil
	}
	for _, s := range l.path.steps {
		if len(s.predicates) > 0 {
			return nil
		}
	}
	return &equality{path: l.path, value: r, key: l.path.key()}
}

// indexes of a document, made when first asked for and kept.
type indexes struct {
	mu   sync.Mutex
	made map[string]*index
	sets map[string]map[string]bool // string values of paths from the document node
}

// index gives the nodes of a test by the string values of a path from them.
type index struct {
	once  sync.Once
	asked int
	nodes map[string][]int32
}

// worthwhile is how often the document judged must be asked before an index of
// it is made; documents of the pack are indexed at once and for good.
const worthwhile = 3

// lookup gives the descendants of the document node that pass the test of a
// step and may satisfy its predicates, in document order; false when all must
// be tried.
func (st *step) lookup(f *frame, t *Tree) ([]int32, bool) {
	x, early := f.run.indexOf(t, st.find)
	if early {
		return nil, false
	}
	x.once.Do(func() { x.build(f, t, st) })
	wanted := st.find.value.atoms(f)
	if len(wanted) == 0 {
		return nil, true
	}
	if len(wanted) > 1 || !wanted[0].kind.stringy() {
		return nil, false
	}
	return x.nodes[wanted[0].s], true
}

// lookupKey is an index of a document that stays the same.
type lookupKey struct {
	of *indexes
	by *equality
}

// indexOf is the index of a tree, made or not; early is when it is not worth it.
func (r *Run) indexOf(t *Tree, e *equality) (x *index, early bool) {
	known := lookupKey{t.indexes, e}
	if x = r.indexes[known]; x != nil {
		return x, false
	}
	if t != r.main {
		defer func() {
			if r.indexes == nil {
				r.indexes = map[lookupKey]*index{}
			}
			r.indexes[known] = x
		}()
	}
	t.indexes.mu.Lock()
	defer t.indexes.mu.Unlock()
	x = t.indexes.made[e.key]
	if x == nil {
		x = &index{}
		if t.indexes.made == nil {
			t.indexes.made = map[string]*index{}
		}
		t.indexes.made[e.key] = x
	}
	x.asked++
	return x, t == r.main && x.asked < worthwhile
}

// build visits every node once. It is not cut short with the run: the index is
// of the document, and other runs may wait for it.
func (x *index) build(f *frame, t *Tree, st *step) {
	x.nodes = map[string][]int32{}
	ctx := f.run.ctx
	f.run.ctx = nil
	defer func() { f.run.ctx = ctx }()
	for id := int32(1); id < int32(t.doc.Len()); id++ {
		if t.doc.KindOf(id) == xmldoc.AttributeNode || !st.test.matches(t, id) {
			continue
		}
		for _, v := range f.run.valuesFrom(st.find.path, t, id) {
			if n := len(x.nodes[v]); n == 0 || x.nodes[v][n-1] != id {
				x.nodes[v] = append(x.nodes[v], id)
			}
		}
	}
}

// fixed is a path from a document that a literal names: the same in every run.
type fixed struct {
	path *path
	key  string
}

// fixedPath says whether code is such a path, without predicates.
func fixedPath(c *code) *fixed {
	if c.path == nil || c.path.from == nil || !c.path.from.literalDoc {
		return nil
	}
	for _, s := range c.path.steps {
		if len(s.predicates) > 0 {
			return nil
		}
	}
	return &fixed{path: c.path, key: c.path.key()}
}

// set is the string values of the path, kept with the document.
func (x *fixed) set(f *frame) map[string]bool {
	set, ok := f.run.sets[x]
	if !ok {
		set = x.made(f)
		if f.run.sets == nil {
			f.run.sets = map[*fixed]map[string]bool{}
		}
		f.run.sets[x] = set
	}
	return set
}

func (x *fixed) made(f *frame) map[string]bool {
	mark := len(f.stack)
	x.path.from.push(f)
	t := f.pop(mark)[0].tree
	t.indexes.mu.Lock()
	set, ok := t.indexes.sets[x.key]
	t.indexes.mu.Unlock()
	if ok {
		return set
	}
	set = map[string]bool{}
	for _, s := range f.run.valuesFrom(x.path, t, 0) {
		set[s] = true
	}
	t.indexes.mu.Lock()
	defer t.indexes.mu.Unlock()
	if t.indexes.sets == nil {
		t.indexes.sets = map[string]map[string]bool{}
	}
	t.indexes.sets[x.key] = set
	return set
}

// valuesFrom gives the string values of the nodes that a path's steps select
// from a node. The path has no predicates.
func (r *Run) valuesFrom(p *path, t *Tree, id int32) []string {
	kept := r.values
	r.values = nil
	s := sink{want: values}
	p.walk(&r.frame, t, id, 0, &s)
	out := r.values
	r.values = kept
	return out
}
