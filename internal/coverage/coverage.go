package coverage

import (
	"fmt"
	"io"
	"strings"

	"github.com/etalon-dmp/etalon"
)

// Line is one requirement.
type Line struct {
	Pack        string
	Requirement etalon.Requirement
	Scenarios   []etalon.ScenarioID // that claim it
	Rules       []etalon.RuleID     // that speak for it
}

// Open tells that no scenario establishes the requirement, or no rule can, and
// that nothing says why.
func (l Line) Open() bool {
	return (len(l.Scenarios) == 0 || len(l.Rules) == 0) && l.Requirement.Unjudged == (etalon.Text{})
}

// Write shows the lines in a language, one paragraph a requirement, and how many
// are established by scenarios, explained, or open.
func Write(w io.Writer, lines []Line, lang string) error {
	var b strings.Builder
	say := func(fr, en string) string { return etalon.Text{FR: fr, EN: en}.In(lang) }
	judged, explained, open := 0, 0, 0
	for _, l := range lines {
		q := l.Requirement
		fmt.Fprintf(&b, "%s (%s)  %s\n", q.ID, l.Pack, q.Text.In(lang))
		fmt.Fprintf(&b, "  %s : %s\n", say("scénarios", "scenarios"), listed(l.Scenarios, say("aucun", "none")))
		fmt.Fprintf(&b, "  %s : %s\n", say("règles", "rules"), listed(l.Rules, say("aucune", "none")))
		if len(q.Proof) > 0 {
			fmt.Fprintf(&b, "  %s : %s\n", say("preuve", "proof"), listed(q.Proof, ""))
		}
		if why := q.Unjudged.In(lang); why != "" {
			fmt.Fprintf(&b, "  %s : %s\n", say("non jugé", "not judged"), why)
		}
		switch {
		case l.Open():
			open++
			fmt.Fprintf(&b, "  %s\n", say("OUVERT : rien ne l'établit, et rien ne dit pourquoi", "OPEN: nothing establishes it, and nothing says why"))
		case len(l.Scenarios) > 0 && len(l.Rules) > 0:
			judged++
		default:
			explained++
		}
	}
	fmt.Fprintf(&b, say("%d exigences : %d jugées par des scénarios, %d non jugées et dit pourquoi, %d ouvertes.\n",
		"%d requirements: %d judged by scenarios, %d not judged and said why, %d open.\n"), len(lines), judged, explained, open)
	_, err := io.WriteString(w, b.String())
	return err
}

// listed joins names; none stands for an empty list.
func listed[T ~string](names []T, none string) string {
	if len(names) == 0 {
		return none
	}
	all := make([]string, len(names))
	for i, n := range names {
		all[i] = string(n)
	}
	return strings.Join(all, " ")
}
