package schematron

import (
	"context"
	"fmt"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/validators/schematron/xpath"
)

// Run judges a document. The error is the context's, when it is done before
// the end; whatever the document holds is in the report.
func (s *Schema) Run(ctx context.Context, d *xmldoc.Doc) (*Report, error) {
	x := s.scratch(ctx, d)
	run, rep := x.run, &Report{program: s.program}
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
	holds, err := run.Truth(c.test)
	if err != nil {
		rep.unknown = append(rep.unknown, info)
		return rep.failed(info, n, "test", err)
	}
	if holds != c.report {
		return nil
	}
	said := Check{Rule: info, Node: n, Location: places.of(n)}
	if said.Text, err = c.text.write(run); err != nil {
		if err := rep.failed(info, n, "message", err); err != nil {
			return err
		}
	}
	for _, d := range c.diagnostics {
		text, err := d.text.write(run)
		if err != nil {
			if err := rep.failed(info, n, "diagnostic "+d.id, err); err != nil {
				return err
			}
		}
		said.Diagnostics = append(said.Diagnostics, Diagnostic{d.id, d.lang, text})
	}
	rep.Checks = append(rep.Checks, said)
	return nil
}

// failed records a dynamic error; any other error ends the run.
func (rep *Report) failed(info int, n xmldoc.Node, what string, err error) error {
	code := xpath.Code(err)
	if code == "" {
		return err
	}
	rep.Errors = append(rep.Errors, RunError{info, n, what + ": " + err.Error(), code})
	return nil
}

// write writes a message. A part without a value is left out, and the first
// such error is given with the rest of the text.
func (m message) write(run *xpath.Run) (string, error) {
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
		b.WriteString(s)
	}
	return b.String(), first
}
