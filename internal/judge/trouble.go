package judge

import (
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/outcome"
	"github.com/etalon-dmp/etalon/internal/plan"
)

// trouble tells whose it is that a scenario did not end as it should: that of the
// first step with an owner. "" when it ended well, or when nobody can say.
func trouble(sc plan.Scenario, r dossier.ScenarioRecord) etalon.Owner {
	switch {
	case r.Outcome == outcome.Cancelled:
		return etalon.OwnerUser
	case !r.Ended:
		return etalon.OwnerHarness
	}
	for _, st := range r.Steps {
		if who := stepTrouble(sc, st); who != "" {
			return who
		}
	}
	return ""
}

// stepTrouble tells whose trouble a step is: as recorded, or by how it ended where
// the dossier was made before owners were.
func stepTrouble(sc plan.Scenario, st etalon.StepRecord) etalon.Owner {
	if st.Owner != "" {
		return st.Owner
	}
	switch st.Outcome {
	case outcome.Cancelled:
		return etalon.OwnerUser
	case outcome.Refused:
		return etalon.OwnerProduct
	case outcome.Timeout:
		if st.Kind == string(plan.Ask) { // the driver says when the product is done
			return etalon.OwnerDriver
		}
		return etalon.OwnerProduct
	case outcome.Failed:
		if st.Kind == string(plan.Send) || st.Kind == string(plan.Capture) && !fromDriver(sc, st) {
			return etalon.OwnerProduct
		}
		return etalon.OwnerDriver
	case outcome.Skipped:
		if strings.HasPrefix(st.Detail, "driver reset: ") {
			return etalon.OwnerDriver
		}
	}
	return ""
}

// fromDriver tells whether a capture step reads what the driver said, and not what
// the product sent.
func fromDriver(sc plan.Scenario, st etalon.StepRecord) bool {
	all := slices.Concat(sc.Steps, sc.Cleanup)
	i := slices.IndexFunc(all, func(p plan.Step) bool { return p.ID == st.Step })
	if i < 0 || all[i].Capture == nil {
		return false
	}
	return slices.ContainsFunc(all, func(p plan.Step) bool { return p.ID == all[i].Capture.From && p.Kind == plan.Ask })
}

// missing gives the connections that failed before any message while a scenario
// awaited one that never came, each with the first such scenario, and those that were
// shown a flawed certificate, or that asked about one, while one was under way. Anybody can knock
// at a port, so a connection that failed while nothing was missing stays nobody's.
func missing(d *dossier.Dossier) map[etalon.ConnectionID]etalon.ScenarioID {
	out := map[etalon.ConnectionID]etalon.ScenarioID{}
	for id, c := range d.Connections {
		if i := slices.IndexFunc(d.Scenarios, func(r dossier.ScenarioRecord) bool { return (c.TLS.Shown != "" || c.Inquiry != nil) && during(r, c) }); i >= 0 {
			out[id] = d.Scenarios[i].ID
			continue
		}
		if c.Sent || c.TLS.Error == "" || slices.ContainsFunc(d.Exchanges, func(x etalon.Exchange) bool { return x.Connection == id }) {
			continue
		}
		i := slices.IndexFunc(d.Scenarios, func(r dossier.ScenarioRecord) bool { return awaited(r, c) })
		if i >= 0 {
			out[id] = d.Scenarios[i].ID
		}
	}
	return out
}

// during tells whether a connection was opened while a scenario was under way.
func during(r dossier.ScenarioRecord, c etalon.Connection) bool {
	n := len(r.Steps)
	return n > 0 && !c.Opened.Before(r.Steps[0].Began) && !c.Opened.After(r.Steps[n-1].Ended)
}

// refused are the connections that failed while a scenario awaited what never came.
func (c *court) refused(id etalon.ScenarioID) []etalon.ConnectionID {
	var out []etalon.ConnectionID
	for connection, of := range c.missed {
		if of == id && c.dossier.Connections[connection].TLS.Shown == "" {
			out = append(out, connection)
		}
	}
	slices.Sort(out)
	return out
}

// awaited tells whether a connection was opened between the beginning of an ask step
// and the end of an expect step after it that nothing came to.
func awaited(r dossier.ScenarioRecord, c etalon.Connection) bool {
	began := c.Opened
	asked := false
	for _, st := range r.Steps {
		switch {
		case st.Kind == string(plan.Ask):
			began, asked = st.Began, true
		case st.Kind == string(plan.Expect) && st.Outcome == outcome.Timeout && asked:
			if !c.Opened.Before(began) && !c.Opened.After(st.Ended) {
				return true
			}
		}
	}
	return false
}
