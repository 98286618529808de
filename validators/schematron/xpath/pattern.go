package xpath

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/lestrrat-go/helium/xpath3"
)

// Pattern is the context of a rule: a match pattern of XSLT 2.0 made of child
// and attribute steps, "/", "//" and document-node(), with predicates; and of
// XSLT 3.0's patterns those with parentheses that come to the same as a union
// of such.
type Pattern struct {
	src          string
	alternatives []*alternative
}

// String is the pattern as written.
func (p *Pattern) String() string { return p.src }

// alternative is one operand of the top-level union.
type alternative struct {
	absolute bool
	steps    []step
	sketched []*sketched // of steps that are not compiled; nil when they are
}

// Pattern compiles the context of a rule.
func (c *Compiler) Pattern(src string, scope *Scope) (*Pattern, error) {
	ast, err := parsed(src)
	if err != nil {
		return nil, fmt.Errorf("context %q: %w", src, err)
	}
	c.inPattern = true
	defer func() { c.inPattern = false }()
	p := &Pattern{src: src}
	if err := c.alternatives(p, ast, scope); err != nil {
		return nil, fmt.Errorf("context %q: %w", src, err)
	}
	return p, nil
}

func (c *Compiler) alternatives(p *Pattern, ast xpath3.Expr, scope *Scope) error {
	branches, err := c.spread(ast, scope)
	if err != nil {
		return err
	}
	for _, b := range branches {
		alt, err := c.alternative(b, scope)
		if err != nil {
			return err
		}
		p.alternatives = append(p.alternatives, alt)
	}
	return nil
}

func (c *Compiler) alternative(b branch, scope *Scope) (*alternative, error) {
	alt := &alternative{absolute: b.absolute}
	for i, s := range b.steps {
		if _, ok := s.NodeTest.(xpath3.DocumentTest); ok {
			// XSLT 2.0, 5.5.3: without an axis it stands for the document itself
			if i > 0 || b.absolute || s.Axis != xpath3.AxisChild && s.Axis != xpath3.AxisSelf {
				return nil, errors.New("document-node() may only begin the context of a rule")
			}
			if _, err := c.nodeTest(s.NodeTest, false); err != nil {
				return nil, err
			}
			if len(s.Predicates) > 0 {
				return nil, errors.New("a predicate of document-node() in the context of a rule is not supported")
			}
			alt.absolute = true
			continue
		}
		st, err := c.step(s, scope)
		if err != nil {
			return nil, err
		}
		between := st.axis == xpath3.AxisDescendantOrSelf && st.test.kind == testNode && len(st.predicates) == 0
		if st.axis != xpath3.AxisChild && st.axis != xpath3.AxisAttribute && !between {
			return nil, errors.New("only child and attribute steps may stand in the context of a rule")
		}
		alt.steps = append(alt.steps, st)
	}
	return alt, nil
}

// branch is one way through a context.
type branch struct {
	absolute bool
	steps    []xpath3.Step
}

// maxBranches bounds the ways through one context.
const maxBranches = 1024

var errNoPath = errors.New("the context of a rule must be a path")

// spread takes the parentheses out of a context: (a|b)[c]/d is a[c]/d | b[c]/d.
func (c *Compiler) spread(ast xpath3.Expr, scope *Scope) ([]branch, error) {
	switch e := ast.(type) {
	case xpath3.UnionExpr:
		left, err := c.spread(e.Left, scope)
		if err != nil {
			return nil, err
		}
		right, err := c.spread(e.Right, scope)
		return append(left, right...), err
	case xpath3.RootExpr:
		return []branch{{absolute: true}}, nil
	case xpath3.LocationPath:
		return []branch{{e.Absolute, e.Steps}}, nil
	case *xpath3.LocationPath:
		return []branch{{e.Absolute, e.Steps}}, nil
	case xpath3.PathExpr:
		left, err := c.spread(e.Filter, scope)
		if err != nil || e.Path == nil {
			return left, err
		}
		return joinedBranches(left, []branch{{e.Path.Absolute, e.Path.Steps}})
	case xpath3.PathStepExpr:
		left, err := c.spread(e.Left, scope)
		if err != nil {
			return nil, err
		}
		right, err := c.spread(e.Right, scope)
		if err != nil {
			return nil, err
		}
		if e.DescOrSelf {
			return nil, errNoPath
		}
		return joinedBranches(left, right)
	case xpath3.FilterExpr:
		return c.filtered(e, scope)
	}
	return nil, errNoPath
}

// filtered gives each way the predicates of the whole, which must not ask for a
// position: it would be one among all.
func (c *Compiler) filtered(e xpath3.FilterExpr, scope *Scope) ([]branch, error) {
	of, err := c.spread(e.Expr, scope)
	if err != nil {
		return nil, err
	}
	met := len(c.Lookups) // each way tells what it reads
	defer func() { c.Lookups = c.Lookups[:met] }()
	if _, positional, err := c.predicates(e.Predicates, scope); err != nil || positional {
		return nil, cmp.Or(err, errors.New("a position behind parentheses in the context of a rule is not supported"))
	}
	for i, b := range of {
		n := len(b.steps)
		if n == 0 {
			return nil, errors.New("a predicate of / in the context of a rule is not supported")
		}
		of[i].steps = slices.Clone(b.steps)
		last := &of[i].steps[n-1]
		last.Predicates = slices.Concat(last.Predicates, e.Predicates)
	}
	return of, nil
}

// joinedBranches goes on from each of left with each of right.
func joinedBranches(left, right []branch) ([]branch, error) {
	if len(left)*len(right) > maxBranches {
		return nil, fmt.Errorf("more than %d ways through the context of a rule", maxBranches)
	}
	var out []branch
	for _, l := range left {
		for _, r := range right {
			if r.absolute {
				return nil, errNoPath
			}
			out = append(out, branch{l.absolute, slices.Concat(l.steps, r.steps)})
		}
	}
	return out, nil
}

// CanMatch says whether there is a node that the pattern could match: nothing
// stands below attributes, text, comments and processing instructions.
func (p *Pattern) CanMatch() bool {
	return slices.ContainsFunc(p.alternatives, func(a *alternative) bool {
		for i, st := range a.steps[:max(len(a.steps)-1, 0)] {
			leaf := st.axis == xpath3.AxisAttribute || st.test.kind != testNode && st.test.of != xmldoc.ElementNode
			if leaf && a.steps[i+1].axis != xpath3.AxisDescendantOrSelf || st.test.kind == testNever {
				return false
			}
		}
		return true
	})
}
