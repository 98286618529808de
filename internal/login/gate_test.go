package login_test

import (
	"context"
	"errors"
	"testing"

	"github.com/etalon-dmp/etalon/internal/login"
)

// told tells when somebody begins to wait for the end of it.
type told struct {
	context.Context
	waits chan struct{}
}

func (c told) Done() <-chan struct{} {
	close(c.waits)
	return c.Context.Done()
}

// Two at a time, one waits, and whoever comes then is told so.
func TestAGateBoundsWhatIsCheckedAtOnce(t *testing.T) {
	g, ctx := login.NewGate(2, 1), t.Context()
	entered, leave, left := make(chan int), make(chan struct{}), make(chan error, 3)
	hold := func(ctx context.Context) {
		left <- g.Do(ctx, func() { entered <- 1; <-leave })
	}
	for range 2 {
		go hold(ctx)
		<-entered
	}
	gone, end := context.WithCancel(ctx)
	end()
	if err := g.Do(gone, func() { t.Error("a third at a time") }); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	third := told{ctx, make(chan struct{})}
	go hold(third)
	<-third.waits
	if err := g.Do(ctx, func() { t.Error("a fourth") }); !errors.Is(err, login.ErrBusy) {
		t.Error(err)
	}
	close(leave)
	<-entered
	for range 3 {
		if err := <-left; err != nil {
			t.Error(err)
		}
	}
	if err := g.Do(ctx, func() {}); err != nil {
		t.Error(err)
	}
}
