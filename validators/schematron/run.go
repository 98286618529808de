package schematron

import (
	"context"
	"fmt"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/validators/schematron/xpath"
)

// Bounds are what a report keeps of a document that breaks a rule everywhere, or
// whose values are as long as itself. What is over them is counted or cut: neither
// whether a rule holds nor how often it was evaluated depends on them.
type Bounds struct {
	Said  int  // checks and errors of one rule; none: no bound
	Text  int  // bytes of a message or diagnostic; none: no bound
	All   int  // bytes of all messages and diagnostics but for the first thing that each rule says; none: no bound
	Work  int  // nodes and items looked at for the tests of one rule; none: no bound. A rule that would take more has no value, and so have rules that come after ten such
	Count bool // count what each rule takes: see Report.Costs
}

// Run judges a document. The error is the context's, when it is done before
// the end; whatever the document holds is in the report.
func (s *Schema) Run(ctx context.Context, d *xmldoc.Doc) (*Report, error) {
	return s.RunWithin(ctx, d, Bounds{})
}

// RunWithin is Run with a report that is kept within bounds.
func (s *Schema) RunWithin(ctx context.Context, d *xmldoc.Doc, most Bounds) (*Report, error) {
	x := s.scratch(ctx, d)
	run, rep := x.run, &Report{program: s.program, most: most}
	run.Allow(0)
	rep.count(run)
	hits, err := s.hits(x, d, rep)
	if err != nil {
		return nil, fmt.Errorf("schematron: %w", err)
	}
	switch fresh, err := s.program.ready(hits); {
	case err != nil:
		return nil, fmt.Errorf("schematron: %w", err)
	case fresh: // a run knows what was compiled before it began
		s.program.begin(ctx, run, d)
	}
	total := 0
	for _, h := range hits {
		total += len(h)
	}
	rep.Fired, rep.ActivePatterns = make([]Fired, 0, total), make([]ActivePattern, 0, len(s.program.patterns))
	places := &locator{}
	for n, p := range s.program.patterns {
		active := ActivePattern{ID: p.id, Title: p.title, First: len(rep.Fired), Fired: len(hits[n])}
		rep.ActivePatterns = append(rep.ActivePatterns, active)
		for _, h := range hits[n] {
			rule := s.program.ruleOfPattern(int32(n), h.rule)
			fired := Fired{rule: rule, Pattern: n, ID: rule.id, Context: rule.context, Node: d.Node(int(h.node)), First: len(rep.Checks)}
			run.Fire(h.node)
			for i, number := range rule.checks {
				c := s.program.checks[number].Load()
				if err := c.run(run, rep, int(rule.first)+i, fired.Node, places); err != nil {
					return nil, fmt.Errorf("schematron: %w", err)
				}
			}
			fired.Said = len(rep.Checks) - fired.First
			rep.Fired = append(rep.Fired, fired)
		}
	}
	run.Forget()
	s.runs.Put(x)
	return rep, nil
}

// scratch is what a run needs while it lasts. It is used again by later runs.
type scratch struct {
	run  *xpath.Run
	hits [][]hit
}

func (s *Schema) scratch(ctx context.Context, d *xmldoc.Doc) *scratch {
	if x, ok := s.runs.Get().(*scratch); ok {
		s.program.begin(ctx, x.run, d)
		return x
	}
	return &scratch{run: s.program.run(ctx, d, s.library), hits: make([][]hit, len(s.program.patterns))}
}

