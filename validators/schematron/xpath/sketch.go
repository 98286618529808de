package xpath

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/validators/schematron/packed"
	"github.com/lestrrat-go/helium/xpath3"
)

// A sketch of a context is what an automaton needs to know of it to find where
// it may match, without its predicates: they are compiled when a node passes
// everything before them. A sketch is only good for the compiler that resumes
// where the one that made it ended.

// State is what a compiler must begin with to compile, in any order, what
// another compiled: the names it met, by number, and the variables it gave
// places to.
type State struct {
	Names []xmldoc.Name // the first is number 1
	Slots int
}

// State is the compiler's at the end of its work.
func (c *Compiler) State() State {
	s := State{make([]xmldoc.Name, len(c.names)), c.slots}
	for k, id := range c.names {
		s.Names[id-1] = xmldoc.Name{Space: k.space, Local: k.local}
	}
	return s
}

// Resume begins with the state of another compiler. From then on no expression
// may bring anything new: see Strange.
func (c *Compiler) Resume(s State) {
	for _, n := range s.Names {
		c.name(n.Space, n.Local)
	}
	c.slots, c.resumed = s.Slots, true
}

// Strange says whether a compiler that resumed met what the other had not: then
// it is not the same schema, and nothing may be evaluated.
func (c *Compiler) Strange() bool { return c.strange }

// Sketch appends the sketch of a pattern.
func (p *Pattern) Sketch(b []byte) []byte {
	b = binary.AppendUvarint(b, uint64(len(p.alternatives)))
	for _, alt := range p.alternatives {
		b = appendBool(b, alt.absolute)
		b = binary.AppendUvarint(b, uint64(len(alt.steps)))
		for i := range alt.steps {
			b = alt.steps[i].sketch(b)
		}
	}
	return b
}

func (st *step) sketch(b []byte) []byte {
	b = binary.AppendUvarint(b, uint64(st.axis))
	b = binary.AppendUvarint(b, uint64(st.test.kind))
	b = binary.AppendUvarint(b, uint64(st.test.of))
	b = binary.AppendUvarint(b, uint64(st.test.name))
	b = appendString(appendString(b, st.test.local), st.test.space)
	b = appendBool(appendBool(b, st.positional), len(st.predicates) > 0)
	if strings.Contains(st.signature, unshared) {
		b = appendString(b, unshared)
	} else {
		sum := sha256.Sum256([]byte(st.signature))
		b = appendString(b, string(sum[:16]))
	}
	c := st.condition()
	if c == nil || len(c.values) == 0 { // equal to no value at all
		return binary.AppendUvarint(b, 0)
	}
	b = binary.AppendUvarint(b, uint64(len(c.values)))
	b = binary.AppendUvarint(appendString(b, c.key), uint64(c.path.child()))
	for _, v := range c.values {
		b = appendString(b, v)
	}
	return b
}

// condition is what the predicates of a step imply together, or nil.
func (st *step) condition() *condition {
	var c *condition
	if !st.positional {
		for _, p := range st.predicates {
			c = both(c, p.condition())
		}
	}
	return c
}

// child is the name of a child that the path needs; 0: not known.
func (p *path) child() int32 {
	if s := &p.steps[0]; s.axis == xpath3.AxisChild && s.test.kind == testName && s.test.of == xmldoc.ElementNode {
		return s.test.name
	}
	return 0
}

func appendBool(b []byte, v bool) []byte {
	if v {
		return append(b, 1)
	}
	return append(b, 0)
}

func appendString(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// sketched is what is known of a step that is not compiled.
type sketched struct {
	key        string // of the condition; "" when there is none
	child      int32
	values     []string
	predicated bool
	late       *late
}

// Sketched makes a pattern of a sketch. compile is called, once, when a
// predicate is needed; it may be called by any goroutine.
func (c *Compiler) Sketched(src, sketch string, compile func() (*Pattern, error)) (*Pattern, error) {
	r := &sketchReader{packed.NewReader(sketch), len(c.names)}
	p := &Pattern{src: src}
	whole := &lateContext{compile: compile}
	for n := range r.Size() {
		alt := &alternative{absolute: r.Number() != 0}
		for i := range r.Size() {
			st, sk := r.step()
			sk.late = &late{context: whole, alternative: n, step: i}
			alt.steps, alt.sketched = append(alt.steps, st), append(alt.sketched, sk)
		}
		p.alternatives = append(p.alternatives, alt)
	}
	if !r.OK() {
		return nil, fmt.Errorf("the sketch of context %q is damaged", src)
	}
	return p, nil
}

type sketchReader struct {
	packed.Reader
	names int // of the compiler
}

func (r *sketchReader) name() int32 {
	n := r.Number()
	if n > r.names {
		r.Spoil()
	}
	return int32(n)
}

func (r *sketchReader) step() (step, *sketched) {
	st := step{axis: xpath3.AxisType(r.Number())}
	st.test.kind, st.test.of, st.test.name = testKind(r.Number()), xmldoc.Kind(r.Number()), r.name()
	st.test.local, st.test.space = r.Text(), r.Text()
	st.positional = r.Number() != 0
	sk := &sketched{predicated: r.Number() != 0}
	st.signature = r.Text()
	n := r.Size()
	if n == 0 {
		return st, sk
	}
	sk.key, sk.child = r.Text(), r.name()
	for range n {
		sk.values = append(sk.values, r.Text())
	}
	return st, sk
}

// lateContext compiles a context when it is first needed.
type lateContext struct {
	compile func() (*Pattern, error)
	once    sync.Once
	p       *Pattern
	err     error
}

// late is one step of a context that is compiled late.
type late struct {
	context           *lateContext
	alternative, step int
	edge              atomic.Pointer[edge]
}

var errSketch = errors.New("a context is not what its sketch says")

// compiled gives the step as an edge that leads nowhere.
func (l *late) compiled() (*edge, error) {
	if e := l.edge.Load(); e != nil {
		return e, nil
	}
	x := l.context
	x.once.Do(func() { x.p, x.err = x.compile() })
	if x.err != nil {
		return nil, x.err
	}
	if l.alternative >= len(x.p.alternatives) || l.step >= len(x.p.alternatives[l.alternative].steps) {
		return nil, errSketch
	}
	e := newEdge(&x.p.alternatives[l.alternative].steps[l.step])
	l.edge.Store(e)
	return e, nil
}

// path gives the path whose values lead to the edges of a group.
func (l *late) path() (*path, error) {
	e, err := l.compiled()
	if err != nil {
		return nil, err
	}
	c := e.step.condition()
	if c == nil {
		return nil, errSketch
	}
	return c.path, nil
}
