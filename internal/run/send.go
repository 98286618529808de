package run

import (
	"context"
	"errors"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/outcome"
	"github.com/etalon-dmp/etalon/internal/plan"
)

// send has a client actor send a message to the system under test. What the
// system then asks of the simulated actors counts for the expect steps after it.
func (s *Session) send(ctx context.Context, st plan.Step, r *etalon.StepRecord) {
	message := *st.Send
	message.Params = s.filled(message.Params)
	r.Sending = &message
	s.drain()
	s.scene.pending, s.scene.settled = nil, false
	if len(s.Clients) == 0 {
		r.Outcome, r.Detail, r.Owner = outcome.Skipped, "no client actor in this session", etalon.OwnerEnvironment
		s.stop(r.Detail, r.Owner)
		return
	}
	deadline, stop := context.WithTimeout(ctx, st.Within)
	defer stop()
	sent, err := s.Clients.send(deadline, s.scene.environment, message)
	r.Exchange, r.Outcome, r.Detail = sent.Exchange, sent.Outcome, sent.Detail
	switch {
	case ctx.Err() != nil:
		r.Outcome, r.Owner = outcome.Cancelled, etalon.OwnerUser
	case err != nil && errors.Is(err, context.DeadlineExceeded):
		r.Outcome, r.Detail, r.Owner = outcome.Timeout, "no answer within "+st.Within.String(), etalon.OwnerProduct
	case err != nil: // nothing was asked of the product: what it answered before, or the scenario, is why
		r.Outcome, r.Detail = outcome.Skipped, err.Error()
		s.stop(string(st.ID)+": "+err.Error(), "")
	}
	s.scene.matched[st.ID] = sent.Fields
	s.scene.settled = true // an answer came or none will: what follows from it is soon here
}
