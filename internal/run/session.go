package run

import (
	"context"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/outcome"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/simulators/actor"
)

// Stage is the simulated DMP as the walk sees it.
type Stage interface {
	Reset(etalon.Given)
	Arm(etalon.Reply)
	Arrived() <-chan actor.Arrived
	Held() etalon.Held // of the scenario under way
}

// Driver sets the system under test in motion.
type Driver interface {
	Do(context.Context, etalon.Action) (etalon.Reaction, error)
	Attest(ctx context.Context, q plan.Question, last etalon.Reaction) (answer, by string, err error)
	Reset(context.Context) error
	Name() string
}

// Client plays the client actors towards a system under test that is a server.
// An error is the harness's: evidence can no longer be kept, or the message
// cannot be made.
type Client interface {
	Send(context.Context, etalon.Sending) (etalon.Sent, error)
}

// Journal is the dossier as the walk sees it.
type Journal interface {
	Begin(etalon.ScenarioID) error
	End(id etalon.ScenarioID, outcome, detail string) error
	Step(etalon.StepRecord) error
	Held(etalon.Held) error
	Err() error
}

// settle is how long an expected exchange may still take once a driver that
// answers has said that the action is over.
const settle = 3 * time.Second

// settleApart is the same for what no answer holds back: a product may leave its
// audit records, or set its clock, a while after the action.
const settleApart = 10 * time.Second

// Session is one walk of one plan. Its methods are called from one goroutine.
type Session struct {
	Plan    *plan.Plan
	Stage   Stage
	Driver  Driver
	Clients Clients // none when the plan has no send step
	Journal Journal
	Clock   func() time.Time
	Events  func(etalon.Event) // may be nil
	Before  int                // scenarios that were played before the session stopped and went on
	// Patience is what a person is given at least for an action or a question, whatever
	// the plan says: days, where nobody sits at a terminal. What then does not come is
	// told by that person.
	Patience time.Duration

	scene scene
	done  int
}

// scene is the state of the scenario under way.
type scene struct {
	pending   []actor.Arrived                   // since the last ask, not yet matched
	matched   map[etalon.StepID]etalon.Fields   // of the exchanges of expect and send steps
	reactions map[etalon.StepID]etalon.Reaction //
	values    map[string]string                 // captures
	last      etalon.Reaction                   // of the last ask
	settled   bool                              // the driver said that the last ask is over
	stopped   string                            // why the rest is skipped; empty while walking
	owner     etalon.Owner                      // whose trouble that is
	cancelled bool                              // a step was
	held      etalon.Held                       // as last recorded

	environment etalon.Environment // of the simulated community
}

// Begin sets the stage for a scenario.
func (s *Session) Begin(ctx context.Context, sc plan.Scenario) error {
	s.scene = scene{
		matched:   map[etalon.StepID]etalon.Fields{},
		reactions: map[etalon.StepID]etalon.Reaction{},
		values:    map[string]string{},

		environment: sc.Given.Environment,
	}
	s.drain()
	if err := s.Journal.Begin(sc.ID); err != nil {
		return err
	}
	s.emit(etalon.Event{Kind: etalon.EventScenarioBegan, Scenario: sc.ID, Text: sc.Title})
	s.Stage.Reset(sc.Given)
	if err := s.look(sc, ""); err != nil {
		return err
	}
	if err := s.Driver.Reset(ctx); err != nil {
		s.stop("driver reset: "+err.Error(), etalon.OwnerDriver)
	}
	return nil
}

// End closes the scenario that Begin opened.
func (s *Session) End(ctx context.Context, sc plan.Scenario) error {
	s.done++
	how := outcome.Completed
	switch {
	case ctx.Err() != nil || s.scene.cancelled:
		how = outcome.Cancelled
	case s.scene.stopped != "":
		how = outcome.Interrupted
	}
	s.emit(etalon.Event{Kind: etalon.EventScenarioEnded, Scenario: sc.ID, Outcome: how, Text: sc.Title})
	return s.Journal.End(sc.ID, how, s.scene.stopped)
}

// Step runs one step and records how it ended. A returned error is the
// harness's: evidence can no longer be kept.
func (s *Session) Step(ctx context.Context, sc plan.Scenario, st plan.Step) (etalon.StepRecord, error) {
	r := etalon.StepRecord{
		Scenario: sc.ID, Step: st.ID, Kind: string(st.Kind), At: at(sc, st), Began: s.Clock().UTC(),
	}
	switch {
	case ctx.Err() != nil:
		r.Outcome, r.Owner = outcome.Cancelled, etalon.OwnerUser
	case s.scene.stopped != "" && !isCleanup(sc, st):
		r.Outcome, r.Detail, r.Owner = outcome.Skipped, s.scene.stopped, s.scene.owner
	default:
		s.perform(ctx, sc, st, &r)
	}
	r.Ended = s.Clock().UTC()
	s.scene.cancelled = s.scene.cancelled || r.Outcome == outcome.Cancelled
	if err := s.Journal.Step(r); err != nil {
		return r, err
	}
	if err := s.look(sc, st.ID); err != nil {
		return r, err
	}
	s.emit(etalon.Event{Kind: etalon.EventStepEnded, Scenario: sc.ID, Step: st.ID, Exchange: r.Exchange, Outcome: r.Outcome})
	return r, s.Journal.Err()
}

func (s *Session) perform(ctx context.Context, sc plan.Scenario, st plan.Step, r *etalon.StepRecord) {
	switch st.Kind {
	case plan.Ask:
		s.ask(ctx, sc, st, r)
	case plan.Expect:
		s.expect(ctx, st, r)
	case plan.Send:
		s.send(ctx, st, r)
	case plan.Reply:
		s.Stage.Arm(*st.Reply)
		r.Outcome = outcome.Done
	case plan.Capture:
		s.capture(st, r)
	case plan.Attest:
		s.attest(ctx, st, r)
	default:
		r.Outcome, r.Detail, r.Owner = outcome.Failed, "unknown kind of step "+string(st.Kind), etalon.OwnerHarness
	}
	switch {
	case r.Outcome == outcome.Timeout || r.Outcome == outcome.Failed:
		s.stop(because(r, r.Outcome), r.Owner)
	case r.Reaction != nil && r.Reaction.Status == etalon.ReactUnsupported:
		s.stop(because(r, etalon.ReactUnsupported), etalon.OwnerProduct) // what cannot be done sends nothing
	}
}

// because is why the rest of a scenario is skipped: the step, how it ended, and what
// is known of it.
func because(r *etalon.StepRecord, how string) string {
	if r.Detail == "" {
		return string(r.Step) + ": " + how
	}
	return string(r.Step) + ": " + how + ": " + r.Detail
}

// stop has the rest of the scenario skipped. The first reason stays.
func (s *Session) stop(why string, owner etalon.Owner) {
	if s.scene.stopped == "" {
		s.scene.stopped, s.scene.owner = why, owner
	}
}

func (s *Session) emit(e etalon.Event) {
	if s.Events == nil {
		return
	}
	e.Time, e.Done, e.Total = s.Clock().UTC(), s.Before+s.done, s.Before+len(s.Plan.Scenarios)
	s.Events(e)
}

// drain forgets arrivals that belong to an earlier scenario; the dossier keeps them.
func (s *Session) drain() {
	for {
		select {
		case <-s.Stage.Arrived():
		default:
			return
		}
	}
}
