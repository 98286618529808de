package driver

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/plan"
)

// What is asked waits for its answer, takes it once, and no other prompt's.
func TestARoomTakesTheAnswerOfWhatItAsks(t *testing.T) {
	changes := make(chan struct{}, 10)
	d := NewRoom(time.Now, func() { changes <- struct{}{} })
	type end struct {
		answer string
		err    error
	}
	ended := make(chan end, 1)
	go func() {
		a, _, err := d.Attest(t.Context(), plan.Question{Text: etalon.Text{FR: "Affiché ?"}}, etalon.Reaction{})
		ended <- end{a, err}
	}()
	<-changes
	p := d.Asked()
	if p == nil || p.Text().FR != "Affiché ?" || p.Since.IsZero() {
		t.Fatalf("asked: %+v", p)
	}
	if err := d.Say(p.Number+1, Said{Answer: Yes}); !errors.Is(err, ErrPassed) {
		t.Errorf("another prompt's answer: %v", err)
	}
	if err := d.Say(p.Number, Said{Answer: No, Shown: "sha256:ab"}); err != nil {
		t.Fatal(err)
	}
	if err := d.Say(p.Number, Said{Answer: Yes}); !errors.Is(err, ErrPassed) {
		t.Errorf("said twice: %v", err)
	}
	if e := <-ended; e.answer != No || e.err != nil || d.Shown() != "sha256:ab" {
		t.Errorf("%+v, %q", e, d.Shown())
	}
	if d.Asked() != nil {
		t.Error("it still asks")
	}
}

// The traffic answers for a person; a session that ends does not.
func TestARoomLetsGoWithItsContext(t *testing.T) {
	d := NewRoom(time.Now, func() {})
	ctx, stop := context.WithCancel(t.Context())
	stop()
	r, err := d.Do(ctx, etalon.Action{Name: "x"})
	if err != nil || r.Status != etalon.ReactDone {
		t.Errorf("%+v %v", r, err)
	}
	if _, _, err := d.Attest(ctx, plan.Question{}, etalon.Reaction{}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if d.Asked() != nil {
		t.Error("it still asks")
	}
}
