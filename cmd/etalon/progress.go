package main

import (
	"fmt"

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
