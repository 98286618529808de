package rules

import (
	"maps"
	"slices"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/validators/schematron"
)

func text(fr, en string) etalon.Text { return etalon.Text{FR: fr, EN: en} }

// both is an error's own words, which are in one language.
func both(err error) etalon.Text { return text(err.Error(), err.Error()) }

func sorted(m map[etalon.RuleID]string) []etalon.RuleID { return slices.Sorted(maps.Keys(m)) }

func (t trier) rule(id etalon.RuleID) (schematron.RuleInfo, bool) {
	for _, c := range t.all {
		for _, r := range c.schema.Rules() {
			if r.ID == id {
				return r, true
			}
		}
	}
	return schematron.RuleInfo{}, false
}
