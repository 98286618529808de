package run

import (
	"context"

	"github.com/etalon-dmp/etalon/internal/plan"
)

// Sequential walks the whole plan without a test framework, in file order.
// A cancelled context ends the scenario under way, cleans up and stops.
func Sequential(ctx context.Context, s *Session) error {
	for _, sc := range s.Plan.Scenarios {
		if ctx.Err() != nil {
			return nil
		}
		if err := Walk(ctx, s, sc); err != nil {
			return err
		}
	}
	return nil
}

// Walk runs one scenario: its steps, then its clean-up whatever happened.
func Walk(ctx context.Context, s *Session, sc plan.Scenario) error {
	if err := s.Begin(ctx, sc); err != nil {
		return err
	}
	for _, st := range sc.Steps {
		if _, err := s.Step(ctx, sc, st); err != nil {
			return err
		}
	}
	if err := s.Clean(ctx, sc); err != nil {
		return err
	}
	return s.End(ctx, sc)
}

// Clean runs a scenario's clean-up steps, with a time of their own when the
// session was already cancelled.
func (s *Session) Clean(ctx context.Context, sc plan.Scenario) error {
	if ctx.Err() != nil {
		var stop context.CancelFunc
		ctx, stop = context.WithTimeout(context.WithoutCancel(ctx), cleanupTime)
		defer stop()
	}
	for _, st := range sc.Cleanup {
		if _, err := s.Step(ctx, sc, st); err != nil {
			return err
		}
	}
	return nil
}
