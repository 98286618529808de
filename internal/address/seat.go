package address

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"sync/atomic"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/driver"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/internal/run"
	"github.com/etalon-dmp/etalon/internal/session"
	fronttls "github.com/etalon-dmp/etalon/simulators/front/tls"
)

// patience is how long a person is waited for.
const patience = 90 * 24 * time.Hour

// again is how long after trouble of the machine a sitting goes on.
const again = 30 * time.Second

// seat is a sitting being played.
type seat struct {
	campaign.Seating
	address *Address
	room    *room
	stopped context.Context //nolint:containedctx // whether somebody stopped it, whatever runs
	stop    context.CancelFunc
	sent    atomic.Int64    // bytes, since this program began it
	relay   *fronttls.Relay // of the session that runs; nil between two; the address's to lock
}

// Play plays a sitting, until it is over or ctx is done: then it waits for the next
// start. Whoever plays already goes on.
func (a *Address) Play(ctx context.Context, s campaign.Seating) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.closed || a.seats[s.Sitting] != nil {
		return
	}
	one := &seat{Seating: s, address: a}
	one.stopped, one.stop = context.WithCancel(context.WithoutCancel(ctx))
	if s.Stopping {
		one.stop()
	}
	one.room = newRoom(s.Sitting, a.At, a.Clock)
	a.seats[s.Sitting], a.holders[s.Version] = one, one
	a.playing.Go(func() {
		one.play(ctx)
		a.leave(one)
	})
}

func (a *Address) leave(one *seat) {
	one.stop()
	one.room.over()
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.seats, one.Sitting)
	if a.holders[one.Version] == one {
		delete(a.holders, one.Version)
	}
}

// play goes on until the dossier is handed in.
func (s *seat) play(ctx context.Context) {
	for {
		err := s.once(ctx)
		if err == nil || ctx.Err() != nil {
			return
		}
		_, _ = fmt.Fprintf(s.address.Errors, "sitting %d: %v\n", s.Sitting, err) // a log that cannot be written stops nobody
		s.room.trouble()
		wait := time.NewTimer(again)
		select {
		case <-wait.C:
		case <-ctx.Done():
		}
		wait.Stop()
	}
}

// once plays what is left, and hands in.
func (s *seat) once(ctx context.Context) error {
	earlier, err := s.address.Evidence.Read(s.Sitting)
	if errors.Is(err, fs.ErrNotExist) {
		earlier, err = nil, nil
	}
	if err != nil {
		return err
	}
	if s.left(earlier) {
		err = s.run(ctx, earlier)
		var end exit.Error
		stopped := s.stopped.Err() != nil && errors.As(err, &end) && end.Code == etalon.ExitCancelled
		if err != nil && !stopped { // also when it was sealed because the program ends
			return err
		}
	}
	return s.Over(ctx)
}

// left tells whether there is something to play, or to seal.
func (s *seat) left(d *dossier.Dossier) bool {
	return d == nil || d.Seal == nil || d.Resumable() && s.stopped.Err() == nil
}

// run plays in this process: the one address has the one listener. The seal of a session
// that was stopped says so.
func (s *seat) run(ctx context.Context, earlier *dossier.Dossier) error {
	p, err := plan.Unmarshal(s.Plan)
	if err != nil {
		return err
	}
	a := s.address
	s.room.begin(p, earlier)
	one := session.Session{
		Means: session.Means{
			Clock: a.Clock, Bench: &a.Bench, Arrived: s.arrived,
			Person: func(*plan.Plan) driver.Driver { return s.room.driver },
		},
		Tool: a.Tool, Events: s.room.event, Ports: s.ports,
		Walk: func(ctx context.Context, r *run.Session) error {
			r.Patience = patience
			return run.Sequential(ctx, r)
		},
		Store: func() (session.Storage, error) { return a.Evidence.Create(s.Sitting) },
	}
	if earlier != nil {
		one.Store = func() (session.Storage, error) { return a.Evidence.Open(s.Sitting) }
		one.Earlier = func() (*dossier.Dossier, error) { return earlier, nil }
	}
	playing, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(s.stopped, cancel)()
	if s.stopped.Err() != nil {
		cancel() // at once: nothing is played
	}
	defer s.closed()
	return one.Run(playing, s.Plan)
}

// arrived is told of each request that was recorded.
func (s *seat) arrived(x etalon.ExchangeID, a etalon.Arrival) {
	s.room.arrived(x, a)
	size := int64(len(a.Raw))
	if a.Spool != nil {
		size = a.Spool.Size()
	}
	if most := s.address.Most; s.sent.Add(size+overhead) > most && most > 0 {
		s.stop()
	}
}

// overhead is what a request takes beside its bytes: its lines of the journal.
const overhead = 2 << 10

// ports are a relay: connections are handed to the session, it opens none.
func (s *seat) ports() *session.Listening {
	relay := fronttls.NewRelay(s.address.Listener.Addr())
	s.address.begun(s, relay)
	return &session.Listening{All: relay}
}

// closed is the end of a session, or of an attempt at one.
func (s *seat) closed() {
	s.address.mu.Lock()
	defer s.address.mu.Unlock()
	if s.relay != nil {
		_ = s.relay.Close()
	}
	s.relay = nil
}
