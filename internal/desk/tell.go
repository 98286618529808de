package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/notify"
)

// How often hooks are looked at beside each judgement, how many notices are told in a
// row, and how often one is tried: over a day and a half.
const (
	everyTell = 5 * time.Second
	atOnce    = 20
	mostTries = 12
	firstWait = time.Minute
)

// tell tells hooks what became of sessions, until ctx ends. What is not told when the
// program ends is told by the next.
func (d *Desk) tell(ctx context.Context, s *notify.Sender, errs io.Writer) {
	every := time.NewTicker(everyTell)
	defer every.Stop()
	for {
		changed := d.Store.Changed()
		if err := d.tellDue(ctx, s); err != nil && ctx.Err() == nil {
			_, _ = fmt.Fprintf(errs, "hooks: %v\n", err) // a log that cannot be written stops nobody
		}
		select {
		case <-ctx.Done():
			return
		case <-changed:
		case <-every.C:
		}
	}
}

func (d *Desk) tellDue(ctx context.Context, s *notify.Sender) error {
	due, err := d.Store.Due(ctx, atOnce)
	if err != nil {
		return err
	}
	for _, n := range due {
		body, err := json.Marshal(n)
		if err != nil {
			return err
		}
		if err := s.Send(ctx, n.URL, n.Secret, body); err != nil {
			if ctx.Err() != nil {
				return nil
			}
			if err := d.Store.Told(ctx, n.ID, err.Error(), next(n, d.Clock())); err != nil {
				return err
			}
			continue
		}
		if err := d.Store.Told(ctx, n.ID, "", time.Time{}); err != nil {
			return err
		}
	}
	return nil
}

// next is when a notice is tried again: after a minute, then each time twice as long
// after; zero when it was tried often enough.
func next(n campaign.Notice, now time.Time) time.Time {
	if n.Tries+1 >= mostTries {
		return time.Time{}
	}
	return now.Add(firstWait << n.Tries)
}
