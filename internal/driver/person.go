package driver

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/plan"
)

// Person tells a person at a terminal what to do, in one sentence: the action,
// what is awaited, by whom, for how long. Do ends when the context is
// cancelled, which is how the runner says that what was awaited has arrived;
// the person types something only when nothing arrives.
type Person struct {
	out   io.Writer
	lang  string
	plan  *plan.Plan
	lines <-chan string // closed at the end of the input
}

var _ Driver = (*Person)(nil)

// maxLine bounds a typed line, in bytes; a longer one ends the input.
const maxLine = 4 << 10

// NewPerson speaks French, or English when lang is "en", to whoever reads out
// and types into in. It reads in until its end: one goroutine stays in that
// read as long as the process.
func NewPerson(in io.Reader, out io.Writer, lang string, p *plan.Plan) *Person {
	lines := make(chan string)
	go func() {
		defer close(lines)
		s := bufio.NewScanner(in)
		s.Buffer(make([]byte, 0, 512), maxLine)
		for s.Scan() {
			lines <- s.Text()
		}
	}()
	return &Person{out: out, lang: lang, plan: p, lines: lines}
}

// Do says what to do and waits: for the context, or for a word.
func (d *Person) Do(ctx context.Context, a etalon.Action) (etalon.Reaction, error) {
	ask, awaited := d.plan.Asked(a.ID)
	d.say("\n"+request(a, ask, awaited).In(d.lang), help.In(d.lang))
	lines := d.lines
	for {
		select {
		case <-ctx.Done():
			if errors.Is(ctx.Err(), context.Canceled) {
				return etalon.Reaction{Status: etalon.ReactDone}, nil
			}
			return etalon.Reaction{}, fmt.Errorf("person: %s: %w", a.Name, ctx.Err())
		case line, open := <-lines:
			if !open {
				lines = nil // nobody types; the traffic can still arrive
				continue
			}
			if r, ok := typed(line); ok {
				return r, nil
			}
			d.say(help.In(d.lang))
		}
	}
}

// typed reads what a person typed about an action: a letter, then the error
// code or the words shown.
func typed(line string) (etalon.Reaction, bool) {
	word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
	r := etalon.Reaction{Shown: strings.TrimSpace(rest)}
	switch strings.ToLower(word) {
	case "":
		r.Status = etalon.ReactDone
	case "e":
		r.Status = etalon.ReactError
		if !strings.Contains(r.Shown, " ") {
			r.Code = r.Shown
		}
	case "r":
		r.Status = etalon.ReactRefused
	case "i":
		r.Status = etalon.ReactUnsupported
	default:
		return etalon.Reaction{}, false
	}
	return r, true
}

// Attest asks a question until yes or no is typed.
func (d *Person) Attest(ctx context.Context, q plan.Question, _ etalon.Reaction) (string, string, error) {
	for {
		d.say("\n" + q.Text.In(d.lang) + " " + choice.In(d.lang))
		select {
		case <-ctx.Done():
			return "", d.Name(), fmt.Errorf("person: no answer: %w", ctx.Err())
		case line, open := <-d.lines:
			if !open {
				return "", d.Name(), ErrNobody
			}
			switch strings.ToLower(strings.TrimSpace(line)) {
			case "o", "oui", "y", "yes":
				return Yes, d.Name(), nil
			case "n", "non", "no":
				return No, d.Name(), nil
			}
		}
	}
}

// Reset does nothing: a person knows what each sentence is about.
func (d *Person) Reset(context.Context) error { return nil }

// Health does nothing: a person who is not there lets a deadline pass.
func (d *Person) Health(context.Context) error { return nil }

// Name is "person".
func (d *Person) Name() string { return "person" }

// say writes lines. A terminal that cannot be written to shows in the answers
// that never come.
func (d *Person) say(lines ...string) {
	_, _ = io.WriteString(d.out, strings.Join(lines, "\n")+"\n")
}
