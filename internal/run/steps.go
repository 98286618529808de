package run

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/outcome"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/internal/scenario"
	"github.com/etalon-dmp/etalon/simulators/actor"
)

// ask has the driver set the system under test in motion. It ends when the
// driver answers, at the deadline, or as soon as everything that the scenario
// awaits from this ask has arrived and the driver only waits for that.
func (s *Session) ask(ctx context.Context, sc plan.Scenario, st plan.Step, r *etalon.StepRecord) {
	action := s.fill(*st.Ask)
	r.Action, r.By = &action, s.Driver.Name()
	s.scene.pending, s.scene.settled = nil, false
	s.emit(etalon.Event{Kind: etalon.EventPrompt, Scenario: sc.ID, Step: st.ID, Text: action.Prompt})

	deadline, stop := context.WithTimeout(ctx, s.patience(st))
	defer stop()
	awaited := awaitedAfter(sc, st.ID)
	type answer struct {
		reaction etalon.Reaction
		err      error
	}
	answers := make(chan answer, 1)
	go func() {
		reaction, err := s.Driver.Do(deadline, action)
		answers <- answer{reaction, err}
	}()
	for {
		select {
		case a := <-answers:
			s.answered(st, a.reaction, a.err, deadline, ctx, r)
			return
		case arrival := <-s.Stage.Arrived():
			s.arrive(arrival)
			if s.waits() && s.haveAll(awaited) {
				stop() // the person has nothing to tell us: the traffic did
			}
		}
	}
}

func (s *Session) answered(st plan.Step, reaction etalon.Reaction, err error, deadline, ctx context.Context, r *etalon.StepRecord) {
	switch {
	case ctx.Err() != nil:
		r.Outcome, r.Owner = outcome.Cancelled, etalon.OwnerUser
		return
	case s.waits() && (err == nil || deadline.Err() != nil):
		// A person's time is over, by a word, by the clock or by the traffic:
		// what should have arrived is for the expect steps to say.
		r.Outcome = outcome.Done
		s.scene.settled = true
		if deadline.Err() != nil {
			return // nobody said what the product showed: no reaction is known
		}
	case errors.Is(deadline.Err(), context.DeadlineExceeded):
		r.Outcome, r.Detail, r.Owner = outcome.Timeout, "the driver did not answer within "+st.Within.String(), etalon.OwnerDriver
	case err != nil:
		r.Outcome, r.Detail, r.Owner = outcome.Failed, err.Error(), etalon.OwnerDriver
	default:
		r.Outcome = outcome.Done
		s.scene.settled = true
	}
	r.Reaction = &reaction
	s.scene.last = reaction
	s.scene.reactions[st.ID] = reaction
}

// shower is a driver whose person may leave a file with an answer: the record of the
// step says which, by its digest.
type shower interface{ Shown() string }

// patience is how long a person, or whoever else acts, has for a step.
func (s *Session) patience(st plan.Step) time.Duration { return max(st.Within, s.Patience) }

// waits tells whether the driver cannot know when an action is over.
func (s *Session) waits() bool { return s.Driver.Name() == "person" }

func (s *Session) expect(ctx context.Context, st plan.Step, r *etalon.StepRecord) {
	within := st.Within
	if s.scene.settled {
		still := settle
		if known, ok := st.Expect.Transaction.Info(); ok && known.Protocol != etalon.ProtocolSOAP {
			still = settleApart
		}
		within = min(within, still)
	}
	deadline, stop := context.WithTimeout(ctx, within)
	defer stop()
	for {
		if a, ok := s.match(*st.Expect); ok {
			r.Outcome, r.Exchange = outcome.Received, a.Exchange
			s.scene.matched[st.ID] = a.Fields
			return
		}
		select {
		case a := <-s.Stage.Arrived():
			s.arrive(a)
		case <-deadline.Done():
			if ctx.Err() != nil {
				r.Outcome, r.Owner = outcome.Cancelled, etalon.OwnerUser
				return
			}
			r.Outcome, r.Owner = outcome.Timeout, etalon.OwnerProduct
			r.Detail = fmt.Sprintf("no %s at %s within %s", st.Expect.Transaction, st.Expect.Actor, within)
			return
		}
	}
}

