package waiver

import (
	"regexp"
	"strings"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/scenario/strict"
)

// Waiver lifts the findings of one rule, of one scenario and below one place where
// it names them.
type Waiver struct {
	Rule     etalon.RuleID     `json:"rule"` // or a group of rules: V05 is of V05.role too
	Scenario etalon.ScenarioID `json:"scenario,omitempty"`
	Path     string            `json:"path,omitempty"` // the finding's XPath begins so
	Reason   string            `json:"reason"`
	Owner    string            `json:"owner"` // who answers for it
	Until    string            `json:"until"` // last day, 2026-12-31
}

var (
	day  = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)
	rule = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_.-]*$`)
)

// Read reads a file of waivers. Everything wrong with it is told at once.
func Read(file string, src []byte) ([]Waiver, []strict.Problem) {
	doc, rep := strict.Parse(file, src)
	o := doc.Object()
	if o == nil {
		return nil, rep.Problems()
	}
	var out []Waiver
	list := o.Need("waivers")
	for _, v := range list.List() {
		w := v.Object()
		if w == nil {
			continue
		}
		until := w.Need("until")
		one := Waiver{
			Rule:     etalon.RuleID(w.Need("rule").Match(rule, strict.Text("l'identifiant d'une règle, par exemple V05.role", "the id of a rule, such as V05.role"))),
			Scenario: etalon.ScenarioID(w.Get("scenario").Line()), Path: w.Get("path").Line(),
			Reason: w.Need("reason").Line(), Owner: w.Need("owner").Line(),
			Until: until.Match(day, strict.Text("un jour, par exemple 2026-12-31", "a day, such as 2026-12-31")),
		}
		if _, err := time.Parse(time.DateOnly, one.Until); one.Until != "" && err != nil {
			until.Problem(strict.Text("« %s » n'est pas un jour du calendrier", "%q is not a day of the calendar", one.Until), strict.Text("par exemple 2026-12-31", "2026-12-31, for example"))
		}
		w.Close()
		out = append(out, one)
	}
	o.Close()
	return out, rep.Problems()
}

// lifts tells whether a waiver is of a finding. What the harness did is nobody's to
// waive.
func (w Waiver) lifts(f etalon.Finding) bool {
	if f.Severity == etalon.SeverityHarness || f.Verdict() != etalon.Fail && f.Verdict() != etalon.Inconclusive {
		return false
	}
	return (f.Rule == w.Rule || strings.HasPrefix(string(f.Rule), string(w.Rule)+".")) &&
		(w.Scenario == "" || f.Scenario.Planned() == w.Scenario) && strings.HasPrefix(f.Location.XPath, w.Path)
}

// expired tells that its last day was before this one.
func (w Waiver) expired(today time.Time) bool { return today.Format(time.DateOnly) > w.Until }
