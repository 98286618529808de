package run_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/outcome"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/internal/run"
	"github.com/etalon-dmp/etalon/simulators/actor"
)

// stage is a DMP that a test makes things arrive at.
type stage struct {
	arrived chan actor.Arrived
	armed   []etalon.Reply
	resets  int
	held    func() etalon.Held // nil: nothing
}

func (s *stage) Reset(etalon.Given)            { s.resets++ }
func (s *stage) Arm(r etalon.Reply)            { s.armed = append(s.armed, r) }
func (s *stage) Arrived() <-chan actor.Arrived { return s.arrived }
func (s *stage) Held() etalon.Held {
	if s.held == nil {
		return etalon.Held{}
	}
	return s.held()
}

func (s *stage) send(t etalon.Transaction, a etalon.Actor, fields etalon.Fields) {
	s.arrived <- actor.Arrived{Exchange: etalon.ExchangeID(fmt.Sprintf("x%d", len(s.arrived)+1)), Actor: a, Transaction: t, Fields: fields}
}

// driver does what a test says for each action.
type driver struct {
	name   string
	do     func(context.Context, etalon.Action) (etalon.Reaction, error)
	answer string
	done   []etalon.Action
}

func (d *driver) Do(ctx context.Context, a etalon.Action) (etalon.Reaction, error) {
	d.done = append(d.done, a)
	return d.do(ctx, a)
}

func (d *driver) Attest(context.Context, plan.Question, etalon.Reaction) (string, string, error) {
	return d.answer, "test", nil
}
func (d *driver) Reset(context.Context) error { return nil }
func (d *driver) Name() string                { return d.name }

// journal keeps what was recorded, in order, as short words.
type journal struct {
	lines []string
	steps map[etalon.StepID]etalon.StepRecord
	held  []etalon.Held
	fail  error
}

func (j *journal) Begin(id etalon.ScenarioID) error { j.add("begin " + string(id)); return j.fail }
func (j *journal) End(id etalon.ScenarioID, how, _ string) error {
	j.add("end " + string(id) + " " + how)
	return j.fail
}

func (j *journal) Step(r etalon.StepRecord) error {
	j.add(string(r.Step) + " " + r.Outcome)
	if j.steps == nil {
		j.steps = map[etalon.StepID]etalon.StepRecord{}
	}
	j.steps[r.Step] = r
	return j.fail
}
func (j *journal) Held(h etalon.Held) error { j.held = append(j.held, h); return j.fail }
func (j *journal) Err() error               { return j.fail }
func (j *journal) add(s string)             { j.lines = append(j.lines, s) }
func (j *journal) String() string           { return strings.Join(j.lines, ", ") }

func ask(id etalon.StepID, params map[string]string) plan.Step {
	return plan.Step{ID: id, Kind: plan.Ask, Within: 10 * time.Second, Ask: &etalon.Action{ID: string(id), Name: etalon.ActFeed, Params: params}}
}

func expect(id etalon.StepID, t etalon.Transaction, a etalon.Actor, within time.Duration) plan.Step {
	return plan.Step{ID: id, Kind: plan.Expect, Within: within, Expect: &plan.Expectation{Actor: a, Transaction: t}}
}

func walk(t *testing.T, ctx context.Context, st *stage, d *driver, j *journal, cleanup []plan.Step, steps ...plan.Step) error {
	t.Helper()
	sc := plan.Scenario{ID: "s", File: "s.yaml", Steps: steps, Cleanup: cleanup}
	s := &run.Session{Plan: &plan.Plan{Scenarios: []plan.Scenario{sc}}, Stage: st, Driver: d, Journal: j, Clock: time.Now}
	return run.Sequential(ctx, s)
}

func done(context.Context, etalon.Action) (etalon.Reaction, error) {
	return etalon.Reaction{Status: etalon.ReactDone, Values: map[string]string{"uniqueId": "1.2.3"}}, nil
}

func newStage() *stage { return &stage{arrived: make(chan actor.Arrived, 10)} }

// What arrives while the driver works counts for the expect steps after it,
// whatever else arrives in between.
func TestAFastProductIsNotAWrongProduct(t *testing.T) {
	st, j := newStage(), &journal{}
	d := &driver{name: "http", do: func(ctx context.Context, a etalon.Action) (etalon.Reaction, error) {
		st.send(etalon.TD02, etalon.Patients, nil)
		st.send(etalon.ITI41, etalon.Repository, nil)
		return done(ctx, a)
	}}
	if err := walk(t, t.Context(), st, d, j, nil, ask("s1", nil), expect("s2", etalon.ITI41, etalon.Repository, time.Minute)); err != nil {
		t.Fatal(err)
	}
	if got := j.String(); got != "begin s, s1 done, s2 received, end s completed" {
		t.Error(got)
	}
}

// An exchange at another actor is not the one awaited, and what comes after a
// timeout is skipped, but for the clean-up.
func TestATimeoutSkipsTheRestButNotTheCleanUp(t *testing.T) {
	st, j := newStage(), &journal{}
	d := &driver{name: "http", do: func(ctx context.Context, a etalon.Action) (etalon.Reaction, error) {
		st.send(etalon.ITI41, etalon.Registry, nil)
		return done(ctx, a)
	}}
	clean := []plan.Step{ask("c1", nil)}
	err := walk(t, t.Context(), st, d, j, clean,
		ask("s1", nil), expect("s2", etalon.ITI41, etalon.Repository, 20*time.Millisecond), ask("s3", nil))
	if err != nil {
		t.Fatal(err)
	}
	if got := j.String(); got != "begin s, s1 done, s2 timeout, s3 skipped, c1 done, end s interrupted" {
		t.Error(got)
	}
}

