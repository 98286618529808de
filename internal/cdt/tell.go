package cdt

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/etalon-dmp/etalon"
)

// Tell says what there is of each code, and what is not.
func Tell(w io.Writer, b Book, found []Found, tree bool) error {
	var out strings.Builder
	played, whole := 0, 0
	for _, f := range found {
		fmt.Fprintf(&out, "%s  (%s, %d)  %s\n", f.Code, f.Sheet, f.Line, strings.ReplaceAll(short(f.Text), "\n", " "))
		if len(f.Scenarios) > 0 {
			played++
		}
		fmt.Fprintf(&out, "    scénarios : %s\n", cmp.Or(joined(f.Scenarios), "aucun ne porte ce code (none names it)"))
		if f.Computed {
			out.WriteString("    une cellule est une formule : sa dernière valeur a été lue, elle n'a pas été calculée (a formula: its last value was read)\n")
		}
		if !tree {
			continue
		}
		fmt.Fprintf(&out, "    trames (frames) %d, captures (screenshots) %d\n", len(f.Frames), len(f.Screenshots))
		if len(f.Missing) > 0 {
			fmt.Fprintf(&out, "    manque (missing) : %s\n", strings.Join(f.Missing, ", "))
		} else if testCode.MatchString(f.Code) {
			whole++
		}
	}
	fmt.Fprintf(&out, "%d codes, %d joués ici (played here)", len(found), played)
	if tree {
		fmt.Fprintf(&out, ", %d dossiers entiers (whole folders)", whole)
	}
	fmt.Fprintf(&out, " ; %d lignes sans code (lines without one)\n", b.Other)
	if b.Macros {
		out.WriteString("Le classeur a des macros : aucune n'a été exécutée. (The workbook has macros: none was run.)\n")
	}
	_, err := io.WriteString(w, out.String())
	return err
}

func joined(ids []etalon.ScenarioID) string {
	const most = 5
	var out []string
	for _, id := range ids[:min(len(ids), most)] {
		out = append(out, string(id))
	}
	if n := len(ids) - most; n > 0 {
		out = append(out, fmt.Sprintf("et %d autres (and %d more)", n, n))
	}
	return strings.Join(out, ", ")
}
