package judge

import (
	"context"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/validators/facts"
)

// Together judges a message that was put together from its content: metadata,
// documents, an assertion. What rules say of the envelope around it is left out,
// since no product wrote that; what they say of the assertion stays where one was
// given.
func (b *Book) Together(ctx context.Context, in facts.CaptureInput, s Schemas, asserted bool) (DocumentReport, error) {
	r, err := b.File(ctx, in, s)
	if err != nil {
		return r, err
	}
	for i := range r.Entries {
		e := &r.Entries[i]
		e.Findings = slices.DeleteFunc(e.Findings, func(f etalon.Finding) bool {
			return b.ofEnvelope(f.Rule) && !(asserted && strings.Contains(f.Location.XPath, "Assertion"))
		})
		e.Failed, e.Open, e.Remarks, e.Verdict = 0, 0, 0, etalon.NotApplicable
	}
	r.Own, r.Verdict, r.Reason = nil, etalon.NotApplicable, nothing
	r.conclude()
	return r, nil
}

// ofEnvelope tells a Schematron rule over what carries a message alone.
func (b *Book) ofEnvelope(id etalon.RuleID) bool {
	for _, v := range b.volumes {
		for _, sets := range v.sets {
			for _, set := range sets {
				for i, info := range set.schema.Rules() {
					if info.ID == id {
						return b.carrying(set.rule(i))
					}
				}
			}
		}
	}
	return false
}
