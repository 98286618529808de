package actor

import (
	"context"
	"sync"

	"github.com/etalon-dmp/etalon"
)

// Arrived tells that an exchange is on record, answer included.
type Arrived struct {
	Exchange    etalon.ExchangeID
	Actor       etalon.Actor
	Transaction etalon.Transaction
	Fields      etalon.Fields
}

// Arrivals is an unbounded queue in front of a channel.
type Arrivals struct {
	out   chan Arrived
	more  chan struct{} // holds one token when items may wait
	mu    sync.Mutex
	items []Arrived
}

// NewArrivals returns an empty queue.
func NewArrivals() *Arrivals {
	return &Arrivals{out: make(chan Arrived), more: make(chan struct{}, 1)}
}

// Out gives the exchanges in the order of their answers. It is never closed; a
// slow reader never holds a front up.
func (q *Arrivals) Out() <-chan Arrived { return q.out }

// Push adds an exchange.
func (q *Arrivals) Push(a Arrived) {
	q.mu.Lock()
	q.items = append(q.items, a)
	q.mu.Unlock()
	q.wake()
}

func (q *Arrivals) wake() {
	select {
	case q.more <- struct{}{}:
	default:
	}
}

// Clear forgets what nobody has read.
func (q *Arrivals) Clear() {
	q.mu.Lock()
	q.items = nil
	q.mu.Unlock()
	q.wake() // so that the pump lets go of the item it offers
}

// Pump moves items to the channel until ctx is done.
func (q *Arrivals) Pump(ctx context.Context) {
	for {
		q.mu.Lock()
		var out chan Arrived
		var next Arrived
		if len(q.items) > 0 {
			out, next = q.out, q.items[0]
		}
		q.mu.Unlock()
		select {
		case <-ctx.Done():
			return
		case <-q.more:
		case out <- next:
			q.mu.Lock()
			if len(q.items) > 0 && q.items[0].Exchange == next.Exchange {
				q.items = q.items[1:]
			}
			q.mu.Unlock()
		}
	}
}