func (s *Session) capture(st plan.Step, r *etalon.StepRecord) {
	c := *st.Capture
	value, owner := s.scene.reactions[c.From].Values[c.Field], etalon.OwnerDriver
	if fields, ok := s.scene.matched[c.From]; ok {
		value, owner = fields[c.Field], etalon.OwnerProduct
	}
	if value == "" {
		r.Owner = owner
		r.Outcome, r.Detail = outcome.Failed, fmt.Sprintf("step %s gave no %s", c.From, c.Field)
		return
	}
	s.scene.values[c.Name] = value
	r.Outcome, r.Answer = outcome.Done, value
}

func (s *Session) attest(ctx context.Context, st plan.Step, r *etalon.StepRecord) {
	deadline, stop := context.WithTimeout(ctx, s.patience(st))
	defer stop()
	answer, by, err := s.Driver.Attest(deadline, *st.Attest, s.scene.last)
	r.Answer, r.By = answer, by
	if w, ok := s.Driver.(shower); ok && err == nil {
		r.Detail = w.Shown()
	}
	switch {
	case ctx.Err() != nil:
		r.Outcome, r.Owner = outcome.Cancelled, etalon.OwnerUser
	case err != nil:
		r.Outcome, r.Detail, r.Owner = outcome.Failed, err.Error(), etalon.OwnerDriver
	case answer == "yes":
		r.Outcome = outcome.Done
	default:
		r.Outcome, r.Owner = outcome.Refused, etalon.OwnerProduct
	}
}

func (s *Session) arrive(a actor.Arrived) {
	s.scene.pending = append(s.scene.pending, a)
	s.emit(etalon.Event{Kind: etalon.EventExchange, Exchange: a.Exchange, Text: etalon.Text{FR: string(a.Transaction), EN: string(a.Transaction)}})
}

// match takes the oldest pending arrival that satisfies the expectation.
func (s *Session) match(e plan.Expectation) (actor.Arrived, bool) {
	i := slices.IndexFunc(s.scene.pending, satisfies(e))
	if i < 0 {
		return actor.Arrived{}, false
	}
	a := s.scene.pending[i]
	s.scene.pending = slices.Delete(s.scene.pending, i, i+1)
	return a, true
}

func (s *Session) haveAll(awaited []plan.Expectation) bool {
	have := slices.Clone(s.scene.pending)
	for _, e := range awaited {
		i := slices.IndexFunc(have, satisfies(e))
		if i < 0 {
			return false
		}
		have = slices.Delete(have, i, i+1)
	}
	return len(awaited) > 0
}

func satisfies(e plan.Expectation) func(actor.Arrived) bool {
	return func(a actor.Arrived) bool { return a.Actor == e.Actor && a.Transaction == e.Transaction }
}

// awaitedAfter lists what the scenario expects between this ask and the next.
func awaitedAfter(sc plan.Scenario, ask etalon.StepID) []plan.Expectation {
	var out []plan.Expectation
	after := false
	for _, st := range sc.Steps {
		switch {
		case st.ID == ask:
			after = true
		case after && st.Kind == plan.Ask:
			return out
		case after && st.Kind == plan.Expect:
			out = append(out, *st.Expect)
		}
	}
	return out
}

// fill puts captured values where an action names them.
func (s *Session) fill(a etalon.Action) etalon.Action {
	a.Params = s.filled(a.Params)
	a.Prompt = etalon.Text{FR: s.filledText(a.Prompt.FR), EN: s.filledText(a.Prompt.EN)}
	return a
}

func (s *Session) filled(written map[string]string) map[string]string {
	params := maps.Clone(written)
	for k, v := range params {
		params[k] = s.filledText(v)
	}
	return params
}

func (s *Session) filledText(written string) string {
	return scenario.Fill(written, func(name string) (string, bool) { return s.scene.values[name], true })
}

func at(sc plan.Scenario, st plan.Step) string { return fmt.Sprintf("%s:%d", sc.File, st.Line) }

func isCleanup(sc plan.Scenario, st plan.Step) bool {
	return slices.ContainsFunc(sc.Cleanup, func(c plan.Step) bool { return c.ID == st.ID })
}

// cleanupTime bounds the clean-up of a scenario whose session was cancelled.
const cleanupTime = 10 * time.Second
