package xpath

import (
	"fmt"

	"github.com/lestrrat-go/helium/xpath3"
)

func (c *Compiler) sequence(e xpath3.SequenceExpr, scope *Scope) (*code, error) {
	parts, err := c.exprs(e.Items, scope)
	if err != nil {
		return nil, err
	}
	if len(parts) == 1 {
		return parts[0], nil
	}
	out := &code{items: parts, one: len(parts) == 0, push: func(f *frame) {
		for _, p := range parts {
			p.push(f)
		}
	}}
	out.known = true
	for i, p := range parts {
		if out.known = out.known && p.known; out.known {
			out.value = append(out.value, p.value...)
		}
		if i == 0 {
			out.is = p.is
		} else if out.is != p.is {
			out.is = anything
		}
	}
	return out, nil
}

func (c *Compiler) rangeExpr(e xpath3.RangeExpr, scope *Scope) (*code, error) {
	ends, err := c.exprs([]xpath3.Expr{e.Start, e.End}, scope)
	if err != nil {
		return nil, err
	}
	return &code{is: isNumber, push: func(f *frame) {
		var at [2]int64
		for i, end := range ends {
			item, ok := end.atom(f)
			if !ok {
				return
			}
			if item.kind == KindUntyped {
				item = castTo(item, KindInteger)
			}
			if item.kind != KindInteger {
				raise("XPTY0004", "%s as the end of a range", item.kind)
			}
			at[i] = item.n
		}
		if at[1]-at[0] >= maxItems || at[1]-at[0] < 0 && at[1] > at[0] {
			raise("XPDY0130", "a range of more than %d items", maxItems)
		}
		for n := at[0]; n <= at[1]; n++ {
			f.run.tick(f.run.ctx)
			f.push(integer(n))
		}
	}}, nil
}

// combine is union, intersect or except.
func (c *Compiler) combine(op string, left, right xpath3.Expr, scope *Scope) (*code, error) {
	sides, err := c.exprs([]xpath3.Expr{left, right}, scope)
	if err != nil {
		return nil, err
	}
	l, r := sides[0], sides[1]
	out := &code{is: isNodes, knows: combinedFacts(op, l, r)}
	if op == "union" {
		out.push = func(f *frame) {
			mark := len(f.stack)
			l.push(f)
			r.push(f)
			nodesOnly(f.stack[mark:], op)
			f.stack = f.stack[:mark+len(sorted(f.stack[mark:]))]
		}
		if l.is == isNodes && r.is == isNodes {
			out.truth = func(f *frame) bool { return l.ebv(f) || r.ebv(f) }
			if at := orAt(l, r); at != nil {
				push := out.push
				out.asked(at)
				out.push = push
			}
		}
		return out, nil
	}
	keep := op == "intersect"
	out.push = func(f *frame) {
		mark := len(f.stack)
		l.push(f)
		nodesOnly(f.stack[mark:], op)
		mid := mark + len(sorted(f.stack[mark:]))
		f.stack = f.stack[:mid]
		r.push(f)
		nodesOnly(f.stack[mid:], op)
		others := sorted(f.stack[mid:])
		kept := f.stack[mark:mark]
		for _, i := range f.stack[mark:mid] {
			for len(others) > 0 && before(others[0], i) {
				others = others[1:]
			}
			found := len(others) > 0 && others[0].tree == i.tree && others[0].n == i.n
			if found == keep {
				kept = append(kept, i)
			}
		}
		f.stack = f.stack[:mark+len(kept)]
	}
	return out, nil
}

func nodesOnly(items []Item, op string) {
	for _, i := range items {
		if i.kind != KindNode {
			raise("XPTY0004", "%s in %s", i.kind, op)
		}
	}
}

// filter is primary[predicate].
func (c *Compiler) filter(e xpath3.FilterExpr, scope *Scope) (*code, error) {
	from, err := c.expr(e.Expr, scope)
	if err != nil {
		return nil, err
	}
	predicates, positional, err := c.predicates(e.Predicates, scope)
	if err != nil {
		return nil, err
	}
	out := &code{is: from.is, one: from.one, knows: filteredFacts(from, predicates...)}
	if out.knows.quiet && from.is == isNodes && !positional {
		out.filter = &filtered{from, predicates}
		out.truth = func(f *frame) bool { return someOf(f, from, predicates) }
	}
	end := endOf(from, predicates)
	out.push = func(f *frame) {
		if end != nil && end(f) {
			return
		}
		mark := len(f.stack)
		from.push(f)
		item, pos, last := f.item, f.pos, f.last
		for _, p := range predicates {
			size, kept := len(f.stack)-mark, mark
			for i := range size {
				f.run.tick(f.run.ctx)
				it := f.stack[mark+i]
				f.item, f.pos, f.last = it, i+1, size
				if p.selects(f) {
					f.stack[kept] = it
					kept++
				}
			}
			f.stack = f.stack[:kept]
		}
		f.item, f.pos, f.last = item, pos, last
	}
	return out, nil
}

// someOf says whether a node of from passes predicates that ask for no position
// and raise no error.
func someOf(f *frame, from *code, predicates []*code) bool {
	mark := len(f.stack)
	var nodes []Item
	if from.let != nil {
		nodes = f.let(from.let)
	} else {
		from.push(f)
		nodes = f.stack[mark:]
	}
	item, pos, last := f.item, f.pos, f.last
	f.pos, f.last = 1, 1
	some := false
	for i := 0; i < len(nodes) && !some; i++ {
		f.item, some = nodes[i], true
		f.run.tick(f.run.ctx)
		for _, p := range predicates {
			if some = p.ebv(f); !some {
				break
			}
		}
	}
	f.item, f.pos, f.last = item, pos, last
	f.stack = f.stack[:mark]
	return some
}

// pathStep is E1/E2 where E2 is not an axis step.
func (c *Compiler) pathStep(e xpath3.PathStepExpr, scope *Scope) (*code, error) {
	left, err := c.expr(e.Left, scope)
	if err != nil {
		return nil, err
	}
	outer := c.usesPosition
	c.usesPosition = false
	right, err := c.expr(e.Right, scope)
	placed := c.usesPosition
	c.usesPosition = outer
	if err != nil {
		return nil, err
	}
	if e.DescOrSelf {
		return nil, fmt.Errorf("E1//E2 in an unexpected form")
	}
	var then []*code
	if !placed {
		then = []*code{left, right}
	}
	return &code{then: then, is: right.is, one: left.one && right.one, knows: filteredFacts(left, right), push: func(f *frame) {
		mark := len(f.stack)
		left.push(f)
		end := len(f.stack)
		item, pos, last := f.item, f.pos, f.last
		for i := mark; i < end; i++ {
			it := f.stack[i]
			if it.kind != KindNode {
				raise("XPTY0019", "a step from %s", it.kind)
			}
			f.run.tick(f.run.ctx)
			f.item, f.pos, f.last = it, i-mark+1, end-mark
			right.push(f)
		}
		f.item, f.pos, f.last = item, pos, last
		f.stack = append(f.stack[:mark], f.stack[end:]...)
		results := f.stack[mark:]
		nodes := 0
		for _, i := range results {
			if i.kind == KindNode {
				nodes++
			}
		}
		switch nodes {
		case 0:
		case len(results):
			f.stack = f.stack[:mark+len(sorted(results))]
		default:
			raise("XPTY0018", "a step that gives nodes and other items")
		}
	}}, nil
}
