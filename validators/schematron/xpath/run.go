package xpath

import (
	"context"
	"io/fs"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/validators/schematron/xsdregex"
)

// Opener gives the document that document() or doc() asks for. The error is
// fs.ErrNotExist when there is none.
type Opener interface {
	Open(uri string) (*Tree, error)
}

// Run evaluates compiled expressions over one document, and then over others:
// see [Run.Begin]. It is not for concurrent use.
type Run struct {
	ctx      context.Context
	compiler *Compiler
	main     *Tree
	opener   Opener
	trees    int
	opened   map[string]*Tree
	missing  map[string]error // names that could not be opened
	frame    frame
	ticks    int  // work done
	look     int  // ticks from which on to look at the context
	until    int  // ticks from which on nothing is evaluated; 0: for ever
	rule     Item // the node the rule fired on: current()
	here     presence
	fired    int   // counts firings, so that lets know whether their value is of this one
	began    int   // fired, where the document began
	busy     []int // slots of the lets being computed
	values   []string
	spans    []*spanned                 // by number of the span: of the document judged
	kept     []kept                     // by number of a path from its document node
	indexes  map[lookupKey]*index       // of documents that stay the same
	sets     map[*fixed]map[string]bool // of documents that stay the same
	buffer   []byte
	parts    []string
	replaced map[replaceKey]string
	regexes  map[regexKey]*xsdregex.Regexp // computed while running
	walk     walk
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
	r := &Run{compiler: c, opener: opener}
	r.frame = frame{run: r, stack: make([]Item, 0, 256)}
	r.begin(ctx, t)
	return r
}

// Begin turns the run to another document, which is seen by the same compiler
// and stands among the same documents: what it was given before is forgotten,
// its memory is used again.
func (r *Run) Begin(ctx context.Context, d *xmldoc.Doc) {
	r.compiler.aim(r.main, d)
	r.begin(ctx, r.main)
}

// Forget lets go of what was looked up in the document at hand, which may be more than
// the document itself.
func (r *Run) Forget() {
	clear(r.spans)
	clear(r.kept)
}

func (r *Run) begin(ctx context.Context, t *Tree) {
	r.ctx, r.main, r.trees, r.rule = ctx, t, 1, Item{}
	r.fired++
	r.began = r.fired
	clear(r.replaced)
	r.Forget()
	r.here.clear()
	if len(r.here.counts) < t.counts {
		r.here.counts = make([]uint8, t.counts)
	}
	if more := r.compiler.slots - len(r.frame.vars); more > 0 {
		r.frame.vars = append(r.frame.vars, make([]value, more)...)
	}
}

// Fire makes node id the context of a rule: the rule's lets are computed anew
// when next asked for.
func (r *Run) Fire(id int32) {
	r.fired++
	r.rule = nodeItem(r.main, id)
	r.here.clear()
}

// count notes what the node fired on has, as far as e asks. The error is that of a
// run whose context ended meanwhile, or that has no more work to spend: then nothing is
// noted, for a part of it would tell of something that it is not there.
func (r *Run) count(e *Expr) (err error) {
	defer func() {
		if err != nil {
			r.here.clear()
		}
	}()
	defer r.guard(&err)
	if !r.here.attrs {
		r.countAttributes()
	}
	if e.ofChildren && !r.here.children {
		r.countChildren()
	}
	return nil
}

// Truth is the effective boolean value of e on the node fired on.
func (r *Run) Truth(e *Expr) (bool, error) {
	if e.known != nil && r.rule.kind == KindNode {
		if !r.here.attrs || e.ofChildren && !r.here.children {
			if err := r.count(e); err != nil {
				return false, err
			}
		}
		switch {
		case r.holds(e.known.yes):
			return true, nil
		case r.holds(e.known.no):
			return false, nil
		}
	}
	return r.evaluate(e)
}

// evaluate is the truth of e, where no look at the node tells it.
func (r *Run) evaluate(e *Expr) (b bool, err error) {
	defer r.guard(&err)
	r.frame.focus(r.rule)
	if e.code.at != nil && r.rule.kind == KindNode {
		return e.code.at(&r.frame, r.main, int32(r.rule.n)), nil
	}
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

// open gives the document of a uri, and numbers it after those that were opened
// before for the document at hand.
func (r *Run) open(uri string) (*Tree, error) {
	t, ok := r.opened[uri]
	if !ok {
		if r.opener == nil {
			return nil, fs.ErrNotExist
		}
		if err := r.missing[uri]; err != nil {
			return nil, err
		}
		shared, err := r.opener.Open(uri)
		if err != nil {
			if r.missing == nil || len(r.missing) >= maxOpened {
				r.missing = map[string]error{}
			}
			r.missing[uri] = err
			return nil, err
		}
		t = r.own(shared)
		if r.opened == nil || len(r.opened) >= maxOpened {
			r.opened = map[string]*Tree{}
		}
		r.opened[uri] = t
	}
	if t.began != r.began {
		t.began, t.order = r.began, r.trees
		r.trees++
	}
	return t, nil
}

// maxOpened bounds the names of documents that a run remembers: expressions may
// compute them from the document judged.
const maxOpened = 4096

// own is the run's own copy of a tree, which has a place in document order: the
// same one under any name.
func (r *Run) own(t *Tree) *Tree {
	for _, o := range r.opened {
		if o.doc == t.doc {
			return o
		}
	}
	own := *t
	own.began = 0
	return &own
}

func (f *frame) push(i Item) {
	if len(f.stack) >= maxItems {
		tooMany()
	}
	f.stack = append(f.stack, i)
}

// pushAll pushes the items of a list.
func (f *frame) pushAll(items []Item) {
	if len(f.stack)+len(items) > maxItems {
		tooMany()
	}
	f.stack = append(f.stack, f.run.all(items)...)
}

func tooMany() { raise(CodeLimit, "a sequence of more than %d items", maxItems) }

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

// keep keeps a buffer for later, if it is not too large for that.
func (r *Run) keep(b []byte) {
	if cap(b) <= 1<<16 {
		r.buffer = b
	}
}
