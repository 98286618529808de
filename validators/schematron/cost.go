package schematron

import "github.com/etalon-dmp/etalon/validators/schematron/xpath"

// Cost is what one assert or report took in a run, in nodes and items looked at: the
// same on any machine.
type Cost struct {
	Context int // deciding where its rule fires; of a rule with several, all at the first
	Test    int // its test, with the lets that it was the first to ask for
	Message int // what it said
}

// Costs are those of a run whose bounds ask to count, by index in Rules(); else nil.
func (rep *Report) Costs() []Cost { return rep.costs }

// count begins to count what rules take, or has a run that counted for others stop.
func (rep *Report) count(run *xpath.Run) {
	run.Count(nil)
	if !rep.most.Count {
		return
	}
	rep.costs = make([]Cost, rep.program.count)
	run.Count(func(below []xpath.Tag, work int) {
		for _, t := range below { // rules whose contexts begin alike share what that takes
			if r := rep.program.ruleOfPattern(t.Pattern, t.Rule); len(r.checks) > 0 {
				rep.costs[r.first].Context += work
			}
		}
	})
}
