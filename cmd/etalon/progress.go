package main

import (
	"fmt"
	"sync"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/reports/terminal"
)

// progress tells on stderr where a session is: on a terminal one line that
// changes, elsewhere one line a scenario.
func (a *app) progress(p *plan.Plan, lang string) func(etalon.Event) {
	return func(e etalon.Event) {
		switch e.Kind {
		case etalon.EventReady:
			word := "scénarios"
			if e.Total == 1 {
				word = "scénario"
			}
			fmt.Fprintf(a.warn(), "%s %s · %d %s · %s\n", p.SUT.Name, p.SUT.Version, e.Total, word, e.Text.In(lang))
		case etalon.EventScenarioBegan:
			if a.tty {
				fmt.Fprintf(a.err, "\r\x1b[K[%d/%d] %s", e.Done+1, e.Total, terminal.Safe(e.Text.In(lang), 0))
			}
		case etalon.EventScenarioEnded:
			if !a.tty {
				fmt.Fprintf(a.warn(), "[%d/%d] %s : %s\n", e.Done, e.Total, e.Scenario, e.Outcome)
			} else if e.Done == e.Total {
				fmt.Fprint(a.err, "\r\x1b[K")
			}
		case etalon.EventPrompt, etalon.EventStepEnded, etalon.EventExchange, etalon.EventSealed:
			// What happens within a scenario is not told here.
		}
	}
}

// counter tells on stderr how far the judging of files is: one line that changes
// on a terminal, else a line at each tenth of a long list.
func (a *app) counter(total int) func(name string) {
	var mu sync.Mutex
	done := 0
	return func(name string) {
		mu.Lock()
		defer mu.Unlock()
		done++
		switch step := max(1, total/10); {
		case total < 2:
		case a.tty && done == total:
			fmt.Fprint(a.err, "\r\x1b[K")
		case a.tty:
			fmt.Fprintf(a.err, "\r\x1b[K[%d/%d] %s", done, total, terminal.Safe(name, 60))
		case total >= 20 && (done%step == 0 || done == total):
			fmt.Fprintf(a.err, "[%d/%d]\n", done, total)
		}
	}
}