// run evaluates one check on the node its rule fired on.
func (c *check) run(run *xpath.Run, rep *Report, info int, n xmldoc.Node, places *locator) error {
	before := run.Work()
	holds, err := c.truth(run, rep, info)
	if rep.costs != nil {
		tested := run.Work()
		rep.costs[info].Test += tested - before
		defer func() { rep.costs[info].Message += run.Work() - tested }()
	}
	if err != nil {
		rep.unknown = append(rep.unknown, info)
		return rep.failed(info, n, "test", err)
	}
	if holds != c.report || !rep.keeps(info) {
		return nil
	}
	said := Check{Rule: info, Node: n, Location: places.of(n)}
	if said.Text, err = c.text.write(run, rep.most.Text); err != nil {
		if err := rep.failed(info, n, "message", err); err != nil {
			return err
		}
	}
	for _, d := range c.diagnostics {
		text, err := d.text.write(run, rep.most.Text)
		if err != nil {
			if err := rep.failed(info, n, "diagnostic "+d.id, err); err != nil {
				return err
			}
		}
		said.Diagnostics = append(said.Diagnostics, Diagnostic{d.id, d.lang, text})
	}
	rep.bytes += len(said.Location) + len(said.Text)
	for _, d := range said.Diagnostics {
		rep.bytes += len(d.Text)
	}
	rep.Checks = append(rep.Checks, said)
	return nil
}

// truth evaluates the test, as far as there is work left for it in this document.
func (c *check) truth(run *xpath.Run, rep *Report, info int) (bool, error) {
	if rep.most.Work <= 0 {
		return run.Truth(c.test)
	}
	if rep.worked == nil {
		rep.worked = make([]int, rep.program.count)
	}
	before := run.Work()
	left := rep.most.Work - rep.worked[info]
	if rep.work > 10*rep.most.Work { // the others took what there was: each still gets a little
		left = min(left, rep.most.Work/100)
	}
	run.Allow(max(1, left))
	holds, err := run.Truth(c.test)
	rep.worked[info] += run.Work() - before
	rep.work += run.Work() - before
	run.Allow(rep.most.Work / 100) // for what is said about it
	return holds, err
}

// failed records a dynamic error; any other error ends the run.
func (rep *Report) failed(info int, n xmldoc.Node, what string, err error) error {
	code := xpath.Code(err)
	if code == "" {
		return err
	}
	if what == "test" && !rep.keeps(info) {
		return nil
	}
	rep.Errors = append(rep.Errors, RunError{info, n, what + ": " + err.Error(), code})
	return nil
}

// write writes a message. A part without a value is left out, and the first
// such error is given with the rest of the text. most bounds it in bytes; 0: nothing does.
func (m message) write(run *xpath.Run, most int) (string, error) {
	if len(m) == 1 && m[0].expr == nil {
		return m[0].text, nil
	}
	var b strings.Builder
	var first error
	for _, p := range m {
		if p.expr == nil {
			b.WriteString(p.text)
			continue
		}
		s, err := run.Text(p.expr)
		if err != nil && first == nil {
			first = err
		}
		if left := most - b.Len(); most > 0 && len(s) > left {
			b.WriteString(strings.ToValidUTF8(s[:max(left, 0)], "") + "…")
			break
		}
		b.WriteString(s)
	}
	return b.String(), first
}

// keeps tells whether one more thing that a rule says is kept, and counts it.
func (rep *Report) keeps(info int) bool {
	if rep.most == (Bounds{}) {
		return true
	}
	if rep.said == nil {
		rep.said = make([]count, rep.program.count)
	}
	c := &rep.said[info]
	c.said++
	if c.kept > 0 && (rep.most.Said > 0 && c.kept >= rep.most.Said || rep.most.All > 0 && rep.bytes >= rep.most.All) {
		return false
	}
	c.kept++
	return true
}

// count is how often a rule said something, and how often that was kept.
type count struct{ said, kept int }

// Unsaid is how often each rule said more than the bounds let it, in their order.
func (rep *Report) Unsaid() []Unsaid {
	var out []Unsaid
	for i, n := range rep.said {
		if n.said > n.kept {
			out = append(out, Unsaid{i, n.said - n.kept, n.kept})
		}
	}
	return out
}

// Unsaid is what a report did not keep of a rule.
type Unsaid struct {
	Rule  int // index in Rules()
	Times int // that it was not
	Kept  int // that it was
}
