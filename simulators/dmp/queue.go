package dmp

import (
	"context"
	"sync"
)

// queue is an unbounded queue in front of a channel.
type queue struct {
	out   chan Arrived
	more  chan struct{} // holds one token when items may wait
	mu    sync.Mutex
	items []Arrived
}

func newQueue() *queue {
	return &queue{out: make(chan Arrived), more: make(chan struct{}, 1)}
}

func (q *queue) push(a Arrived) {
	q.mu.Lock()
	q.items = append(q.items, a)
	q.mu.Unlock()
	q.wake()
}

func (q *queue) wake() {
	select {
	case q.more <- struct{}{}:
	default:
	}
}

// clear forgets what nobody has read.
func (q *queue) clear() {
	q.mu.Lock()
	q.items = nil
	q.mu.Unlock()
	q.wake() // so that the pump lets go of the item it offers
}

// pump moves items to the channel until ctx is done.
func (q *queue) pump(ctx context.Context) {
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
