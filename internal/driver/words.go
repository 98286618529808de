package driver

import (
	"fmt"
	"strings"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/plan"
)

var (
	help = etalon.Text{
		FR: "(Étalon avance seul. Si rien ne part : Entrée si c'est fait ; e CODE si une erreur s'affiche ; r si le logiciel refuse ; i s'il ne sait pas le faire.)",
		EN: "(Étalon goes on by itself. If nothing leaves: Enter when done; e CODE if an error shows; r if the software refuses; i if it cannot do it.)",
	}
	choice = etalon.Text{FR: "[o/n]", EN: "[y/n]"}
)

// request is the one sentence: what to do, what is awaited, by whom, how long.
func request(a etalon.Action, ask plan.Step, awaited []plan.Step) etalon.Text {
	t := etalon.Text{FR: strings.TrimSuffix(a.Prompt.FR, "."), EN: strings.TrimSuffix(a.Prompt.EN, ".")}
	if len(awaited) == 0 {
		t.FR += ", puis appuyez sur Entrée"
		t.EN += ", then press Enter"
	}
	for i, run := range runs(awaited) {
		who := run.Actor.Title()
		if i == 0 {
			t.FR += " ; "
			t.EN += "; "
		} else {
			t.FR += ", puis "
			t.EN += ", then "
		}
		t.FR += fmt.Sprintf("%s attend %s de votre logiciel", who.FR, times(run))
		t.EN += fmt.Sprintf("%s awaits %s from your software", who.EN, times(run))
	}
	if ask.Within > 0 {
		t.FR += fmt.Sprintf(" (%s au plus)", span(ask.Within, "seconde", "minute"))
		t.EN += fmt.Sprintf(" (%s at most)", span(ask.Within, "second", "minute"))
	}
	return etalon.Text{FR: t.FR + ".", EN: t.EN + "."}
}

// run is the same exchange awaited several times in a row.
type run struct {
	plan.Expectation
	count int
}

func runs(awaited []plan.Step) []run {
	var out []run
	for _, st := range awaited {
		if n := len(out); n > 0 && out[n-1].Expectation == *st.Expect {
			out[n-1].count++
			continue
		}
		out = append(out, run{*st.Expect, 1})
	}
	return out
}

func times(r run) string {
	if r.count == 1 {
		return string(r.Transaction)
	}
	return fmt.Sprintf("%d × %s", r.count, r.Transaction)
}

// span says a duration in whole minutes where it is one, else in seconds.
func span(d time.Duration, second, minute string) string {
	n, unit := int(d/time.Second), second
	if d%time.Minute == 0 {
		n, unit = int(d/time.Minute), minute
	}
	if n > 1 {
		unit += "s"
	}
	return fmt.Sprintf("%d %s", n, unit)
}
