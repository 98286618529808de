package schemas

import (
	"slices"

	"github.com/etalon-dmp/etalon"
)

// Published is one rule by a set of rules that somebody else publishes and that is not
// in the pack: a session that names it has it judge each document of a kind too. What
// the rule alone proves stays open in other sessions, and says how it is settled.
type Published struct {
	ID           etalon.RuleID          `yaml:"id"`   // "ANS.volet"
	Part         Part                   `yaml:"part"` // cda
	Requirements []etalon.RequirementID `yaml:"requirements"`
	Source       string                 `yaml:"source"` // document, version
	Confidence   etalon.Confidence      `yaml:"confidence"`
	Settle       etalon.Text            `yaml:"settle"` // what to do to have it judged
}

func (p *Pack) checkPublished(fault func(string, ...any)) {
	for i, b := range p.Published {
		switch {
		case b.ID == "":
			fault("published[%d]: id is missing", i)
		case slices.ContainsFunc(p.Published[:i], func(o Published) bool { return o.ID == b.ID }):
			fault("published[%d]: the rule %s is taken", i, b.ID)
		}
		if b.Part != PartCDA {
			fault("published[%d]: part is %q, not %q: nothing else is judged so", i, b.Part, PartCDA)
		}
		if len(b.Requirements) == 0 || b.Source == "" {
			fault("published[%d]: a rule names its requirements and its source", i)
		}
		if !slices.Contains(grades(), b.Confidence) {
			fault("published[%d]: confidence is %q, not one of %v", i, b.Confidence, grades())
		}
		if b.Settle.FR == "" || b.Settle.EN == "" {
			fault("published[%d]: settle says in French (fr) and in English (en) how to have it judged", i)
		}
	}
}
