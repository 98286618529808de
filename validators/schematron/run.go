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
	run := s.compiler.NewRun(ctx, s.compiler.Tree(d), s.library)
	rep := &Report{Evaluated: make([]int, len(s.infos))}
	hits, err := s.hits(run, d, rep)
	if err != nil {
		return nil, fmt.Errorf("schematron: %w", err)
	}
	total := 0
	for _, h := range hits {
		total += len(h)
	}
	rep.Fired, rep.ActivePatterns = make([]Fired, 0, total), make([]ActivePattern, 0, len(s.patterns))
	places := &locator{}
	for n, p := range s.patterns {
		active := ActivePattern{ID: p.id, Title: p.title, First: len(rep.Fired), Fired: len(hits[n])}
		rep.ActivePatterns = append(rep.ActivePatterns, active)
		for _, h := range hits[n] {
			rule := p.rules[h.rule]
			fired := Fired{Pattern: n, ID: rule.id, Context: rule.written, Node: d.Node(int(h.node)), First: len(rep.Checks)}
			run.Fire(h.node)
			for _, c := range rule.checks {
				if err := c.run(run, rep, fired.Node, places); err != nil {
					return nil, fmt.Errorf("schematron: %w", err)
				}
			}
			fired.Said = len(rep.Checks) - fired.First
			rep.Fired = append(rep.Fired, fired)
		}
	}
	return rep, nil
}

// run evaluates one check on the node its rule fired on.
func (c *check) run(run *xpath.Run, rep *Report, n xmldoc.Node, places *locator) error {
	holds, err := run.Truth(c.test)
	if err != nil {
		return rep.failed(c, n, "test", err)
	}
	rep.Evaluated[c.info]++
	if holds != c.report {
		return nil
	}
	said := Check{Rule: c.info, Node: n, Location: places.of(n)}
	if said.Text, err = c.text.write(run); err != nil {
		if err := rep.failed(c, n, "message", err); err != nil {
			return err
		}
	}
	for _, d := range c.diagnostics {
		text, err := d.text.write(run)
		if err != nil {
			if err := rep.failed(c, n, "diagnostic "+d.id, err); err != nil {
				return err
			}
		}
		said.Diagnostics = append(said.Diagnostics, Diagnostic{d.id, d.lang, text})
	}
	rep.Checks = append(rep.Checks, said)
	return nil
}

// failed records a dynamic error; any other error ends the run.
func (rep *Report) failed(c *check, n xmldoc.Node, what string, err error) error {
	if !xpath.IsDynamic(err) {
		return err
	}
	rep.Errors = append(rep.Errors, RunError{c.info, n, what + ": " + err.Error()})
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
