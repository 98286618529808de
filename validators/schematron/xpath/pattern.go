package xpath

import (
	"errors"
	"fmt"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/lestrrat-go/helium/xpath3"
)

// Pattern is the context of a rule: a match pattern of XSLT 2.0 made of child
// and attribute steps, "/" and "//", with predicates.
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
	switch e := ast.(type) {
	case xpath3.UnionExpr:
		if err := c.alternatives(p, e.Left, scope); err != nil {
			return err
		}
		return c.alternatives(p, e.Right, scope)
	case xpath3.RootExpr:
		p.alternatives = append(p.alternatives, &alternative{absolute: true})
		return nil
	case *xpath3.LocationPath:
		alt := &alternative{absolute: e.Absolute}
		for _, s := range e.Steps {
			st, err := c.step(s, scope)
			if err != nil {
				return err
			}
			between := st.axis == xpath3.AxisDescendantOrSelf && st.test.kind == testNode && len(st.predicates) == 0
			if st.axis != xpath3.AxisChild && st.axis != xpath3.AxisAttribute && !between {
				return errors.New("only child and attribute steps may stand in the context of a rule")
			}
			alt.steps = append(alt.steps, st)
		}
		p.alternatives = append(p.alternatives, alt)
		return nil
	default:
		return errors.New("the context of a rule must be a path")
	}
}

// Key tells where a pattern can match: on the document node (Kind
// xmldoc.DocumentNode), on any node of a kind (Name 0), or on those of a name.
type Key struct {
	Kind xmldoc.Kind
	Name int32
}

// Keys are the keys of the alternatives of a pattern.
func (p *Pattern) Keys() []Key {
	var out []Key
	for _, a := range p.alternatives {
		if len(a.steps) == 0 {
			out = append(out, Key{Kind: xmldoc.DocumentNode})
			continue
		}
		last := a.steps[len(a.steps)-1]
		switch last.test.kind {
		case testName:
			out = append(out, Key{last.test.of, last.test.name})
		case testNode:
			if last.axis == xpath3.AxisAttribute {
				out = append(out, Key{Kind: xmldoc.AttributeNode})
				continue
			}
			for _, k := range []xmldoc.Kind{xmldoc.ElementNode, xmldoc.TextNode, xmldoc.CommentNode, xmldoc.PINode} {
				out = append(out, Key{Kind: k})
			}
		default:
			out = append(out, Key{Kind: last.test.of})
		}
	}
	return out
}
