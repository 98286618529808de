package schematron

import (
	"context"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/validators/schematron/xpath"
)

// candidate is a rule that may match nodes of some key.
type candidate struct{ pattern, rule int }

// matcher finds, for each node, the rule of each pattern that fires on it.
type matcher struct {
	byKey map[xpath.Key][]candidate // in order of pattern and rule
}

func newMatcher(patterns []*pattern) *matcher {
	m := &matcher{byKey: map[xpath.Key][]candidate{}}
	for p, pat := range patterns {
		for r, rule := range pat.rules {
			for _, k := range rule.context.Keys() {
				list := m.byKey[k]
				if n := len(list); n == 0 || list[n-1] != (candidate{p, r}) {
					m.byKey[k] = append(list, candidate{p, r})
				}
			}
		}
	}
	return m
}

// hit is a rule that fires on a node.
type hit struct {
	rule int
	node int32
}

// walk gives the hits of each pattern in document order.
func (m *matcher) walk(ctx context.Context, s *Schema, r *xpath.Run, d *xmldoc.Doc, rep *Report) ([][]hit, error) {
	hits := make([][]hit, len(s.patterns))
	for id := int32(0); id < int32(d.Len()); id++ {
		kind := d.KindOf(id)
		if kind == xmldoc.AttributeNode || kind == xmldoc.TextNode {
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		var named []candidate
		if name := r.NameOf(id); name != 0 {
			named = m.byKey[xpath.Key{Kind: kind, Name: name}]
		}
		any := m.byKey[xpath.Key{Kind: kind}]
		done := -1 // the last pattern with a rule that fired
		for len(named)+len(any) > 0 {
			var c candidate
			if len(any) == 0 || len(named) > 0 && named[0].before(any[0]) {
				c, named = named[0], named[1:]
			} else {
				c, any = any[0], any[1:]
			}
			if c.pattern == done {
				continue
			}
			rule := s.patterns[c.pattern].rules[c.rule]
			ok, err := r.Matches(rule.context, id)
			switch {
			case err != nil && !xpath.IsDynamic(err):
				return nil, err
			case err != nil:
				if len(rule.checks) > 0 {
					rep.Errors = append(rep.Errors, RunError{rule.checks[0].info, d.Node(int(id)), "context: " + err.Error()})
				}
			case ok:
				done = c.pattern
				hits[c.pattern] = append(hits[c.pattern], hit{c.rule, id})
			}
		}
	}
	return hits, nil
}

func (c candidate) before(o candidate) bool {
	return c.pattern < o.pattern || c.pattern == o.pattern && c.rule <= o.rule
}
