package terminal

import (
	"fmt"
	"io"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports"
)

// WriteWaived writes what waivers do to a verdict, after it.
func WriteWaived(w io.Writer, v reports.Waived, o Options) error {
	p := newPage(o)
	p.heading(p.say("Dérogations", "Waivers"))
	p.label(2, p.say("Verdict sans elles", "Verdict without them"), p.verdict(v.First))
	p.label(2, p.say("Verdict avec elles", "Verdict with them"), p.verdict(v.Verdict))
	p.label(2, p.say("Constats levés", "Findings lifted"), fmt.Sprint(v.Lifted()))
	for _, one := range v.Waivers {
		what := Safe(string(one.Rule), 80)
		if one.Scenario != "" {
			what += " (" + Safe(string(one.Scenario), 80) + ")"
		}
		state := map[string]etalon.Text{
			"used":     {FR: fmt.Sprintf("%d constat(s) levé(s), jusqu'au %s", len(one.Findings), one.Until), EN: fmt.Sprintf("%d finding(s) lifted, until %s", len(one.Findings), one.Until)},
			"expired":  {FR: "échue depuis le " + one.Until + " : elle ne lève plus rien", EN: "expired on " + one.Until + ": it lifts nothing any longer"},
			"unneeded": {FR: "sans objet : retirez-la", EN: "not needed any more: remove it"},
		}[one.State]
		p.line(2, "- "+what+reports.Colon(p.opt.Lang)+state.In(p.opt.Lang)+" ; "+Safe(one.Reason, 160)+" ("+Safe(one.Owner, 80)+")")
	}
	return p.flush(w)
}
