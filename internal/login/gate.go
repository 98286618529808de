package login

import (
	"context"
	"errors"
)

// ErrBusy is the error of a password that too many others wait before.
var ErrBusy = errors.New("trop de connexions en même temps : réessayez dans un instant (too many logins at once: try again in a moment)")

// Gate bounds how many passwords are checked at one time: each takes 64 MiB, and who
// logs in need not be anybody.
type Gate struct{ seats, waiting chan struct{} }

// NewGate makes a gate: atOnce passwords are checked at a time, and as many times
// waiting wait.
func NewGate(atOnce, waiting int) *Gate {
	return &Gate{make(chan struct{}, atOnce), make(chan struct{}, atOnce+waiting)}
}

// Do does what checks a password once there is room: ErrBusy when too many wait, ctx's
// error when it ends first.
func (g *Gate) Do(ctx context.Context, check func()) error {
	select {
	case g.waiting <- struct{}{}:
	default:
		return ErrBusy
	}
	defer func() { <-g.waiting }()
	select {
	case g.seats <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-g.seats }()
	check()
	return nil
}
