package xpath

import (
	"context"
	"io/fs"
	"regexp"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// Opener gives the document that document() or doc() asks for. The error is
// fs.ErrNotExist when there is none.
type Opener interface {
	Open(uri string) (*Tree, error)
}

// Run evaluates compiled expressions over one document. It is not for
// concurrent use.
type Run struct {
	ctx      context.Context
	main     *Tree
	opener   Opener
	trees    int
	opened   map[string]found
	frame    frame
	ticks    int
	rule     Item // the node the rule fired on: current()
	here     presence
	fired    int // counts firings, so that lets know whether their value is of this one
	values   []string
	matched  map[matchKey]bool
	replaced map[replaceKey]string
	regexes  map[regexKey]*regexp.Regexp // computed while running
}

// frame is the focus and the values of an evaluation.
type frame struct {
	run       *Run
	stack     []Item // operands; an expression pushes its value
	item      Item   // the context item; kind 0 when there is none
	pos, last int
	vars      []value
}

// value is what a variable holds.
type value struct {
	items []Item
	fired int // Run.fired when it was computed; 0 never
	busy  bool
}

// NewRun begins a run over t. Opener may be nil.
func (c *Compiler) NewRun(ctx context.Context, t *Tree, opener Opener) *Run {
	r := &Run{ctx: ctx, main: t, opener: opener, trees: 1, fired: 1}
	r.here.counts = make([]uint8, t.counts)
	r.frame = frame{run: r, vars: make([]value, c.slots), stack: make([]Item, 0, 256)}
	return r
}

// Fire makes node id the context of a rule: the rule's lets are computed anew
// when next asked for.
func (r *Run) Fire(id int32) {
	r.fired++
	r.rule = nodeItem(r.main, id)
	r.here.clear()
}

// Truth is the effective boolean value of e on the node fired on.
func (r *Run) Truth(e *Expr) (b bool, err error) {
	defer r.guard(&err)
	if e.known != nil && r.rule.kind == KindNode {
		if !r.here.attrs {
			r.countAttributes()
		}
		if e.ofChildren && !r.here.children {
			r.countChildren()
		}
		switch {
		case r.holds(e.known.yes):
			return true, nil
		case r.holds(e.known.no):
			return false, nil
		}
	}
	r.frame.focus(r.rule)
	return e.code.ebv(&r.frame), nil
}

// Text is the value of e on the node fired on, as xsl:value-of writes it:
// items separated by a space.
func (r *Run) Text(e *Expr) (s string, err error) {
	defer r.guard(&err)
	r.frame.focus(r.rule)
	return joined(&r.frame, e.code, " "), nil
}

func (f *frame) focus(i Item) { f.item, f.pos, f.last, f.stack = i, 1, 1, f.stack[:0] }

// found is what opening a document came to.
type found struct {
	tree *Tree
	err  error
}

// open gives the document of a uri, and numbers it after those opened before.
func (r *Run) open(uri string) (*Tree, error) {
	if f, ok := r.opened[uri]; ok {
		return f.tree, f.err
	}
	var f found
	if r.opener == nil {
		f.err = fs.ErrNotExist
	} else {
		f.tree, f.err = r.opener.Open(uri)
	}
	if f.err == nil {
		f.tree = r.numbered(f.tree)
	}
	if r.opened == nil {
		r.opened = map[string]found{}
	}
	r.opened[uri] = f
	return f.tree, f.err
}

// numbered is the tree with its place in document order: that of the first
// time it was opened in the run, under any name.
func (r *Run) numbered(t *Tree) *Tree {
	for _, f := range r.opened {
		if f.tree != nil && f.tree.doc == t.doc {
			return f.tree
		}
	}
	own := *t
	own.order = r.trees
	r.trees++
	return &own
}

func (f *frame) push(i Item) {
	if len(f.stack) >= maxItems {
		raise("FOER0000", "a sequence of more than %d items", maxItems)
	}
	f.stack = append(f.stack, i)
}

// maxItems bounds the operands held at one time.
const maxItems = 2 << 20

// pop takes what was pushed since mark. The slice is good until the next push.
func (f *frame) pop(mark int) []Item {
	items := f.stack[mark:]
	f.stack = f.stack[:mark]
	return items
}

// Node is the node that an item number of the judged document names.
func (r *Run) Node(id int32) xmldoc.Node { return r.main.doc.Node(int(id)) }
