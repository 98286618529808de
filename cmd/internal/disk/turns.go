package disk

import "sync"

// turns shares one slow run between all who wait for one that begins after
// they asked. The first error is everybody's from then on.
type turns struct {
	run func() error

	mu      sync.Mutex
	running bool
	next    *turn // what those who ask now wait for; nil when nobody does
	err     error
}

type turn struct {
	done chan struct{}
	err  error
}

// wait returns when a run that began after the call has ended. Whoever finds
// nobody running runs, for itself and for those who came meanwhile.
func (t *turns) wait() error {
	t.mu.Lock()
	if t.next == nil {
		t.next = &turn{done: make(chan struct{})}
	}
	mine := t.next
	if t.running {
		t.mu.Unlock()
		<-mine.done
		return mine.err
	}
	t.running = true
	t.once()
	if t.next != nil {
		go t.rest() // nobody's answer waits for the turns of others
	} else {
		t.running = false
	}
	t.mu.Unlock()
	return mine.err
}

// rest runs until nobody waits.
func (t *turns) rest() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for t.next != nil {
		t.once()
	}
	t.running = false
}

// once runs for those who wait now. It is called, and returns, with the lock held.
func (t *turns) once() {
	now := t.next
	t.next = nil
	err := t.err
	t.mu.Unlock()
	if err == nil {
		err = t.run()
	}
	t.mu.Lock()
	t.err, now.err = err, err
	close(now.done)
}
