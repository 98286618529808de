package submit

import (
	"fmt"
	"io"

	"github.com/etalon-dmp/etalon"
)

// Tell says what came of it: the authority's verdict beside the local one, and the
// first thing in which they are not the same.
func (o Outcome) Tell(w io.Writer, here etalon.Verdict) error {
	_, err := fmt.Fprintf(w, "%s\nAutorité (authority): %s\nIci (here): %s\n", o.Session, o.Theirs.Verdict, here)
	if err != nil {
		return err
	}
	switch {
	case o.Same:
		_, err = fmt.Fprintln(w, "Les mêmes octets des deux côtés. (The same bytes on both sides.)")
	case len(o.Changes) > 0:
		_, err = fmt.Fprintf(w, "Première différence, d'ici à l'autorité (first difference, from here to the authority): %s\n", o.Changes[0])
	default:
		_, err = fmt.Fprintln(w, "Le même résultat. (The same result.)")
	}
	if err == nil && len(o.Stands) > 0 {
		_, err = fmt.Fprintf(w, "Jugé par autre chose (judged by something else): %s\n", o.Stands[0])
	}
	return err
}