// A person says nothing when the work is done: the traffic does.
func TestThePersonsStepEndsWhenTheTrafficArrives(t *testing.T) {
	st, j := newStage(), &journal{}
	d := &driver{name: "person", do: func(ctx context.Context, _ etalon.Action) (etalon.Reaction, error) {
		st.send(etalon.ITI41, etalon.Repository, nil)
		<-ctx.Done() // nobody types anything
		return etalon.Reaction{}, ctx.Err()
	}}
	err := walk(t, t.Context(), st, d, j, nil, ask("s1", nil), expect("s2", etalon.ITI41, etalon.Repository, time.Second))
	if err != nil {
		t.Fatal(err)
	}
	if got := j.String(); got != "begin s, s1 done, s2 received, end s completed" {
		t.Error(got)
	}
}

func TestCapturesFillLaterActions(t *testing.T) {
	st, j := newStage(), &journal{}
	d := &driver{name: "http", do: func(ctx context.Context, a etalon.Action) (etalon.Reaction, error) {
		if a.ID == "s1" {
			st.send(etalon.ITI41, etalon.Repository, etalon.Fields{etalon.FieldSubmissionSet: "9.9"})
		}
		return done(ctx, a)
	}}
	capture := func(id, name, from, field string) plan.Step {
		return plan.Step{ID: etalon.StepID(id), Kind: plan.Capture, Capture: &plan.Capturing{Name: name, From: etalon.StepID(from), Field: field}}
	}
	err := walk(t, t.Context(), st, d, j, nil,
		ask("s1", nil), expect("s2", etalon.ITI41, etalon.Repository, time.Second),
		capture("s3", "doc", "s1", "uniqueId"), capture("s4", "lot", "s2", etalon.FieldSubmissionSet),
		ask("s5", map[string]string{"uniqueId": "${doc} in ${lot}"}), capture("s6", "none", "s2", "nothing"))
	if err != nil {
		t.Fatal(err)
	}
	if got := d.done[1].Params["uniqueId"]; got != "1.2.3 in 9.9" {
		t.Errorf("the action was given %q", got)
	}
	if got := j.steps["s6"].Outcome; got != outcome.Failed {
		t.Errorf("a capture of nothing ended %q", got)
	}
}

func TestDriverTroubleIsNotTheProducts(t *testing.T) {
	st, j := newStage(), &journal{}
	d := &driver{name: "http", do: func(context.Context, etalon.Action) (etalon.Reaction, error) {
		return etalon.Reaction{}, errors.New("connection refused")
	}}
	if err := walk(t, t.Context(), st, d, j, nil, ask("s1", nil), expect("s2", etalon.ITI41, etalon.Repository, time.Minute)); err != nil {
		t.Fatal(err)
	}
	if got := j.String(); got != "begin s, s1 failed, s2 skipped, end s interrupted" {
		t.Error(got)
	}
	if !strings.Contains(j.steps["s1"].Detail, "connection refused") {
		t.Errorf("detail %q", j.steps["s1"].Detail)
	}
}

func TestRepliesAreArmedAndAttestationsRecorded(t *testing.T) {
	st, j := newStage(), &journal{}
	d := &driver{name: "exec", do: done, answer: "no"}
	reply := plan.Step{ID: "s1", Kind: plan.Reply, Reply: &etalon.Reply{Transaction: etalon.ITI41, Behaviour: etalon.BehaveSOAPFault}}
	question := plan.Step{ID: "s3", Kind: plan.Attest, Within: time.Second, Attest: &plan.Question{}}
	if err := walk(t, t.Context(), st, d, j, nil, reply, ask("s2", nil), question); err != nil {
		t.Fatal(err)
	}
	if len(st.armed) != 1 || st.armed[0].Behaviour != etalon.BehaveSOAPFault || st.resets != 1 {
		t.Errorf("armed %v, resets %d", st.armed, st.resets)
	}
	if r := j.steps["s3"]; r.Outcome != outcome.Refused || r.Answer != "no" || r.By != "test" {
		t.Errorf("attestation %+v", r)
	}
}

func TestCancellingEndsTheScenarioAndCleansUp(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	st, j := newStage(), &journal{}
	d := &driver{name: "http"}
	d.do = func(ctx context.Context, a etalon.Action) (etalon.Reaction, error) {
		if a.ID == "s1" {
			cancel()
			<-ctx.Done()
			return etalon.Reaction{}, ctx.Err()
		}
		return done(ctx, a)
	}
	if err := walk(t, ctx, st, d, j, []plan.Step{ask("c1", nil)}, ask("s1", nil), ask("s2", nil)); err != nil {
		t.Fatal(err)
	}
	if got := j.String(); got != "begin s, s1 cancelled, s2 cancelled, c1 done, end s cancelled" {
		t.Error(got)
	}
}

// Evidence that cannot be kept ends the walk: nothing more is asked.
func TestLostEvidenceEndsTheWalk(t *testing.T) {
	st, j := newStage(), &journal{fail: errors.New("no space left")}
	d := &driver{name: "http", do: done}
	if err := walk(t, t.Context(), st, d, j, nil, ask("s1", nil)); err == nil {
		t.Fatal("the walk went on without evidence")
	}
	if slices.ContainsFunc(d.done, func(etalon.Action) bool { return true }) {
		t.Error("the product was set in motion")
	}
}
