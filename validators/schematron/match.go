package schematron

import (
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/validators/schematron/xpath"
)

// automaton puts the contexts of all active patterns into one.
func automaton(patterns []*pattern) *xpath.Automaton {
	a := &xpath.Automaton{}
	for p, pat := range patterns {
		for r, rule := range pat.rules {
			a.Add(rule.context, xpath.Tag{Pattern: int32(p), Rule: int32(r)})
		}
	}
	return a
}

// hit is a rule that fires on a node.
type hit struct {
	rule int32
	node int32
}

// hits gives, for each pattern, the rules that fire, in document order.
func (s *Schema) hits(run *xpath.Run, d *xmldoc.Doc, rep *Report) ([][]hit, error) {
	out := make([][]hit, len(s.patterns))
	err := s.automaton.Walk(run, func(node int32, tags []xpath.Tag) {
		for _, t := range tags { // the first rule of each pattern
			list := out[t.Pattern]
			if n := len(list); n > 0 && list[n-1].node == node {
				list[n-1].rule = min(list[n-1].rule, t.Rule)
			} else {
				out[t.Pattern] = append(list, hit{t.Rule, node})
			}
		}
	}, func(node int32, below []xpath.Tag, err error) {
		for _, t := range below {
			rep.contextFailed(s.patterns[t.Pattern].rules[t.Rule], d.Node(int(node)), err)
		}
	})
	return out, err
}

// contextFailed records that it is not known whether a rule fires on a node.
func (rep *Report) contextFailed(r *rule, n xmldoc.Node, err error) {
	for _, c := range r.checks {
		rep.Errors = append(rep.Errors, RunError{c.info, n, "context: " + err.Error()})
	}
}
