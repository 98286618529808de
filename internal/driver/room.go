package driver

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/plan"
)

// ErrPassed is the error of an answer to something that is not asked any more.
var ErrPassed = errors.New("this is not asked any more")

// Prompt is what somebody is asked now.
type Prompt struct {
	Number   int            // of this session, since its process began
	Since    time.Time      //
	Action   *etalon.Action // to be done; nil for a question
	Question *plan.Question // nil for an action
}

// Text is the sentence that a person reads.
func (p Prompt) Text() etalon.Text {
	if p.Question != nil {
		return p.Question.Text
	}
	return p.Action.Prompt
}

// Said is what somebody answers to a prompt: what the product showed, of an action; yes
// or no, of a question, and the digest of a file that shows it.
type Said struct {
	Reaction etalon.Reaction
	Answer   string
	Shown    string
}

// Room asks whoever looks at a page, now or in some days. It is safe for concurrent use.
type Room struct {
	clock   func() time.Time
	changed func() // called when another thing is asked

	mu     sync.Mutex
	asked  *Prompt
	number int
	said   chan Said
	shown  string
}

var _ Driver = (*Room)(nil)

// NewRoom asks nothing yet.
func NewRoom(clock func() time.Time, changed func()) *Room {
	return &Room{clock: clock, changed: changed}
}

// Asked is what is asked now; nil: nothing.
func (d *Room) Asked() *Prompt {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.asked == nil {
		return nil
	}
	p := *d.asked
	return &p
}

// Say answers a prompt by its number, once.
func (d *Room) Say(number int, s Said) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.asked == nil || d.asked.Number != number {
		return ErrPassed
	}
	d.asked = nil
	d.said <- s // it holds one
	return nil
}

// wait asks and waits: for an answer, or for the context.
func (d *Room) wait(ctx context.Context, p Prompt) (Said, error) {
	d.mu.Lock()
	d.number++
	p.Number, p.Since = d.number, d.clock().UTC()
	d.asked, d.said = &p, make(chan Said, 1)
	said := d.said
	d.mu.Unlock()
	d.changed()
	defer d.changed()
	select {
	case s := <-said:
		return s, nil
	case <-ctx.Done():
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.asked = nil
	select {
	case s := <-said: // said at the last moment: it was taken
		return s, nil
	default:
		return Said{}, ctx.Err()
	}
}

// Do shows what to do and waits: for the context, or for a word.
func (d *Room) Do(ctx context.Context, a etalon.Action) (etalon.Reaction, error) {
	s, err := d.wait(ctx, Prompt{Action: &a})
	switch {
	case err == nil:
		return s.Reaction, nil
	case errors.Is(err, context.Canceled): // what was awaited came
		return etalon.Reaction{Status: etalon.ReactDone}, nil
	}
	return etalon.Reaction{}, fmt.Errorf("room: %s: %w", a.Name, err)
}

// Attest asks a question.
func (d *Room) Attest(ctx context.Context, q plan.Question, _ etalon.Reaction) (answer, by string, err error) {
	s, err := d.wait(ctx, Prompt{Question: &q})
	if err != nil {
		return "", d.Name(), fmt.Errorf("room: no answer: %w", err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.shown = s.Shown
	return s.Answer, d.Name(), nil
}

// Shown names the file that was left with the last answer, "" for none.
func (d *Room) Shown() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.shown
}

// Reset does nothing: a person knows what each sentence is about.
func (d *Room) Reset(context.Context) error { return nil }

// Health does nothing: a person who is not there is waited for.
func (d *Room) Health(context.Context) error { return nil }

// Name is "person": who sits before a page is one.
func (d *Room) Name() string { return "person" }
