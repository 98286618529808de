package judge

import (
	"fmt"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/schemas"
	"github.com/etalon-dmp/etalon/validators/schematron"
)

// Book is a set of rule packs, compiled. It is safe for concurrent use.
type Book struct {
	Packs        []etalon.PackInfo
	Requirements map[etalon.RequirementID]etalon.Requirement
	exchange     []*ruleset
	session      []*ruleset
}

// ruleset is one compiled Schematron entry and what its rules mean.
type ruleset struct {
	schema *schematron.Schema
	rules  []rule // in the order of schema.Rules(); nil: worked out when asked
	mean   func(schematron.RuleInfo) rule
}

// rule is what a rule means, by its index in schema.Rules().
func (s *ruleset) rule(i int) rule {
	if s.rules != nil {
		return s.rules[i]
	}
	return s.mean(s.schema.Rule(i))
}

// rule is what the pack says about one assert or report.
type rule struct {
	id           etalon.RuleID
	requirements []etalon.RequirementID
	severity     etalon.Severity
	confidence   etalon.Confidence
	source       string
}

// Compile loads every entry of the packs. A pack that cannot run, or whose
// defects could hide a rule, is an error: nothing is judged with half a pack.
func Compile(packs []*schemas.Pack, requirements []etalon.Requirement) (*Book, error) {
	b := &Book{Requirements: map[etalon.RequirementID]etalon.Requirement{}}
	for _, r := range requirements {
		b.Requirements[r.ID] = r
	}
	for _, p := range packs {
		b.Packs = append(b.Packs, etalon.PackInfo{Name: p.Name, Version: p.Version, Digest: p.Digest})
		for _, e := range p.Entries {
			if err := b.add(p, e); err != nil {
				return nil, fmt.Errorf("pack %s %s, entry %s: %w", p.Name, p.Version, e.Name, err)
			}
		}
	}
	return b, nil
}

func (b *Book) add(p *schemas.Pack, e schemas.Entry) error {
	schema, defects, err := schematron.Load(p.FS, e.File, schematron.Options{})
	if err != nil {
		return err
	}
	if len(defects) > 0 {
		d := defects[0]
		return fmt.Errorf("%s:%d: %s (%d defects in all)", d.File, d.Line, d.Text, len(defects))
	}
	set := &ruleset{schema: schema}
	for _, info := range schema.Rules() {
		set.rules = append(set.rules, meaning(info))
	}
	switch e.Over {
	case "exchange":
		b.exchange = append(b.exchange, set)
	case "session":
		b.session = append(b.session, set)
	default:
		return fmt.Errorf("it judges %q, which is no kind of evidence", e.Over)
	}
	return nil
}

// meaning reads a rule's severity and foreign attributes.
func meaning(info schematron.RuleInfo) rule {
	r := rule{
		id:         info.ID,
		severity:   etalon.SeverityError, // where nothing says
		confidence: etalon.Confidence(info.Attrs["confidence"]),
		source:     info.Attrs["source"],
	}
	for _, id := range strings.Fields(info.Attrs["requirements"]) {
		r.requirements = append(r.requirements, etalon.RequirementID(id))
	}
	if info.Severity != "" {
		r.severity = info.Severity
	}
	if r.confidence == etalon.ConfidenceC || r.confidence == etalon.ConfidenceD {
		if r.severity == etalon.SeverityError {
			r.severity = etalon.SeverityWarning // inference never condemns
		}
	}
	return r
}

// Rules lists the rules of the book in the packs' order.
func (b *Book) Rules() []schematron.RuleInfo {
	var out []schematron.RuleInfo
	for _, set := range append(append([]*ruleset{}, b.exchange...), b.session...) {
		out = append(out, set.schema.Rules()...)
	}
	return out
}
