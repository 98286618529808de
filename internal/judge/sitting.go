package judge

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/outcome"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/schemas"
	"github.com/etalon-dmp/etalon/validators/facts"
)

// Sitting judges parts of one dossier, as often as asked and with other bytes than
// those recorded: an exchange by itself, a scenario by itself. It says what the
// rules say, and gives no verdict. It may be used from several goroutines where the
// schema engine may.
type Sitting struct{ court court }

// Hearing is what the rules said of a part of a session, and how often each of
// them met something there.
type Hearing struct {
	Findings []etalon.Finding
	Met      map[etalon.RuleID]int
}

// Sit opens a sitting over a dossier. The error is that of Judge.
func (b *Book) Sit(d *dossier.Dossier, s Schemas) (*Sitting, error) {
	var p plan.Plan
	if err := json.Unmarshal(d.Session.Plan, &p); err != nil {
		return nil, fmt.Errorf("judge: the plan in the dossier: %w", err)
	}
	c := court{book: b, plan: &p, dossier: d, schemas: s}
	if err := c.sit(); err != nil {
		return nil, fmt.Errorf("judge: %w", err)
	}
	return &Sitting{c}, nil
}

// Input is all that is known of an exchange of the dossier.
func (s *Sitting) Input(x etalon.Exchange) (facts.ExchangeInput, error) { return s.court.input(x) }

// Requirements are those that a scenario of the plan claims.
func (s *Sitting) Requirements(id etalon.ScenarioID) []etalon.RequirementID {
	return s.court.planned(id).Requirements
}

// Exchange judges an exchange by the packs of its scenario; the summary is what
// the document of a session says of it.
func (s *Sitting) Exchange(ctx context.Context, in facts.ExchangeInput) (Hearing, facts.Summary, error) {
	c := s.court
	taken := facts.Take(in)
	err := c.hearExchange(ctx, c.packsFor(in.Exchange.Scenario), in.Exchange, taken.Evidence())
	return c.hearing(), taken.Summary(), err
}

// Scenario judges a scenario alone by the rules over sessions. calls are the
// summaries of its exchanges, in order.
func (s *Sitting) Scenario(ctx context.Context, id etalon.ScenarioID, calls []facts.Summary) (Hearing, error) {
	for _, r := range s.court.dossier.Scenarios {
		if r.ID == id {
			return s.over(ctx, id, []dossier.ScenarioRecord{r}, calls)
		}
	}
	return s.court.hearing(), nil
}

// Without judges a scenario in which a message never came: the step that waited for
// it timed out, and those after it were not played. calls are the summaries of what
// came all the same.
func (s *Sitting) Without(ctx context.Context, x etalon.Exchange, calls []facts.Summary) (Hearing, error) {
	for _, r := range s.court.dossier.Scenarios {
		if r.ID == x.Scenario {
			return s.over(ctx, r.ID, []dossier.ScenarioRecord{without(r, x)}, calls)
		}
	}
	return s.court.hearing(), nil
}

// without is a record whose step waited in vain for an exchange. Where no step
// waited for it, nobody missed it.
func without(r dossier.ScenarioRecord, x etalon.Exchange) dossier.ScenarioRecord {
	at := slices.IndexFunc(r.Steps, func(s etalon.StepRecord) bool { return s.Exchange == x.ID })
	if at < 0 {
		return r
	}
	r.Steps, r.Outcome = slices.Clone(r.Steps), outcome.Interrupted
	for i := at; i < len(r.Steps); i++ {
		s := etalon.StepRecord{Scenario: r.ID, Step: r.Steps[i].Step, Kind: r.Steps[i].Kind, At: r.Steps[i].At, Began: r.Steps[at].Began, Outcome: outcome.Skipped}
		if i == at {
			s.Outcome = outcome.Timeout
		}
		r.Steps[i] = s
	}
	r.Held = slices.DeleteFunc(slices.Clone(r.Held), func(h dossier.HeldRecord) bool { return h.Steps > at })
	return r
}

// Session judges the whole session by the rules over sessions that are for a
// scenario. calls are the summaries of all its exchanges, in order.
func (s *Sitting) Session(ctx context.Context, id etalon.ScenarioID, calls []facts.Summary) (Hearing, error) {
	return s.over(ctx, id, s.court.dossier.Scenarios, calls)
}

func (s *Sitting) over(ctx context.Context, id etalon.ScenarioID, records []dossier.ScenarioRecord, calls []facts.Summary) (Hearing, error) {
	c := s.court
	used := over(calls)
	one := facts.Session(c.session(records, calls, func(id etalon.ConnectionID) bool { return used[id] }))
	doc, err := one.Doc()
	if err != nil {
		return Hearing{}, err
	}
	for _, set := range rulesOver(c.packsFor(id), schemas.OverSession) {
		said, err := apply(ctx, set, one, doc, always(id, false))
		if err != nil {
			return Hearing{}, err
		}
		c.add(said)
	}
	return c.hearing(), nil
}

func (c *court) hearing() Hearing {
	h := Hearing{Findings: c.said.findings, Met: map[etalon.RuleID]int{}}
	for _, w := range c.said.work {
		h.Met[w.rule.id] += w.matched
	}
	return h
}
