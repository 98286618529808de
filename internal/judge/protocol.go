package judge

import (
	"slices"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/validators/facts"
)

// asked finds what an exchange came of: the action that the scenario asked of
// the user last before it arrived. What étalon sends, nobody asked of the SUT.
func (c *court) asked(x etalon.Exchange) facts.Asked {
	a := askedFor(c.dossier.Scenarios, x)
	a.Environment = c.plan.EnvironmentOf(c.planned(x.Scenario).Profile)
	return a
}

func askedFor(scenarios []dossier.ScenarioRecord, x etalon.Exchange) facts.Asked {
	i := slices.IndexFunc(scenarios, func(r dossier.ScenarioRecord) bool { return r.ID == x.Scenario })
	if i < 0 || x.Sent || x.Received.IsZero() {
		return facts.Asked{}
	}
	var a facts.Asked
	for _, st := range scenarios[i].Steps {
		if st.Action != nil && !st.Began.IsZero() && !st.Began.After(x.Received) {
			a = facts.Asked{Step: st.Step, Action: st.Action}
		}
	}
	return a
}
