package schematron

import (
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/validators/schematron/xpath"
)

// automaton puts the contexts of all rules into one.
func (p *program) automaton(contexts []*xpath.Pattern) *xpath.Automaton {
	a := &xpath.Automaton{}
	for i, r := range p.rules {
		a.Add(contexts[i], xpath.Tag{Pattern: r.pattern, Rule: int32(i) - p.patterns[r.pattern].first})
	}
	return a
}

// hit is a rule that fires on a node.
type hit struct {
	rule int32
	node int32
}

// hits gives, for each pattern, the rules that fire, in document order.
func (s *Schema) hits(x *scratch, d *xmldoc.Doc, rep *Report) ([][]hit, error) {
	out := x.hits
	for i := range out {
		out[i] = out[i][:0]
	}
	err := s.automaton.Walk(x.run, func(node int32, tags []xpath.Tag) {
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
			rep.contextFailed(s.program.ruleOfPattern(t.Pattern, t.Rule), d.Node(int(node)), err)
		}
	})
	return out, err
}

// contextFailed records that it is not known whether a rule fires on a node.
func (rep *Report) contextFailed(r *ruleText, n xmldoc.Node, err error) {
	for i := range r.checks {
		rep.Errors = append(rep.Errors, RunError{int(r.first) + i, n, "context: " + err.Error(), xpath.Code(err)})
	}
}
