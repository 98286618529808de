package judge

import (
	"context"
	"slices"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/schemas"
	"github.com/etalon-dmp/etalon/validators/facts"
)

// docket is what the same packs judge in a session: the scenarios of the profiles
// that they are the packs of. What one profile asks for is no rule for another.
type docket struct {
	packs []*volume
	// strays: what is outside any scenario is judged here too.
	strays bool
}

// dockets are those of a session, and where each scenario goes.
type dockets struct {
	list   []docket
	seat   map[etalon.ScenarioID]int
	strays int // where all else goes
}

// sit sorts the scenarios of the plan by the packs of their profiles. What is
// outside any scenario goes under the packs of the session's environment.
func (c *court) sit() error {
	byProfile := map[etalon.ProfileID]int{}
	for _, p := range c.plan.Profiles {
		packs, err := c.book.of(p.Packs)
		if err != nil {
			return err
		}
		if len(packs) == 0 { // an old plan that names none was judged by all
			packs = c.book.volumes
		}
		byProfile[p.ID] = c.under(packs)
	}
	c.dockets.strays = c.under(c.book.around(c.plan.SessionEnvironment()))
	c.dockets.list[c.dockets.strays].strays = true
	c.dockets.seat = map[etalon.ScenarioID]int{}
	for _, s := range c.plan.Scenarios {
		if i, ok := byProfile[s.Profile]; ok {
			c.dockets.seat[s.ID] = i
		}
	}
	c.missed, c.vault = missing(c.dossier), &facts.Vault{}
	return c.learn()
}

// under finds the docket of packs, or opens one.
func (c *court) under(packs []*volume) int {
	i := slices.IndexFunc(c.dockets.list, func(k docket) bool { return slices.Equal(k.packs, packs) })
	if i < 0 {
		i = len(c.dockets.list)
		c.dockets.list = append(c.dockets.list, docket{packs: packs})
	}
	return i
}

// at finds where a scenario is judged; "" is what is outside any.
func (d dockets) at(id etalon.ScenarioID) int {
	if i, ok := d.seat[id.Planned()]; ok {
		return i
	}
	return d.strays
}

// packsFor gives the packs that judge a scenario, or what is outside any.
func (c *court) packsFor(id etalon.ScenarioID) []*volume {
	return c.dockets.list[c.dockets.at(id)].packs
}

// hearSession judges the session by the packs of each of its dockets for what
// goes across scenarios, then each scenario alone to know how often each rule met
// something in it.
func (c *court) hearSession(ctx context.Context) error {
	for i, k := range c.dockets.list {
		if err := c.hearDocket(ctx, i, k); err != nil {
			return err
		}
	}
	for _, r := range c.dossier.Scenarios {
		if err := c.hearScenario(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

func (c *court) hearDocket(ctx context.Context, i int, k docket) error {
	records := slices.DeleteFunc(slices.Clone(c.dossier.Scenarios), func(r dossier.ScenarioRecord) bool { return c.dockets.at(r.ID) != i })
	calls := slices.DeleteFunc(slices.Clone(c.calls), func(s facts.Summary) bool { return c.dockets.at(s.Scenario) != i })
	here, used := over(calls), over(c.calls)
	in := c.session(records, calls, func(id etalon.ConnectionID) bool {
		if sc, missed := c.missed[id]; missed {
			return c.dockets.at(sc) == i
		}
		return here[id] || k.strays && !used[id] // a connection without a call is nobody's
	})
	if len(c.dockets.list) > 1 && len(in.Scenarios)+len(in.Calls)+len(in.Connections) == 0 {
		return nil // nothing strayed
	}
	whole := facts.Session(in)
	doc, err := whole.Doc()
	if err != nil {
		return err
	}
	most := mostOfAll
	most.Count = c.book.Costs != nil
	for _, set := range rulesOver(k.packs, schemas.OverSession) {
		s, err := applyWithin(ctx, set, whole, doc, c.owner, most)
		if err != nil {
			return err
		}
		for n, cost := range s.costs {
			c.book.Costs(set.rule(n).id, cost)
		}
		s.work = nil
		c.unseen(s.findings)
		c.add(s)
	}
	return nil
}

func (c *court) hearScenario(ctx context.Context, r dossier.ScenarioRecord) error {
	calls := c.callsOf(r.ID)
	used := over(calls) // another scenario's connections prove nothing about this one
	one := facts.Session(c.session([]dossier.ScenarioRecord{r}, calls, func(id etalon.ConnectionID) bool { return used[id] || c.missed[id] == r.ID }))
	doc, err := one.Doc()
	if err != nil {
		return err
	}
	for _, set := range rulesOver(c.packsFor(r.ID), schemas.OverSession) {
		s, err := apply(ctx, set, one, doc, always(r.ID, false))
		if err != nil {
			return err
		}
		c.add(said{work: s.work})
	}
	return nil
}

// over tells the connections that calls came over.
func over(calls []facts.Summary) map[etalon.ConnectionID]bool {
	out := map[etalon.ConnectionID]bool{}
	for _, s := range calls {
		out[s.Connection] = true
	}
	return out
}
