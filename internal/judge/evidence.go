package judge

import (
	"encoding/json"
	"fmt"
	"iter"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/validators/facts"
)

// Evidence gives the evidence documents of a dossier as the rules meet them: one
// of each exchange, in order, then that of the whole session. An error ends it.
func Evidence(d *dossier.Dossier) iter.Seq2[*facts.Evidence, error] {
	return func(yield func(*facts.Evidence, error) bool) {
		var p plan.Plan
		if err := json.Unmarshal(d.Session.Plan, &p); err != nil {
			yield(nil, fmt.Errorf("judge: the plan in the dossier: %w", err))
			return
		}
		c := &court{plan: &p, dossier: d, missed: missing(d)}
		if err := c.learn(); err != nil {
			yield(nil, err)
			return
		}
		for _, x := range d.Exchanges {
			in, err := c.input(x)
			if err != nil {
				yield(nil, err)
				return
			}
			taken := facts.Take(in)
			c.calls = append(c.calls, taken.Summary())
			if !yield(taken.Evidence(), nil) {
				return
			}
		}
		yield(facts.Session(c.session(d.Scenarios, c.calls, func(etalon.ConnectionID) bool { return true })), nil)
	}
}
