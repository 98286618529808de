package run_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/outcome"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/internal/run"
)

type client func(context.Context, etalon.Sending) (etalon.Sent, error)

func (c client) Send(ctx context.Context, m etalon.Sending) (etalon.Sent, error) { return c(ctx, m) }

func sendStep(id etalon.StepID, params map[string]string) plan.Step {
	return plan.Step{ID: id, Kind: plan.Send, Within: time.Minute, Send: &etalon.Sending{ID: string(id), Transaction: etalon.ITI41, To: etalon.Repository, Params: params}}
}

func sendWalk(t *testing.T, c run.Client, st *stage, steps ...plan.Step) *journal {
	t.Helper()
	j := &journal{}
	s := &run.Session{Plan: &plan.Plan{Scenarios: []plan.Scenario{{ID: "s", File: "s.yaml", Steps: steps}}}, Stage: st, Driver: &driver{name: "none"}, Clients: clients(c), Journal: j, Clock: time.Now}
	if err := run.Sequential(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	return j
}

// A repository under test is given a document, and registers it with us.
func TestWhatASentMessageCausesIsAwaited(t *testing.T) {
	st := newStage()
	st.send(etalon.ITI42, etalon.Registry, nil) // of before: not caused by the message
	var sent []etalon.Sending
	c := client(func(_ context.Context, m etalon.Sending) (etalon.Sent, error) {
		sent = append(sent, m)
		if len(sent) == 1 {
			st.send(etalon.ITI42, etalon.Registry, etalon.Fields{etalon.FieldUniqueIDs: "1.2"})
		}
		return etalon.Sent{Exchange: "x9", Outcome: outcome.Received, Fields: etalon.Fields{etalon.FieldUniqueIDs: "1.2"}}, nil
	})
	capture := plan.Step{ID: "s3", Kind: plan.Capture, Capture: &plan.Capturing{Name: "doc", From: "s1", Field: etalon.FieldUniqueIDs}}
	j := sendWalk(t, c, st, sendStep("s1", nil), expect("s2", etalon.ITI42, etalon.Registry, time.Minute), capture, sendStep("s4", map[string]string{"uniqueId": "${doc}"}))
	if got := j.String(); got != "begin s, s1 received, s2 received, s3 done, s4 received, end s completed" {
		t.Error(got)
	}
	if j.steps["s1"].Exchange != "x9" || j.steps["s4"].Sending.Params["uniqueId"] != "1.2" || sent[1].Params["uniqueId"] != "1.2" {
		t.Errorf("%+v, sent %+v", j.steps, sent)
	}
}

func TestAMessageThatCannotGoIsNotTheProducts(t *testing.T) {
	c := client(func(context.Context, etalon.Sending) (etalon.Sent, error) {
		return etalon.Sent{}, errors.New("no such case")
	})
	if j := sendWalk(t, c, newStage(), sendStep("s1", nil)); j.steps["s1"].Outcome != outcome.Skipped || j.steps["s1"].Detail != "no such case" {
		t.Errorf("%+v", j.steps["s1"])
	}
	if j := sendWalk(t, nil, newStage(), sendStep("s1", nil)); j.steps["s1"].Outcome != outcome.Skipped {
		t.Errorf("without a client actor: %+v", j.steps["s1"])
	}
}

// clients are those of a plan that names no environment.
func clients(c run.Client) run.Clients {
	if c == nil {
		return nil
	}
	return run.Clients{"": c}
}

// The client actors of the scenario's environment send, and no others.
func TestTheEnvironmentOfTheScenarioSends(t *testing.T) {
	sent := map[etalon.Environment]int{}
	of := func(env etalon.Environment) run.Client {
		return client(func(context.Context, etalon.Sending) (etalon.Sent, error) {
			sent[env]++
			return etalon.Sent{Outcome: outcome.Received}, nil
		})
	}
	both := run.Clients{etalon.EnvironmentIHE: of(etalon.EnvironmentIHE), etalon.EnvironmentDMP: of(etalon.EnvironmentDMP)}
	s := &run.Session{Stage: newStage(), Driver: &driver{name: "none"}, Clients: both, Journal: &journal{}, Clock: time.Now, Plan: &plan.Plan{}}
	for _, env := range []etalon.Environment{etalon.EnvironmentIHE, etalon.EnvironmentDMP, etalon.EnvironmentIHE} {
		sc := plan.Scenario{ID: etalon.ScenarioID("s-" + env), Given: etalon.Given{Environment: env}, Steps: []plan.Step{{ID: "s1", Kind: plan.Send, Within: time.Second, Send: &etalon.Sending{}}}}
		s.Plan.Scenarios = append(s.Plan.Scenarios, sc)
	}
	if err := run.Sequential(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	if sent[etalon.EnvironmentIHE] != 2 || sent[etalon.EnvironmentDMP] != 1 {
		t.Errorf("%v messages", sent)
	}
}
