package main

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/cmd/internal/progress"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/plan"
)

// hostile is what a product, a certificate or a file may hold: it clears the screen,
// in C0 and in C1, and turns the direction of writing.
const hostile = "\x1b[2J\u009b2J\u202eend"

// Whatever names come from outside, the reader's terminal shows them and does not do
// what they say.
func TestNothingForeignRepaintsTheTerminal(t *testing.T) {
	for name, print := range map[string]func(a *app){
		"first line of a session": func(a *app) {
			tell := a.progress(&plan.Plan{SUT: etalon.SUT{Name: hostile, Version: hostile}}, "fr")
			tell(etalon.Event{Kind: etalon.EventReady, Total: 1, Text: etalon.Text{FR: hostile}})
		},
		"scenario that ended": func(a *app) {
			a.progress(&plan.Plan{}, "fr")(etalon.Event{Kind: etalon.EventScenarioEnded, Scenario: hostile, Outcome: hostile})
		},
		"scenario that began": func(a *app) {
			a.tty = true
			a.progress(&plan.Plan{}, "fr")(etalon.Event{Kind: etalon.EventScenarioBegan, Text: etalon.Text{FR: hostile}})
		},
		"files":      func(a *app) { progress.Files(a.err, true, 9)(hostile) },
		"error":      func(a *app) { a.exit(errors.New(hostile)) },
		"usage":      func(a *app) { a.exit(exit.Usage(errors.New(hostile), hostile)) },
		"arguments":  func(a *app) { execute(context.Background(), a, []string{hostile}) },
		"exchanges":  func(a *app) { _, _ = a.say().Write([]byte(hostile + "\n")) },
		"a long one": func(a *app) { a.exit(errors.New(strings.Repeat(hostile, 1000))) },
	} {
		t.Run(name, func(t *testing.T) {
			var out, err bytes.Buffer
			a := &app{out: &out, err: &err}
			print(a)
			said := out.String() + err.String()
			if bad := strings.ReplaceAll(said, "\r\x1b[K", ""); strings.ContainsAny(bad, "\x1b\u009b\u202e") || !strings.Contains(said, "end") {
				t.Errorf("%q", said)
			}
		})
	}
}
