package xpath

import (
	"errors"
	"io/fs"
)

// documentFunctions read other documents, and the focus of the rule.
var documentFunctions = map[string]function{
	"doc": {1, 1, func(c *Compiler, a []*code) (*code, error) {
		c.note(a[0])
		out := itemCode(isNodes, func(f *frame) (Item, bool) {
			uri, ok := a[0].str(f)
			if !ok {
				return Item{}, false
			}
			return nodeItem(f.run.must(uri), 0), true
		})
		out.literalDoc = a[0].known && len(a[0].value) == 1
		return out, nil
	}},
	"document": {1, 1, func(c *Compiler, a []*code) (*code, error) {
		c.note(a[0])
		return &code{is: isNodes, one: a[0].one, literalDoc: a[0].known && len(a[0].value) == 1, push: func(f *frame) {
			mark := len(f.stack)
			for _, uri := range append([]Item(nil), a[0].atoms(f)...) {
				f.push(nodeItem(f.run.must(uri.text()), 0))
			}
			f.stack = f.stack[:mark+len(sorted(f.stack[mark:]))]
		}}, nil
	}},
	"doc-available": {1, 1, func(_ *Compiler, a []*code) (*code, error) {
		return truthCode(func(f *frame) bool {
			uri, ok := a[0].str(f)
			if !ok {
				return false
			}
			_, err := f.run.open(uri)
			return err == nil
		}), nil
	}},
	"current": {0, 0, func(c *Compiler, _ []*code) (*code, error) {
		if c.inPattern {
			return nil, errors.New("current() in the context of a rule is not supported")
		}
		return itemCode(isNodes, func(f *frame) (Item, bool) { return f.run.rule, f.run.rule.kind != 0 }), nil
	}},
}

// must opens a document or raises.
func (r *Run) must(uri string) *Tree {
	t, err := r.open(uri)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		raise("FODC0002", "document %q does not exist", short(uri))
	case err != nil:
		raise("FODC0002", "document %q: %v", short(uri), err)
	}
	return t
}

// note remembers a document that is asked for by a literal name.
func (c *Compiler) note(arg *code) {
	if arg.known && len(arg.value) == 1 && arg.value[0].kind.stringy() {
		c.Lookups = append(c.Lookups, Lookup{arg.value[0].s})
	}
}
